package ui

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/screen"
)

// lines is SQL of so many lines.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  sum(case when o.status = 'paid' then o.total_cents end) / 100.0 as revenue_%d, -- {{ region }}\n", i)
	}
	return b.String()
}

// reading returns the program on a project whose only cell has a source, 160×50, with the source read.
func reading(t testing.TB, source string) *App {
	t.Helper()
	client, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1:1", Token: "none", Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := drafts.Open(t.TempDir(), drafts.Options{Delay: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	})
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	a := New(t.Context(), Options{Session: &Session{Client: client, Name: "test", DraftsOf: "test"}, Keys: testKeys(t), Drafts: kept,
		Now: func() time.Time { return now }, Theme: "dark"})
	c := hex.Cell{ID: "c", StaticID: "s", Type: hex.CellSQL, Label: "revenue"}
	c.Contents.SQL = &hex.SQLContents{Source: source}
	a.store.Cells("p").Fill([]hex.Cell{c}, func(c hex.Cell) string { return c.StaticID }, nil, now)
	a.Go(screen.Target{Place: screen.Project, ID: "p", Title: "Revenue"})
	a.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	return a
}

// writing is the same with the cell opened in the editor, and the cursor in its middle.
func writing(t testing.TB, source string) *App {
	t.Helper()
	a := reading(t, source)
	press(a, letter('e'))
	if !a.top().Typing() {
		t.Fatalf("the cell is not open:\n%s", a.View().Content)
	}
	a.paste("-- begun\n")
	for range strings.Count(source, "\n") / 2 / 40 {
		press(a, tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	return a
}

func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

var backspace = tea.KeyPressMsg{Code: tea.KeyBackspace}

// BenchmarkKeyInACell is two keys and their frames (target: 3 ms each with 5,000 lines, and twice as much as with 500 at most).
func BenchmarkKeyInACell(b *testing.B) {
	for _, n := range []int{500, 5_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := writing(b, lines(n))
			b.ReportAllocs()
			for b.Loop() {
				press(a, letter('x'))
				press(a, backspace)
			}
		})
	}
}

// BenchmarkOpenACell opens a cell of 2 MB in the editor (target: 150 ms).
func BenchmarkOpenACell(b *testing.B) {
	source := lines(20_000)
	for b.Loop() {
		a := reading(b, source)
		press(a, letter('e'))
	}
}

// BenchmarkPaste pastes 1 MB into a cell (target: 200 ms).
func BenchmarkPaste(b *testing.B) {
	text := lines(10_000)
	a := writing(b, lines(500))
	for b.Loop() {
		a.Update(tea.PasteMsg{Content: text})
		a.View()
		a.Update(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
	}
}

// allocated is how many bytes f allocates, the least of some runs.
func allocated(runs int, f func()) uint64 {
	least := ^uint64(0)
	var before, after runtime.MemStats
	for range runs {
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// A key in a cell of 5,000 lines makes as many things as in one of 500, and no more bytes than the copies that the draft and the look at
// the faults take of the source.
func TestAKeyInALongCellAllocatesAsInAShortOne(t *testing.T) {
	two := func(a *App) func() {
		return func() { press(a, letter('x')); press(a, backspace) }
	}
	short, long := writing(t, lines(500)), writing(t, lines(5_000))
	few, many := testing.AllocsPerRun(5, two(short)), testing.AllocsPerRun(5, two(long))
	if many > few*1.1 {
		t.Errorf("two keys allocate %v times in 5,000 lines, %v times in 500", many, few)
	}
	size := uint64(len(lines(5_000)))
	if n := allocated(5, two(long)) - allocated(5, two(short)); n > 5*size {
		t.Errorf("two keys allocate %d bytes more in 5,000 lines than in 500; the source has %d", n, size)
	}
}

// Opening a cell of 2 MB, and pasting 1 MB, take a few copies of it.
func TestOpeningAndPastingTakeFewCopies(t *testing.T) {
	source := lines(20_000)
	size := uint64(len(source))
	a := reading(t, source)
	if n := allocated(1, func() { press(a, letter('e')) }); n > 10*size {
		t.Errorf("opening %d bytes allocates %d", size, n)
	}
	text := lines(10_000)
	a = writing(t, lines(500))
	if n := allocated(1, func() { a.Update(tea.PasteMsg{Content: text}) }); n > 10*uint64(len(text)) {
		t.Errorf("pasting %d bytes allocates %d", len(text), n)
	}
}
