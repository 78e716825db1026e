package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/hex"
	"hextui/ui/screen"
)

// row is a row of the newest frame, counted from the bottom where it is negative.
func (a *App) row(y int) string {
	rows := strings.Split(a.sees(), "\n")
	if y < 0 {
		y += len(rows)
	}
	return rows[y]
}

// A sentence goes with the screen that it was said on, stands over the rule of the footer in the whole width, and one that is said while
// going stays. An error stays until it could be read.
func TestASentenceGoesWithItsScreen(t *testing.T) {
	a := known(t, Options{})
	a.types("T")
	wantSeen(t, a, "Colours: light.")
	if rule := strings.Trim(a.row(-2), "─"); rule != "" || !strings.Contains(a.row(-3), "Colours: light.") {
		t.Errorf("the sentence stands on the rule:\n%s", a.sees())
	}
	a.types("down")
	wantSeen(t, a, "Colours: light.")
	if a.types("4"); strings.Contains(a.sees(), "Colours: light.") {
		t.Errorf("the sentence outlives its screen:\n%s", a.sees())
	}
	a.Notice(screen.Error, "Nothing was saved.")
	a.types("esc")
	wantSeen(t, a, "Nothing was saved.")
	a.Notice(screen.Info, strings.Repeat("A long sentence. ", 12))
	a.Update(nil)
	if got := ansi.StringWidth(strings.TrimRight(a.row(-4), " ")); got < 100 {
		t.Errorf("a long sentence takes %d columns of 120:\n%s", got, a.sees())
	}
}

// The header says where one is and in which workspace longer than anything else.
func TestTheHeaderKeepsThePlace(t *testing.T) {
	a := known(t, Options{Agents: true})
	a.session.Name, a.session.Demo = "Acme Analytics", true
	for width := minWidth; width <= 120; width++ {
		a.Update(tea.WindowSizeMsg{Width: width, Height: 20})
		head := a.row(0)
		if !strings.Contains(head, "Projects") || ansi.StringWidth(strings.TrimRight(head, " ")) > width-2 {
			t.Errorf("%d columns: %q", width, head)
		}
		for _, lesser := range []string{"hextui", "agent", "demo"} {
			if strings.Contains(head, lesser) && !strings.Contains(head, "Acme Analytics › ") {
				t.Errorf("%d columns: %s has room and the workspace has not: %q", width, lesser, head)
			}
		}
	}
}

// With reduced motion nothing on the screen is another a moment later, but for times that are counted.
func TestReducedMotionStandsStill(t *testing.T) {
	for _, still := range []bool{false, true} {
		a := known(t, Options{Still: still})
		seen := map[string]bool{}
		for range 12 {
			seen[a.spin()] = true
			a.Update(tickMsg{})
		}
		if (len(seen) == 1) != still {
			t.Errorf("still %v: the spinner has %d pictures", still, len(seen))
		}
		a.store.Projects.Fill(someProjects(), projectID, nil, noon.Add(-20*time.Second))
		says, until := a.freshness()
		if want := map[bool]string{false: "● 20s", true: "● < 1m"}[still]; says.text != want {
			t.Errorf("still %v: what was read 20 seconds ago is %q", still, says.text)
		}
		if still && until.Before(noon.Add(30*time.Second)) {
			t.Errorf("the age is said anew at %v", until)
		}
	}
}

// A terminal that says that it measures by the whole is shown whole emoji, another one the first sign of each.
func TestEmojiAsTheTerminalMeasures(t *testing.T) {
	a := known(t, Options{})
	p := someProjects()
	p[0].Title = "Family 👩‍👩‍👧 report"
	a.store.Projects.Fill(p, projectID, nil, noon)
	a.Update(nil)
	wantSeen(t, a, "Family 👩 report")
	a.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	wantSeen(t, a, "Family 👩‍👩‍👧 report")
	b := known(t, Options{})
	b.store.Projects.Fill(p, projectID, nil, noon)
	b.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeNotRecognized})
	wantSeen(t, b, "Family 👩 report")
}

func projectID(p hex.Project) string { return p.ID }
