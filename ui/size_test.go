package ui

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/screen"
)

// fits draws the program at a size, and checks that nothing of the frame is outside it.
func fits(t *testing.T, a *App, w, h int) {
	t.Helper()
	a.Update(tea.WindowSizeMsg{Width: w, Height: h})
	content := a.View().Content
	if w <= 0 || h <= 0 {
		if content != "" {
			t.Errorf("at %d×%d there is a frame: %.80q", w, h, content)
		}
		return
	}
	rows := strings.Split(content, "\n")
	if len(rows) > min(h, mostHeight) {
		t.Errorf("at %d×%d there are %d rows", w, h, len(rows))
	}
	for y, row := range rows {
		if n := ansi.StringWidth(row); n > min(w, mostWidth) {
			t.Errorf("at %d×%d row %d is %d columns wide: %.200q", w, h, y, n, ansi.Strip(row))
			return
		}
	}
}

// A terminal that lies about its size, or changes it with every frame, makes nothing panic, no line wider than it said, and little memory.
func TestATerminalMayLieAboutItsSize(t *testing.T) {
	a := listed(t, 300)
	id := "00000000-0000-0000-0000-000000000000"
	var cells []hex.Cell
	for i := range 40 {
		label := strings.Repeat("ein langer Name 売上 ", 1+i%3)
		c := hex.Cell{ID: fmt.Sprint("id", i), StaticID: fmt.Sprint("cell", i), ProjectID: id, Label: label}
		switch i % 4 {
		case 0:
			c.Type = hex.CellSQL
			c.Contents.SQL = &hex.SQLContents{Source: strings.Repeat("select 売上, '\x1b[31m' from orders -- and so on\n", 1+i)}
		case 1:
			c.Type = hex.CellMarkdown
			c.Contents.Markdown = &hex.MarkdownContents{Source: "# A heading\n\n" + strings.Repeat("words ", 100)}
		case 2:
			c.Type = "CHART"
		default:
			c.Type = "INPUT"
		}
		cells = append(cells, c)
	}
	a.store.Cells(id).Fill(cells, func(c hex.Cell) string { return c.StaticID }, nil, a.now())
	text := strings.Repeat("売上 \x1b[2J", 40)
	table := &hex.ResultTable{Columns: []hex.ResultColumn{{Name: text, Type: "VARCHAR"}, {Name: "n", Type: "DOUBLE"}}}
	for range 30 {
		table.Rows = append(table.Rows, []*string{&text, nil})
	}
	e := a.store.Output("cell0")
	e.Value, e.At = hex.CellOutput{RunID: "r", Table: table}, a.now()
	states := []struct {
		name, sees string
		to         func()
	}{
		{"the projects", "Project 3 of the", func() {}},
		{"a document", "ein langer Name", func() { a.Go(screen.Target{Place: screen.Project, ID: id}) }},
		{"a source", "and so on", func() { a.Do(action.Open) }},
		{"the keys", "Keys here", func() { a.Do(action.Help) }},
	}
	sizes := [][2]int{{0, 0}, {1, 1}, {-3, 7}, {10_000, 10_000}, {1, 10_000}, {10_000, 1}, {40, 10}, {39, 10}, {40, 9},
		{0, 24}, {80, 0}, {2, 500}, {41, 11}}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		sizes = append(sizes, [2]int{rnd.IntN(260), rnd.IntN(90)})
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, s := range states {
		fits(t, a, 120, 40)
		s.to()
		fits(t, a, 121, 40)
		if content := ansi.Strip(a.View().Content); !strings.Contains(content, s.sees) {
			t.Fatalf("%s is not shown:\n%s", s.name, content)
		}
		for _, size := range sizes {
			fits(t, a, size[0], size[1])
		}
		if t.Failed() {
			t.Fatalf("in %s", s.name)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 200<<20 {
		t.Errorf("the program grew by %d MB", grown>>20)
	}
}
