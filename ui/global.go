package ui

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/config/state"
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
		noBack = "There is nothing to go back to; " + a.keys.Way(action.Quit) + " quits."
	}
	return slices.Concat([]screen.Offer{
		{Action: action.Palette, Do: a.askPalette},
		{Action: action.Help, Do: a.help},
		{Action: action.Deeds, Do: a.askDeeds},
		{Action: action.Refresh, Do: a.refresh},
		{Action: action.Back, Reason: noBack, Do: a.Back},
	}, a.ways(), []screen.Offer{
		{Action: action.Messages, Do: a.showNotices},
		a.openTold(),
		{Action: action.ThemeNext, Do: a.nextTheme},
		{Action: action.Mouse, Do: a.toggleMouse},
		{Action: action.Redraw, Do: a.redraw},
		{Action: action.EnterToken, Reason: a.noToken(), Do: a.askToken},
		{Action: action.Suspend, Reason: a.opts.NoSuspend, Do: a.suspend},
		{Action: action.Quit, Do: a.askQuit},
	})
}

// help shows the keys that work here, and why others do not now.
func (a *App) help() {
	reasons := map[action.ID]string{}
	for _, o := range slices.Backward(slices.Concat(a.top().Offers(), a.scopeOffers(a.top().Scopes()[0]), a.global())) {
		reasons[o.Action] = o.Reason
	}
	help := overlay.NewHelp(a.keys, a.screenScopes(), a.top().Typing(), func(id action.ID) (string, bool) {
		reason, offered := reasons[id]
		return reason, offered || id.Moves()
	})
	help.OnPick = func(id action.ID) { a.Do(id) }
	a.Ask(help)
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

// redraw draws every cell anew: another program has written on the screen.
func (a *App) redraw() {
	a.pictures.Forget()
	a.tasks.Add(tea.ClearScreen)
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
	a.Ask(&overlay.Text{Title: "Messages, times in " + present.Zone(a.now()), Lines: lines,
		OnCopy: func() { a.Copy(all.String(), "the messages") }})
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
	order := []string{"dark", "light", "contrast", "colourblind", "mono"}
	a.setTheme(order[(slices.Index(order, a.theme.Name)+1)%len(order)])
}

// setTheme shows other colours, none for those of the terminal, and remembers them.
func (a *App) setTheme(name string) {
	a.themeName = name
	a.pickTheme()
	if a.state != nil {
		chosen := state.Theme{Name: cmp.Or(name, "auto"), Over: a.opts.Theme}
		a.state.Change(func(s *state.State) { s.Theme = chosen })
	}
	a.Notice(screen.Info, "Colours: "+a.theme.Name+".")
}

// kept is what screens hold that was not sent.
func (a *App) kept() map[string]screen.Unsent {
	if a.env == nil {
		return nil
	}
	return a.env.Kept
}

func (a *App) toggleMouse() {
	a.mouseOff = !a.mouseOff
	if a.mouseOff {
		a.Notice(screen.Info, "The mouse is the terminal's now: select text as usual.")
	} else {
		a.Notice(screen.Info, "The mouse works in the program; hold Shift to select text.")
	}
}

// askQuit quits, after a word about runs and questions that are still watched, which go on in Hex, about agents that lose their
// server, and about a question that was not sent.
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
	if n := a.agentClients; n > 0 && !a.agentsOver {
		who := "An agent's client is"
		if n > 1 {
			who = present.Count(n) + " agents' clients are"
		}
		body = append(body, who+" connected: for agents hextui ends too, and calls that are under way are not answered.")
	}
	if a.writing() {
		body = append(body, "A question that was not sent is lost.")
	}
	for _, name := range slices.Sorted(maps.Keys(a.kept())) {
		body = append(body, "Not sent, and lost: "+a.env.Kept[name].Says+".")
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
