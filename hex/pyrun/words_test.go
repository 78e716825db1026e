package pyrun

import (
	"strconv"
	"strings"
)

// repeated writes a line as often as the number and star after it say: "a\n2*b\n" is "a\na\nb\n".
func repeated(s string) string {
	var b strings.Builder
	for s != "" {
		line, rest, _ := strings.Cut(s, "\n")
		n := 1
		if digits, after, ok := strings.Cut(rest, "*"); ok {
			if k, err := strconv.Atoi(digits); err == nil {
				n, rest = k, after
			}
		}
		b.WriteString(strings.Repeat(line+"\n", n))
		s = rest
	}
	return b.String()
}
