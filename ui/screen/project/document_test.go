package project

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/hex"
	"hextui/hex/config/state"
	"hextui/ui/action"
	"hextui/ui/graphics"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
	"hextui/ui/theme"
	"hextui/ui/uitest"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// root is the root of the program, as far as a document asks anything of it.
type root struct {
	screen.Host
	said  []string
	shown []string // pictures with the terminal for themselves
	asked []overlay.Overlay
}

func (r *root) Notice(_ screen.Level, text string)               { r.said = append(r.said, text) }
func (r *root) Ask(o overlay.Overlay)                            { r.asked = append(r.asked, o) }
func (r *root) Begin()                                           {}
func (r *root) ShowPicture(title string, _ *graphics.Picture)    { r.shown = append(r.shown, title) }
func (r *root) Watched(string) (u hex.RunUpdate, following bool) { return u, false }

// reader is a screen of a project on a canvas.
type reader struct {
	t testing.TB
	*Screen
	root   *root
	canvas *paint.Canvas
}

// read opens a project with cells.
func read(t testing.TB, cells []hex.Cell, w, h int) *reader {
	t.Helper()
	look, noDrafts, host := theme.Dark(), "", &root{}
	tasks := task.New(t.Context())
	now := func() time.Time { return noon }
	blocks := graphics.Look(graphics.Blocks, func(string) string { return "" })
	keys, err := action.NewKeyMap([]action.Binding{{Action: action.Fold, Scope: action.Project, Keys: []string{"z"}}})
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{
		Store: store.New(nil, nil, tasks, now, false), Tasks: tasks, Host: host, Keys: keys, State: state.New(), Now: now, Theme: &look,
		Spin: func() string { return "~" }, Deeds: &screen.Deeds{}, Written: map[string]screen.Written{}, NoDraftRuns: &noDrafts,
		Pictures: screen.Pictures{Terminal: blocks, Held: graphics.NewHeld(blocks, 1)},
	}
	env.Store.Projects.Fill([]hex.Project{{ID: "p", Title: "A project", Description: "What it is **for**.",
		Owner: hex.Person{Email: "maya@acme.example"}, LastEditedAt: noon}}, func(p hex.Project) string { return p.ID }, nil, noon)
	env.Store.Cells("p").Fill(cells, func(c hex.Cell) string { return c.StaticID }, nil, noon)
	r := &reader{t: t, Screen: New(env, screen.Target{ID: "p", Title: "A project"}).(*Screen), root: host, canvas: paint.NewCanvas(w, h)}
	r.leftRead = true
	r.frame()
	r.work()
	return r
}

// frame draws the screen as the root does.
func (r *reader) frame() string {
	r.Sync()
	r.draw()
	for range 3 {
		if !r.Settled() {
			break
		}
		r.Sync()
		r.draw()
	}
	return r.canvas.String()
}

func (r *reader) draw() {
	r.canvas.Clear()
	r.Draw(r.canvas.Surface())
}

// work does what was started beside the loop, and what that starts.
func (r *reader) work() {
	for cmd := r.env.Tasks.Take(); cmd != nil; cmd = r.env.Tasks.Take() {
		for _, one := range messagesOf(cmd) {
			if m, ok := one.(task.Result); ok {
				r.env.Tasks.Apply(m)
			}
		}
		r.frame()
	}
}

// press carries out actions, with a frame after each.
func (r *reader) press(ids ...action.ID) {
	for _, id := range ids {
		if !r.Do(id) {
			r.t.Fatalf("%s does nothing", id)
		}
		r.frame()
	}
	r.work()
}

// text is the newest frame without its looks.
func (r *reader) text() string { return ansi.Strip(r.canvas.String()) }

func (r *reader) want(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.text(), text) {
			r.t.Fatalf("%q is not on the screen:\n%s", text, r.text())
		}
	}
}

func (r *reader) wantNo(text string) {
	r.t.Helper()
	if strings.Contains(r.text(), text) {
		r.t.Fatalf("%q is on the screen:\n%s", text, r.text())
	}
}

// give is a result of rows for a cell.
func (r *reader) give(cell string, rows int) {
	t := &hex.ResultTable{Columns: []hex.ResultColumn{{Name: "week", Type: "DATE"}, {Name: "revenue", Type: "DOUBLE"}}, TotalRows: rows,
		TotalKind: hex.TotalExact}
	for i := range rows {
		day, amount := fmt.Sprintf("2026-%02d-%02d", i/28%12+1, i%28+1), fmt.Sprintf("%d.%02d", i*37%100_000, i%100)
		t.Rows = append(t.Rows, []*string{&day, &amount})
	}
	e := r.env.Store.Output(cell)
	e.Value, e.At = hex.CellOutput{RunID: "r", Table: t, Kind: "table"}, noon
}

// ran makes the draft have been run from here.
func (r *reader) ran() {
	end := noon
	r.env.Store.NoteRun(hex.Run{RunID: "r", ProjectID: "p", Status: hex.RunCompleted, StartTime: &end, EndTime: &end})
	r.env.Store.SetDraftRun("p", "r", "")
}

func queries(n, lines int) []hex.Cell {
	cells := make([]hex.Cell, n)
	for i := range cells {
		id := fmt.Sprintf("c%04d", i)
		cells[i] = hex.Cell{ID: "id-" + id, StaticID: id, ProjectID: "p", Type: hex.CellSQL, Label: fmt.Sprintf("query %d", i+1)}
		source := fmt.Sprintf("select %d as n", i+1) + strings.Repeat("\n  from orders o", lines-1)
		cells[i].Contents.SQL = &hex.SQLContents{Source: source}
	}
	return cells
}

func words(source string) hex.Cell {
	c := hex.Cell{ID: "id-" + source, StaticID: source, ProjectID: "p", Type: hex.CellMarkdown}
	c.Contents.Markdown = &hex.MarkdownContents{Source: source}
	return c
}

func TestADocumentIsReadFromItsFirstSource(t *testing.T) {
	input := hex.Cell{ID: "i", StaticID: "i", ProjectID: "p", Type: "INPUT", Label: "Inputs"}
	for _, w := range []int{40, 60, 80, 109} {
		r := read(t, append([]hex.Cell{input}, queries(30, 12)...), w, 20)
		r.want("A project", "What it is for.", "maya@acme.example", " 1  Input  Inputs", "select 1 as n")
		r.wantNo("CELLS")
		if got := r.cells.Grid.Selected(); got != "c0000" {
			t.Errorf("at %d columns it is landed on %s", w, got)
		}
	}
	r := read(t, append([]hex.Cell{input}, queries(30, 3)...), 110, 20)
	r.want("CELLS", "A project", "select 1 as n")
}

func TestADocumentIsWalkedThrough(t *testing.T) {
	cells := slices.Concat(queries(3, 20), []hex.Cell{words("# One")}, queries(20, 3)[3:], []hex.Cell{words("# Two"), words("no heading")})
	r := read(t, cells, 80, 24)
	at := func(want string) {
		t.Helper()
		if got := r.cells.Grid.Selected(); got != want {
			t.Fatalf("%s is selected, not %s:\n%s", got, want, r.text())
		}
	}
	at("c0000")
	r.want("A project", "… 5 lines more (z)")
	r.press(action.LineDown, action.LineDown)
	r.wantNo("A project")
	at("c0000")
	r.press(action.LineUp, action.LineUp)
	r.want("A project")
	r.press(action.Down)
	at("c0001")
	r.want("query 2")
	r.fold()
	r.frame()
	r.want("query 2")
	r.press(action.NextSection)
	at("# One")
	r.press(action.NextSection)
	at("# Two")
	r.press(action.NextSection)
	at("# Two")
	if !slices.Contains(r.root.said, "There is no heading further down.") {
		t.Errorf("nobody says why nothing moved: %q", r.root.said)
	}
	r.press(action.PrevSection)
	at("# One")
	r.press(action.Bottom)
	at("no heading")
	r.press(action.Top)
	at("c0000")
	r.want("A project")
	for range 40 { // the selection comes along, and is in sight
		r.press(action.PageDown)
		if b := r.doc.blocks[r.doc.find(r.cells.Grid.Selected())]; !r.doc.seen(b) {
			t.Fatalf("the selected cell is out of sight:\n%s", r.text())
		}
	}
	at("no heading")
	for range 40 {
		r.press(action.PageUp)
	}
	at("c0000")
}

// What comes above the window moves nothing in it.
func TestTheWindowStaysWhenResultsComeAboveIt(t *testing.T) {
	r := read(t, queries(20, 3), 120, 24)
	r.press(action.Bottom)
	before := r.text()
	for i := range 10 {
		r.give(fmt.Sprintf("c%04d", i), 50)
	}
	r.frame()
	if _, shown, _ := strings.Cut(before, "query 20"); !strings.Contains(r.text(), shown[:40]) {
		t.Errorf("the window moved:\n%s\n%s", before, r.text())
	}
	if got, want := cut(r.text()), cut(before); got != want {
		t.Errorf("the window moved:\n%s\nwas\n%s", got, want)
	}
}

// The cell that is selected stays in sight when results come in the window above it, and when a filter is taken away.
func TestTheSelectedCellStaysInSight(t *testing.T) {
	r := read(t, queries(20, 3), 120, 24)
	r.press(action.Down, action.Down, action.Down)
	r.want("▌─ 4  SQL  query 4")
	for i := range 3 {
		r.give(fmt.Sprintf("c%04d", i), 50)
	}
	r.frame()
	r.want("▌─ 4  SQL  query 4")
	r.cells.SetFilter("query 17")
	r.frame()
	r.work()
	r.want("▌─ 17  SQL  query 17")
	r.cells.SetFilter("")
	r.frame()
	r.work()
	r.want("▌─ 17  SQL  query 17")
	r.press(action.PageUp) // scrolling is no coming out of sight
	r.wantNo("▌─ 17  SQL  query 17")
}

// cut is a frame without its list of cells and scroll bars.
func cut(frame string) string {
	var b strings.Builder
	for _, row := range strings.Split(frame, "\n") {
		_, row, _ = strings.Cut(row, "│")
		b.WriteString(strings.TrimRight(row, " ┃") + "\n")
	}
	return b.String()
}

// Source and result stand beside each other from 160 columns on; below 90 a result is a line.
func TestResultsTakeTheRoomThatThereIs(t *testing.T) {
	for w, want := range map[int]string{80: "0 rows (all)  week, revenue", 120: "week          revenue", 160: "│   week"} {
		r := read(t, queries(3, 12), w, 40)
		r.ran()
		for i := range 3 {
			r.give(fmt.Sprintf("c%04d", i), 30)
		}
		r.frame()
		r.work()
		r.want(want)
		if beside := strings.Contains(r.text(), "from orders o") && regexpBeside(r.text()); beside != (w >= 160) {
			t.Errorf("at %d columns source and result beside each other: %v\n%s", w, beside, r.text())
		}
	}
}

// regexpBeside tells whether a line of a source and a row of a result share a line of the screen.
func regexpBeside(frame string) bool {
	return slices.ContainsFunc(strings.Split(frame, "\n"), func(row string) bool {
		return strings.Contains(row, "from orders o") && strings.Contains(row, "2026-01-")
	})
}

func TestOnlyWhatIsInSightIsReadAndAskedFor(t *testing.T) {
	cells := queries(500, 3)
	for i := 0; i < len(cells); i += 7 {
		cells[i].Type, cells[i].Contents.SQL = cellChart, nil
	}
	r := read(t, cells, 120, 40)
	r.ran()
	r.frame()
	inSight := func() int { return len(r.inSight()) }
	results := func() (n int) {
		for _, w := range r.Wants() {
			if w.Kind == store.Output || w.Kind == store.Picture {
				n++
			}
		}
		return n
	}
	if n, most := results(), inSight(); n > most || n == 0 {
		t.Errorf("%d results are asked for, %d cells are in sight", n, most)
	}
	panes := len(r.panes)
	r.press(action.PageDown)
	if n := len(r.panes) - panes; n > inSight() {
		t.Errorf("a page further on %d panes were made, %d cells are in sight", n, inSight())
	}
	r.press(action.Bottom)
	if n, most := results(), inSight(); n > most || n == 0 {
		t.Errorf("at the end %d results are asked for, %d cells are in sight", n, most)
	}
	if len(r.panes) > 60 {
		t.Errorf("%d of 500 cells have a pane after three screens", len(r.panes))
	}
}

func BenchmarkScrollingADocument(b *testing.B) {
	for _, n := range []int{5, 50, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := read(b, queries(n, 12), 120, 40)
			b.ReportAllocs()
			for b.Loop() {
				r.press(action.LineDown, action.Down, action.LineUp, action.Up)
			}
		})
	}
}

func BenchmarkMovingInAResult(b *testing.B) {
	for _, n := range []int{50, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := looking(b, n)
			b.ReportAllocs()
			for b.Loop() {
				r.press(action.Down, action.PageDown, action.Top)
			}
		})
	}
}

// looking is in the result of a cell with so many rows.
func looking(t testing.TB, rows int) *reader {
	r := read(t, queries(3, 12), 120, 40)
	r.ran()
	r.give("c0000", rows)
	r.frame()
	r.focus = onResult
	r.frame()
	r.work()
	return r
}

// costs compares what the same keys allocate in two screens: how often they do, and how much at the least. What else the process
// allocates meanwhile counts with it, and a pool may be emptied.
func costs(t *testing.T, small, large func()) (times, bytes float64) {
	t.Helper()
	if uitest.Race {
		t.Skip("The race detector empties pools at random: what is allocated with it is not what the program allocates.")
	}
	taken := func(keys func()) float64 {
		least := uint64(math.MaxUint64)
		for range 9 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			keys()
			runtime.ReadMemStats(&after)
			least = min(least, after.TotalAlloc-before.TotalAlloc)
		}
		return float64(least)
	}
	times = testing.AllocsPerRun(5, large) / testing.AllocsPerRun(5, small) // warms both up, too
	return times, taken(large) / taken(small)
}

func TestALongDocumentScrollsLikeAShortOne(t *testing.T) {
	for _, c := range []struct{ width, few int }{{80, 5}, {120, 50}} { // beside the wide one stand as many names as there are rows
		short, long := read(t, queries(c.few, 12), c.width, 40), read(t, queries(500, 12), c.width, 40)
		keys := func(r *reader) func() {
			return func() { r.press(action.LineDown, action.Down, action.LineUp, action.Up) }
		}
		if often, much := costs(t, keys(short), keys(long)); often > 1.2 || much > 1.5 {
			t.Errorf("at %d columns keys among 500 cells allocate %.1f times as often as among %d, and %.1f times the bytes",
				c.width, often, c.few, much)
		}
	}
}

func TestALongResultMovesLikeAShortOne(t *testing.T) {
	short, long := looking(t, 100), looking(t, 50_000)
	keys := func(r *reader) func() { return func() { r.press(action.Down, action.PageDown, action.Top) } }
	if often, much := costs(t, keys(short), keys(long)); often > 1.5 || much > 1.5 {
		t.Errorf("keys among 50,000 rows allocate %.1f times as often as among 100, and %.1f times the bytes", often, much)
	}
}

// messagesOf runs a command and gives what it gave.
func messagesOf(cmd tea.Cmd) (all []tea.Msg) {
	switch m := cmd().(type) {
	case tea.BatchMsg:
		for _, one := range m {
			if one != nil {
				all = append(all, messagesOf(one)...)
			}
		}
	default:
		all = append(all, m)
	}
	return all
}

// The rule over a cell says what it reads and makes; where there is much room a column says it whole, and who uses it.
func TestACellSaysWhatItReadsAndWhoUsesIt(t *testing.T) {
	cells := queries(3, 1)
	cells[0].Contents.SQL = &hex.SQLContents{Source: "select 1 from orders where d > {{ start }}", OutputDataframe: "weekly"}
	cells[1].Contents.SQL = &hex.SQLContents{Source: "select * from weekly", OutputDataframe: "query 2"}
	r := read(t, cells, 120, 20)
	r.want("query 1  from orders, start → weekly", "query 2  from weekly")
	r.wantNo("USED BY")
	r = read(t, cells, 180, 30)
	r.give("c0000", 4)
	r.frame()
	r.want("READS", "│   start", "USED BY", "│   2  query 2", "RESULT", "│   4 rows (all)", "│   revenue  double")
}

// The error of a run stands at its line and below the source, once.
func TestAnErrorStandsAtItsLine(t *testing.T) {
	for _, w := range []int{60, 80, 120, 200} {
		r := read(t, queries(3, 4), w, 30)
		r.ran()
		e := r.env.Store.Output("c0001")
		e.At, e.Value = noon, hex.CellOutput{RunID: "r", Kind: "cell_run_error", Error: &hex.CellRunError{Message: "no such column: week",
			Traceback: "Traceback (most recent call last):\n  SQL cell \"query 2\", line 3\n    from orders o\nno such column: week"}}
		r.frame()
		r.work()
		r.frame()
		r.want("× failed", "× 3   from orders o  no such column: week", "Traceback")
		if n := strings.Count(r.text(), "no such column: week"); n != 2 {
			t.Errorf("at %d columns the error is said %d times:\n%s", w, n, r.text())
		}
	}
}

// What a run that was cancelled did not make anew is said to be older, wherever it is shown.
func TestAResultOfAnEarlierRunIsToldFromOneOfTheLast(t *testing.T) {
	for _, w := range []int{80, 120, 200} {
		r := read(t, queries(3, 1), w, 40)
		r.ran()
		for _, c := range []string{"c0000", "c0001"} {
			r.give(c, 9)
		}
		r.frame()
		r.wantNo("older")
		later := noon.Add(time.Minute)
		r.env.Store.SetDraftRun("p", "cancelled", "")
		r.env.Store.NoteRun(hex.Run{RunID: "cancelled", ProjectID: "p", Version: "draft", Status: hex.RunKilled, StartTime: &later})
		for _, c := range []string{"c0000", "c0001"} {
			r.give(c, 9)
		}
		r.frame()
		r.work()
		r.want("– older: 9 rows (all)", "OLDER ")
		if n := strings.Count(r.text(), "– older: 9 rows"); n != 2 {
			t.Errorf("at %d columns %d results are said to be older:\n%s", w, n, r.text())
		}
		if r.wantNo("√"); w == 120 {
			r.want("OLDER RESULT  9 rows (all) · of draft run r; the last one (cancelle) was cancelled", "sql query 2            –")
		}
	}
}

// The names of cells begin in one column of their list, behind the longest of the words for their kinds; there is no room for long ones.
func TestNamesOfCellsBeginInOneColumn(t *testing.T) {
	cells := queries(3, 1)
	r := read(t, cells, 120, 24)
	r.want("1  sql query 1", "3  sql query 3")
	cells[1].Type, cells[2].Type = "CHART", "COLLAPSIBLE_SECTION"
	r = read(t, cells, 120, 24)
	r.want("1  sql   query 1", "2  chart query 2", "3  colla query 3")
}

// Where no list of cells stands beside it, the filter stands above the document, which shows the cells that match.
func TestADocumentIsFiltered(t *testing.T) {
	r := read(t, queries(30, 3), 80, 24)
	r.cells.SetFilter("query 17")
	r.frame()
	r.work()
	r.want("/ query 17", "1 of 30", "▌─ 17  SQL  query 17")
	r.wantNo("query 16")
	r.cells.SetFilter("nothing like it")
	r.frame()
	r.work()
	r.want("No cell matches “nothing like it”.", "A project")
}

// A chart goes as large as the screen; where pictures need the terminal for themselves, it gets it.
func TestAChartIsBlownUp(t *testing.T) {
	cells := queries(1, 1)
	cells[0].Type, cells[0].Contents.SQL = cellChart, nil
	for _, way := range []graphics.Way{graphics.Blocks, graphics.Sixel, graphics.ITerm} {
		r := read(t, cells, 80, 24)
		*r.env.Pictures.Terminal = *graphics.Look(way, func(string) string { return "" })
		r.ran()
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 200, 100))); err != nil {
			t.Fatal(err)
		}
		e := r.env.Store.Picture("c0000")
		e.Value, e.At = hex.Image{Content: b.Bytes()}, noon
		r.cells.Grid.Select("c0000")
		r.frame()
		r.work()
		small := strings.Count(r.text(), "▀")
		r.press(action.Open)
		large := strings.Count(r.text(), "▀")
		if alone := slices.Equal(r.root.shown, []string{"query 1"}); alone != (way != graphics.Blocks) {
			t.Errorf("by %s a picture has the terminal for itself: %q", way, r.root.shown)
		}
		if small == 0 || way == graphics.Blocks && large <= small {
			t.Errorf("by %s the picture grows from %d to %d half blocks:\n%s", way, small, large, r.text())
		}
	}
}

// What is no picture is said, and costs a line.
func TestABrokenChartIsSaid(t *testing.T) {
	cells := queries(1, 1)
	cells[0].Type, cells[0].Contents.SQL = cellChart, nil
	r := read(t, cells, 80, 24)
	r.ran()
	e := r.env.Store.Picture("c0000")
	e.Value, e.At = hex.Image{Content: []byte("\x1b]52;c;aGk=\x07")}, noon
	r.frame()
	r.work()
	r.want("The chart is not shown: what came is no picture")
	if n := r.chartLines(&r.rows[0]); n != 1 {
		t.Errorf("it takes %d lines", n)
	}
}

// What a cell reads is told with the types that results tell: of a dataframe, and of a table that another cell's result lists the columns
// of. Of the others only their names are.
func TestTheColumnsThatACellReadsHaveTheirTypes(t *testing.T) {
	cells := queries(2, 3)
	sql := func(i int, source string) { cells[i].Contents.SQL.Source = source }
	sql(0, "select table_name, column_name, data_type from information_schema.columns")
	sql(1, "select o.note, o.total_cents from orders o join rest r on r.order_id = o.order_id")
	r := read(t, cells, 200, 60)
	r.press(action.Down)
	r.want("│   orders", "│     note, order_id,")
	r.wantNo("bigint")
	value := func(s string) *string { return &s }
	r.env.Store.Output(cells[0].StaticID).Value = hex.CellOutput{RunID: "r", Kind: "table", Table: &hex.ResultTable{
		TotalKind: hex.TotalExact, TotalRows: 2,
		Columns: []hex.ResultColumn{{Name: "TABLE_NAME"}, {Name: "COLUMN_NAME"}, {Name: "DATA_TYPE"}},
		Rows: [][]*string{
			{value("orders"), value("order_id"), value("BIGINT")},
			{value("orders"), value("total_cents"), value("Numeric")},
		},
	}}
	r.env.Store.OutputsVersion++
	r.frame()
	r.work()
	r.want("│     order_id     bigint", "│     total_cents  numeric")
	r.press(action.Open) // beside the source that is read or edited, too
	r.want("│     order_id     bigint")
}
