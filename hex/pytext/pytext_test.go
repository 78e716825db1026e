package pytext_test

import (
	"strings"
	"testing"

	"hextui/hex/pytext"
)

func TestScan(t *testing.T) {
	for source, want := range map[string]string{
		"a = 1 # b\nif x:\n  y":      `a = "1" ¶ if x : ¶ y ¶`,
		"f(\n a,\n)\\\n.b; c":        `f ( a , ) . b ; c ¶`,
		`x **= y // 2 -> ...`:        `x **= y // "2" -> ... ¶`,
		`f"{a!r:>{w}} {d["k"]}" + b`: `""" ( a ( w ) ) ( d [ """ ] ) + b ¶`,
		"rb'\\'' '''a\nb'''":         `"'" "'''" ¶`,
		"größe = π":                  `größe = π ¶`,
	} {
		tokens, whole := pytext.Scan(source)
		var all []string
		for _, tok := range tokens {
			switch {
			case tok.Kind == pytext.Text:
				all = append(all, `"`+tok.Text+`"`)
			case tok.Text == "\n":
				all = append(all, "¶")
			default:
				all = append(all, tok.Text)
			}
		}
		if got := strings.Join(all, " "); got != want || !whole {
			t.Errorf("%q gives %s, %v, not %s", source, got, whole, want)
		}
	}
	for _, source := range []string{"f(", "]", "'a", "'''a", `f"{a"`, "a $ b", "a \\ b"} {
		if _, whole := pytext.Scan(source); whole {
			t.Errorf("%q is taken for whole", source)
		}
	}
}
