package paint

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestHostileTextBecomesVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                 "plain",
		"\x1b[31mred\x1b]0;t\a": "␛[31mred␛]0;t␇",
		"a\tb\r\n":              "a␉b␍␊",
		"pay\u202eload":         "pay⟦202E⟧load",
		"zero\u200bwidth":       "zero⟦200B⟧width",
		"c1\u009b31m":           "c1�31m",
		"bad\xffutf":            "bad�utf",
		"Überblick 売上 👩‍👩‍👧":    "Überblick 売上 👩‍👩‍👧",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDrawnCellsCarryNoControlBytes(t *testing.T) {
	c := NewCanvas(40, 1)
	c.Surface().Text(0, 0, "\x1b[2J\x1b]52;c;aGk=\a\u202etitle\x9b5n", Style{})
	out := c.String()
	if strings.ContainsAny(out, "\x1b\a\u009b\u202e") {
		t.Fatalf("the canvas let control bytes through: %q", out)
	}
}

func TestTextIsClippedToItsSurface(t *testing.T) {
	c := NewCanvas(10, 3)
	c.Surface().Sub(2, 1, 4, 1).Text(-1, 0, "abc売売z", Style{})
	lines := strings.Split(ansi.Strip(c.String()), "\n")
	if got := strings.TrimRight(lines[1], " "); got != "  bc売" {
		t.Errorf("row 1 is %q", got)
	}
	if s := strings.TrimSpace(lines[0] + lines[2]); s != "" {
		t.Errorf("drew outside its rows: %q", s)
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want string
	}{
		{"revenue", 7, "revenue"}, {"revenue", 6, "reven…"}, {"売上高", 5, "売上…"}, {"売上高", 6, "売上高"}, {"x", 0, ""}, {"ab", 1, "…"},
	} {
		if got := Cut(c.in, c.w); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
	if got := CutMiddle("0123456789", 7); got != "012…789" {
		t.Errorf("CutMiddle = %q", got)
	}
}

func TestWrap(t *testing.T) {
	got := strings.Join(Wrap("no such column: regiom\nin weekly_orders_by_region", 12), "|")
	if want := "no such|column:|regiom|in|weekly_order|s_by_region"; got != want {
		t.Errorf("Wrap = %q, want %q", got, want)
	}
}

// A word of a megabyte takes as long as its length, not as the square of it, which would be hours.
func TestWrapOfALongWord(t *testing.T) {
	word := "e" + strings.Repeat("\u0301", 1<<19)
	lines := Wrap(word, 33)
	if strings.Join(lines, "") != word || len(lines) < (1<<19)/33 {
		t.Errorf("it has %d lines", len(lines))
	}
	if got := strings.Join(Wrap("a 売売売売 b", 5), "|"); got != "a|売売|売売|b" {
		t.Errorf("Wrap = %q", got)
	}
}

func FuzzNextConsumesEverything(f *testing.F) {
	for _, s := range []string{"a", "\x1b[0m", "売", "e\u0301\u0301", "\xff\xfe", "👩‍👩‍👧x", "\u202e", "a\u200d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		total := 0
		for rest := s; len(rest) > 0; {
			n, w := Next(rest)
			if n <= 0 || n > len(rest) || w <= 0 {
				t.Fatalf("Next(%q) = %d bytes, %d columns", rest, n, w)
			}
			rest, total = rest[n:], total+w
		}
		v := Visible(s)
		if !utf8.ValidString(v) || strings.ContainsAny(v, "\x00\x1b\u202e\u009b") {
			t.Fatalf("Visible(%q) = %q", s, v)
		}
		if Width(s) != total {
			t.Fatalf("Width(%q) = %d, walked %d", s, Width(s), total)
		}
	})
}

// A ruler says of every byte and every column what walking from the start of the line says, whatever was asked before and
// whatever was edited since.
func TestARulerIsAsGoodAsWalking(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "select ", "\t", "売", "é", "e\u0301", "👩‍👩‍👧", "\x1b", "\xff", "\u202e", strings.Repeat("x", 300)}
	line := ""
	for len(line) < 20_000 {
		line += pieces[rnd.IntN(len(pieces))]
	}
	var r Ruler
	for range 400 {
		if rnd.IntN(8) == 0 {
			at := rnd.IntN(len(line))
			line = line[:at] + pieces[rnd.IntN(len(pieces))] + line[at:]
			r.Changed(at)
		}
		at, col := rnd.IntN(len(line)+10)-1, Anywhere
		if rnd.IntN(2) == 0 {
			at, col = Anywhere, rnd.IntN(len(line)*2)-1
		}
		want := Place{}
		for want.At < len(line) {
			next := Step(line, want, 4)
			if next.At > at || next.Col > col {
				break
			}
			want = next
		}
		if got := r.Walk(line, 4, at, col); got != want {
			t.Fatalf("up to byte %d, column %d: %v, by walking %v", at, col, got, want)
		}
	}
	if len(r.marks) < 5 {
		t.Errorf("the ruler kept %d places of a line of %d bytes", len(r.marks), len(line))
	}
}
