package present

import (
	"fmt"
	"testing"
	"time"

	"hextui/hex"
	"hextui/ui/theme"
)

func TestAgo(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for d, want := range map[time.Duration]string{
		0: "now", 42 * time.Second: "42s ago", 59*time.Minute + 59*time.Second: "59m ago", 47 * time.Hour: "47h ago",
		13 * 24 * time.Hour: "13d ago",
		30 * 24 * time.Hour: "4w ago", 200 * 24 * time.Hour: "6mo ago", 800 * 24 * time.Hour: "2y ago", -3 * time.Hour: "now",
	} {
		if d >= 24*time.Hour && d < 48*time.Hour {
			want = "1d ago"
		}
		if got := Ago(now.Add(-d), now); got != want {
			t.Errorf("Ago(%s) = %q, want %q", d, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1204: "1,204", -1204567: "-1,204,567", 1000000: "1,000,000"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
	if got := Plural(1, "run") + " " + Plural(2, "run") + " " + Plural(0, "run"); got != "1 run 2 runs 0 runs" {
		t.Error(got)
	}
	if got := Elapsed(48*time.Second) + " " + Elapsed(3723*time.Second); got != "0:48 1:02:03" {
		t.Error(got)
	}
}

func TestARunsStateIsNeverColourAlone(t *testing.T) {
	th := theme.Mono()
	seen := map[string]hex.RunStatus{}
	for _, s := range []hex.RunStatus{hex.RunPending, hex.RunRunning, hex.RunErrored, hex.RunCompleted, hex.RunKilled, hex.RunNoKernel,
		"SOMETHING_NEW"} {
		st := Run(s, &th)
		if st.Glyph == "" || st.Word == "" {
			t.Errorf("%s has no glyph or no word: %+v", s, st)
		}
		if other, twice := seen[st.Glyph]; twice {
			t.Errorf("%s and %s share the glyph %s", s, other, st.Glyph)
		}
		seen[st.Glyph] = s
	}
	if got := Run("SOMETHING_NEW", &th).Word; got != "something_new" {
		t.Errorf("an unknown state is shown as %q and not by Hex's own word", got)
	}
}

func TestSpark(t *testing.T) {
	th := theme.Dark()
	for want, values := range map[string][]float64{"▁▅█": {1, 2, 3}, "▅▅": {7, 7}, "": nil} {
		if got := Spark(values, &th); got != want {
			t.Errorf("Spark(%v) = %q, want %q", values, got, want)
		}
	}
}

func ExampleOne() {
	fmt.Println(One("projects"), One("entries"), One("people"))
	// Output: project entry person
}
