package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"hextui/hex"
	"hextui/ui/screen"
)

// One goes to the workspace of another profile and back: the header names it, and a profile that cannot be used leaves all as it is.
func TestAnotherProfileIsGoneTo(t *testing.T) {
	synctest.Test(t, anotherProfileIsGoneTo) // what is said goes from the screen after a while
}

func anotherProfileIsGoneTo(t *testing.T) {
	a := known(t, Options{})
	client := func(base string) *hex.Client {
		c, err := hex.New(hex.Options{BaseURL: base, Token: "none", Limits: hex.NoLimits})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		return c
	}
	sessions := map[string]Session{
		"work":  {Client: client("http://127.0.0.1:1"), Name: "work.example", DraftsOf: "work", Profile: "work"},
		"other": {Client: client("http://127.0.0.1:2"), Name: "other.example", DraftsOf: "other", Profile: "other"},
	}
	a.opts.About = About{
		Profiles: []Profile{{"work", "work.example", "keyring"}, {"other", "other.example", "a file"}, {"gone", "gone.example", "keyring"}},
		Switch: func(_ context.Context, name string) (Session, error) {
			s, ok := sessions[name]
			if !ok {
				return s, errors.New("its token is not in the keyring.")
			}
			return s, nil
		},
	}
	pick := func(name string) {
		t.Helper()
		a.Go(screen.Target{Place: screen.Settings})
		for _, row := range a.settingRows() {
			if row.ID == "profile "+name {
				row.Do()
			}
		}
		_, cmd := a.Update(nil)
		a.finish(t, cmd)
		a.Update(nil)
	}
	header := func() string { first, _, _ := strings.Cut(a.sees(), "\n"); return first }
	for _, name := range []string{"work", "other", "work"} {
		pick(name)
		wantSeen(t, a, "This is "+name+".example now, by the profile "+name+".")
		if !strings.Contains(header(), name+".example") {
			t.Errorf("the header says %q", header())
		}
		if a.env.Workspace != name {
			t.Errorf("the drafts are those of %q, want %q", a.env.Workspace, name)
		}
		for _, row := range a.settingRows() {
			inUse := strings.HasPrefix(row.Note, "the one in use")
			if strings.HasPrefix(row.ID, "profile ") && inUse != (row.ID == "profile "+name) {
				t.Errorf("of %s is said %q", row.ID, row.Note)
			}
		}
		if a.store.Projects.Known() {
			t.Error("the projects of the other workspace are still shown")
		}
	}
	before := a.session.Client
	pick("gone")
	wantSeen(t, a, "The profile gone cannot be used: its token is not in the keyring.")
	if a.session.Client != before || !strings.Contains(header(), "work.example") {
		t.Errorf("the workspace is another now: %q", header())
	}
}
