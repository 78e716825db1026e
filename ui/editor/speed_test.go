package editor_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/ui/editor"
	"hextui/ui/lex"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// query is SQL of n lines.
func query(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  sum(case when o.status = 'paid' then o.total_cents end) / 100.0 as revenue_%d, -- {{ region }}\n", i)
	}
	return []byte(b.String())
}

// desk is an editor with a surface to draw on.
type desk struct {
	*editor.Editor
	canvas *paint.Canvas
	theme  theme.Theme
}

func newDesk(source []byte) *desk {
	d := &desk{editor.New(lex.ByName("sql")), paint.NewCanvas(120, 40), theme.Dark()}
	d.SetSource(source)
	return d
}

func (d *desk) draw() { d.Draw(d.canvas.Surface(), &d.theme, true) }

// key types a character in the middle of the source, takes it back and draws after each.
func (d *desk) key() {
	d.Insert("x")
	d.draw()
	d.Do(editor.DeleteLeft)
	d.draw()
}

func middle(lines int) *desk {
	d := newDesk(query(lines))
	d.GoToColumn(lines/2, 20)
	d.draw()
	return d
}

// best is the shortest of many runs of f, which noise only ever makes longer.
func best(runs int, f func()) time.Duration {
	times := make([]time.Duration, runs)
	for i := range times {
		start := time.Now()
		f()
		times[i] = time.Since(start)
	}
	return slices.Min(times)
}

// ratio compares two things in turns, so that both have the same luck.
func ratio(a, b func()) float64 {
	least := [2]time.Duration{time.Hour, time.Hour}
	for range 6 {
		least[0] = min(least[0], best(15, a))
		least[1] = min(least[1], best(15, b))
	}
	return float64(least[0]) / float64(least[1])
}

func TestAKeyCostsTheSameInLongSources(t *testing.T) {
	long, short := middle(5_000), middle(500)
	if r := ratio(long.key, short.key); r > 2 {
		t.Errorf("a key costs %.1f times as much in 5,000 lines as in 500", r)
	}
	move := func(d *desk) func() {
		return func() { d.Do(editor.MoveDown); d.draw(); d.Do(editor.MoveUp); d.draw() }
	}
	if r := ratio(move(long), move(short)); r > 2 {
		t.Errorf("a move costs %.1f times as much in 5,000 lines as in 500", r)
	}
	line := func(d *desk) func() {
		return func() {
			d.Do(editor.NewLine)
			d.draw()
			d.Do(editor.DeleteWordLeft)
			d.draw()
			d.Do(editor.Undo)
			d.Do(editor.Undo)
		}
	}
	if r := ratio(line(long), line(short)); r > 3 {
		t.Errorf("a new line costs %.1f times as much in 5,000 lines as in 500", r)
	}
}

func TestAllocations(t *testing.T) {
	d := middle(5_000)
	if n := testing.AllocsPerRun(50, d.draw); n > 60 {
		t.Errorf("drawing allocates %v times", n)
	}
	if n := testing.AllocsPerRun(50, d.key); n > 140 {
		t.Errorf("two keys and their drawings allocate %v times", n)
	}
}

// A line of two megabytes: going to its end, typing in its middle, drawing and searching cost
// little more than the copies of the line that an edit makes.
func TestAHugeLine(t *testing.T) {
	huge := []byte("select " + strings.Repeat("'a\tb', ", 300_000) + "1")
	d := newDesk(huge)
	d.draw()
	d.Do(editor.MoveLineEnd)
	d.draw()
	d.GoToColumn(1, 1_000_000)
	d.draw()
	small := newDesk(query(1))
	small.draw()
	still := func(d *desk) func() {
		return func() { d.Do(editor.MoveLeft); d.draw(); d.Do(editor.MoveRight); d.draw() }
	}
	if r := ratio(still(d), still(small)); r > 60 {
		t.Errorf("a move in a huge line costs %.1f times as much as in a short one", r)
	}
	copying := func() { _ = strings.Repeat("x", len(huge)) }
	if r := ratio(d.key, copying); r > 40 {
		t.Errorf("a key in a huge line costs %.1f times as much as a copy of it", r)
	}
	if string(d.Bytes()) != string(huge) {
		t.Error("the line is another one now")
	}
}

func BenchmarkKey(b *testing.B) {
	for _, n := range []int{50, 500, 5_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := middle(n)
			b.ReportAllocs()
			for b.Loop() {
				d.key()
			}
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{50, 500, 5_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := middle(n)
			b.ReportAllocs()
			for b.Loop() {
				d.draw()
			}
		})
	}
}

func BenchmarkLoadAndJumpToEnd(b *testing.B) {
	source := query(5_000)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		d := newDesk(source)
		d.Do(editor.MoveDocumentEnd)
		d.draw()
	}
}

func BenchmarkSearch(b *testing.B) {
	for _, q := range []string{"revenue_4999", "Ä", "x"} {
		b.Run(q, func(b *testing.B) {
			d := newDesk(query(5_000))
			for b.Loop() {
				d.Search(q)
				d.Matches()
				d.EndSearch()
			}
		})
	}
}

func BenchmarkHugeLine(b *testing.B) {
	kinds := map[string]string{"ascii": "'a\tb', ", "wide": "売上高 ä", "marks": "\u0301\u0302"}
	for _, name := range []string{"ascii", "wide", "marks"} {
		source := []byte(strings.Repeat(kinds[name], 2_000_000/len(kinds[name])))
		b.Run(name+"/open at the end", func(b *testing.B) {
			for b.Loop() {
				d := newDesk(source)
				d.Do(editor.MoveLineEnd)
				d.draw()
			}
		})
		b.Run(name+"/key at the end", func(b *testing.B) {
			d := newDesk(source)
			d.Do(editor.MoveLineEnd)
			d.draw()
			for b.Loop() {
				d.key()
			}
		})
		b.Run(name+"/move at the end", func(b *testing.B) {
			d := newDesk(source)
			d.Do(editor.MoveLineEnd)
			d.draw()
			for b.Loop() {
				d.Do(editor.MoveLeft)
				d.draw()
				d.Do(editor.MoveRight)
				d.draw()
			}
		})
	}
}

// counting counts the lines that it lexes.
type counting struct {
	lex.Lexer
	lines *int
}

func (c counting) Line(spans []lex.Span, line string, in lex.State) ([]lex.Span, lex.State) {
	*c.lines++
	return c.Lexer.Line(spans, line, in)
}

// A key lexes the lines in sight and those that it changes, however long the source is; a comment that is opened and closed again lexes
// no more than what is in sight.
func TestAKeyLexesWhatIsInSight(t *testing.T) {
	lexed := func(n int, keys func(*desk)) int {
		count := 0
		l := lex.ByName("sql")
		l.Lexer = counting{l.Lexer, &count}
		d := middle(n)
		d.SetLanguage(l)
		d.draw()
		count = 0
		keys(d)
		return count
	}
	for name, keys := range map[string]func(*desk){
		"a letter":   (*desk).key,
		"a new line": func(d *desk) { d.Do(editor.NewLine); d.draw() },
		"a comment":  func(d *desk) { d.Insert("/*"); d.draw(); d.Do(editor.Undo); d.draw() },
		"a move":     func(d *desk) { d.Do(editor.MovePageDown); d.draw() },
		"completion": func(d *desk) { d.Insert("x"); d.Quoted(); d.Around(200); d.draw() },
	} {
		short, long := lexed(500, keys), lexed(5_000, keys)
		if long > short || long > 6*40 {
			t.Errorf("%s lexes %d lines of 5,000 and %d of 500; 40 are in sight", name, long, short)
		}
	}
}
