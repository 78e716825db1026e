package overlay

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

func reviewOf(texts ...[2]string) *Reviews {
	r := &Reviews{Title: func(chosen int) string { return fmt.Sprintf("Save %d?", chosen) }, OnEdit: func(int) {}, OnBack: func() {}}
	for i, pair := range texts {
		r.Parts = append(r.Parts, Reviewed{Name: fmt.Sprintf("cell %d", i+1), View: diff.NewView(diff.Compare(pair[0], pair[1]))})
	}
	return r
}

// Of several texts each change, and each text, is kept or left out by itself, going from the last change of one to the first of the
// next; what is written are those of which something is kept.
func TestSeveralTextsAreReviewed(t *testing.T) {
	long := strings.Repeat("same\n", 20)
	two, twoMine := "a\n"+long+"b\n", "A\n"+long+"B\n"
	for name, c := range map[string]struct {
		do   []action.ID
		want string
	}{
		"all":                   {nil, "0 “A…B” 1 “x” 2 “Q”"},
		"one change less":       {[]action.ID{action.Toggle}, "0 “a…B” 1 “x” 2 “Q”"},
		"the second change":     {[]action.ID{action.NextHunk, action.Toggle}, "0 “A…b” 1 “x” 2 “Q”"},
		"over the end":          {[]action.ID{action.NextHunk, action.NextHunk, action.Toggle}, "0 “A…B” 2 “Q”"},
		"over the end and back": {[]action.ID{action.NextHunk, action.NextHunk, action.PrevHunk, action.Toggle}, "0 “A…b” 1 “x” 2 “Q”"},
		"a whole text":          {[]action.ID{action.ToggleAll}, "1 “x” 2 “Q”"},
		"and again":             {[]action.ID{action.ToggleAll, action.ToggleAll}, "0 “A…B” 1 “x” 2 “Q”"},
		"a part and the whole":  {[]action.ID{action.Toggle, action.ToggleAll}, "1 “x” 2 “Q”"},
		"the last": {[]action.ID{action.NextSection, action.NextSection, action.NextSection, action.NextHunk, action.Toggle},
			"0 “A…B” 1 “x”"},
		"before the first": {[]action.ID{action.PrevHunk, action.PrevSection, action.ToggleAll}, "1 “x” 2 “Q”"},
		"nothing":          {[]action.ID{action.ToggleAll, action.NextSection, action.Toggle, action.NextSection, action.Toggle}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := reviewOf([2]string{two, twoMine}, [2]string{"y", "x"}, [2]string{"q", "Q"})
			var got []string
			r.OnWrite = func(chosen []Kept) {
				for _, k := range chosen {
					lines := strings.Fields(k.Text)
					text := lines[0]
					if n := len(lines); n > 1 {
						text += "…" + lines[n-1]
					}
					got = append(got, fmt.Sprintf("%d “%s”", k.Part, text))
				}
			}
			for _, id := range c.do {
				r.Do(id)
			}
			r.Do(action.Write)
			if all := strings.Join(got, " "); all != c.want || r.Done() != (c.want != "") {
				t.Errorf("written is %s, want %s; the dialog is over: %v", all, c.want, r.Done())
			}
		})
	}
}

// At every size the texts and a change are seen, and a text is gone to by a click.
func TestAReviewOfSeveralTextsAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 60}} {
		r := reviewOf([2]string{"one", "uno"}, [2]string{"two", "dos"}, [2]string{"three", "tres"})
		stack, rows := drawn(t, r, size[0], size[1])
		all := strings.Join(rows, "\n")
		for _, want := range []string{"3 of 3 chosen", "cell 1", "cell 3", "1/1", "uno"} {
			if !strings.Contains(all, want) {
				t.Errorf("at %v %q is not seen:\n%s", size, want, all)
			}
		}
		for y, row := range rows {
			if before, _, ok := strings.Cut(row, "cell 3"); ok {
				stack.Click(len([]rune(before)), y)
			}
		}
		if _, rows = drawn(t, r, size[0], size[1]); !strings.Contains(strings.Join(rows, "\n"), "tres") {
			t.Errorf("at %v the click does not go there", size)
		}
	}
}

// The question is about what is chosen, not about what could be.
func TestAReviewAsksForWhatIsChosen(t *testing.T) {
	r := reviewOf([2]string{"one", "uno"}, [2]string{"two", "dos"})
	for _, want := range []string{"Save 2?", "Save 1?"} {
		if _, rows := drawn(t, r, 80, 24); !strings.Contains(strings.Join(rows, "\n"), want) {
			t.Errorf("%q is not asked:\n%s", want, strings.Join(rows, "\n"))
		}
		r.Do(action.ToggleAll)
	}
}

// On the smallest screen some of the change is seen, rather than where it goes.
func TestAReviewOnTheSmallestScreen(t *testing.T) {
	const note = "This writes the draft; the published version stays as it is until it is published in Hex."
	one := &Review{Title: "Save?", Note: note, View: diff.NewView(diff.Compare("one\ntwo\n", "uno\ntwo\n"))}
	several := reviewOf([2]string{"one", "uno"}, [2]string{"two", "dos"})
	several.Note = note
	for name, d := range map[string]Overlay{"one": one, "several": several} {
		_, rows := drawn(t, d, 40, 8) // without the first and the last line of the screen
		if all := strings.Join(rows, "\n"); !strings.Contains(all, "uno") || !strings.Contains(all, "esc") {
			t.Errorf("%s: the change is not seen:\n%s", name, all)
		}
	}
}

// A choice with a key of its own is picked by it before anything is typed, and only then.
func TestAKeyPicksAChoice(t *testing.T) {
	for typed, want := range map[string]string{"d": "delete", "rd": ""} {
		got, said := "", ""
		p := NewPicker("", "", []Choice{
			{Title: "delete", Press: "d", Do: func() { got = "delete" }}, {Title: "reorder", Do: func() { got = "reorder" }},
		})
		p.OnReason = func(reason string) { said = reason }
		for _, letter := range typed {
			p.Key(tea.KeyPressMsg{Code: letter, Text: string(letter)})
		}
		if got != want || p.Done() != (want != "") {
			t.Errorf("%q picks %q", typed, got)
		}
		p.Choices[0].Reason = "not now"
		p = NewPicker("", "", p.Choices)
		p.OnReason = func(reason string) { said = reason }
		p.Key(tea.KeyPressMsg{Code: 'd', Text: "d"})
		if said != "not now" || p.Done() {
			t.Errorf("what cannot be picked says %q", said)
		}
	}
}

// A change that is longer than the dialog, or wider, is scrolled in a narrow terminal as in a wide one.
func TestAReviewScrollsInANarrowTerminal(t *testing.T) {
	base := strings.Repeat("a line that is wider than the narrow one of the two terminals in which it is looked at, by a little\n", 60)
	for _, width := range []int{80, 160} {
		r := &Review{Title: "Save", View: diff.NewView(diff.Compare(base, "first\n"+base+"last\n"))}
		r.View.SetContext(-1)
		drawn := func() string {
			c := paint.NewCanvas(width, 24)
			th := theme.Dark()
			r.Draw(c.Surface(), Look{Theme: &th, Keys: keyMap(t)})
			return ansi.Strip(c.String())
		}
		if got := drawn(); !strings.Contains(got, "first") {
			t.Fatalf("at %d columns the first change is out of sight\n%s", width, got)
		}
		for range 4 {
			r.Do(action.Down)
			drawn()
		}
		if got := drawn(); strings.Contains(got, "first") {
			t.Errorf("at %d columns nothing moved\n%s", width, got)
		}
	}
}
