package road

import (
	"strings"
	"testing"

	"hextui/hex"
	"hextui/ui/uitest"
)

// deedSizes are those at which dialogs of deeds are looked at.
var deedSizes = []size{{60, 16}, {80, 24}, {120, 40}, {200, 60}}

// Who may see a project, who reaches it, and the review of a change: in the themes, and at every size.
func TestScreensOfSharing(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"dark", "light", "mono"} {
		t.Run(theme, func(t *testing.T) {
			d := sit(t, setup{size: size{100, 24}, theme: theme, lasting: true})
			d.find("title:weekly")
			d.choose("Weekly revenue")
			d.Press("a")
			d.see("Shared with", "4 people", "● now")
			d.Press("j", "l", "l", "enter")
			d.see("was edit, less now")
			uitest.Golden(t, "../docs/screens/sharing-"+theme, d.Frame().Styled())
			if theme == "dark" {
				d.sharingAtEverySize()
			}
		})
	}
}

func (d *desk) sharingAtEverySize() {
	d.t.Helper()
	at := func(name string) {
		d.t.Helper()
		for _, size := range deedSizes {
			d.Resize(size[0], size[1])
			d.size = size
			d.Picture(name)
		}
	}
	at("sharing")
	d.Press("tab")
	d.see("BECAUSE OF", "21 people reach it")
	at("sharing-people")
	d.Press("tab", "ctrl+s")
	d.see("In effect 2 people may do less")
	at("sharing-review")
}

// An admin shares a project, sees in the activity what was done and takes it back there, by the keyboard alone, in so many keys.
func TestSharingByTheKeyboard(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	keys := 0
	press := func(names ...string) {
		t.Helper()
		keys += len(names)
		d.Press(names...)
	}
	finance := func() hex.Access {
		t.Helper()
		p, err := d.behind.GetProject(t.Context(), d.project("Weekly revenue").ID)
		d.must(err)
		for _, g := range p.Sharing.Groups {
			if g.Group.Name == "Finance" {
				return g.Access
			}
		}
		return hex.AccessNone
	}
	d.see("69 projects")
	d.find("title:weekly")
	d.choose("Weekly revenue")
	press("a")
	d.see("Shared with", "4 people")
	press("j", "l", "l", "enter", "ctrl+s")
	d.see("Finance (group)   edit → explore  (less)")
	d.Press("y") // under way when the dialog opened: it answers nothing
	d.see("Finance (group)   edit → explore  (less)")
	d.lookUp()
	if got := finance(); got != hex.AccessEdit {
		t.Fatalf("before it was agreed to Finance has %s", got)
	}
	press("y")
	d.see("“Weekly revenue” is shared otherwise: Finance, edit → explore. U takes it back.")
	if got := finance(); got != hex.AccessView {
		t.Fatalf("Finance has %s", got)
	}
	press("8")
	d.see("Change who may see", "Weekly revenue", "you", "U take back")
	press("U")
	d.see("Take back what was done to “Weekly revenue”?", "explore → edit")
	d.lookUp()
	press("y")
	d.see("taken back")
	if got := finance(); got != hex.AccessEdit {
		t.Errorf("after it was taken back Finance has %s", got)
	}
	if keys > 10 {
		t.Errorf("it took %d keys", keys)
	}
}

// The deeds on a project are found where one would look: by their key, in the list of all, and in the palette by name and words.
func TestDeedsAreFound(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects", "t status", "a sharing", "d more")
	for _, typed := range []string{"share", "see and edit"} {
		d.Press(":")
		d.Type(typed)
		d.see("see and change who may see and edit the project")
		d.Press("esc")
	}
	for _, way := range [][]string{{"d", "publish"}, {":", "publish the project"}} {
		d.Press(way[0])
		d.Type(way[1] + "\n")
		d.see("cannot publish", "open it in Hex")
		d.Press("n")
	}
	d.Press("?", "/")
	d.Type("who may")
	d.see("who may see and edit the project")
}

// What was done last to a project is what is taken back in it: the status, then the cell that was written before it.
func TestTheLastDeedIsTakenBackFirst(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("from orders o")
	d.rewrite("select 1 as week")
	d.save()
	d.see("weekly_orders saved to the draft")
	d.Press("esc", "t")
	d.see("Status of Weekly revenue")
	d.Type("deprecated\n")
	d.see("Endorsed → Deprecated")
	d.lookUp()
	d.Press("y")
	d.see("“Weekly revenue” has the status Deprecated. U takes it back.")
	d.Press("U")
	d.see("Take back what was done to “Weekly revenue”?", "Deprecated → Endorsed")
	d.lookUp()
	d.Press("n")
	d.wantSource("Weekly revenue", "weekly_orders", "select 1 as week")
	d.choose("refunds")
	d.rewrite("select 2 as week")
	d.save()
	d.see("refunds saved to the draft")
	d.Press("esc", "U")
	d.see("Take back the last write to refunds?")
	d.WantNo("Take back what was done to")
}

// What was said of one cell's save goes when another's begins.
func TestASentenceGoesWhenTheNextDeedBegins(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{lasting: true})
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("from orders o")
	d.rewrite("select 1 as week, 'a' as channel, 2 as revenue")
	d.save()
	d.see("weekly_orders saved to the draft")
	d.Press("esc")
	d.choose("refunds")
	d.rewrite("select 2 as week")
	if !strings.Contains(d.Screen(), "weekly_orders saved to the draft") {
		t.Fatal("what was said went before the next deed began")
	}
	d.Press("ctrl+s")
	d.see("Save refunds?")
	d.Press("esc")
	d.WaitGone("Save refunds?")
	d.WantNo("weekly_orders saved to the draft")
	d.Press("esc", "L")
	d.see("weekly_orders saved to the draft") // nothing that was said is lost
	d.Press("esc")
}

// What was changed of a sharing and not sent is named before the program ends.
func TestQuittingNamesUnsentSharing(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.find("title:weekly")
	d.choose("Weekly revenue")
	d.Press("a")
	d.see("4 people")
	d.Press("j", "x")
	d.see("1 change not sent")
	d.Press("1")
	d.told("Not sent: 1 change of who may see “Weekly revenue”. It is kept here until the program ends.")
	d.Press("q")
	d.see("Quit?")
	d.told("Not sent, and lost: 1 change of who may see “Weekly revenue”.")
	d.Press("n", "a")
	d.see("1 change not sent", "was edit, less now")
	d.Press("z")
	d.see("was edit")
}
