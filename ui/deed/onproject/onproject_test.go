package onproject_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/deed/deedtest"
	"hextui/ui/deed/onproject"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

func do(t *testing.T, d *deedtest.Desk, p hex.Project, id action.ID) {
	t.Helper()
	offers := onproject.Offers(d.Env, p, "")
	for _, o := range append(offers, onproject.Menu(d.Env, p, "", offers)) {
		if o.Action == id {
			if o.Reason != "" {
				t.Fatalf("%s: %s", id, o.Reason)
			}
			o.Do()
			d.Run()
			return
		}
	}
	t.Fatalf("%s is not offered", id)
}

// TestStatus: a status is picked of those that projects have, or named, or taken away; an unknown one is Hex's to refuse.
func TestStatus(t *testing.T) {
	d := deedtest.New(t)
	d.Read(store.Thing{Kind: store.Projects})
	p := d.Project("Weekly revenue")
	now := func() string { return d.Project(p.Title).StatusName() }

	do(t, d, p, action.SetStatus)
	d.Want(d.Dialog(80, 24), "Status of Weekly revenue", "Deprecated 3 projects", "Endorsed It has this status now.", "no status",
		"another, by its name")
	d.Answer(action.Down, action.Accept)
	if d.Dialog(80, 24) == "" || !strings.Contains(d.Last(), "It has this status now.") {
		t.Errorf("the status that it has was picked; said was %q", d.Last())
	}
	d.Type("rev need") // words in any order
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "status Endorsed → Needs review")
	d.Answer(action.Yes)
	if now() != "Needs review" {
		t.Errorf("the status is %q", now())
	}
	do(t, d, d.Project(p.Title), action.SetStatus)
	d.Type("no status")
	d.Answer(action.Accept, action.Yes)
	if now() != "" || d.Last() != "“Weekly revenue” has no status any more. U takes it back." {
		t.Errorf("the status is %q; said was %q", now(), d.Last())
	}
	do(t, d, d.Project(p.Title), action.SetStatus)
	d.Type("another")
	d.Answer(action.Accept)
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "Type the name of a status.")
	d.Type("Gilded")
	d.Answer(action.Accept, action.Yes)
	d.Want(d.Dialog(80, 24), "Not done", "There is no status")
	if now() != "" {
		t.Errorf("the status is %q", now())
	}
}

// TestTruths: of a project in the trash or the archive that is said before anything is done with it.
func TestTruths(t *testing.T) {
	d := deedtest.New(t)
	at := deedtest.Noon.Add(-48 * time.Hour)
	for _, c := range []struct {
		p    hex.Project
		want string
	}{
		{hex.Project{Title: "A", TrashedAt: &at}, "It is in the trash, since 2d ago"},
		{hex.Project{Title: "A", ArchivedAt: &at}, "It is archived, since 2d ago"},
		{hex.Project{Title: "A"}, ""},
	} {
		if said := strings.Join(onproject.Truths(d.Env, c.p), " "); !strings.HasPrefix(said, c.want) || (said == "") != (c.want == "") {
			t.Errorf("said is %q, not %q", said, c.want)
		}
	}
}

// TestCreate: a project is made after its title was typed and shown, and gone to.
func TestCreate(t *testing.T) {
	d := deedtest.New(t)
	d.Read(store.Thing{Kind: store.Projects})
	onproject.Create(d.Env)
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "A project needs a title.")
	d.Type("Weekly revenue")
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "Create “Weekly revenue”?", "There is a project of this title already.", "title – → Weekly revenue",
		"cannot delete a project")
	d.Answer(action.No)
	d.Want(d.Dialog(80, 24), "A new project", "Weekly revenue") // what was typed is there again
	d.Answer(action.Accept, action.Yes)
	if d.Dialogs.Len() > 0 {
		t.Errorf("once it is done, this is asked still:\n%s", d.Dialog(80, 24))
	}
	if sent := d.Writes(); sent != "[CreateProject:1]" || len(d.Gone) != 1 || d.Gone[0].Place != screen.Project {
		t.Fatalf("%s were sent; gone to was %v", sent, d.Gone)
	}
	listed, times := d.Env.Store.Projects.IDs(), 0
	for _, id := range listed {
		if id == d.Gone[0].ID {
			times++
		}
	}
	if listed[0] != d.Gone[0].ID || times != 1 {
		t.Errorf("the new project is listed %d times", times)
	}
	if why := d.Env.Deeds.Newest().CannotUndo(); !strings.Contains(why, "cannot delete a project") {
		t.Errorf("it can be taken back: %q", why)
	}
}

// TestEmbed: the link is made as the form says, shown once, copied when asked, and stands in nothing that is kept.
func TestEmbed(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	do(t, d, p, action.EmbedLink)
	d.Answer(action.NextField)
	d.Type("no pair")
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "“no pair” is no name=value pair")
	for range len("no pair") {
		d.Back()
	}
	d.Type("email=jo@acme.example")
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "Whoever has the address sees the app, without a login", "cannot be taken back",
		"after 1 minute.")
	d.Answer(action.Yes)
	shown := d.Dialog(120, 40)
	d.Want(shown, "Link that shows Weekly revenue once", "/embed/", "Good for 1 minute from "+present.Clock(d.Env.Now())+" on")
	d.Answer(action.CopySource)
	if !strings.Contains(d.Copied, "/embed/") {
		t.Errorf("copied was %q", d.Copied)
	}
	for _, said := range append(slices.Clone(d.Said), d.Env.Deeds.Newest().Said) {
		if strings.Contains(said, "/embed/") {
			t.Errorf("the link stands in %q", said)
		}
	}
	for _, o := range onproject.Offers(d.Env, hex.Project{Title: "New"}, "") {
		if o.Action == action.EmbedLink && !strings.Contains(o.Reason, "never published") {
			t.Errorf("a link to an app that there is not is offered: %q", o.Reason)
		}
	}
}

// TestOnlyInHex: what the API cannot do is a sentence and the way to the project's page, said of the project as it is.
func TestOnlyInHex(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	at := deedtest.Noon
	for _, c := range []struct {
		id   action.ID
		p    hex.Project
		says []string
	}{
		{action.Publish, p, []string{"Publish “Weekly revenue”?", "cannot publish"}},
		{action.Publish, hex.Project{ID: p.ID, Title: "New"}, []string{"It was never published"}},
		{action.Rename, p, []string{"changes neither the title nor the description"}},
		{action.Schedule, p, []string{"When does “Weekly revenue” run?", "shows schedules and cannot change them"}},
		{action.Archive, p, []string{"cannot archive"}},
		{action.Archive, hex.Project{ID: p.ID, Title: "Old", ArchivedAt: &at}, []string{"Take “Old” out of the archive?"}},
		{action.Delete, p, []string{"cannot delete", "trash"}},
		{action.Delete, hex.Project{ID: p.ID, Title: "Old", TrashedAt: &at}, []string{"It is in the trash."}},
	} {
		do(t, d, c.p, c.id)
		d.Want(d.Dialog(60, 16), append(c.says, "open it in Hex")...)
		d.Answer(action.No)
		if d.Browsed != "" {
			t.Fatalf("%s opened %s after no", c.id, d.Browsed)
		}
		do(t, d, c.p, c.id)
		d.Answer(action.Accept)
		if want := d.Env.API.ProjectURL(p.ID); d.Browsed != want {
			t.Errorf("%s opened %q, not %q", c.id, d.Browsed, want)
		}
		d.Browsed = ""
	}
	if sent := d.Writes(); sent != "[]" {
		t.Errorf("%s were sent", sent)
	}
	do(t, d, p, action.Deeds)
	for _, words := range []string{"status", "see and change", "link", "publish", "rename", "runs by itself", "archive", "trash"} {
		d.Want(d.Dialog(80, 24), words)
	}
	d.Type("trash put")
	d.Answer(action.Accept)
	d.Want(d.Dialog(80, 24), "Delete “Weekly revenue”?")
}
