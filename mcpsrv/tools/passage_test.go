package tools

import (
	"strings"
	"testing"
)

func TestPassage(t *testing.T) {
	const whole = "one\ntwo\n\nfour ü\nfive"
	for _, c := range []struct {
		at    place
		n     int
		text  string
		to    int
		next  string
		whole bool
	}{
		{place{}, 100, whole, 5, "", true},
		{place{FromLine: 2}, 100, "two\n\nfour ü\nfive", 5, "", false},
		{place{FromLine: 1, Lines: 2}, 100, "one\ntwo\n", 2, "from_line 3.", false},
		{place{FromLine: 4, Lines: 9}, 100, "four ü\nfive", 5, "", false},
		{place{FromLine: 9}, 100, "", 5, "", false},
		{place{}, 5, "one\n", 1, "from_line 2.", false},
		{place{}, 2, "on", 1, "from_line 1 and from_char 2.", false},
		{place{FromLine: 4}, 6, "four ", 4, "from_line 4 and from_char 5.", false},
		{place{FromLine: 4, FromChar: 5}, 100, "ü\nfive", 5, "", false},
	} {
		p, text := passageOf(whole, c.at)
		if c.n < len(text) {
			p, text = p.cut(text, c.n)
		}
		if text != c.text || p.ToLine != c.to || p.Complete != c.whole || !strings.HasSuffix(p.Next, c.next) ||
			(p.Next == "") != (c.next == "") {
			t.Errorf("%+v and %d give %q, %+v", c.at, c.n, text, p)
		}
	}
}
