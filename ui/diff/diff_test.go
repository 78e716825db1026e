package diff_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hextui/ui/diff"
)

func all(int) bool  { return true }
func none(int) bool { return false }

// check holds what must be true of every comparison.
func check(t *testing.T, base, mine string) *diff.Diff {
	t.Helper()
	d := diff.Compare(base, mine)
	if got := d.Text(all); got != mine {
		t.Fatalf("all hunks give %q, not mine %q (base %q)", got, mine, base)
	}
	if got := d.Text(none); got != base {
		t.Fatalf("no hunk gives %q, not the base %q (mine %q)", got, base, mine)
	}
	if d.Changed() != (base != mine) {
		t.Fatalf("Changed is %v for %q and %q", d.Changed(), base, mine)
	}
	endB, endM := -1, -1
	for i, h := range d.Hunks {
		if h.Base.Len() == 0 && h.Mine.Len() == 0 || h.Base.From <= endB || h.Mine.From <= endM {
			t.Fatalf("hunk %d is %+v after lines %d, %d (base %q, mine %q)", i, h, endB, endM, base, mine)
		}
		endB, endM = h.Base.To, h.Mine.To
		inBase, inMine := d.Words(i)
		checkParts(t, d.Base[h.Base.From:h.Base.To], inBase)
		checkParts(t, d.Mine[h.Mine.From:h.Mine.To], inMine)
	}
	return d
}

func checkParts(t *testing.T, lines []string, parts [][]diff.Part) {
	t.Helper()
	for i := range parts {
		end := 0
		for _, p := range parts[i] {
			if p.From < end || p.To <= p.From || p.To > len(lines[i]) {
				t.Fatalf("parts %v do not fit line %q", parts[i], lines[i])
			}
			end = p.To
		}
	}
}

func TestTextsComeBackByteForByte(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""}, {"", "a"}, {"a", ""}, {"a\nb\n", "a\nb"}, {"a\nb", "a\nb\n"}, {"a\r\nb\r\n", "a\nb\n"},
		{"a\r\nb\nc\r", "a\r\nB\nc\r"}, {"\n\n\n", "\n\n"}, {"\xff\xfe\n\x00\n", "\xff\n\x00\x80\n"}, {"\r", "\n"},
		{"a\u2028b\n", "a\u2028c\n"},
	} {
		check(t, c[0], c[1])
		check(t, c[1], c[0])
	}
}

const query = `select date(o.created_at) as week,
       c.channel,
       sum(o.total_cents) / 100.0 as revenue
  from orders o
  join customers c on c.id = o.customer_id
 where o.created_at >= {{ start_date }}
 group by 1, 2
`

func TestHunksAreSeparateAndChosenAlone(t *testing.T) {
	mine := strings.Replace(query, "c.channel", "c.region", 1)
	mine = strings.Replace(mine, "{{ start_date }}", "{{ start_date }} and o.status <> 'cancelled'", 1)
	mine += "order by 1\n"
	d := check(t, query, mine)
	if len(d.Hunks) != 3 {
		t.Fatalf("%d hunks: %+v", len(d.Hunks), d.Hunks)
	}
	got := d.Text(func(i int) bool { return i == 1 })
	want := strings.Replace(query, "{{ start_date }}", "{{ start_date }} and o.status <> 'cancelled'", 1)
	if got != want {
		t.Errorf("the second hunk alone gives\n%s", got)
	}
	if a, r, c := d.Count(all); a != 1 || r != 0 || c != 2 {
		t.Errorf("counted %d added, %d removed, %d changed", a, r, c)
	}
}

// marked is a line with its changed parts in brackets.
func marked(line string, parts []diff.Part) string {
	for i := len(parts) - 1; i >= 0; i-- {
		p := parts[i]
		line = line[:p.From] + "[" + line[p.From:p.To] + "]" + line[p.To:]
	}
	return strings.TrimSuffix(line, "\n")
}

func TestChangedWordsAreMarked(t *testing.T) {
	for _, c := range []struct{ base, mine, inBase, inMine string }{
		{"where a >= 10\n", "where a >= 12\n", "where a >= [10]", "where a >= [12]"},
		{"where a >= 1\n", "where a >= 1 and b\n", "where a >= 1", "where a >= 1[ and b]"},
		{"sum(o.total_cents)\n", "sum(o.total_cents) / 100.0\n", "sum(o.total_cents)", "sum(o.total_cents)[ / 100.0]"},
		{"select a, b, c from orders\n", "select x, b, y from orders\n", "select [a], b, [c] from orders",
			"select [x], b, [y] from orders"},
		{"a very plain sentence\n", "SELECT 1 FROM t WHERE u\n", "a very plain sentence", "SELECT 1 FROM t WHERE u"},
		{"売上高を計算する\n", "売上額を計算する\n", "売上[高]を計算する", "売上[額]を計算する"},
	} {
		d := check(t, c.base, c.mine)
		inBase, inMine := d.Words(0)
		b, m := strings.TrimSuffix(c.base, "\n"), strings.TrimSuffix(c.mine, "\n")
		if inBase != nil {
			b, m = marked(c.base, inBase[0]), marked(c.mine, inMine[0])
		}
		if b != c.inBase || m != c.inMine {
			t.Errorf("marked %s → %s, want %s → %s", b, m, c.inBase, c.inMine)
		}
	}
}

func TestManySmallChangesStaySmallHunks(t *testing.T) {
	var base, mine strings.Builder
	for i := range 2000 {
		line := fmt.Sprintf("line number %d of the base\n", i)
		base.WriteString(line)
		if i%5 == 2 {
			line = "changed: " + line
		}
		mine.WriteString(line)
	}
	d := check(t, base.String(), mine.String())
	if len(d.Hunks) != 400 || d.Rough {
		t.Errorf("%d hunks, rough %v", len(d.Hunks), d.Rough)
	}
}

func different(side string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s line %d %x\n", side, i, i*i)
	}
	return b.String()
}

func TestWhollyDifferentTextsSaySo(t *testing.T) {
	d := check(t, different("left", 5000), different("right", 5000))
	if len(d.Hunks) != 1 || !d.Rough {
		t.Errorf("%d hunks, rough %v", len(d.Hunks), d.Rough)
	}
	// Lines that repeat in both, none of which is unique, are compared within the same bound.
	check(t, strings.Repeat("a\nb\nc\n", 2000), strings.Repeat("c\nb\na\n", 2000))
}

func TestOneVeryLongLine(t *testing.T) {
	base := strings.Repeat("0123456789,", 200_000)
	mine := base[:1_100_000] + "here" + base[1_100_000:]
	d := check(t, base, mine)
	_, inMine := d.Words(0)
	if len(inMine) != 1 || len(inMine[0]) != 1 || inMine[0][0].To-inMine[0][0].From > 40 {
		t.Errorf("the change within the long line is %v", inMine)
	}
}

// scramble changes some lines of a text.
func scramble(rnd *rand.Rand, text string) string {
	lines := diff.Lines(text)
	for range rnd.IntN(4) {
		at := rnd.IntN(len(lines) + 1)
		switch rnd.IntN(3) {
		case 0:
			lines = append(lines[:at:at], append([]string{fmt.Sprintf("new %d\n", rnd.IntN(5))}, lines[at:]...)...)
		case 1:
			if at < len(lines) {
				lines = append(lines[:at:at], lines[at+1:]...)
			}
		case 2:
			if at < len(lines) {
				lines = append(lines[:at:at], append([]string{strings.ToUpper(lines[at])}, lines[at+1:]...)...)
			}
		}
	}
	out := strings.Join(lines, "")
	if rnd.IntN(4) == 0 {
		out = strings.TrimSuffix(out, "\n")
	}
	return out
}

func TestAnySelectionOfHunksIsATextMadeOfBothSides(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 500 {
		base := scramble(rnd, query)
		d := check(t, base, scramble(rnd, scramble(rnd, base)))
		keep := rnd.Uint64()
		half := d.Text(func(i int) bool { return keep>>i&1 == 1 })
		again := diff.Compare(base, half)
		if again.Text(all) != half {
			t.Fatalf("half of the hunks give %q", half)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a\nb\n", "a\r\nb")
	f.Add(query, strings.ToUpper(query))
	f.Add("\xff\n\n\x00", "\n\xff\xfe\n")
	f.Fuzz(func(t *testing.T, base, mine string) { check(t, base, mine) })
}

func BenchmarkCompare(b *testing.B) {
	long := strings.Repeat("0123456789,", 200_000)
	for _, c := range []struct{ name, base, mine string }{
		{"cell", query, strings.Replace(query, "channel", "region", 1)},
		{"2MB line", long, long[:1_000_000] + "x" + long[1_000_000:]},
		{"5000 different lines", different("left", 5000), different("right", 5000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				d := diff.Compare(c.base, c.mine)
				d.Words(0)
			}
		})
	}
}
