package sharing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/ui/action"
	"hextui/ui/deed/deedtest"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// bench is the screen at a desk.
type bench struct {
	*deedtest.Desk
	*Screen
	project hex.Project
}

func open(t *testing.T, d *deedtest.Desk, title string) *bench {
	t.Helper()
	p := d.Project(title)
	b := &bench{Desk: d, project: p, Screen: New(d.Env, screen.Target{Place: screen.Sharing, ID: p.ID, Title: p.Title}).(*Screen)}
	d.Read(store.Thing{Kind: store.Me}, store.Thing{Kind: store.Projects})
	for _, w := range b.Wants() {
		d.Read(w.Thing)
	}
	b.settle()
	return b
}

// settle does what the screen wants done, until nothing is left.
func (b *bench) settle() {
	b.T.Helper()
	b.Sync()
	b.draw(120, 40)
	b.Settled()
	b.Desk.Run()
	b.Sync()
}

func (b *bench) draw(width, height int) string {
	return deedtest.Drawn(width, height, func(s paint.Surface) { b.Draw(s) })
}

// at puts the cursor on a row and a level.
func (b *bench) at(name, level string) {
	b.T.Helper()
	if !b.matrix.Grid.Select(name) {
		b.T.Fatalf("there is no row %q:\n%s", name, b.draw(120, 40))
	}
	b.matrix.Grid.SelectColumn(level)
}

// offer does an action as the root does: what it starts is done, and the screen is brought in step.
func (b *bench) offer(id action.ID) {
	b.T.Helper()
	for _, o := range b.Offers() {
		if o.Action == id {
			if o.Reason != "" {
				b.T.Fatalf("%s: %s", id, o.Reason)
			}
			o.Do()
			b.settle()
			return
		}
	}
	b.T.Fatalf("%s is not offered", id)
}

func (b *bench) reason(id action.ID) string {
	for _, o := range b.Offers() {
		if o.Action == id {
			return o.Reason
		}
	}
	return "not offered"
}

// click clicks a level of the row with a text, as it stands on a screen of so many columns and rows.
func (b *bench) click(row, level string, width, height int) {
	b.T.Helper()
	lines := strings.Split(b.draw(width, height), "\n")
	head := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "NONE") })
	y := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, row) })
	if head < 0 || y < 0 {
		b.T.Fatalf("there is no %q on\n%s", row, strings.Join(lines, "\n"))
	}
	before, _, _ := strings.Cut(lines[head], level)
	b.Mouse(screen.Mouse{X: paint.Width(before), Y: y, Press: true, Clicks: 1})
	b.settle()
}

// shared is what Hex has.
func (b *bench) shared() string {
	s := b.Project(b.project.Title).Sharing
	var all []string
	for _, u := range s.Users {
		if u.User.Email != b.project.Owner.Email && u.Access != hex.AccessNone {
			all = append(all, u.User.Email+" "+string(u.Access))
		}
	}
	for _, g := range s.Groups {
		if g.Access != hex.AccessNone {
			all = append(all, g.Group.Name+" "+string(g.Access))
		}
	}
	return fmt.Sprint(all, " ", s.Workspace.Access, " ", s.PublicWeb.Access)
}

// TestSharedReadAsSentences: what is changed in the matrix is read as sentences that say who loses and gains what, by whatever way
// they have it, before anything is sent; then it is sent in one request a kind, and taken back in one deed.
func TestSharedReadAsSentences(t *testing.T) {
	b := open(t, deedtest.New(t), "Weekly revenue")
	was := b.shared()
	b.Want(b.draw(120, 40), "maya@acme.example owner", "Finance group", "4 people", "Start here collection",
		"Everyone in the workspace workspace", "Anyone with the link public")
	if why := b.reason(action.ReviewAll); why == "" {
		t.Error("there is something to review before anything was changed")
	}
	b.at("owner", "edit")
	if why := b.reason(action.SetLevel); !strings.Contains(why, "The owner has full access") {
		t.Errorf("the owner's access can be changed: %q", why)
	}
	b.at("group Finance", "explore")
	b.offer(action.SetLevel)
	b.Want(b.draw(120, 40), "was edit, less now",
		"The group Finance (4 people: maya, kwame, priya, ingrid) loses editing and keeps exploring.",
		"1 change not sent")
	b.offer(action.AddWho)
	b.Type("FISCHER böhm") // her name, in another order and case
	b.Answer(action.Accept)
	b.settle()
	b.Want(b.draw(120, 40), "lena@acme.example user", "new", "lena@acme.example gains viewing the app.")
	if sent := b.Writes(); sent != "[]" || b.shared() != was {
		t.Fatalf("before the review %s were sent", sent)
	}
	b.offer(action.ReviewAll)
	b.Want(b.Dialog(120, 40), "The group Finance (4 people: maya, kwame, priya, ingrid) loses editing and keeps exploring.",
		"lena@acme.example gains viewing the app, and has as much in another way, too: explore",
		"In effect 2 people may do less: kwame, priya.", "Nobody without an account is affected.",
		"Finance (group) edit → explore (less)", "lena@acme.example – → view the app",
		"The group Finance would have less: “explore” instead of “edit”.", "Nobody would be left who may edit it, but its owner",
		"Sends 2 requests.")
	b.Answer(action.Yes)
	b.settle()
	if sent := b.Writes(); sent != "[EditProjectSharingGroups:1 EditProjectSharingUsers:1]" {
		t.Errorf("%s were sent", sent)
	}
	if now := b.shared(); now != "[lena@acme.example APP_ONLY Finance CAN_VIEW] CAN_VIEW NONE" || b.edits.len() != 0 {
		t.Errorf("Hex has %s; %d changes are left", now, b.edits.len())
	}
	b.offer(action.UndoWrite)
	b.Answer(action.Yes)
	b.settle()
	if now := b.shared(); now != was {
		t.Errorf("Hex has %s, not %s", now, was)
	}
	b.WantNo(b.draw(120, 40), "lena@acme.example")
}

func (b *bench) WantNo(shown string, texts ...string) {
	b.T.Helper()
	for _, text := range texts {
		if strings.Contains(deedtest.Flat(shown), deedtest.Flat(text)) {
			b.T.Errorf("%q is said:\n%s", text, shown)
		}
	}
}

// TestSharedByTheMouse: every step of sharing works by the mouse alone, at every size.
func TestSharedByTheMouse(t *testing.T) {
	for _, size := range [][2]int{{60, 12}, {80, 20}, {120, 36}, {200, 56}} { // what is left of a terminal for a screen
		b := open(t, deedtest.New(t), "Weekly revenue")
		b.click("group Finance", "EXPLORE", 60, 12) // once at a size whose columns are known
		b.click("Finance", "VIEW", size[0], size[1])
		b.offer(action.ReviewAll) // the footer's hints are clicked at the root
		b.Want(b.Dialog(size[0], size[1]+2), "loses editing and keeps viewing the app")
		b.Click("send 1 change", size[0], size[1]+2)
		b.settle()
		if now := b.shared(); !strings.Contains(now, "Finance APP_ONLY") {
			t.Fatalf("at %v Hex has %s", size, now)
		}
		b.draw(size[0], size[1])
		x, y := b.tabs[1].Origin()
		b.Mouse(screen.Mouse{X: x, Y: y, Press: true, Clicks: 1})
		b.settle()
		b.Want(b.draw(size[0], size[1]), "maya@acme.exam", "21 people reach it")
	}
}

// TestPublicIsTyped: anyone with the link gets at most the app, and only once the title was typed.
func TestPublicIsTyped(t *testing.T) {
	b := open(t, deedtest.New(t), "Weekly revenue")
	b.at("public web", "explore")
	if why := b.reason(action.SetLevel); !strings.Contains(why, "at most") {
		t.Errorf("the web can be let explore: %q", why)
	}
	b.at("public web", "view")
	b.offer(action.SetLevel)
	b.offer(action.ReviewAll)
	b.Want(b.Dialog(80, 24), "Anyone with the link, without an account, gains viewing the app.", "Type its title, “Weekly revenue”,")
	b.WantNo(b.Dialog(80, 24), "In effect nobody")
	b.Answer(action.Accept)
	if sent := b.Writes(); sent != "[]" {
		t.Fatalf("%s were sent without the title", sent)
	}
	b.Type("weekly revenue")
	b.Answer(action.Accept)
	b.settle()
	if now := b.shared(); !strings.HasSuffix(now, "APP_ONLY") {
		t.Errorf("Hex has %s", now)
	}
}

// TestSharingRefusedInPart: what Hex refuses stays changed here and says why on its row; what was done does not.
func TestSharingRefusedInPart(t *testing.T) {
	b := open(t, deedtest.New(t), "Weekly revenue")
	if err := b.Hex.AddFault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "EditProjectSharingGroups"}); err != nil {
		t.Fatal(err)
	}
	b.at("group Finance", "view")
	b.offer(action.SetLevel)
	b.at("workspace", "none")
	b.offer(action.TakeAway)
	b.offer(action.ReviewAll)
	b.Want(b.Dialog(120, 40), "Everyone in the workspace (21 people:", "loses exploring")
	b.Answer(action.Yes)
	b.Want(b.Dialog(120, 40), "Only a part was done", "× Finance (group)", "This was done:", "everyone in the workspace explore → –")
	b.Answer(action.Accept)
	b.settle()
	b.at("group Finance", "view")
	b.Want(b.draw(120, 40), "1 change not sent", "Not done:", "× ")
	if _, left := b.edits.to["workspace"]; left || b.edits.to["group Finance"] != hex.AccessAppOnly {
		t.Errorf("left are %v", b.edits.to)
	}
	b.offer(action.DropEdit)
	if b.edits.len() != 0 || !strings.Contains(b.shared(), "Finance CAN_EDIT") {
		t.Errorf("left are %v, Hex has %s", b.edits.to, b.shared())
	}
}

// TestUnsentSharingIsKept: what was changed and not sent is there again when the screen is.
func TestUnsentSharingIsKept(t *testing.T) {
	d := deedtest.New(t)
	b := open(t, d, "Weekly revenue")
	b.at("group Finance", "view")
	b.offer(action.SetLevel)
	b.Leave()
	if !strings.Contains(d.Last(), "Not sent: 1 change of who may see “Weekly revenue”.") {
		t.Errorf("said was %q", d.Last())
	}
	again := open(t, d, "Weekly revenue")
	again.Want(again.draw(120, 40), "1 change not sent", "was edit, less now")
	again.at("group Finance", "view")
	again.offer(action.DropEdit)
	again.Leave()
	if len(d.Env.Kept) != 0 {
		t.Errorf("kept are %v", d.Env.Kept)
	}
}

// TestTwoOfOneName: of two groups of one name nobody knows which is meant, so neither can be changed here.
func TestTwoOfOneName(t *testing.T) {
	d := deedtest.New(t)
	if _, err := d.Behind.CreateGroup(t.Context(), "Finance", nil); err != nil {
		t.Fatal(err)
	}
	b := open(t, d, "Weekly revenue")
	b.at("group Finance", "view")
	if why := b.reason(action.SetLevel); !strings.Contains(why, "2 groups are called “Finance”") {
		t.Errorf("the reason is %q", why)
	}
	b.offer(action.AddWho)
	b.Type("finance")
	b.WantNo(b.Dialog(120, 40), "group")
}

// TestWhoIsBehindCostsLittle: who is behind groups is read with a few requests by itself, and on when that is asked for.
func TestWhoIsBehindCostsLittle(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	var grants []hex.Grant
	for i := range firstRequests + 5 {
		g, err := d.Behind.CreateGroup(t.Context(), fmt.Sprintf("Team %d", i), nil)
		if err != nil {
			t.Fatal(err)
		}
		grants = append(grants, hex.Grant{ID: g.ID, Access: hex.AccessView})
	}
	if _, err := d.Behind.EditProjectSharingGroups(t.Context(), p.ID, grants); err != nil {
		t.Fatal(err)
	}
	b := open(t, d, "Weekly revenue")
	b.offer(action.Focus)
	b.Want(b.draw(120, 40), "not read yet: the members of the group Team")
	b.offer(action.ReadPeople)
	b.WantNo(b.draw(120, 40), "not read yet")
	if why := b.reason(action.ReadPeople); why == "" {
		t.Error("there is more to read")
	}
}

// TestAddedIsReadBeforeItIsSent: whoever is behind what is added is read by itself, so that the review counts all of them; where that
// costs too much, the number is the least there are, and more can be read.
func TestAddedIsReadBeforeItIsSent(t *testing.T) {
	d := deedtest.New(t)
	users, err := d.Behind.ListUsers(t.Context(), hex.UserQuery{})
	if err != nil {
		t.Fatal(err)
	}
	kwame := users.Items[slices.IndexFunc(users.Items, func(u hex.User) bool { return u.Email == "kwame@acme.example" })]
	large := hex.NewCollection{Name: "Many teams", Sharing: &hex.CollectionSharing{}}
	for i := range firstRequests + 5 {
		g, err := d.Behind.CreateGroup(t.Context(), fmt.Sprintf("Team %d", i), []string{kwame.ID})
		if err != nil {
			t.Fatal(err)
		}
		large.Sharing.Groups = append(large.Sharing.Groups, hex.CollectionGrant{ID: g.ID, Access: "MEMBER"})
	}
	if _, err := d.Behind.CreateCollection(t.Context(), large); err != nil {
		t.Fatal(err)
	}
	b := open(t, d, "Checkout funnel 🛒")
	add := func(name string) string {
		b.offer(action.AddWho)
		b.Type(name)
		b.Answer(action.Accept)
		b.settle()
		b.offer(action.ReviewAll)
		said := b.Dialog(120, 40)
		b.Answer(action.No)
		return said
	}
	said := add("Board pack")
	b.Want(said, "The collection Board pack (5 people: ", "gains viewing the app",
		"In effect nobody in the workspace may do more or less: they have as much in other ways, too.")
	b.WantNo(said, "Not everybody was read")
	b.Want(add("Many teams"), "The collection Many teams (at least 2 people: kwame, maya)",
		"Not everybody was read: the members of the group Team")
	b.offer(action.ReadPeople)
	b.offer(action.ReviewAll)
	b.Want(b.Dialog(120, 40), "The collection Many teams (2 people: kwame, maya)")
	b.WantNo(b.Dialog(120, 40), "Not everybody was read")
}
