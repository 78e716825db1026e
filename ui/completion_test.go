package ui

import (
	"strings"
	"testing"

	"hextui/ui/uitest"
)

// The list opens by itself after two letters or a dot; Tab takes, Esc closes the list and nothing else, and the line that is typed stays
// in sight.
func TestCompletion(t *testing.T) {
	w := watch(t)
	w.open()
	w.edit()
	w.Press("ctrl+a")
	w.Paste("select 1\n from refunds r")
	w.Type("\nw")
	w.WantNo("when")
	w.Type("h")
	w.WaitFor("when")
	w.Want("wh", "close the list")
	w.Press("tab")
	w.WaitFor("3  where")
	w.WantNo("when")
	w.Type(" r.am")
	w.WaitFor("of refunds")
	w.Press("esc")
	w.WaitGone("of refunds")
	w.Want("where r.am", "● edited", "leave-editor")
	w.Press("ctrl+z") // the typing is a step of its own
	w.WantNo("where r.am")
	w.Want("3  where")
	w.Press("ctrl+z")
	w.Want("3  wh")
	w.Press("esc")
	w.WaitFor("unsaved draft")
}

// At the lower edge the list is above the line; a key that moves closes it, up and down mark, and what comes late opens nothing.
func TestTheListKeepsTheLineInSight(t *testing.T) {
	w := watch(t, uitest.Size(60, 15))
	w.open()
	w.Press("e")
	w.WaitFor("editing")
	w.Press("ctrl+end")
	w.Type(strings.Repeat("\n", 20) + "se")
	w.WaitFor("semi")
	w.Want("se")
	rows, line, list := strings.Split(w.Screen(), "\n"), 0, 0
	for y, row := range rows {
		if strings.HasSuffix(strings.TrimSpace(row), " se") {
			line = y
		}
		if strings.Contains(row, "semi") {
			list = y
		}
	}
	if line == 0 || list >= line {
		t.Errorf("the line is row %d, the list at %d:\n%s", line, list, w.Screen())
	}
	w.Press("down", "tab")
	w.WaitGone("semi")
	w.Want("set")
	w.Press("enter")
	w.Type("gro")
	w.WaitFor("grouping")
	w.Press("left")
	w.WaitGone("grouping")
}
