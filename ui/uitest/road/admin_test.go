package road

import (
	"testing"

	"hextui/hex"
)

// mostAdminKeys is how many keys an admin's first five minutes take.
const mostAdminKeys = 38

// The first five minutes of an admin, by the keyboard alone and in so many keys: what failed last night and why, who owns what, who
// can see one of the projects, and that it is shared with fewer, and with all of them again.
func TestTheFirstFiveMinutesOfAnAdmin(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	keys := 0
	press := func(names ...string) {
		t.Helper()
		keys += len(names)
		d.Press(names...)
	}
	typed := func(text string) {
		t.Helper()
		keys += len([]rune(text))
		d.Type(text)
	}
	d.see("69 projects")

	press("W", "]") // what failed last night
	d.see("▌", "Parcels by carrier")
	press("enter")
	d.see("› Run", "× errored", "by its schedule")

	press("1", "/") // who owns what
	typed("owner:maya")
	press("enter")
	d.see("4 of 69", "Weekly revenue")
	press("esc", "/")
	typed("weekly rev")
	press("enter")
	d.see("1 of 69", "▌    Weekly revenue")

	press("a") // who can see it
	d.see("Shared with", "Finance", "4 people")
	press("tab")
	d.see("21 people reach it")
	press("tab", "j", "x", "ctrl+s") // fewer may
	d.see("edit → –")
	d.lookUp()
	press("y")
	d.see("“Weekly revenue” is shared otherwise: Finance, edit → –. U takes it back.")
	if got := d.groupAccess("Weekly revenue", "Finance"); got != hex.AccessNone {
		t.Fatalf("Finance still has %s", got)
	}

	press("U")                                                        // take it back
	d.see("Take back what was done to “Weekly revenue”?", "– → edit") // not yet while it reads how it is now
	d.lookUp()
	press("y")
	d.see("Finance                                group       ·     ·     ·        ●")
	if got := d.groupAccess("Weekly revenue", "Finance"); got != hex.AccessEdit {
		t.Errorf("after it was taken back Finance has %s", got)
	}
	if keys != mostAdminKeys {
		t.Errorf("it took %d keys, want %d", keys, mostAdminKeys)
	}
}

// groupAccess is what a group may do with a project, as Hex has it.
func (d *desk) groupAccess(title, group string) hex.Access {
	d.t.Helper()
	p, err := d.behind.GetProject(d.t.Context(), d.project(title).ID)
	d.must(err)
	for _, g := range p.Sharing.Groups {
		if g.Group.Name == group {
			return g.Access
		}
	}
	return hex.AccessNone
}

// A filter is read whole at every width that has the room, while it is typed and after.
func TestAFilterIsReadFromItsStart(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.find("weekly revenue")
	d.see("1 of 69", "/ weekly revenue ")
	for _, s := range deedSizes {
		d.Resize(s[0], s[1])
		d.see("/ weekly revenue ")
	}
	d.Resize(120, 40)
	d.Press("/", "end") // else what is typed stands in its place
	d.Type(" of the company and whatever else there is to say of it")
	d.see("there is to say of it ")
	d.Press("enter")
	d.see("/ weekly revenue of the")
}

// The deeds on a project are offered wherever a row is of one, and act on the project of that row.
func TestDeedsAreOfferedOnEveryRowOfAProject(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	for _, at := range []struct {
		where, title string
		by           func()
	}{
		{"home", "Refund watch", func() { d.Press("0") }},
		{"all runs", "Parcels by carrier", func() { d.Press("W", "]") }},
		{"a user", "Weekly revenue", func() { d.Press("4"); d.choose("maya@"); d.Press("enter") }},
		{"a collection", "Product margins", func() { d.Press("2"); d.choose("Board pack"); d.Press("enter") }},
	} {
		at.by()
		d.choose(at.title)
		d.Press("d")
		d.see("what to do", "set the project's status", "see and change who may see and edit the project", "publish the project (in Hex)")
		d.Type("see and change who\n")
		d.see(at.title+" › Sharing", "Shared with")
		d.Press("1")
		d.WaitGone("› Sharing")
	}
}
