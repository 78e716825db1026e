package ui

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/settings"
	"hextui/ui/task"
)

// About is what the settings say of the program's configuration.
type About struct {
	// Config is where the configuration is, or would be; State where the program keeps things for itself.
	Config, State string
	Profiles      []Profile
	// OwnKeys is how many actions have other keys than the built-in ones.
	OwnKeys int
	// Switch connects to the workspace of a profile; nil where there is no way.
	Switch func(ctx context.Context, profile string) (Session, error)
}

// Profile is a workspace under a name of the configuration.
type Profile struct{ Name, Host, Token string }

// settingRows are the settings as they are now.
func (a *App) settingRows() []settings.Setting {
	rows := []settings.Setting{
		{ID: "workspace", Group: "workspace", Name: "host", Value: a.session.Name, Note: cmp.Or(a.session.Profile, "no profile"),
			Do: func() { a.Copy(a.session.Client.BaseURL(), "the workspace's address") }},
		a.tokenRow(),
	}
	for _, p := range a.opts.About.Profiles {
		rows = append(rows, a.profileRow(p))
	}
	b := a.session.Client.Budget()
	limit := "none"
	if b.Limit > 0 {
		limit = fmt.Sprintf("%d of %d requests left in this minute", b.Left, b.Limit)
	}
	mouse := "the program's"
	if a.mouseOff {
		mouse = "the terminal's"
	}
	motion := "full"
	if a.opts.Still {
		motion = "reduced"
	}
	config := cmp.Or(a.opts.About.Config, "no file")
	return append(rows,
		settings.Setting{ID: "theme", Group: "look", Name: "colours", Value: a.theme.Name, Note: a.themeNote(), Do: a.askTheme},
		settings.Setting{ID: "mouse", Group: "look", Name: "mouse", Value: mouse, Note: "mouse = in " + config, Do: a.toggleMouse},
		settings.Setting{ID: "motion", Group: "look", Name: "motion", Value: motion, Note: "motion = in " + config,
			Reason: "It is set in the configuration: motion = \"reduced\" or \"full\"."},
		settings.Setting{ID: "letters", Group: "look", Name: "order of letters", Value: cmp.Or(a.opts.Locale, "of most languages"),
			Note: "LC_ALL, LC_COLLATE or LANG", Reason: "It is that of the locale: set LC_ALL before the start, such as sv_SE.UTF-8."},
		settings.Setting{ID: "keys", Group: "keys", Name: "your own", Value: present.Plural(a.opts.About.OwnKeys, "action"),
			Note: "[keys] in " + config, Do: a.allKeys},
		settings.Setting{ID: "limit", Group: "limits", Name: "requests", Value: limit, Note: "--rate",
			Reason: "Hex allows so many; --rate at the start sets fewer. What is nice to have waits while less than half is left."},
		settings.Setting{ID: "config", Group: "files", Name: "configuration", Value: config,
			Do: func() { a.Copy(config, "the path of the configuration") }},
		settings.Setting{ID: "state", Group: "files", Name: "drafts and state", Value: cmp.Or(a.opts.About.State, "nowhere"),
			Do: func() { a.Copy(a.opts.About.State, "the path of the state") }})
}

func (a *App) tokenRow() settings.Setting {
	row := settings.Setting{ID: "token", Group: "workspace", Name: "token", Do: a.askToken, Reason: a.noToken(),
		Note: a.keys.Way(action.EnterToken) + " enters another"}
	switch me := a.store.Me; {
	case hex.IsKind(me.Err, hex.Unauthorized):
		row.Value, row.Bad = "refused by Hex", true
	case me.Known() && me.Value.WorkspaceToken():
		row.Value = "a workspace token"
	case me.Known():
		row.Value = "of " + me.Value.Email
	default:
		row.Value = "not asked yet"
	}
	if row.Reason != "" {
		row.Do, row.Note = nil, row.Reason
	}
	return row
}

func (a *App) profileRow(p Profile) settings.Setting {
	row := settings.Setting{ID: "profile " + p.Name, Group: "profiles", Name: p.Name, Value: p.Host, Note: "token in " + p.Token,
		Do: func() { a.switchTo(p) }}
	if p.Name == a.session.Profile && !a.session.Demo {
		row.Note = "the one in use; " + row.Note
	}
	if reason := a.noSwitch(); reason != "" {
		row.Do, row.Reason = nil, reason
	}
	return row
}

// themeNote says where the colours come from.
func (a *App) themeNote() string {
	switch {
	case a.themeName == "":
		return "follows the terminal"
	case a.themeName == a.opts.Theme:
		return "theme = in the configuration, or --theme"
	}
	return "chosen here, remembered"
}

// askTheme offers the colours.
func (a *App) askTheme() {
	var choices []overlay.Choice
	for _, c := range [][2]string{{"", "follow the terminal"}, {"dark", ""}, {"light", ""}, {"contrast", "strong colours on black"},
		{"colourblind", "states differ for eyes that tell red from green badly, too"},
		{"mono", "no colours"}} {
		choices = append(choices, overlay.Choice{Title: cmp.Or(c[0], "auto"), Detail: c[1], Do: func() { a.setTheme(c[0]) }})
	}
	a.Ask(overlay.NewPicker("Colours", "dark, light …", choices))
}

// allKeys shows the keys of every place.
func (a *App) allKeys() {
	var scopes []action.Scope
	seen := map[action.Scope]bool{}
	for _, b := range a.keys.All() {
		if !seen[b.Scope] {
			seen[b.Scope] = true
			scopes = append(scopes, b.Scope)
		}
	}
	a.Ask(overlay.NewHelp(a.keys, scopes, false, nil))
}

// noToken is why no other token can be entered, empty where one can.
func (a *App) noToken() string {
	switch {
	case a.session == nil:
		return "There is no workspace yet."
	case a.session.Demo:
		return "The demo needs no token."
	case a.opts.Agents:
		return "Agents are served with this token: quit and start again to change it."
	case a.opts.Welcome == nil:
		return "No other token can be entered here: quit and set HEX_API_KEY."
	}
	return ""
}

// noSwitch is why one cannot go to the workspace of another profile, empty where one can.
func (a *App) noSwitch() string {
	switch {
	case a.opts.Agents:
		return "Agents are served with this workspace: start again with --profile NAME."
	case a.opts.About.Switch == nil:
		return "Start again with --profile NAME."
	case a.following() > 0 || a.asking() > 0 || a.writing():
		return "A run or a question is still watched here: start another window with --profile NAME."
	}
	return ""
}

// switchTo shows the workspace of a profile in the place of this one.
func (a *App) switchTo(p Profile) {
	a.Notice(screen.Info, "Connecting to "+p.Host+" …")
	task.Do(a.tasks, "switch", func(ctx context.Context) (Session, error) { return a.opts.About.Switch(ctx, p.Name) },
		func(s Session, err error) {
			if err != nil {
				a.Notice(screen.Error, "The profile "+p.Name+" cannot be used: "+err.Error())
				return
			}
			a.restart(s, nil)
			a.Notice(screen.OK, "This is "+p.Host+" now, by the profile "+p.Name+".")
		})
}

// askToken asks for another token of the same workspace, and goes on where the person is.
func (a *App) askToken() {
	w, base := a.opts.Welcome, a.session.Client.BaseURL()
	token := (&overlay.Entry{Name: "token", Label: "token", Hint: "hxtp_… or hxtw_…, pasted",
		Note: "Made in Hex under Settings › API keys. It is sent to " + a.session.Name + " only and never shown."}).Masked()
	keep := &overlay.Entry{Name: "keep", Label: "keep it", Options: []string{"yes", "only for now"}, Note: "Kept in " + w.KeptIn + "."}
	busy := false
	a.Ask(overlay.NewForm("Another token", "connect", []*overlay.Entry{token, keep}, func(f *overlay.Form) string {
		entered := strings.TrimSpace(f.Field("token").Value())
		if says := wrongToken(entered); says != "" {
			return says
		}
		if busy {
			return "Still asking Hex about the last one."
		}
		busy = true
		task.Do(a.tasks, "token", func(ctx context.Context) (session, error) {
			return connect(ctx, w, base, entered, f.Field("keep").Picked == 0)
		}, func(s session, err error) {
			busy = false
			if err != nil {
				f.Complain(complaint(err))
				return
			}
			f.Close()
			s.Name, s.Profile = a.session.Name, a.session.Profile
			a.restart(s.Session, a.path)
			a.Notice(screen.OK, s.note)
		})
		return "Asking " + a.session.Name + " who this token is …"
	}))
}

// restart shows a workspace in the place of the one that is shown, at the places of a path. What was typed stays as drafts.
func (a *App) restart(s Session, path []screen.Target) {
	for id := range a.follows {
		a.tasks.Cancel("follow " + id)
	}
	for id := range a.asks {
		a.tasks.Cancel("follow thread " + id)
	}
	clear(a.follows)
	clear(a.asks)
	a.told, a.notice.opens = screen.Target{}, screen.Target{}
	path = append([]screen.Target(nil), path...)
	a.cut(0)
	a.palette = nil
	a.begin(s)
	for _, t := range path {
		if t.Place != screen.Projects {
			t.Edit = false
			a.push(t)
		}
	}
}
