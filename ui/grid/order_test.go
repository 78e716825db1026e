package grid_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"hextui/ui/grid"
)

// shown are the ids in the order they are shown.
func shown(g *grid.Grid) []string {
	ids := make([]string, 0, g.Len())
	at := g.Position()
	for i := range g.Len() {
		g.Home()
		g.Move(i)
		ids = append(ids, g.Selected())
	}
	g.Home()
	g.Move(at)
	return ids
}

func TestFilterTerms(t *testing.T) {
	for query, want := range map[string]string{
		"":                         "p1 p2 p3 p4 p5",
		"rev":                      "p1 p2 p3 p5",
		"REV owner:maya":           "p1 p3 p5",
		"owner:maya !archived":     "p1 p3",
		"!owner:maya":              "p2 p4",
		`"net revenue"`:            "p3",
		"status:arch":              "p4 p5",
		"st:arch":                  "p4 p5",
		"owner:":                   "p1 p2 p3 p4 p5",
		"!":                        "p1 p2 p3 p4 p5",
		"noon:12":                  "",
		"~wkrv":                    "p1",
		"owner:~mya":               "p1 p3 p5",
		"!~rvn":                    "p4 p5",
		"status:\"in dev\" cohort": "p2",
	} {
		g := newGrid(grid.Config{}, sample()...)
		g.SetFilter(query)
		got := shown(g)
		slices.Sort(got) // fuzzy words order by score
		if s := strings.Join(got, " "); s != want {
			t.Errorf("filter %q shows %q, want %q", query, s, want)
		}
	}
}

func TestFilterFoldsCaseAccentsAndWidth(t *testing.T) {
	g := newGrid(grid.Config{}, project{id: "a", title: "Überblick ÄÖÜ"}, project{id: "b", title: "売上 ΣΑΣ"},
		project{id: "c", title: "Umsatz Zu\u0308rich"}, project{id: "d", title: "Ｒｅｖｅｎｕｅ"})
	for query, want := range map[string]string{
		"über": "a", "ÜBER": "a", "äöü": "a", "σασ": "b", "売": "b", "uber": "a", "U\u0308BER": "a", "zurich": "c", "Zürich": "c",
		"zürich umsatz": "c", "revenue": "d", "～": "", "~zrch": "c", "title:zurich": "c", "!zurich": "abd",
	} {
		g.SetFilter(query)
		if got := strings.Join(shown(g), ""); got != want {
			t.Errorf("filter %q shows %q, want %q", query, got, want)
		}
	}
}

func TestSortIsNaturalAndByTheLettersOfTheLocale(t *testing.T) {
	titles := []string{"Zebra", "élan", "item10", "Ärger", "item2", "eland", "Arger", "ekko", "arg"}
	for locale, want := range map[string]string{
		"":            "arg Arger Ärger ekko élan eland item2 item10 Zebra",
		"de_DE.UTF-8": "arg Arger Ärger ekko élan eland item2 item10 Zebra",
		"sv_SE.UTF-8": "arg Arger ekko élan eland item2 item10 Zebra Ärger",
		"C":           "arg Arger Ärger ekko élan eland item2 item10 Zebra",
	} {
		var ps []project
		for _, title := range titles {
			ps = append(ps, project{id: title, title: title})
		}
		g := newGrid(grid.Config{Letters: grid.LettersOf(locale)}, ps...)
		g.SetSort("title", false)
		if got := strings.Join(shown(g), " "); got != want {
			t.Errorf("in the locale %q: %s, want %s", locale, got, want)
		}
	}
}

// read counts how often texts are asked for.
type read struct {
	grid.List[project]
	texts *atomic.Int64
}

func (r read) Text(row, col int) string {
	r.texts.Add(1)
	return r.List.Text(row, col)
}

func TestSortKeysAreMadeOnce(t *testing.T) {
	var texts atomic.Int64
	g := newGrid(grid.Config{})
	g.SetSource(read{list(many(5000)...), &texts})
	for _, sort := range []struct {
		id   string
		desc bool
		want int64
	}{{"title", false, 5000}, {"title", true, 0}, {"status", false, 5000}, {"title", false, 0}} {
		texts.Store(0)
		g.SetSort(sort.id, sort.desc)
		g.Finish()
		draw(g, 80, 20)
		if n := texts.Load(); n != sort.want {
			t.Errorf("sorted by %s %v, %d texts were read, want %d", sort.id, sort.desc, n, sort.want)
		}
	}
}

func TestColumnsAreHiddenAndMoved(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	g.Arrange([]string{"owner", "title", "no such"})
	if got := strings.Fields(draw(g, 90, 6)[0]); !slices.Equal(got, []string{"OWNER", "TITLE"}) {
		t.Errorf("the header is %v", got)
	}
	if got := g.Arranged(); !slices.Equal(got, []string{"owner", "title"}) {
		t.Errorf("arranged are %v", got)
	}
	g.SetFilter("status:arch")
	if got := strings.Join(shown(g), " "); got != "p4 p5" {
		t.Errorf("a hidden column filters to %s", got)
	}
}

func TestAWrongColumnIsNamed(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	for query, want := range map[string]string{
		"last:errored": "last", "rev !when:now": "when", "owner:maya": "", "ow:maya": "", "at 12:30": "", "https://hex.tech": "", ":": "",
	} {
		g.SetFilter(query)
		if got := g.NoColumn(); got != want {
			t.Errorf("%q names the column %q, want %q", query, got, want)
		}
	}
}

func TestFuzzyRanksTheBestMatchFirst(t *testing.T) {
	g := newGrid(grid.Config{},
		project{id: "far", title: "Weekly report of every return visit"},
		project{id: "near", title: "Weekly revenue"})
	g.SetFilter("~wrev")
	if got := shown(g); len(got) == 0 || got[0] != "near" {
		t.Errorf("the order is %v", got)
	}
	g.SetFilter("")
	if got := shown(g); !slices.Equal(got, []string{"far", "near"}) {
		t.Errorf("without a filter the order is %v", got)
	}
}

func TestTypingOnNarrowsAndTakingBackWidens(t *testing.T) {
	ps := many(1500)
	typed := newGrid(grid.Config{}, ps...)
	for _, query := range []string{"r", "re", "rev", "rev ", "rev !", "rev !a", "rev !ar", "rev !a", "rev", "rev owner:m",
		"rev owner:maya", "re", "", "~rv", "~rve", "~rv o", "owner", "owner:", "owner:n"} {
		typed.SetFilter(query)
		fresh := newGrid(grid.Config{}, ps...)
		fresh.SetFilter(query)
		if got, want := shown(typed), shown(fresh); !slices.Equal(got, want) {
			t.Fatalf("%q typed on shows %d rows, asked at once %d", query, len(got), len(want))
		}
	}
}

func TestMatchesAreHighlighted(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	plain := strings.Join(draw(g, 80, 7), "\n")
	g.SetFilter("rev")
	if got := strings.Join(draw(g, 80, 7), "\n"); strings.Contains(got, "Churn") || !strings.Contains(plain, "Churn") {
		t.Errorf("the filter shows\n%s", got)
	}
	cells := drawOn(g, 80, 7, dark, true)
	want := "48;2;106;90;28" // the ground of the theme's Match
	for i, line := range strings.Split(cells.String(), "\n")[1:5] {
		if !strings.Contains(line, want) {
			t.Errorf("row %d has no highlighted match: %q", i, line)
		}
	}
}

func TestSortIsStableAndTogglesThroughItsThreeStates(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	step := func(id, want, arrow string) {
		t.Helper()
		g.ToggleSort(id)
		if got := strings.Join(shown(g), " "); got != want {
			t.Errorf("sorted by %s: %s, want %s", id, got, want)
		}
		if head := draw(g, 90, 6)[0]; !strings.Contains(head, arrow) {
			t.Errorf("the header is %q, want %q in it", head, arrow)
		}
	}
	step("status", "p4 p5 p1 p3 p2", "STATUS ↑")
	step("status", "p2 p1 p3 p4 p5", "STATUS ↓")
	step("status", "p1 p2 p3 p4 p5", "STATUS")
	step("views", "p1 p2 p3 p5 p4", "VIEWS ↓")
	step("views", "p4 p5 p3 p2 p1", "VIEWS ↑")
}

// plainRows is a source that can do no more than it must.
type plainRows [][]string

func (r plainRows) Len() int                    { return len(r) }
func (r plainRows) ID(row int) string           { return r[row][0] }
func (r plainRows) Cell(row, col int) grid.Cell { return grid.Cell{Text: r[row][col]} }

func TestPlainSourcesSortByTextAndByNumber(t *testing.T) {
	src := plainRows{{"a", "cell 10", "1,204"}, {"b", "Cell 9", "–"}, {"c", "cell 2", "-3.5"}, {"d", "Übung", "48 210.50"},
		{"e", "cell 9", "87"}}
	g := grid.New(grid.Config{Columns: []grid.Column{{ID: "id", Title: "ID"}, {ID: "text", Title: "TEXT"},
		{ID: "n", Title: "N", Right: true}}})
	g.SetSource(src)
	g.SetSort("text", false)
	if got := strings.Join(shown(g), ""); got != "cbead" {
		t.Errorf("by text: %s", got)
	}
	g.SetSort("n", false)
	if got := strings.Join(shown(g), ""); got != "bcead" {
		t.Errorf("by number: %s", got)
	}
	g.SetSort("n", true)
	if got := strings.Join(shown(g), ""); got != "daecb" {
		t.Errorf("by number, descending: %s", got)
	}
}

func TestManyRowsAreArrangedByAJob(t *testing.T) {
	ps := many(20000)
	g := newGrid(grid.Config{}, ps...)
	if _, ok := g.Job(); ok || g.Len() != len(ps) {
		t.Fatal("rows in the order of their source need no job")
	}
	g.SetFilter("chu")
	first, ok := g.Job()
	if !ok || !g.Busy() || g.Len() != len(ps) {
		t.Fatal("a filter over many rows must be a job, with the old rows shown meanwhile")
	}
	if _, again := g.Job(); again {
		t.Error("the same job was handed out twice")
	}
	g.SetFilter("churn")
	second, ok := g.Job()
	if !ok {
		t.Fatal("no job for the second filter")
	}
	late, err := first.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if g.Apply(late) {
		t.Error("the answer to a superseded filter was shown")
	}
	ix, err := second.Run(t.Context())
	if err != nil || !g.Apply(ix) || g.Busy() || g.Len() != ix.Len() {
		t.Fatalf("the answer was not shown: %v", err)
	}
	want := 0
	for _, p := range ps {
		if strings.Contains(p.title, "churn") {
			want++
		}
	}
	if g.Len() != want || want == 0 {
		t.Errorf("%d rows are shown, want %d", g.Len(), want)
	}
	if g.Apply(ix) {
		t.Error("an answer was shown twice")
	}
}

func TestJobsEndWithTheirContext(t *testing.T) {
	g := newGrid(grid.Config{}, many(20000)...)
	for name, ask := range map[string]func(){
		"filter": func() { g.SetFilter("a") },
		"fuzzy":  func() { g.SetFilter("~a") },
		"sort":   func() { g.SetSort("owner", true) },
	} {
		ask()
		job, ok := g.Job()
		if !ok {
			t.Fatalf("%s: no job", name)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := job.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a cancelled job returned %v", name, err)
		}
	}
}

func TestRefreshKeepsTheSelectionOnItsLine(t *testing.T) {
	ps := many(200)
	g := newGrid(grid.Config{NoHeader: true}, ps...)
	draw(g, 60, 20)
	g.Move(50)
	line := func() int {
		return slices.IndexFunc(draw(g, 60, 20), func(l string) bool { return strings.HasPrefix(l, "▌") })
	}
	before := line()
	g.SetSource(list(append(many(230)[200:], ps...)...))
	if after := line(); after != before || g.Selected() != "id-000050" {
		t.Errorf("the selection %q moved from line %d to %d", g.Selected(), before, after)
	}
}

func TestSelectionSurvivesAnythingThatHappensToTheRows(t *testing.T) {
	queries := []string{"", "r", "rev", "owner:maya", "!archived", "~rvn", "zzz", "owner:noor chu"}
	columns := []string{"", "title", "owner", "views", "status"}
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		all := many(60)
		g := newGrid(grid.Config{}, slices.Clone(all)...)
		var trail []string
		for range 60 {
			old := shown(g)
			was := g.Selected()
			switch rnd.IntN(6) {
			case 0, 1:
				rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
				n := rnd.IntN(len(all) + 1)
				trail = append(trail, fmt.Sprint("refresh ", n))
				g.SetSource(list(slices.Clone(all[:n])...))
			case 2, 3:
				q := queries[rnd.IntN(len(queries))]
				trail = append(trail, "filter "+q)
				g.SetFilter(q)
			case 4:
				c := columns[rnd.IntN(len(columns))]
				trail = append(trail, "sort "+c)
				g.SetSort(c, rnd.IntN(2) == 0)
			case 5:
				trail = append(trail, "move")
				g.Move(rnd.IntN(30) - 15)
				draw(g, 60, 12)
				continue
			}
			now := shown(g)
			if was != "" && g.Selected() != survivor(old, was, now) {
				t.Fatalf("seed %d, after %s: %q was selected, now %q, want %q",
					seed, strings.Join(trail, ", "), was, g.Selected(), survivor(old, was, now))
			}
			if len(now) > 0 && g.Selected() == "" {
				t.Fatalf("seed %d: rows are shown and none is selected", seed)
			}
		}
	}
}

// survivor is the id that must be selected after old became now: the same, or the nearest after it
// that is left, or the nearest before it; "" when there are no rows.
func survivor(old []string, was string, now []string) string {
	at := slices.Index(old, was)
	for _, id := range append([]string{was}, old[min(at+1, len(old)):]...) {
		if slices.Contains(now, id) {
			return id
		}
	}
	for i := at - 1; i >= 0; i-- {
		if slices.Contains(now, old[i]) {
			return old[i]
		}
	}
	if len(now) == 0 {
		return ""
	}
	return now[min(at, len(now)-1)]
}

func TestASelectionThatTheFilterHidComesBack(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	g.Select("p4")
	g.SetFilter("churx")
	if g.Selected() != "" {
		t.Fatalf("%q is selected where nothing is shown", g.Selected())
	}
	g.SetFilter("chur")
	if g.Selected() != "p4" {
		t.Errorf("after the slip of the finger %q is selected", g.Selected())
	}
}

func TestMotion(t *testing.T) {
	g := newGrid(grid.Config{}, many(100)...)
	draw(g, 60, 11) // ten rows
	for _, c := range []struct {
		name string
		do   func()
		want int
	}{
		{"down", func() { g.Move(1) }, 1}, {"page down", func() { g.Page(1) }, 10}, {"half page down", func() { g.HalfPage(1) }, 15},
		{"end", g.End, 99}, {"past the end", func() { g.Move(5) }, 99}, {"page up", func() { g.Page(-1) }, 90},
		{"home", g.Home, 0}, {"before the first", func() { g.Move(-1) }, 0}, {"by id", func() { g.Select("id-000042") }, 42},
		{"by an id that is not there", func() { g.Select("nobody") }, 42},
	} {
		c.do()
		if g.Position() != c.want {
			t.Errorf("%s: at %d, want %d", c.name, g.Position(), c.want)
		}
		if got := strings.Join(draw(g, 60, 11), "\n"); !strings.Contains(got, "\n▌ ") {
			t.Errorf("%s: the selection is out of sight\n%s", c.name, got)
		}
	}
}

func TestTheSelectionStaysInSightWhenTheTerminalShrinks(t *testing.T) {
	g := newGrid(grid.Config{}, many(100)...)
	draw(g, 60, 30)
	g.Move(25)
	if got := strings.Join(draw(g, 60, 8), "\n"); !strings.Contains(got, "\n▌ ") {
		t.Errorf("the selection is out of sight\n%s", got)
	}
}

func TestTheCellCursorSkipsDroppedColumns(t *testing.T) {
	g := newGrid(grid.Config{Cells: true}, sample()...)
	draw(g, 28, 6) // title and status are left
	g.MoveColumn(1)
	if g.Column() != 2 {
		t.Errorf("the cursor went to column %d", g.Column())
	}
	g.MoveColumn(5)
	if g.Column() != 2 {
		t.Errorf("the cursor went on to column %d", g.Column())
	}
	g.SelectColumn("title")
	if g.Column() != 0 {
		t.Errorf("the cursor went to column %d", g.Column())
	}
}

func TestMarks(t *testing.T) {
	g := newGrid(grid.Config{Marks: true}, sample()...)
	g.Select("p3")
	g.ToggleMark()
	g.SetFilter("status:arch")
	g.MarkAll()
	if got := strings.Join(g.Marks(), " "); got != "p3 p4 p5" || g.MarkCount() != 3 {
		t.Errorf("marked are %s", got)
	}
	g.SetSource(list(sample()[:4]...))
	if got := strings.Join(g.Marks(), " "); got != "p3 p4" || g.MarkCount() != 2 {
		t.Errorf("after p5 went away marked are %s", got)
	}
	g.MarkAll()
	if got := strings.Join(g.Marks(), " "); got != "p3" {
		t.Errorf("marking all again leaves %s", got)
	}
	g.ClearMarks()
	if g.MarkCount() != 0 || g.Marked("p3") {
		t.Error("marks are left")
	}
}

func TestOtherColumnsBeginAnew(t *testing.T) {
	g := newGrid(grid.Config{}, sample()...)
	g.SetSort("views", true)
	g.SetColumns([]grid.Column{{ID: "k", Title: "KEY"}, {ID: "v", Title: "VALUE"}}, plainRows{{"x", "1"}, {"y", "2"}})
	if id, _ := g.Sort(); id != "" || g.Selected() != "x" || g.Len() != 2 {
		t.Errorf("sort %q, selected %q, %d rows", id, g.Selected(), g.Len())
	}
	expect(t, draw(g, 40, 3), "  KEY    VALUE", "▌ x      1", "  y      2")
}

func FuzzFilter(f *testing.F) {
	f.Add("rev owner:maya", " !arch")
	f.Add(`"net rev`, `enue" ~`)
	f.Add("~\xff:", "\x00\x1b")
	ps := append(many(40), sample()...)
	ps = append(ps, project{id: "odd", title: "\xff\x00É\u0301\u202e売", owner: "\x1b[0m"})
	f.Fuzz(func(t *testing.T, query, more string) {
		typed := newGrid(grid.Config{}, ps...)
		typed.SetFilter(query)
		draw(typed, 50, 5)
		typed.SetFilter(query + more)
		fresh := newGrid(grid.Config{}, ps...)
		fresh.SetFilter(query + more)
		draw(fresh, 50, 5)
		if got, want := shown(typed), shown(fresh); !slices.Equal(got, want) {
			t.Fatalf("%q then %q shows %v, at once %v", query, more, got, want)
		}
	})
}
