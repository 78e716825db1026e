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

// keyMap is what the dialogs of these tests name.
func keyMap(t *testing.T) action.KeyMap {
	t.Helper()
	key := func(scope action.Scope, id action.ID, word, key string) action.Binding {
		return action.Binding{Scope: scope, Action: id, Help: word, Long: word, Keys: []string{key}}
	}
	m, err := action.NewKeyMap([]action.Binding{
		key(action.Several, action.Accept, "done", "enter"), key(action.Several, action.Toggle, "mark", "tab"),
		key(action.Several, action.ToggleAll, "mark all", "ctrl+a"), key(action.Several, action.Back, "cancel", "esc"),
		key(action.Form, action.Accept, "send", "enter"), key(action.Form, action.NextField, "next field", "tab"),
		key(action.Form, action.Right, "change", "right"), key(action.Form, action.Back, "cancel", "esc"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// drawn is a dialog on a screen of a size: its rows, and the stack that takes clicks.
func drawn(t *testing.T, o Overlay, w, h int) (*Stack, []string) {
	t.Helper()
	c, dark := paint.NewCanvas(w, h), theme.Dark()
	stack := &Stack{}
	stack.Push(o)
	redraw := func() { stack.Draw(c.Surface(), Look{Theme: &dark, Keys: keyMap(t)}) }
	redraw()
	var rows []string
	for line := range strings.SplitSeq(c.String(), "\n") {
		rows = append(rows, plainText(line))
	}
	return stack, rows
}

// plainText is a drawn line without its styles.
func plainText(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] == 0x1b {
			for i < len(line) && line[i] != 'm' {
				i++
			}
			continue
		}
		b.WriteByte(line[i])
	}
	return b.String()
}

// at is where a text stands on the rows.
func at(t *testing.T, rows []string, text string) (x, y int) {
	t.Helper()
	for y, row := range rows {
		if i := strings.Index(row, text); i >= 0 {
			return paint.Width(row[:i]), y
		}
	}
	t.Fatalf("there is no %q on\n%s", text, strings.Join(rows, "\n"))
	return 0, 0
}

func people() []Item {
	return []Item{
		{ID: "1", Title: "Maya Lindqvist", Detail: "maya@acme.example", Marked: true},
		{ID: "2", Title: "Jonas Weber", Detail: "jonas@acme.example"},
		{ID: "3", Title: "Zoë Adams", Detail: "zoe@acme.example", Marked: true},
	}
}

func ids(items []Item) string {
	var all []string
	for _, it := range items {
		all = append(all, it.ID)
	}
	return strings.Join(all, " ")
}

// answer is what a dialog of marks has told.
type answer struct{ added, removed string }

func several(got *[]answer) *Several {
	return NewSeveral("Members", "a name", "see the change", people(), func(added, removed []Item) string {
		*got = append(*got, answer{ids(added), ids(removed)})
		return ""
	})
}

func typed(s *Several, text string) {
	for _, r := range text {
		s.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func TestSeveralTellsWhatIsMarkedAnew(t *testing.T) {
	var got []answer
	s := several(&got)
	s.Do(action.Accept)
	if len(got) > 0 || s.Done() {
		t.Fatal("nothing was changed, and it is done all the same")
	}
	typed(s, "acme web") // words in any order, within the detail too
	if len(s.found) != 1 {
		t.Fatalf("%d items are found, not Jonas alone", len(s.found))
	}
	s.Do(action.Toggle)
	s.Do(action.Back) // leaves
	if len(got) > 0 || !s.Done() {
		t.Fatal("it tells of marks when it is left")
	}

	s = several(&got)
	typed(s, " ") // a blank marks as long as nothing is typed, and goes on to the next
	s.Do(action.Toggle)
	s.Do(action.Accept)
	if want := []answer{{"2", "1"}}; !slices.Equal(got, want) || !s.Done() {
		t.Fatalf("told %v, want %v", got, want)
	}
}

func TestSeveralMarksAllThatAreFound(t *testing.T) {
	var got []answer
	s := several(&got)
	s.Do(action.ToggleAll)
	s.Do(action.Accept)
	s = several(&got)
	s.Do(action.ToggleAll)
	s.Do(action.ToggleAll)
	s.Do(action.Accept)
	if want := []answer{{"2", ""}, {"", "1 3"}}; !slices.Equal(got, want) {
		t.Fatalf("told %v, want %v", got, want)
	}
}

func TestSeveralStaysWithWhatIsWrong(t *testing.T) {
	s := NewSeveral("Members", "", "go", people(), func([]Item, []Item) string { return "Not these." })
	s.Do(action.Toggle)
	s.Do(action.Accept)
	_, rows := drawn(t, s, 80, 24)
	if s.Done() {
		t.Fatal("it is done")
	}
	at(t, rows, "Not these.")
	s = NewSeveral("Members", "", "go", nil, func([]Item, []Item) string { return "" }).OrNone()
	s.Do(action.Accept)
	if !s.Done() {
		t.Fatal("nobody is an answer too, and it is not taken")
	}
}

// A list of addresses from elsewhere is marked at once, and what of it is nobody is said.
func TestSeveralMarksPastedAddresses(t *testing.T) {
	var got []answer
	s := several(&got)
	s.Paste("Jonas Weber <Jonas@acme.example>; zoe@acme.example,\nnobody@elsewhere.example\n")
	_, rows := drawn(t, s, 80, 24)
	at(t, rows, "2 are marked; not here: nobody@elsewhere.example")
	s.Paste("maya") // one word is what is looked for
	if len(s.found) != 1 {
		t.Errorf("%d items are found", len(s.found))
	}
	s.Do(action.Accept)
	if want := []answer{{"2", ""}}; !slices.Equal(got, want) {
		t.Fatalf("told %v, want %v", got, want)
	}
}

// The mouse alone: a click marks, a click on the names of the keys is the keys.
func TestSeveralIsUsedWithTheMouseAlone(t *testing.T) {
	for _, size := range [][2]int{{60, 13}, {80, 21}, {120, 37}, {200, 57}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			var got []answer
			s := several(&got)
			stack, rows := drawn(t, s, size[0], size[1])
			stack.Click(at(t, rows, "Jonas Weber"))
			stack.Click(at(t, rows, "Zoë Adams"))
			stack.Click(at(t, rows, "see the change"))
			if want := []answer{{"2", "3"}}; !slices.Equal(got, want) || !s.Done() {
				t.Fatalf("told %v, want %v", got, want)
			}
			s = several(&got)
			stack, rows = drawn(t, s, size[0], size[1])
			stack.Click(at(t, rows, "cancel"))
			if !s.Done() {
				t.Fatal("a click on esc does not leave")
			}
		})
	}
}

func TestAFormIsSentAndLeftWithTheMouse(t *testing.T) {
	sent := 0
	form := func() *Form {
		return NewForm("Name", "see the change", []*Entry{{Name: "name", Label: "name"}}, func(*Form) string { sent++; return "" })
	}
	f := form()
	stack, rows := drawn(t, f, 80, 24)
	for _, word := range []string{"tab next field", "→ change"} { // nor is said what does nothing in a form of one text
		if slices.ContainsFunc(rows, func(r string) bool { return strings.Contains(r, word) }) {
			t.Errorf("%q is offered:\n%s", word, strings.Join(rows, "\n"))
		}
	}
	stack.Click(at(t, rows, "see the change"))
	if sent != 1 || !f.Done() {
		t.Fatalf("sent %d times", sent)
	}
	f = form()
	stack, rows = drawn(t, f, 80, 24)
	stack.Click(0, 0) // beside it: what was typed stays
	if f.Done() {
		t.Fatal("a click beside a form leaves it")
	}
	stack.Click(at(t, rows, "cancel"))
	if sent != 1 || !f.Done() {
		t.Fatal("a click on esc does not leave")
	}
}

func TestAClickBesideAPickerLeavesIt(t *testing.T) {
	p := NewPicker("Sort by", "", []Choice{{Title: "name", Do: func() { t.Error("picked") }}})
	stack, _ := drawn(t, p, 80, 24)
	stack.Click(0, 0)
	if !p.Done() {
		t.Fatal("it is still there")
	}
}

// A key of many lines reaches what it is for as it was pasted, and shows by its size alone.
func TestAWholeTextIsTakenAsItIsPasted(t *testing.T) {
	const key = "-----BEGIN KEY-----\nabc\ndef\n-----END KEY-----\n"
	e := (&Entry{Name: "key", Label: "private key"}).Whole(true)
	f := NewForm("Connection", "go", []*Entry{e}, func(*Form) string { return "" })
	f.Paste(strings.ReplaceAll(key, "\n", "\r\n"))
	if e.Value() != key {
		t.Fatalf("it holds %q", e.Value())
	}
	_, rows := drawn(t, f, 80, 24)
	at(t, rows, fmt.Sprintf("4 lines, %d bytes", len(key)))
	if all := strings.Join(rows, "\n"); strings.Contains(all, "abc") || strings.Contains(all, "BEGIN") {
		t.Fatalf("the key is shown:\n%s", all)
	}
	f.Key(tea.KeyPressMsg{Code: tea.KeyBackspace})
	f.Key(tea.KeyPressMsg{Code: 'x', Text: "x"})
	if e.Value() != "x" {
		t.Fatalf("it holds %q", e.Value())
	}
	_, rows = drawn(t, f, 80, 24)
	at(t, rows, "•")
}
