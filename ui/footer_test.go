package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/ui/action"
)

// However wide the terminal is, the footer ends with the key that shows all keys: hints give way to it.
func TestTheFooterAlwaysNamesTheHelp(t *testing.T) {
	a := listed(t, 3)
	var err error
	a.keys, err = action.NewKeyMap([]action.Binding{
		{Action: action.Open, Scope: action.Projects, Keys: []string{"enter"}, Help: "open"},
		{Action: action.RunForm, Scope: action.Projects, Keys: []string{"r"}, Help: "run"},
		{Action: action.Runs, Scope: action.Projects, Keys: []string{"H"}, Help: "runs"},
		{Action: action.NextView, Scope: action.Projects, Keys: []string{"l"}, Help: "view"},
		{Action: action.Find, Scope: action.List, Keys: []string{"/"}, Help: "filter"},
		{Action: action.Sort, Scope: action.List, Keys: []string{"s"}, Help: "sort"},
		{Action: action.Help, Scope: action.Global, Keys: []string{"?"}, Help: "keys"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for width := minWidth; width < 100; width++ {
		a.Update(tea.WindowSizeMsg{Width: width, Height: 20})
		lines := strings.Split(ansi.Strip(a.View().Content), "\n")
		foot := lines[len(lines)-1]
		if !strings.HasSuffix(strings.TrimRight(foot, " "), "   ? keys") {
			t.Errorf("%d columns: %q", width, foot)
		}
	}
}
