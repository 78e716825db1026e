package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// finish runs what was started and applies what comes of it, until nothing is left that ends by itself.
func (a *App) finish(t *testing.T, cmd tea.Cmd) {
	t.Helper()
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range m {
			a.finish(t, c)
		}
	case task.Result:
		_, next := a.Update(m)
		_ = next // what reads the workspace, which is not there
	}
}

// refusing is a program on a workspace that refuses its token, and takes "hxtp_good" only.
func refusing(t *testing.T) (a *App, kept *[]string) {
	t.Helper()
	kept = new([]string)
	a = known(t, Options{Welcome: &Welcome{
		KeptIn: "a file",
		Connect: func(_ context.Context, base, token string) (Session, hex.Me, error) {
			if token != "hxtp_good" {
				return Session{}, hex.Me{}, errors.New("Hex refuses this token (401).")
			}
			client, err := hex.New(hex.Options{BaseURL: base, Token: token, Limits: hex.NoLimits})
			return Session{Client: client, DraftsOf: "test"}, hex.Me{User: hex.User{ID: "u9", Email: "maya@acme.example"}}, err
		},
		Keep: func(_ context.Context, _, token string) (string, error) {
			*kept = append(*kept, token)
			return "a file", nil
		},
	}})
	a.store.Me.Err = &hex.Error{Kind: hex.Unauthorized}
	return a, kept
}

func TestAnotherTokenIsEnteredWithoutLeaving(t *testing.T) {
	a, kept := refusing(t)
	a.Go(screen.Target{Place: screen.Project, ID: "p1", Title: "Umsatz Zürich"})
	a.askToken()
	old := a.session.Client
	submit := func(token string) {
		for range 30 {
			a.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		}
		a.types(token)
		_, cmd := a.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		a.finish(t, cmd)
		a.Update(nil)
	}
	submit("hxtp_bad")
	wantSeen(t, a, "Another token", "Hex refuses this token (401).")
	if strings.Contains(a.sees(), "hxtp_bad") || a.session.Client != old {
		t.Errorf("a refused token is shown or taken:\n%s", a.sees())
	}
	submit("hxtp_good")
	if a.session.Client == old || a.session.Name != "test" || a.dialogs.Len() > 0 {
		t.Fatalf("the token was not taken:\n%s", a.sees())
	}
	t.Cleanup(a.session.Client.Close)
	if got := a.path[len(a.path)-1]; got.Place != screen.Project || got.ID != "p1" || len(a.stack) != len(a.path) {
		t.Errorf("the person is at %v", a.path)
	}
	wantSeen(t, a, "Connected as maya@acme.example. The token is kept in a file.")
	if !slices.Equal(*kept, []string{"hxtp_good"}) {
		t.Errorf("kept are %d tokens", len(*kept))
	}
}

func TestTheSettingsSayWhatIsWrongAndWhereThingsAre(t *testing.T) {
	a, _ := refusing(t)
	a.opts.About = About{Config: "/etc/hextui/config.toml", State: "/state", Profiles: []Profile{{"work", "app.hex.tech", "keyring"}}}
	a.Go(screen.Target{Place: screen.Settings})
	a.Update(nil)
	wantSeen(t, a, "refused by Hex", "work", "app.hex.tech", "token in keyring", "colours", "dark", "/etc/hextui/config.toml", "limits")
	rows := map[string]string{}
	for _, r := range a.settingRows() {
		rows[r.ID] = r.Reason
	}
	if want := "Start again with --profile NAME."; rows["profile work"] != want {
		t.Errorf("the profile says %q", rows["profile work"])
	}
	a.opts.About.Switch = func(context.Context, string) (Session, error) { return Session{}, nil }
	if reason := a.noSwitch(); reason != "" {
		t.Errorf("the profile cannot be gone to: %s", reason)
	}
	a.opts.Agents = true
	if a.noSwitch() == "" || a.noToken() == "" {
		t.Error("agents would be left with another workspace")
	}
}
