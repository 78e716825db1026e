package grid_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// project is a row of the sample tables.
type project struct {
	id, title, owner, status string
	views                    int
}

func fields() []grid.Field[project] {
	return []grid.Field[project]{
		{Column: grid.Column{ID: "title", Title: "TITLE", MinWidth: 12, Weight: 1},
			Cell: func(p project) grid.Cell { return grid.Cell{Text: p.title} }},
		{Column: grid.Column{ID: "owner", Title: "OWNER", Priority: 2},
			Cell: func(p project) grid.Cell { return grid.Cell{Text: p.owner} }},
		{Column: grid.Column{ID: "status", Title: "STATUS", Priority: 1},
			Cell: func(p project) grid.Cell { return grid.Cell{Text: p.status} }},
		{
			Column:  grid.Column{ID: "views", Title: "VIEWS", Right: true, Priority: 3, Descending: true},
			Cell:    func(p project) grid.Cell { return grid.Cell{Text: fmt.Sprint(p.views)} },
			Compare: func(a, b project) int { return a.views - b.views },
		},
	}
}

func list(projects ...project) grid.List[project] {
	return grid.List[project]{Items: projects, Key: func(p project) string { return p.id }, Fields: fields()}
}

func sample() []project {
	return []project{
		{"p1", "Weekly revenue", "maya@acme.example", "Endorsed", 1204},
		{"p2", "Revenue by cohort", "noor@acme.example", "In dev", 233},
		{"p3", "Net revenue retention", "maya@acme.example", "Endorsed", 87},
		{"p4", "Churn", "ines@acme.example", "Archived", 9},
		{"p5", "Reverse ETL check", "maya@acme.example", "Archived", 11},
	}
}

func newGrid(cfg grid.Config, projects ...project) *grid.Grid {
	cfg.Columns = grid.Columns(fields())
	g := grid.New(cfg)
	g.SetSource(list(projects...))
	return g
}

// many returns n projects with different titles.
func many(n int) []project {
	words := []string{"revenue", "churn", "orders", "sessions", "retention", "refunds", "margin"}
	owners := []string{"maya", "noor", "ines", "tomas"}
	ps := make([]project, n)
	for i := range ps {
		ps[i] = project{
			id:     fmt.Sprintf("id-%06d", i),
			title:  fmt.Sprintf("%s by %s %d", words[i%7], words[(i*5+3)%7], i),
			owner:  owners[i%4] + "@acme.example",
			status: []string{"Endorsed", "In dev", "Archived"}[i%3],
			views:  (i * 7919) % 10007,
		}
	}
	return ps
}

// draw draws a grid and returns the cells and their text, a string a row.
func draw(g *grid.Grid, w, h int) []string {
	return text(drawOn(g, w, h, theme.Dark(), true))
}

func drawOn(g *grid.Grid, w, h int, th theme.Theme, focused bool) *paint.Canvas {
	c := paint.NewCanvas(w, h)
	g.Draw(c.Surface(), &th, focused)
	return c
}

func text(c *paint.Canvas) []string {
	lines := strings.Split(ansi.Strip(c.String()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \r")
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			t.Fatalf("row %d differs; got\n%s\nwant\n%s", i, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestDrawsColumnsAlignedWithTheSelectionMarked(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	expect(t, draw(g, 75, 7),
		"  TITLE                              OWNER              STATUS      VIEWS",
		"▌ Weekly revenue                     maya@acme.example  Endorsed     1204",
		"  Revenue by cohort                  noor@acme.example  In dev        233",
		"  Net revenue retention              maya@acme.example  Endorsed       87",
		"  Churn                              ines@acme.example  Archived        9",
		"  Reverse ETL check                  maya@acme.example  Archived       11",
		"")
}

func TestColumnsAreDroppedByPriorityWhenNarrow(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	for _, c := range []struct {
		width int
		want  string
	}{
		{74, "TITLE OWNER STATUS VIEWS"},
		{44, "TITLE OWNER STATUS"},
		{36, "TITLE STATUS"},
		{28, "TITLE STATUS"},
		{20, "TITLE"},
		{7, "TI…"},
	} {
		got := strings.Join(strings.Fields(draw(g, c.width, 6)[0]), " ")
		if got != c.want {
			t.Errorf("at %d columns the header is %q, want %q", c.width, got, c.want)
		}
	}
}

func TestNoSizeBreaksDrawing(t *testing.T) {
	for _, cfg := range []grid.Config{{}, {Marks: true}, {Wide: true, Frozen: 2, Cells: true}, {NoHeader: true}} {
		g := newGrid(cfg, many(300)...)
		for w := range 50 {
			for h := range 6 {
				g.Move(7)
				g.MoveColumn(1)
				draw(g, w, h)
			}
		}
	}
}

func TestHostileAndWideTextIsCutSafely(t *testing.T) {
	g := newGrid(grid.Config{},
		project{"a", "\x1b[31mred\x1b]0;x\a alert", "売上高売上高売上高", "\u202ecod", 1},
		project{"b", strings.Repeat("x", 1<<20), "e\u0301e\u0301", "", 2})
	out := drawOn(g, 60, 4, theme.Mono(), true).String()
	if strings.ContainsAny(ansi.Strip(out), "\x1b\a\u202e") || strings.Contains(out, "]0;") && !strings.Contains(out, "␛]0;") {
		t.Fatalf("control bytes reached the canvas: %q", out)
	}
	if got := draw(g, 60, 4)[2]; !strings.Contains(got, "xxx…") {
		t.Errorf("a long title is not cut with an ellipsis: %q", got)
	}
}

func TestMiddleCutKeepsBothEnds(t *testing.T) {
	f := fields()[:1]
	f[0].Middle, f[0].MaxWidth = true, 12
	g := grid.New(grid.Config{Columns: grid.Columns(f), NoHeader: true})
	g.SetSource(grid.List[project]{Items: []project{{title: "0193aa61-7c55-cell-8f3a"}}, Key: func(p project) string { return p.id },
		Fields: f})
	expect(t, draw(g, 40, 1), "▌ 0193a…l-8f3a")
}

func TestSpansAndPieces(t *testing.T) {
	th := theme.Dark()
	f := []grid.Field[string]{{Column: grid.Column{ID: "x", Weight: 1}, Cell: func(s string) grid.Cell {
		return grid.Pieces(grid.Piece{Text: "√ completed", Style: th.Completed}, grid.Piece{Text: "  " + s, Style: th.Faint})
	}}}
	g := grid.New(grid.Config{Columns: grid.Columns(f), NoHeader: true})
	g.SetSource(grid.List[string]{Items: []string{"12m ago"}, Key: func(s string) string { return s }, Fields: f})
	c := drawOn(g, 40, 1, th, false)
	expect(t, text(c), "▌ √ completed  12m ago")
	out := c.String()
	if strings.Index(out, "completed") > strings.LastIndex(out[:strings.Index(out, "12m")], "\x1b[") {
		t.Errorf("the two pieces are drawn in one style: %q", out)
	}
}

func TestSimpleListNeedsNoHeader(t *testing.T) {
	type cell struct{ n, glyph, name, mark string }
	f := []grid.Field[cell]{
		{Column: grid.Column{ID: "n", Right: true, MinWidth: 1}, Cell: func(c cell) grid.Cell { return grid.Cell{Text: c.n} }},
		{Column: grid.Column{ID: "name", Weight: 1}, Cell: func(c cell) grid.Cell { return grid.Cell{Text: c.glyph + " " + c.name} }},
		{Column: grid.Column{ID: "mark", MinWidth: 1}, Cell: func(c cell) grid.Cell { return grid.Cell{Text: c.mark} }},
	}
	g := grid.New(grid.Config{Columns: grid.Columns(f), NoHeader: true})
	g.SetSource(grid.List[cell]{Key: func(c cell) string { return c.n }, Fields: f, Items: []cell{
		{"1", "=", "Inputs", ""}, {"2", "#", "weekly_orders", "●"}, {"10", "λ", "join and round", ""},
	}})
	g.Select("2")
	expect(t, draw(g, 29, 3),
		"   1  = Inputs",
		"▌  2  # weekly_orders     ●",
		"  10  λ join and round")
}

func TestEmptyAndNoMatchSayWhatHelps(t *testing.T) {
	cfg := grid.Config{
		Empty:   grid.Message{Title: "No projects yet.", Hint: "Press n to make one."},
		NoMatch: grid.Message{Title: "No project matches.", Hint: "Esc clears the filter."},
	}
	g := newGrid(cfg)
	if got := strings.Join(draw(g, 60, 8), "\n"); !strings.Contains(got, "No projects yet.\n") ||
		!strings.Contains(got, "Press n to make one.") {
		t.Errorf("the empty table says\n%s", got)
	}
	g.SetSource(list(sample()...))
	g.SetFilter("nothing like it")
	if got := strings.Join(draw(g, 60, 8), "\n"); !strings.Contains(got, "No project matches.") || strings.Contains(got, "Churn") {
		t.Errorf("the filtered table says\n%s", got)
	}
	if g.Selected() != "" || g.Position() != -1 {
		t.Errorf("%q is selected where nothing is shown", g.Selected())
	}
}

func TestFreshMarkedAndBlurredRowsLookDifferent(t *testing.T) {
	for _, th := range []theme.Theme{theme.Dark(), theme.Light(), theme.Mono(), theme.HighContrast()} {
		g := newGrid(grid.Config{Marks: true}, sample()...)
		plain := drawOn(g, 60, 6, th, true).String()
		if drawOn(g, 60, 6, th, false).String() == plain {
			t.Errorf("%s: focused and blurred look the same", th.Name)
		}
		g.Freshen("p2")
		if drawOn(g, 60, 6, th, true).String() == plain {
			t.Errorf("%s: a fresh row looks like the others", th.Name)
		}
		g.Settle()
		if drawOn(g, 60, 6, th, true).String() != plain {
			t.Errorf("%s: settled rows do not look as before", th.Name)
		}
		g.ToggleMark()
		if got := text(drawOn(g, 60, 6, th, true))[1]; !strings.HasPrefix(got, "▌√ Weekly revenue") {
			t.Errorf("%s: the marked row is %q", th.Name, got)
		}
	}
}

func TestScrollBarShowsThePlace(t *testing.T) {
	g := newGrid(grid.Config{NoHeader: true}, many(100)...)
	bar := func() (from, to int) {
		from = -1
		for i, l := range draw(g, 40, 10) {
			if strings.HasSuffix(l, " ┃") && len(l) > 10 {
				if from < 0 {
					from = i
				}
				to = i
			}
		}
		return from, to
	}
	if from, to := bar(); from != 0 || to != 0 {
		t.Errorf("at the top the bar takes rows %d to %d", from, to)
	}
	g.End()
	if from, _ := bar(); from != 9 {
		t.Errorf("at the end the bar begins at row %d", from)
	}
	g = newGrid(grid.Config{NoHeader: true}, many(10)...)
	if from, _ := bar(); from != -1 {
		t.Error("a bar is drawn where everything is in sight")
	}
}

func TestWidthsOnlyGrowWhileScrolling(t *testing.T) {
	ps := many(5000)
	ps[4321].owner = "a.very.long.name.of.an.owner@acme.example"
	g := newGrid(grid.Config{}, ps...)
	at := func() int { return strings.Index(draw(g, 110, 20)[0], "OWNER") }
	before := at()
	g.Select(ps[4321].id)
	wide := at()
	if wide >= before {
		t.Fatalf("a longer owner in sight did not widen the column: %d, then %d", before, wide)
	}
	g.Home()
	if after := at(); after != wide {
		t.Errorf("the column moved back from %d to %d", wide, after)
	}
}

func TestWideGridScrollsSidewaysBesideFrozenColumns(t *testing.T) {
	var f []grid.Field[int]
	for i := range 30 {
		f = append(f, grid.Field[int]{
			Column: grid.Column{ID: fmt.Sprintf("c%02d", i), Title: fmt.Sprintf("col_%02d", i)},
			Cell:   func(row int) grid.Cell { return grid.Cell{Text: fmt.Sprintf("r%dc%d", row, i)} },
		})
	}
	rows := make([]int, 50)
	for i := range rows {
		rows[i] = i
	}
	g := grid.New(grid.Config{Columns: grid.Columns(f), Wide: true, Frozen: 1, Cells: true})
	g.SetSource(grid.List[int]{Items: rows[:2], Key: func(r int) string { return fmt.Sprint(r) }, Fields: f})
	expect(t, draw(g, 40, 3), "  col_00    col_01    col_02    col_03", "▌ r0c0      r0c1      r0c2      r0c3",
		"  r1c0      r1c1      r1c2      r1c3")
	g.MoveColumn(12)
	if got := draw(g, 40, 3); !strings.HasPrefix(got[1], "▌ r0c0") || !strings.HasSuffix(got[1], "r0c12") {
		t.Errorf("the cell cursor is out of sight: %q", got)
	}
	g.MoveColumn(-11)
	if got := draw(g, 40, 3); !strings.HasPrefix(got[1], "▌ r0c0      r0c1 ") {
		t.Errorf("going back: %q", got)
	}
	g.ScrollSide(100000)
	if got := draw(g, 40, 3); !strings.HasSuffix(got[0], "col_29") {
		t.Errorf("the last column: %q", got[0])
	}
}

// What is at the edge of a wide grid is whole, or marked as going on: a part of a number is another number, and no part of it is no value.
func TestAWideGridMarksWhatGoesOnBeyondItsEdges(t *testing.T) {
	var f []grid.Field[int]
	for i := range 6 {
		f = append(f, grid.Field[int]{
			Column: grid.Column{ID: fmt.Sprintf("c%d", i), Title: "sales_revenue", Right: true},
			Cell:   func(int) grid.Cell { return grid.Cell{Text: "1,234,567"} },
		})
	}
	g := grid.New(grid.Config{Columns: grid.Columns(f), Wide: true, Frozen: 1, Cells: true})
	g.SetSource(grid.List[int]{Items: []int{1}, Key: func(int) string { return "1" }, Fields: f})
	for width := 30; width < 60; width++ {
		g.ScrollSide(-1000)
		for range 40 {
			lines := draw(g, width, 3)
			for i, whole := range []string{"sales_revenue", "1,234,567"} {
				words := strings.Fields(strings.TrimPrefix(lines[i], "▌"))
				for _, word := range words {
					if word != whole && !strings.HasPrefix(word, "…") && !strings.HasSuffix(word, "…") {
						t.Fatalf("%d wide, %q is neither whole nor marked:\n%s", width, word, strings.Join(lines, "\n"))
					}
				}
				if i == 1 && len(words) != len(strings.Fields(lines[0])) {
					t.Fatalf("%d wide, a column has no value:\n%s", width, strings.Join(lines, "\n"))
				}
			}
			g.ScrollSide(1)
		}
	}
}

func TestMouse(t *testing.T) {
	g := newGrid(grid.Config{}, many(100)...)
	c := paint.NewCanvas(80, 20)
	th := theme.Dark()
	g.Draw(c.Surface().Sub(10, 5, 60, 11), &th, true)
	if hit := g.Click(15, 8); hit.Target != grid.OnRow || hit.ID != "id-000002" || g.Selected() != "id-000002" {
		t.Errorf("a click on the third row hit %+v and selected %q", hit, g.Selected())
	}
	if hit := g.Click(15, 5); hit.Target != grid.OnHeader || hit.Column != 0 {
		t.Errorf("a click on the first title hit %+v", hit)
	}
	if id, desc := g.Sort(); id != "title" || desc {
		t.Errorf("a click on the title sorts by %q %v", id, desc)
	}
	if hit := g.Click(1, 1); hit.Target != grid.Nothing {
		t.Errorf("a click outside hit %+v", hit)
	}
	g.SetSort("", false)
	g.Home()
	g.Scroll(30)
	g.Draw(c.Surface().Sub(10, 5, 60, 11), &th, true)
	if hit := g.At(15, 6); hit.ID != "id-000030" || g.Selected() != "id-000000" {
		t.Errorf("the wheel brought %+v to the top and selected %q", hit, g.Selected())
	}
	if hit := g.Click(69, 15); hit.Target != grid.OnBar {
		t.Errorf("a click on the bar hit %+v", hit)
	}
	g.Draw(c.Surface().Sub(10, 5, 60, 11), &th, true)
	if hit := g.At(15, 15); hit.ID != "id-000099" {
		t.Errorf("the end of the bar shows %+v", hit)
	}
}
