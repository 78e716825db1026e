package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// global is what can be done everywhere.
func (a *App) global() []screen.Offer {
	noBack := ""
	if len(a.stack) < 2 {
		noBack = "There is nothing to go back to; " + a.keys.Key(action.Quit) + " quits."
	}
	return slices.Concat([]screen.Offer{
		{Action: action.Palette, Do: a.palette},
		{Action: action.Help, Do: a.help},
		{Action: action.Refresh, Do: a.refresh},
		{Action: action.Back, Reason: noBack, Do: a.Back},
	}, a.ways(), []screen.Offer{
		{Action: action.Messages, Do: a.showNotices},
		{Action: action.ThemeNext, Do: a.nextTheme},
		{Action: action.Mouse, Do: a.toggleMouse},
		{Action: action.Suspend, Do: a.suspend},
		{Action: action.Quit, Do: a.askQuit},
	})
}

// palette offers every action that there is here, and every project.
func (a *App) palette() {
	var choices []overlay.Choice
	seen := map[action.ID]bool{}
	for _, o := range append(a.top().Offers(), a.global()...) {
		if seen[o.Action] || o.Action == action.Palette {
			continue
		}
		seen[o.Action] = true
		b, ok := a.keys.Binding(o.Action)
		if !ok {
			continue
		}
		key := ""
		if len(b.Keys) > 0 {
			key = a.keys.Spell(b.Keys[0])
		}
		choices = append(choices, overlay.Choice{Title: b.Long, Name: string(o.Action), Key: key, Reason: o.Reason, Do: o.Do})
	}
	for i := range a.store.Projects.Len() {
		p := a.store.Projects.Item(i)
		choices = append(choices, overlay.Choice{Title: p.Title, Detail: "project", Do: func() {
			a.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title})
		}})
	}
	p := overlay.NewPicker("Everything", "an action, a place, a project", choices)
	p.OnReason = func(reason string) { a.Notice(screen.Warn, reason) }
	a.Ask(p)
}

// help shows the keys that work here, and why others do not now.
func (a *App) help() {
	reasons := map[action.ID]string{}
	for _, o := range slices.Backward(append(a.top().Offers(), a.global()...)) {
		reasons[o.Action] = o.Reason
	}
	a.Ask(overlay.NewHelp(a.keys, append(a.top().Scopes(), action.Global), func(id action.ID) (string, bool) {
		reason, offered := reasons[id]
		return reason, offered || id.Moves()
	}))
}

// refresh reads what is shown anew, and who the token acts as when that failed.
func (a *App) refresh() {
	wants := a.top().Wants()
	if a.store.Me.Err != nil {
		wants = a.wants()
	}
	a.failure = failure{} // it is told again
	a.poll.ask(wants)
	a.top().Reload()
}

// suspend gives the terminal back to the shell until the person comes back.
func (a *App) suspend() {
	a.away = true
	a.tasks.Add(tea.Suspend)
}

// showNotices shows everything that was said.
func (a *App) showNotices() {
	var lines []overlay.Line
	var all strings.Builder
	for i := len(a.notices) - 1; i >= 0; i-- {
		n := a.notices[i]
		at := n.at.Local().Format("15:04:05") + "  "
		lines = append(lines, overlay.Line{Head: at, Text: n.text,
			Style: func(t *theme.Theme) theme.Style { return levelStyle(n.level, t) }})
		all.WriteString(at + n.text + "\n")
	}
	if len(lines) == 0 {
		a.Ask(&overlay.Text{Title: "Messages", Lines: overlay.Plain("Nothing was said yet.")})
		return
	}
	a.Ask(&overlay.Text{Title: "Messages", Lines: lines, OnCopy: func() { a.Copy(all.String(), "the messages") }})
}

func levelStyle(l screen.Level, t *theme.Theme) paint.Style {
	switch l {
	case screen.OK:
		return t.OK
	case screen.Warn:
		return t.Warn
	case screen.Error:
		return t.Error
	}
	return t.Text
}

func (a *App) nextTheme() {
	order := []string{"dark", "light", "contrast", "mono"}
	for i, name := range order {
		if name == a.theme.Name {
			a.themeName = order[(i+1)%len(order)]
			break
		}
	}
	a.pickTheme()
	a.Notice(screen.Info, "Colours: "+a.theme.Name+".")
}

func (a *App) toggleMouse() {
	a.mouseOff = !a.mouseOff
	if a.mouseOff {
		a.Notice(screen.Info, "The mouse is the terminal's now: select text as usual.")
	} else {
		a.Notice(screen.Info, "The mouse works in the program; hold Shift to select text.")
	}
}

// askQuit quits, after a word about runs and questions that are still watched, which go on in Hex, and about a question that
// was not sent.
func (a *App) askQuit() {
	var under []string
	if n := a.following(); n > 0 {
		under = append(under, present.Plural(n, "run"))
	}
	if n := a.asking(); n > 0 {
		under = append(under, present.Plural(n, "question"))
	}
	var body []string
	if len(under) > 0 {
		body = append(body, "Still under way: "+strings.Join(under, ", ")+". They go on in Hex; only the watching ends.")
	}
	if a.writing() {
		body = append(body, "A question that was not sent is lost.")
	}
	if len(body) > 0 {
		a.Ask(&overlay.Confirm{
			Title: "Quit?", Body: strings.Join(body, " "),
			Yes: "quit", No: "stay",
			OnYes: func() { a.quitting = true },
		})
		return
	}
	a.quitting = true
}
