package deed_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/emulator"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/deed/deedtest"
	"hextui/ui/store"
)

// sizes are those that a dialog must be answered at.
var sizes = [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 60}}

func status(p hex.Project, name string) deed.Deed {
	return deed.Deed{
		Change: change.SetStatus{ProjectID: p.ID, Status: name}, Title: "Set the status of “" + p.Title + "”?", Yes: "set it",
		Said: "“" + p.Title + "” has the status " + name + ".",
	}
}

// TestADeedAndBack: nothing is sent before it is shown and agreed to; then it is sent once, told, known at once, listed and taken back.
func TestADeedAndBack(t *testing.T) {
	for _, mouse := range []bool{false, true} {
		for _, size := range sizes {
			d := deedtest.New(t)
			yes := func(button string) {
				if mouse {
					d.Click(button, size[0], size[1])
				} else {
					d.Answer(action.Yes)
				}
			}
			p := d.Project("Weekly revenue")
			d.Read(store.Thing{Kind: store.Projects})
			deed.Do(d.Env, status(p, "Deprecated"))
			d.Want(d.Dialog(size[0], size[1]), "reading how it is now")
			d.Run()
			d.Want(d.Dialog(size[0], size[1]), "Set the status of “Weekly revenue”?", "status Endorsed → Deprecated", "Sends 1 request.",
				"can be taken back")
			if sent := d.Writes(); sent != "[]" || d.Begun != 1 {
				t.Fatalf("before it was agreed to %s were sent; %d deeds begun", sent, d.Begun)
			}
			yes("y set it")
			if sent := d.Writes(); sent != "[UpdateProject:1]" || d.Dialog(80, 24) != "" {
				t.Fatalf("%s were sent; open is\n%s", sent, d.Dialog(80, 24))
			}
			listed, _ := d.Env.Store.Projects.Get(p.ID)
			if want := "“Weekly revenue” has the status Deprecated. U takes it back."; d.Last() != want ||
				listed.StatusName() != "Deprecated" || d.Project(p.Title).StatusName() != "Deprecated" {
				t.Fatalf("said was %q; the list has %s, Hex %s", d.Last(), listed.StatusName(), d.Project(p.Title).StatusName())
			}
			did := d.Env.Deeds.Newest()
			deed.Offer(d.Env).Do()
			d.Run()
			d.Want(d.Dialog(size[0], size[1]), "Take back what was done to “Weekly revenue”?", "status Deprecated → Endorsed")
			yes("y take it back")
			if !did.Undone || d.Project(p.Title).StatusName() != "Endorsed" || len(d.Env.Deeds.All()) != 2 {
				t.Fatalf("undone %v, Hex has %s", did.Undone, d.Project(p.Title).StatusName())
			}
			if why := did.CannotUndo(); why == "" {
				t.Error("what was taken back can be taken back again")
			}
			if o := deed.Offer(d.Env); o.Reason != "" {
				t.Errorf("the taking back cannot be taken back: %s", o.Reason)
			}
			const was = "“Weekly revenue” has the status Deprecated."
			for _, want := range []struct{ asks, told, yes, said string }{
				{"Do again what was taken back of “Weekly revenue”?", "Taken back now: " + was, "y do it again",
					"Done again: " + was + " Now: status Deprecated. U takes it back."},
				{"Take back what was done to “Weekly revenue”?", "Done now: " + was, "y take it back",
					"Taken back: " + was + " Now: status Endorsed. U does it again."},
			} {
				deed.Offer(d.Env).Do()
				d.Run()
				d.Want(d.Dialog(size[0], size[1]), want.asks, want.told)
				yes(want.yes)
				if d.Last() != want.said {
					t.Errorf("said was %q, not %q", d.Last(), want.said)
				}
			}
		}
	}
}

// TestADeedLeft: what is left while it is read, or declined, does nothing.
func TestADeedLeft(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	deed.Do(d.Env, status(p, "Deprecated"))
	d.Dialogs.Top().Do(action.Yes) // there is nothing to agree to yet
	d.Dialogs.Top().Do(action.Accept)
	d.Dialogs.Top().Do(action.No)
	d.Run()
	if shown := d.Dialog(80, 24); shown != "" {
		t.Errorf("what was left asks:\n%s", shown)
	}
	for _, no := range []action.ID{action.No, action.Back} {
		deed.Do(d.Env, status(p, "Deprecated"))
		d.Run()
		d.Answer(no)
	}
	deed.Do(d.Env, status(p, "Endorsed"))
	d.Run()
	d.Want(d.Dialog(80, 24), "It is so already")
	d.Answer(action.Accept)
	if sent := d.Writes(); sent != "[]" || len(d.Env.Deeds.All()) != 0 || d.Dialog(80, 24) != "" {
		t.Errorf("%s were sent, and %d deeds noted", sent, len(d.Env.Deeds.All()))
	}
	if o := deed.Offer(d.Env); o.Reason == "" {
		t.Error("there is something to take back")
	}
}

// TestADeedMeanwhile: what was changed since it was shown is shown anew, and nothing is sent before that was agreed to.
func TestADeedMeanwhile(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	deed.Do(d.Env, status(p, "Deprecated"))
	d.Run()
	if _, err := d.Behind.UpdateProject(t.Context(), p.ID, "Needs review"); err != nil {
		t.Fatal(err)
	}
	d.Answer(action.Yes)
	d.Want(d.Dialog(80, 24), "It was changed meanwhile: status was", "Nothing was done; this is how it is now.",
		"Needs review → Deprecated")
	if sent := d.Writes(); sent != "[]" {
		t.Errorf("%s were sent", sent)
	}
	d.Answer(action.Yes)
	if now := d.Project(p.Title).StatusName(); now != "Deprecated" {
		t.Errorf("the status is %s", now)
	}
}

// TestADeedRefused: what cannot be read, or is refused, says why in the dialog, once, and is listed as not done.
func TestADeedRefused(t *testing.T) {
	d := deedtest.New(t)
	deed.Do(d.Env, status(hex.Project{ID: "00000000-0000-4000-8000-000000000000", Title: "Gone"}, "Endorsed"))
	d.Run()
	d.Want(d.Dialog(80, 24), "Nothing was changed.")
	d.Answer(action.Back)
	p := d.Project("Weekly revenue")
	if err := d.Hex.AddFault(emulator.Fault{Kind: emulator.Status, Status: http.StatusForbidden, Operation: "UpdateProject"}); err != nil {
		t.Fatal(err)
	}
	done := 0
	what := status(p, "Deprecated")
	what.Done = func(_ change.Result, err error) {
		if err != nil {
			done++
		}
	}
	deed.Do(d.Env, what)
	d.Run()
	d.Answer(action.Yes)
	d.Want(d.Dialog(80, 24), "Not done: Set the status of “Weekly revenue”?")
	d.Answer(action.Accept)
	did := d.Env.Deeds.Newest()
	if did == nil || !did.Failed || did.CannotUndo() == "" || done != 1 || d.Dialog(80, 24) != "" {
		t.Errorf("noted is %+v, told %d times", did, done)
	}
}

// TestADeedInPart: of what was done in part every entry that was not is named with why, and what was can be taken back.
func TestADeedInPart(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	var lena, owner hex.User
	for u, err := range hex.Items(d.Behind.UserPages(t.Context(), hex.UserQuery{Paging: hex.Paging{Limit: 500}})) {
		switch {
		case err != nil:
			t.Fatal(err)
		case strings.HasPrefix(u.Email, "lena@"):
			lena = u
		case u.Email == p.Owner.Email:
			owner = u
		}
	}
	deed.Do(d.Env, deed.Deed{Title: "Share it?", Yes: "share it", Change: change.Share{ProjectID: p.ID, Users: []change.Grant{
		{Who: change.Who{ID: lena.ID, Name: lena.Email}, Access: hex.AccessEdit},
		{Who: change.Who{ID: owner.ID, Name: owner.Email}, Access: hex.AccessView},
	}}})
	d.Run()
	d.Answer(action.Yes)
	d.Want(d.Dialog(80, 24), "Only a part was done", "× "+owner.Email+" The access of the project's owner cannot be changed",
		"This was done:", lena.Email+" – → edit", "esc, then U takes it back.")
	d.Answer(action.Accept)
	deed.Offer(d.Env).Do()
	d.Run()
	d.Answer(action.Yes)
	for _, u := range d.Project(p.Title).Sharing.Users {
		if u.User.Email == lena.Email && u.Access != hex.AccessNone {
			t.Errorf("%s still has %s", u.User.Email, u.Access)
		}
	}
}

// TestWhatTheWorldSeesIsTyped: what makes the world see more is sent once its title was typed, whatever is pressed or clicked before.
func TestWhatTheWorldSeesIsTyped(t *testing.T) {
	for _, size := range sizes {
		d := deedtest.New(t)
		p := d.Project("Größte Kunden je Region")
		public := func(a hex.Access) deed.Deed {
			return deed.Deed{Change: change.Share{ProjectID: p.ID, Public: a}, Title: "Share it?", Yes: "share it"}
		}
		access := func() hex.Access { return d.Project(p.Title).Sharing.PublicWeb.Access }
		deed.Do(d.Env, public(hex.AccessAppOnly))
		d.Run()
		d.Want(d.Dialog(size[0], size[1]), "Anybody on the web could open it, without a login. Type its title")
		d.Answer(action.Accept, action.Yes)
		d.Click("share it", size[0], size[1])
		d.Type("Weekly revenue")
		d.Answer(action.Accept)
		d.Want(d.Dialog(size[0], size[1]), "That is not it: nothing was done.")
		if sent := d.Writes(); sent != "[]" {
			t.Fatalf("%s were sent", sent)
		}
		d.Answer(action.No)
		deed.Do(d.Env, public(hex.AccessAppOnly))
		d.Run()
		d.Type(" grosste kunden je region ") // every keyboard has these letters
		if size[0] == 80 {
			d.Click("share it", size[0], size[1])
		} else {
			d.Answer(action.Accept)
		}
		if access() != hex.AccessAppOnly {
			t.Fatalf("the web has %s", access())
		}
		deed.Offer(d.Env).Do() // taking it back opens nothing, so yes is enough
		d.Run()
		d.Answer(action.Yes)
		if access() != hex.AccessNone {
			t.Fatalf("the web has %s after it was taken back", access())
		}
		deed.Offer(d.Env).Do() // taking that back opens it again
		d.Run()
		d.Answer(action.Yes)
		if access() != hex.AccessNone || d.Dialog(80, 24) == "" {
			t.Fatalf("the web has %s without the title", access())
		}
	}
}

// What a person has seen already is not shown again, unless there is something to be warned of; what comes first is done before
// anything is sent, and its failure ends the deed.
func TestADeedThatWasAgreedTo(t *testing.T) {
	d := deedtest.New(t)
	p := d.Project("Weekly revenue")
	agreed := status(p, "Deprecated")
	agreed.Agreed = true
	first := 0
	agreed.First = func(context.Context, *change.Prepared) error { first++; return nil }
	deed.Do(d.Env, agreed)
	d.Run()
	if sent := d.Writes(); sent != "[UpdateProject:1]" || first != 1 || d.Dialog(80, 24) != "" {
		t.Errorf("%s were sent, %d things done first; open is\n%s", sent, first, d.Dialog(80, 24))
	}
	agreed = status(p, "Endorsed")
	agreed.First = func(context.Context, *change.Prepared) error { return errors.New("the disk is full") }
	deed.Do(d.Env, agreed)
	d.Run()
	d.Answer(action.Yes)
	d.Want(d.Dialog(80, 24), "Not done", "the disk is full")
	if sent := d.Writes(); sent != "[]" || d.Project(p.Title).StatusName() != "Deprecated" {
		t.Errorf("%s were sent", sent)
	}
}
