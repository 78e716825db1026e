package road

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
)

// agree reads the dialog of a change that says something, and says yes.
func (d *desk) agree(says ...string) {
	d.t.Helper()
	d.told(says...)
	d.lookUp() // it has opened by itself
	d.Press("y")
}

// inGroup are the e-mail addresses of those whom Hex has in a group; ok is false where there is no such group.
func (d *desk) inGroup(name string) (emails []string, ok bool) {
	d.t.Helper()
	groups, err := d.behind.ListGroups(d.t.Context(), hex.GroupQuery{Paging: hex.Paging{Limit: 100}})
	d.must(err)
	at := slices.IndexFunc(groups.Items, func(g hex.Group) bool { return g.Name == name })
	if at < 0 {
		return nil, false
	}
	users, err := d.behind.ListUsers(d.t.Context(), hex.UserQuery{Paging: hex.Paging{Limit: 100}, GroupID: groups.Items[at].ID})
	d.must(err)
	for _, u := range users.Items {
		emails = append(emails, strings.TrimSuffix(u.Email, "@acme.example"))
	}
	slices.Sort(emails)
	return emails, true
}

func (d *desk) wantGroup(name, members string) {
	d.t.Helper()
	if got, ok := d.inGroup(name); !ok || strings.Join(got, " ") != members {
		d.t.Errorf("the group %s has %v (there is one: %v), want %s", name, got, ok, members)
	}
}

func TestAGroupIsMadeChangedTakenBackAndDeleted(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("3")
	d.see("9 groups")
	d.Press("n")
	d.see("New group")
	d.Type("Interns\n")
	d.see("Members of the new group Interns")
	d.Type("ravi")
	d.see("1 of 22")
	d.Press("tab", "ctrl+u")
	d.Type("noor")
	d.see("1 of 22")
	d.Press("tab", "enter")
	d.agree("Create the group “Interns”?", "noor@acme.example – → member", "Sends 1 request")
	d.told("The group “Interns” was created with 2 members.")
	d.see("› Interns", "2 members", "Ravi Patel")
	d.wantGroup("Interns", "noor ravi")

	d.Press("e", "ctrl+u")
	d.Type("Trainees\n")
	d.agree("Rename the group “Interns”?", "name Interns → Trainees")
	d.told("The group “Interns” is called “Trainees” now.")
	d.see("› Trainees")
	d.wantGroup("Trainees", "noor ravi")

	d.choose("Noor Haddad")
	d.Press("x")
	d.agree("Change the members of “Trainees”?", "noor@acme.example member → –", "1 member would lose what is shared")
	d.see("1 member")
	d.wantGroup("Trainees", "ravi")
	d.Press("U")
	d.agree("Take back", "noor@acme.example – → member")
	d.see("2 members")
	d.wantGroup("Trainees", "noor ravi")

	d.Press("D")
	d.agree("Delete the group “Trainees”?", "2 members would lose what is shared with the group")
	d.told("The group “Trainees” was deleted; its users stay.")
	d.see("9 groups")
	if _, there := d.inGroup("Trainees"); there {
		t.Error("Hex still has the group")
	}
	d.Press("U")
	d.agree("Take back", "ravi@acme.example – → member", "It is a new group: what was shared with the deleted one stays lost.")
	d.see("10 groups")
	d.wantGroup("Trainees", "noor ravi")
}

// Nothing but the mouse, on every size: the footer, the marks, the names of the keys, the answers.
func TestMembersAreChangedWithTheMouseAlone(t *testing.T) {
	t.Parallel()
	for _, size := range []size{{60, 16}, {80, 24}, {200, 60}} {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size})
			d.see("projects")
			d.Press("3")
			d.see("Executives")
			x, y, _ := d.Frame().Find("Executives")
			d.Click(x, y)
			d.Click(x, y)
			d.see("2 members", "Kwame Mensah")
			d.ClickOn("members") // in the facts: nothing happens
			d.ClickOn("m members")
			d.see("Members of Executives")
			d.ClickOn("Kwame Mensah  kwame@")
			d.see("-1 1 marked")
			d.ClickOn("see the change")
			d.told("kwame@acme.example member → –")
			d.lookUp()
			d.ClickOn("y change the members")
			d.told("Members of “Executives”: 1 user taken out.")
			d.wantGroup("Executives", "zoe")
			d.ClickOn("m members")
			d.see("Members of Executives")
			d.ClickOn("esc cancel")
			d.WaitGone("Members of Executives")
		})
	}
}

func (d *desk) collection(name string) hex.Collection {
	d.t.Helper()
	all, err := d.behind.ListCollections(d.t.Context(), hex.CollectionQuery{Paging: hex.Paging{Limit: 100}})
	d.must(err)
	at := slices.IndexFunc(all.Items, func(c hex.Collection) bool { return c.Name == name })
	if at < 0 {
		d.t.Fatalf("Hex has no collection %q", name)
	}
	return all.Items[at]
}

func TestWhoMayUseACollectionAndWhatIsInIt(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("2")
	d.see("Finance manages it · Executives sees it")
	d.choose("Board pack")
	d.Press("enter")
	d.see("made by     kwame@acme.example", "6 that this token sees")
	for _, row := range []string{"group +Executives +sees it", "group +Finance +manages it",
		"project +Board pack: revenue +Endorsed · kwame@"} {
		d.seeRow(row)
	}
	d.choose("Executives")
	d.Press("enter")
	d.see("› Executives", "Kwame Mensah") // a row leads where it names
	d.Press("esc")
	d.see("made by")

	d.Press("a")
	d.see("Give access to Board pack")
	d.Type("ravi")
	d.Press("tab", "ctrl+u")
	d.Type("growth")
	d.Press("tab", "enter")
	d.see("What may Growth and Ravi Patel do with Board pack?")
	d.Type("sees\n")
	d.agree("Growth (group) – → sees it", "ravi@acme.example – → sees it")
	d.told("The collection “Board pack”: Growth and Ravi Patel sees it now.")
	d.seeRow(`user +Ravi Patel +sees it`)
	if s := d.collection("Board pack").Sharing; len(s.Users) != 1 || len(s.Groups) != 3 {
		t.Errorf("Hex has %+v", s)
	}

	d.choose("Finance")
	d.Press("t")
	d.seeRow("manages it +This is so now.")
	d.see("What may Finance do with Board pack?")
	d.Type("sees\n")
	d.agree("Finance (group) manages it → sees it", "(less)", "Nobody would be left who manages the collection")
	d.seeRow(`group +Finance +sees it`)
	d.Press("U")
	d.agree("Finance (group) sees it → manages it")
	d.seeRow(`group +Finance +manages it`)

	d.Press("p")
	d.see("Put a project into Board pack")
	d.Type("weekly revenue\n")
	d.see("What may people of Board pack do in Weekly revenue?")
	d.Type("explore\n")
	d.agree("Put “Weekly revenue” into the collection “Board pack”?", "Board pack (collection) – → explore")
	d.see("7 that this token sees")
	d.choose("Weekly revenue")
	d.Press("x")
	d.agree("Take “Weekly revenue” out of the collection “Board pack”?")
	d.see("6 that this token sees")

	d.Press("D")
	d.told("Hex's API cannot delete a collection.")
	d.Press("esc")
	d.Press("e")
	d.see("Edit the collection Board pack")
	d.Press("tab", "ctrl+u")
	d.Type("For the board\n")
	d.agree("description What the board sees, and nothing else → For the board")
	d.see("about       For the board")
	if c := d.collection("Board pack"); c.Description != "For the board" || c.Name != "Board pack" {
		t.Errorf("Hex has %+v", c)
	}
}

// seeRow waits for a line of the screen that a pattern of words fits.
func (d *desk) seeRow(pattern string) {
	d.t.Helper()
	words := strings.Split(pattern, " +")
	d.WaitUntil(fmt.Sprintf("a row has %q", words), func(f frame) bool {
		return slices.ContainsFunc(f.Rows(), func(row string) bool {
			for _, w := range words {
				_, rest, ok := strings.Cut(row, w)
				if !ok {
					return false
				}
				row = rest
			}
			return true
		})
	})
}

func (d *desk) connection(name string) hex.DataConnection {
	d.t.Helper()
	all, err := d.behind.ListDataConnections(d.t.Context(), hex.ConnectionQuery{Paging: hex.Paging{Limit: 100}})
	d.must(err)
	at := slices.IndexFunc(all.Items, func(c hex.DataConnection) bool { return c.Name == name })
	if at < 0 {
		d.t.Fatalf("Hex has no connection %q", name)
	}
	return all.Items[at]
}

func TestAConnectionIsMadeAndEditedAndItsSecretShowsNowhere(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	const secret = "hunter2-hunter2"
	unseen := func() {
		t.Helper()
		if strings.Contains(d.Screen(), secret) {
			t.Fatalf("the secret is shown:\n%s", d.Screen())
		}
	}
	d.Press("5")
	d.see("8 connections")
	d.Press("n")
	d.Type("postgres\n")
	d.see("New postgres connection")
	d.Type("Night shift")
	d.Press("enter")
	d.see("A new connection needs its host.")
	for _, value := range []string{"Of the night", "db.acme.example", "5432", "night", "reader", secret} {
		d.Press("tab")
		d.Type(value)
	}
	unseen()
	d.Press("enter")
	d.agree("Create the data connection “Night shift”?", "host – → db.acme.example", "Secrets are sent, and not shown here.",
		"Hex's API cannot delete a data connection")
	unseen()
	d.told("The data connection “Night shift” was created.")
	d.see("› Night shift", "db.acme.example")
	d.seeRow("address +password +not shown: Hex keeps it")
	unseen()

	d.Press("e")
	d.see("unchanged: Hex never tells it")
	d.Press("tab", "tab", "ctrl+u")
	d.Type("db2.acme.example\n")
	d.agree("Edit the data connection “Night shift”?", "host db.acme.example → db2.acme.example")
	d.WaitGone("Edit the data connection")
	d.see("db2.acme.example")
	if c := d.connection("Night shift"); c.Details.Postgres.Hostname != "db2.acme.example" || c.Details.Postgres.Database != "night" {
		t.Errorf("Hex has %+v", c.Details.Postgres)
	}
	d.Press("U")
	d.agree("host db2.acme.example → db.acme.example")
	d.seeRow("address +host +db.acme.example")

	d.Press("f")
	d.see("When the schema of Night shift is read")
	d.Press("right", "enter")
	d.agree("Change when the schema of “Night shift” is read?")
	d.seeRow("schema +is read +daily 06:00 UTC")

	d.Press("a")
	d.see("Who may use Night shift")
	d.Type("growth")
	d.Press("tab", "enter")
	d.see("What may Growth do with Night shift?")
	d.Type("quer\n")
	d.agree("Growth (group) – → queries it")
	d.seeRow("group +Growth +queries it")
	d.choose("Growth")
	d.Press("x")
	d.agree("Growth (group) queries it → –")
	d.told("Growth no longer has access of its own now.")

	d.Press("F")
	d.told("Hex's API cannot have a schema read")
	d.Press("esc")
	unseen()
}

func TestTablesAreEndorsedAndThatCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("5")
	d.choose("Shop warehouse")
	d.Press("v")
	d.told("such as Deprecated, Endorsed")
	d.Press("tab")
	d.Type("public.orders, public.customers")
	d.Press("tab")
	d.Type("Endorsed\n")
	d.agree("Set the status of 2 tables in “Shop warehouse”?", "table public.orders not told → Endorsed", "cannot be put back")
	d.told("The status of 2 tables in “Shop warehouse” was set.")
	if n := d.sent.of("UpdateDataConnectionSchema"); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
	d.Press("U")
	d.told("Hex's API does not tell the present statuses")
}

func TestAUserIsDeactivatedAfterWhatTheyOwnWasSaid(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("4")
	d.see("22 users", "OWNS")
	d.choose("Lena Fischer-Böhm")
	d.Press("D")
	d.told("They own 6 projects", "Archived or in the trash: 1 of them.", "By schedule")
	d.lookUp()
	d.Press("esc")
	d.choose("Tomás Herrera")
	d.Press("enter")
	d.see("› Tomás Herrera", "last login  3d ago", "5 projects, beside archived ones")
	d.seeRow("group +Data platform +member +5 members")
	d.seeRow("collection +Data platform +manages it, by Data platform")
	d.seeRow("owns +Data quality checks +Production · daily 03:10")
	d.choose("Data quality checks")
	d.Press("enter")
	d.see("› Data quality checks", "CELLS")
	d.Press("esc")
	d.see("last login")

	d.Press("a")
	d.see("Put Tomás Herrera into a group")
	d.Type("executives\n")
	d.agree("tomas@acme.example – → member")
	d.seeRow("group +Executives +member")
	d.choose("Executives")
	d.Press("x")
	d.agree("tomas@acme.example member → –")
	d.WaitGone("Executives  ")
	d.wantGroup("Executives", "kwame zoe")

	d.Press("e")
	d.told("Hex's API cannot change a user's name or role.")
	d.Press("esc", "D")
	d.told("They own 5 projects", "By schedule run Data quality checks", "cannot give a project another owner")
	d.agree("Deactivate Tomás Herrera?", "Hex's API cannot undo it")
	d.told("Tomás Herrera was deactivated and can no longer sign in.")
	d.see("21 users")
}

func TestOneselfIsNotDeactivated(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects", "maya@acme.example")
	d.Press("4")
	d.choose("Maya Lindqvist")
	d.Press("D")
	d.told("This is you: nobody deactivates themselves.")
}

// The pages of groups, users, collections and data connections, and their dialogs, on a very small screen too.
func TestScreensOfPages(t *testing.T) {
	t.Parallel()
	for _, size := range append([]size{{60, 16}}, sizes...) {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true})
			d.see("projects")
			d.laidOut() // on the smallest one there is no room for who one is
			page := func(key, row, sees, name string) {
				t.Helper()
				d.Press(key)
				d.find(row)
				d.see("1 of ")
				d.Press("enter")
				d.see(sees)
				d.WaitGone("look into")
				d.laidOut()
				d.Picture(name)
			}
			page("3", "Finance", "4 members", "group")
			d.Press("m")
			d.see("Members of Finance")
			d.Press("tab")
			d.Type("zo")
			d.see("1 of 22")
			d.Press("tab")
			d.Picture("group-members")
			d.Press("enter")
			d.see("y change the members")
			d.Picture("group-plan")
			d.lookUp()
			d.Press("esc")
			d.see("Members of Finance")
			d.Press("esc")
			d.WaitGone("Members of Finance")
			page("4", "Tomás Herrera", "5 projects, beside archived ones", "user")
			d.Press("D")
			d.see("y deactivate")
			d.Picture("user-deactivate")
			d.lookUp()
			d.Press("esc")
			page("2", "Board pack", "6 that this token sees", "collection")
			page("5", "Shop warehouse", "queries it", "connection")
			d.Press("e")
			d.see("Edit Shop warehouse")
			d.Picture("connection-edit")
			d.Press("esc", "f")
			d.see("When the schema of")
			d.Picture("connection-schema")
			d.Press("esc", "v")
			d.see("Endorse in Shop warehouse")
			d.Picture("connection-endorse")
		})
	}
}
