package overlay

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// drawn draws a dialog on a screen of its own and returns the text there.
func drawnText(t *testing.T, d Overlay, w, h int) string {
	t.Helper()
	keys, err := action.NewKeyMap([]action.Binding{
		{Action: action.Find, Scope: action.Text, Keys: []string{"/"}, Help: "find"},
		{Action: action.Back, Scope: action.Text, Keys: []string{"esc"}, Help: "close"},
	})
	if err != nil {
		t.Fatal(err)
	}
	th, canvas := theme.Mono(), paint.NewCanvas(w, h)
	d.Draw(canvas.Surface(), Look{Theme: &th, Keys: keys})
	return paint.Visible(canvas.String())
}

// manual is a text of two sections of many lines each.
func manual() *Text {
	x := &Text{Title: "Manual", Columns: true}
	for _, section := range []string{"CATS", "DOGS"} {
		x.Lines = append(x.Lines, Line{Text: section, Heading: true})
		for i := range 20 {
			x.Lines = append(x.Lines, Line{Head: fmt.Sprintf("%2d  ", i), Text: fmt.Sprintf("%s line %d", strings.ToLower(section), i)})
		}
		x.Lines = append(x.Lines, Line{})
	}
	return x
}

func TestATextInTwoColumns(t *testing.T) {
	row := func(text, with string) string {
		for _, line := range strings.Split(text, "␊") {
			if strings.Contains(line, with) {
				return line
			}
		}
		return ""
	}
	if line := row(drawnText(t, manual(), 140, 40), "cats line 3"); !strings.Contains(line, "dogs line 3") {
		t.Errorf("the columns do not stand beside each other: %q", line)
	}
	if line := row(drawnText(t, manual(), 80, 60), "cats line 3"); strings.Contains(line, "dogs") {
		t.Errorf("a narrow screen has two columns: %q", line)
	}
	one := &Text{Columns: true, Lines: append([]Line{{Text: "CATS", Heading: true}}, make([]Line, 40)...)}
	for i := range one.Lines[1:] {
		one.Lines[i+1] = Line{Text: fmt.Sprintf("line %d", i)}
	}
	if text := drawnText(t, one, 140, 40); !strings.Contains(text, "CATS …") || !strings.Contains(text, "line 39") {
		t.Errorf("the second column of one section does not say so:\n%s", text)
	}
}

func TestATextIsSearched(t *testing.T) {
	x := manual()
	drawnText(t, x, 140, 40)
	x.Do(action.Find)
	if x.Scope() != action.Filter || !x.Typing() {
		t.Fatal("the search line has not the keys")
	}
	for _, r := range "LINE 13 dogs" {
		x.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	text := drawnText(t, x, 140, 40)
	if !strings.Contains(text, "dogs line 13") || strings.Contains(text, "cats") || strings.Contains(text, "CATS") ||
		!strings.Contains(text, "DOGS") {
		t.Errorf("not the line alone is shown, with its heading:\n%s", text)
	}
	x.Do(action.Accept)
	if x.Typing() || x.Done() || strings.Contains(drawnText(t, x, 140, 40), "cats") {
		t.Error("what is searched for does not stay")
	}
	x.Do(action.Back)
	if x.Done() || !strings.Contains(drawnText(t, x, 140, 40), "cats") {
		t.Error("the first step back does not end the search alone")
	}
	x.Do(action.Find)
	x.Paste("birds")
	if text := drawnText(t, x, 140, 40); !strings.Contains(text, "Nothing here has “birds”") {
		t.Error(text)
	}
	x.Do(action.Clear)
	x.Lines = append(x.Lines, Line{Text: "a Zu\u0308rich line"})
	x.Do(action.Find)
	x.Paste("ZÜRICH")
	if text := drawnText(t, x, 140, 40); !strings.Contains(text, "rich line") || strings.Contains(text, "cats") {
		t.Errorf("an accent stored otherwise than typed is not found:\n%s", text)
	}
	x.Do(action.Clear)
	if x.Do(action.Back); !x.Done() {
		t.Error("there is no way out")
	}
}

// Keys that need more room than others stand above what they do, which begins where that of the others does.
func TestLongKeysStandOnALineOfTheirOwn(t *testing.T) {
	got := folded([]Line{{Head: "^s", Text: "save it", Hang: 12}, {Head: "ctrl+backspace alt+backspace", Text: "delete the word",
		Hang: 12}}, 60)
	var rows []string
	for _, l := range got {
		rows = append(rows, l.Text)
	}
	want := []string{"^s          save it", "ctrl+backspace alt+backspace", "            delete the word"}
	if !slices.Equal(rows, want) {
		t.Errorf("the lines are %q, want %q", rows, want)
	}
}

// While text is typed, the keys are those that type nothing.
func TestTheHelpOfWhatIsTyped(t *testing.T) {
	keys, err := action.NewKeyMap([]action.Binding{
		{Action: action.Save, Scope: action.Editor, Keys: []string{"ctrl+s"}, Long: "save it"},
		{Action: action.Help, Scope: action.Global, Keys: []string{"?", "f1"}, Long: "help"},
		{Action: action.OpenWeb, Scope: action.Global, Keys: []string{"o"}, Long: "open it"},
	})
	if err != nil {
		t.Fatal(err)
	}
	all := func(action.ID) (string, bool) { return "", true }
	text := drawnText(t, NewHelp(keys, []action.Scope{action.Editor, action.Global}, true, all), 80, 40)
	for want, is := range map[string]bool{"^s": true, "save it": true, "f1": true, "?": false, "open it": false} {
		if strings.Contains(text, want) != is {
			t.Errorf("%q is there: %v\n%s", want, !is, text)
		}
	}
}

// TestAPartOfAQuestionIsNeverTakenForAll: where not all of what a question says is in sight, its answers stand beside the keys for the
// rest, at any width.
func TestAPartOfAQuestionIsNeverTakenForAll(t *testing.T) {
	keys, err := action.NewKeyMap([]action.Binding{
		{Action: action.Yes, Scope: action.Dialog, Keys: []string{"y"}, Help: "yes"},
		{Action: action.No, Scope: action.Dialog, Keys: []string{"n"}, Help: "no"},
		{Action: action.Up, Scope: action.Dialog, Keys: []string{"up"}, Help: "up"},
		{Action: action.Down, Scope: action.Dialog, Keys: []string{"down"}, Help: "down"},
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]Line, 13)
	for i := range lines {
		lines[i].Text = fmt.Sprint("line ", i)
	}
	for w, want := range map[int]string{40: "n cancel", 60: "of 13  "} {
		th, canvas := theme.Mono(), paint.NewCanvas(w, 10)
		NewPlan("Delete it?", "delete it", true, lines, nil).Draw(canvas.Surface(), Look{Theme: &th, Keys: keys})
		arrows := keys.Key(action.Up, action.Dialog) + " " + keys.Key(action.Down, action.Dialog)
		if text := paint.Visible(canvas.String()); !strings.Contains(text, want) || !strings.Contains(text, arrows) {
			t.Errorf("%d columns wide it says\n%s", w, strings.ReplaceAll(text, "␊", "\n"))
		}
	}
}
