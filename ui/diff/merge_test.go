package diff_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hextui/ui/diff"
)

// laws holds what must be true of every merge.
func laws(t *testing.T, base, mine, theirs string) {
	t.Helper()
	for _, c := range []struct{ name, base, mine, theirs, want string }{
		{"mine is the base", base, base, theirs, theirs},
		{"theirs is the base", base, mine, base, mine},
		{"both are the same", base, mine, mine, mine},
	} {
		if got, ok := diff.Merge3(c.base, c.mine, c.theirs).Text(); !ok || got != c.want {
			t.Fatalf("%s: merged %q (decided %v), want %q", c.name, got, ok, c.want)
		}
	}
	m := diff.Merge3(base, mine, theirs)
	var b, l, r diff.Span
	for _, g := range m.Regions {
		if g.Base.From != b.To || g.Mine.From != l.To || g.Theirs.From != r.To {
			t.Fatalf("region %+v does not follow %v %v %v", g, b, l, r)
		}
		b, l, r = g.Base, g.Mine, g.Theirs
	}
	if b.To != len(m.Base) || l.To != len(m.Mine) || r.To != len(m.Theirs) {
		t.Fatalf("the regions end at %v %v %v of %d %d %d", b, l, r, len(m.Base), len(m.Mine), len(m.Theirs))
	}
	for want, choice := range map[string]diff.Choice{mine: diff.TakeMine, theirs: diff.TakeTheirs, base: diff.TakeBase} {
		for i, g := range m.Regions {
			if g.ChangedMine || g.ChangedTheirs {
				m.Choose(i, choice)
			}
		}
		if got, ok := m.Text(); !ok || got != want {
			t.Fatalf("all regions by choice %d give %q, want %q", choice, got, want)
		}
	}
	turned := diff.Merge3(base, theirs, mine)
	a, _ := m.Conflicts()
	if b, _ := turned.Conflicts(); a != b {
		t.Fatalf("%d conflicts one way, %d the other (base %q, mine %q, theirs %q)", a, b, base, mine, theirs)
	}
}

func TestChangesApartAreMerged(t *testing.T) {
	mine := strings.Replace(query, "c.channel", "c.region", 1)
	theirs := strings.Replace(query, "group by 1, 2", "group by 1, 2\n order by 1", 1)
	m := diff.Merge3(query, mine, theirs)
	got, ok := m.Text()
	if want := strings.Replace(theirs, "c.channel", "c.region", 1); !ok || got != want {
		t.Errorf("merged %v\n%s", ok, got)
	}
	if n, _ := m.Conflicts(); n != 0 {
		t.Errorf("%d conflicts", n)
	}
}

func TestConflictsAreDecidedOneByOne(t *testing.T) {
	base := "a\nb\nc\nd\ne\n"
	m := diff.Merge3(base, "A1\nb\nc\nd\nE1\n", "A2\nb\nc\nd\nE2")
	if n, open := m.Conflicts(); n != 2 || open != 2 {
		t.Fatalf("%d conflicts, %d undecided", n, open)
	}
	text, ok := m.Text()
	if want := "<<<<<<< mine\nA1\n=======\nA2\n>>>>>>> theirs\nb\nc\nd\n<<<<<<< mine\nE1\n=======\nE2\n>>>>>>> theirs\n"; ok ||
		text != want {
		t.Errorf("undecided the text is (%v)\n%s", ok, text)
	}
	for _, c := range []struct {
		first, last diff.Choice
		want        string
	}{
		{diff.TakeMine, diff.TakeTheirs, "A1\nb\nc\nd\nE2"},
		{diff.TakeTheirs, diff.TakeMine, "A2\nb\nc\nd\nE1\n"},
		{diff.TakeBoth, diff.TakeBase, "A1\nA2\nb\nc\nd\ne\n"},
		{diff.TakeBase, diff.TakeBoth, "a\nb\nc\nd\nE1\nE2"},
	} {
		m.Choose(0, c.first)
		m.Choose(len(m.Regions)-1, c.last)
		if got, ok := m.Text(); !ok || got != c.want {
			t.Errorf("%d and %d give %q, want %q", c.first, c.last, got, c.want)
		}
	}
}

func TestNeighbouringChangesAreAConflict(t *testing.T) {
	m := diff.Merge3("a\nb\n", "A\nb\n", "a\nB\n")
	if n, _ := m.Conflicts(); n != 1 {
		t.Errorf("%d conflicts, want 1: neighbouring lines belong together", n)
	}
}

func TestMarkersKeepTheLineEndings(t *testing.T) {
	text, _ := diff.Merge3("a\r\n", "b\r\n", "c").Text()
	if want := "<<<<<<< mine\r\nb\r\n=======\r\nc\r\n>>>>>>> theirs\r\n"; text != want {
		t.Errorf("the text is %q", text)
	}
}

func TestMergeLaws(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	for range 500 {
		base := scramble(rnd, query)
		laws(t, base, scramble(rnd, base), scramble(rnd, base))
	}
}

func FuzzMerge3(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nB\nc", "x\r\na\nb\nc\n")
	f.Add("", "a", "b\n")
	f.Fuzz(laws)
}
