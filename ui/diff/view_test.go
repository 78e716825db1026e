package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui/diff"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

type drawer interface {
	Draw(s paint.Surface, th *theme.Theme, focused bool)
}

func draw(v drawer, w, h int) []string {
	th := theme.Dark()
	c := paint.NewCanvas(w, h)
	v.Draw(c.Surface(), &th, true)
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

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "line %d\n", i+1)
	}
	return b.String()
}

func TestUnifiedShowsHunksWithContext(t *testing.T) {
	base := numbered(30)
	mine := strings.Replace(base, "line 10\n", "line ten\nand more\n", 1)
	v := diff.NewView(diff.Compare(base, mine))
	expect(t, draw(v, 40, 12),
		"      … 6 unchanged lines",
		"   7   line 7",
		"   8   line 8",
		"   9   line 9",
		"▌ 10 - line 10",
		"▌ 10 + line ten",
		"▌ 11 + and more",
		"  11   line 11",
		"  12   line 12",
		"  13   line 13",
		"      … 17 unchanged lines",
		"")
	if got := v.Summary(); got != "1 line changed, 1 added" {
		t.Errorf("the summary is %q", got)
	}
	if !v.Click(8, 0) {
		t.Error("nothing was under the fold")
	}
	expect(t, draw(v, 40, 12), "   1   line 1", "   2   line 2")
	v.SetContext(0)
	expect(t, draw(v, 40, 6), "      … 9 unchanged lines", "▌ 10 - line 10", "▌ 10 + line ten", "▌ 11 + and more",
		"      … 20 unchanged lines", "")
}

func TestSplitShowsBothSides(t *testing.T) {
	v := diff.NewView(diff.Compare("a\nold\nz\n", "a\nnew\nmore\nz\n"))
	v.SetSplit(true)
	expect(t, draw(v, 61, 5),
		"   1   a                      │  1   a",
		"▌  2 - old                    │  2 + new",
		"▌                             │  3 + more",
		"   3   z                      │  4   z",
		"")
	expect(t, draw(v, 40, 5), "   1   a", "▌  2 - old", "▌  2 + new")
}

func TestHunksAreKeptOrDropped(t *testing.T) {
	base := numbered(40)
	mine := strings.NewReplacer("line 5\n", "LINE 5\n", "line 30\n", "").Replace(base)
	v := diff.NewView(diff.Compare(base, mine))
	draw(v, 40, 10)
	if v.Text() != mine || v.Summary() != "1 line changed, 1 removed" {
		t.Errorf("at first: %s", v.Summary())
	}
	v.MoveHunk(1)
	if got := strings.Join(draw(v, 40, 10), "\n"); !strings.Contains(got, "▌ 30 - line 30") {
		t.Errorf("the second hunk is out of sight\n%s", got)
	}
	v.Toggle()
	if v.Text() != strings.Replace(base, "line 5\n", "LINE 5\n", 1) || v.Summary() != "1 line changed" {
		t.Errorf("with the second dropped: %s", v.Summary())
	}
	if got := strings.Join(draw(v, 40, 10), "\n"); !strings.Contains(got, "▌ 30 = line 30") {
		t.Errorf("the dropped hunk looks\n%s", got)
	}
	v.MoveHunk(-1)
	v.Toggle()
	v.MoveHunk(1)
	if v.Text() != base || v.Summary() != "no change" {
		t.Errorf("with all dropped: %s", v.Summary())
	}
	v.MoveHunk(-5)
	if got := strings.Join(draw(v, 40, 10), "\n"); v.Hunk() != 0 || !strings.Contains(got, "▌  5 × LINE 5") {
		t.Errorf("the first hunk looks\n%s", got)
	}
}

func TestNothingChanged(t *testing.T) {
	v := diff.NewView(diff.Compare(query, query))
	v.MoveHunk(1)
	v.Toggle()
	if got := draw(v, 40, 3); got[0] != "  Nothing changed." || v.Hunk() != -1 || v.Text() != query {
		t.Errorf("drawn %q", got)
	}
}

func TestLineEndingsAreShownWhereTheyDiffer(t *testing.T) {
	v := diff.NewView(diff.Compare("a\r\nb\n", "a\nb\n"))
	if got := draw(v, 40, 4); got[0] != "▌  1 - a␍" || got[1] != "▌  1 + a" {
		t.Errorf("drawn %q", got)
	}
	v = diff.NewView(diff.Compare("a\r\nb\r\n", "a\r\nB\r\n"))
	if got := strings.Join(draw(v, 40, 4), "\n"); strings.Contains(got, "␍") {
		t.Errorf("equal line endings are shown\n%s", got)
	}
	v = diff.NewView(diff.Compare("a\nb\n", "a\nb"))
	if got := draw(v, 40, 4); got[2] != "▌  2 + b no newline at the end" {
		t.Errorf("drawn %q", got)
	}
}

func TestTabsAndHostileText(t *testing.T) {
	v := diff.NewView(diff.Compare("\tx\n\x1b[31m\u202e\n", "\ty\n\x1b[31m\u202e\n"))
	got := draw(v, 40, 3)
	if got[0] != "▌  1 -     x" || !strings.HasPrefix(got[2], "   2   ␛[31m⟦202E⟧") {
		t.Errorf("drawn %q", got)
	}
}

func TestVeryLongLinesScrollToTheChange(t *testing.T) {
	base := strings.Repeat("0123456789,", 200_000)
	v := diff.NewView(diff.Compare(base, base[:1_500_000]+" needle "+base[1_500_000:]))
	if got := strings.Join(draw(v, 80, 4), "\n"); !strings.Contains(got, "needle") {
		t.Errorf("the change is out of sight\n%s", got)
	}
	v.Scroll(1<<40, 0)
	if got := draw(v, 80, 4); !strings.HasSuffix(got[0], "56789,") {
		t.Errorf("the end of the line is %q", got[0])
	}
	v.Home()
	if got := draw(v, 80, 4); !strings.HasPrefix(got[0], "▌  1 - 0123456789,") {
		t.Errorf("the beginning of the line is %q", got[0])
	}
}

// What was only added or only taken away stands on one side: that side says what comes into sight, wherever the lines stand.
func TestAChangeOfALongLineComesIntoSight(t *testing.T) {
	short := "select country, count(*) as n, sum(total_cents) as revenue from orders group by 1"
	long := short + ", needle"
	for _, split := range []bool{false, true} {
		for _, c := range []struct{ base, mine string }{{short, long}, {long, short}, {short + ", pin", long}} {
			v := diff.NewView(diff.Compare("-- first\n"+c.base+"\n", "-- first\n"+c.mine+"\n"))
			v.SetSplit(split)
			if got := strings.Join(draw(v, 72, 4), "\n"); !strings.Contains(got, "needle") {
				t.Errorf("side by side %v: the change is out of sight\n%s", split, got)
			}
		}
	}
}

// A line whose change ends at the edge stays where it is: what goes on behind the change has room there, if anything does.
func TestALineThatFitsStaysAtItsBeginning(t *testing.T) {
	v := diff.NewView(diff.Compare("select sum(total) as x, 12345\n", "select sum(total)\n"))
	if got := draw(v, 36, 3); got[0] != "▌  1 - select sum(total) as x, 12345" {
		t.Errorf("drawn %q", got)
	}
	v = diff.NewView(diff.Compare("select sum(total) as x, 12345 from orders\n", "select sum(total) from orders\n"))
	if got := draw(v, 36, 3); got[0] != "▌  1 - m(total) as x, 12345 from or…" {
		t.Errorf("drawn %q", got)
	}
}

func TestHorizontalScrollKeepsWideCharactersWhole(t *testing.T) {
	v := diff.NewView(diff.Compare("売上高 revenue\n", "売上額 revenue\n"))
	draw(v, 30, 3)
	for left := range 14 {
		v.Home()
		v.Scroll(left, 0)
		for _, l := range draw(v, 12, 3)[:2] {
			if !strings.HasPrefix(l, "▌  1 ") || ansi.StringWidth(l) > 12 {
				t.Errorf("at %d the line is %q", left, l)
			}
		}
	}
}

func TestNoSizeBreaksViews(t *testing.T) {
	base := numbered(50) + "\t売上\n"
	mine := strings.NewReplacer("line 7\n", "line seven\n", "売", "x").Replace(base)
	theirs := strings.Replace(base, "line 7\n", "line VII\n\n", 1)
	v := diff.NewView(diff.Compare(base, mine))
	m := diff.NewMergeView(diff.Merge3(base, mine, theirs), [3]string{"yours", "now in Hex", "merged"})
	for w := range 90 {
		for h := range 5 {
			v.SetSplit(w%2 == 0)
			v.MoveHunk(1 - h%3)
			m.Move(1 - h%3)
			v.Scroll(1, 2)
			m.Scroll(1, 2)
			draw(v, w, h)
			draw(m, w, h)
		}
	}
}

func TestConflictViewDecides(t *testing.T) {
	base := "a\nb\nc\nd\ne\nf\n"
	v := diff.NewMergeView(diff.Merge3(base, "a\nB1\nc\nd\ne\nf\n", "a\nB2\nmore\nc\nd\ne\nF\n"),
		[3]string{"yours", "now in Hex", "merged"})
	expect(t, draw(v, 92, 8),
		"  yours                       │  now in Hex                  │  merged",
		" 1   a                        │ 1   a                        │ 1   a",
		"▌2 ? B1                       │▌2 ? B2                       │▌? mine or theirs",
		"▌                             │▌3 ? more                     │▌",
		" 3   c                        │ 4   c                        │ 2   c",
		" 4   d                        │ 5   d                        │ 3   d",
		" 5   e                        │ 6   e                        │ 4   e",
		" 6   f                        │ 7 + F                        │ 5 + F")
	if got := v.Summary(); got != "1 conflict to decide" {
		t.Errorf("the summary is %q", got)
	}
	v.Choose(diff.TakeTheirs)
	expect(t, draw(v, 92, 4),
		"  yours                       │  now in Hex                  │  merged",
		" 1   a                        │ 1   a                        │ 1   a",
		"▌2 - B1                       │▌2 + B2                       │▌2 + B2",
		"▌                             │▌3 + more                     │▌3 + more")
	if text, ok := v.Merge().Text(); !ok || text != "a\nB2\nmore\nc\nd\ne\nF\n" || v.Summary() != "all conflicts decided" ||
		v.NextUndecided() {
		t.Errorf("decided %v: %q; %s", ok, text, v.Summary())
	}
	expect(t, draw(v, 40, 3), "  yours", " 1   a", "▌2 - B1")
	v.NextPane()
	v.NextPane()
	expect(t, draw(v, 40, 3), "  merged", " 1   a", "▌2 + B2")
}

// Where both changed the end of a long line, each pane shows what was made of it.
func TestAConflictInALongLineComesIntoSight(t *testing.T) {
	long := "select country, count(*) as n, sum(total_cents) as revenue from orders where status = "
	v := diff.NewMergeView(diff.Merge3(long+"'paid'\n", long+"'shipped'\n", long+"'cancelled'\n"),
		[3]string{"yours", "now in Hex", "merged"})
	if got := draw(v, 92, 3); !strings.Contains(got[1], "'shipped'") || !strings.Contains(got[1], "'cancelled'") {
		t.Errorf("the changes are out of sight\n%s", strings.Join(got, "\n"))
	}
	if got := draw(v, 40, 3); !strings.Contains(got[1], "'shipped'") {
		t.Errorf("the change is out of sight\n%s", strings.Join(got, "\n"))
	}
	v.Home()
	if got := draw(v, 92, 3); !strings.Contains(got[1], "select") {
		t.Errorf("the beginning of the line is out of sight\n%s", strings.Join(got, "\n"))
	}
}

func TestMergeViewScrollsSideways(t *testing.T) {
	v := diff.NewMergeView(diff.Merge3("a\n", strings.Repeat("x", 300)+"END\n", "b\n"), [3]string{"yours", "now in Hex", "merged"})
	v.Scroll(1<<40, 0)
	if got := draw(v, 92, 3); !strings.Contains(got[1], "END") {
		t.Errorf("the end of the long line is %q", got[1])
	}
}

func TestDrawingAllocatesLittleWhateverTheLength(t *testing.T) {
	long := strings.Repeat("0123456789,", 200_000)
	th := theme.Dark()
	canvas := paint.NewCanvas(120, 40)
	for name, d := range map[string]*diff.Diff{
		"one long line": diff.Compare(long, long[:1_000_000]+" x "+long[1_000_000:]),
		"many lines":    diff.Compare(different("left", 5000), different("right", 5000)),
	} {
		v := diff.NewView(d)
		if n := testing.AllocsPerRun(20, func() { v.Scroll(1, 1); v.Draw(canvas.Surface(), &th, true) }); n > 400 {
			t.Errorf("%s: a drawing allocates %.0f times", name, n)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	long := strings.Repeat("0123456789,", 200_000)
	for _, c := range []struct{ name, base, mine string }{
		{"cell", query, strings.Replace(query, "channel", "region", 1)},
		{"2MB line", long, long[:1_000_000] + " x " + long[1_000_000:]},
		{"5000 different lines", different("left", 5000), different("right", 5000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			v := diff.NewView(diff.Compare(c.base, c.mine))
			th := theme.Dark()
			canvas := paint.NewCanvas(120, 40)
			b.ReportAllocs()
			for b.Loop() {
				v.Draw(canvas.Surface(), &th, true)
			}
		})
	}
}
