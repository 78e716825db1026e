package paint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// signs are the ASCII characters that stand for others in the same width: what the UI draws with, and letters that are no
// other letter with a mark.
var signs = pairs(
	"√+ ×x ►> ◦. ■# ▌| ●* ○o ♦* ▼v ┃| ≡=",
	"✓+ ✗x ▶> ◌. ◆* ★* →> ←< ↑^ ↓v …~ ⏎< ⌗# λl ¶P ▤= ◔% ▦= ·. •* –- —- −- ‑- ›> ‹< “\" ”\" „\" ‘' ’' ⟦[ ⟧] ⟨< ⟩>",
	"⠋| ⠙/ ⠹- ⠸\\ ⠼| ⠴/ ⠦- ⠧\\ ⠇| ⠏/",
	"▁. ▂: ▃- ▄= ▅+ ▆* ▇% █# ▀' ░. ▒: ▓# ▏| ▎| ▍| ▋# ▊# ▉#",
	"─- ━- ═- │| ║|",
	"ßs æa ÆA œo ŒO øo ØO łl ŁL đd ĐD ðd ÐD þt ÞT ıi €E",
)

func pairs(lists ...string) map[rune]byte {
	m := map[rune]byte{}
	for _, list := range lists {
		for _, pair := range strings.Fields(list) {
			r, n := utf8.DecodeRuneInString(pair)
			m[r] = pair[n]
		}
	}
	return m
}

// asciiOf is what is drawn in place of a piece of text on a screen with ASCII signs only, in the same width.
func asciiOf(cluster string, width int) string {
	if plain(cluster) {
		return cluster
	}
	out := make([]byte, 0, width)
	for _, r := range norm.NFKD.String(cluster) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= ' ' && r < 0x7f:
			out = append(out, byte(r))
		case signs[r] != 0:
			out = append(out, signs[r])
		case r == 0x2800: // braille without a dot
			out = append(out, ' ')
		case r > 0x2800 && r < 0x2900:
			out = append(out, '*')
		case r >= 0x2500 && r < 0x2580: // corners and crossings
			out = append(out, '+')
		default:
			return strings.Repeat("?", width)
		}
	}
	if r, _ := utf8.DecodeRuneInString(cluster); signs[r] != 0 { // … is no three points
		out = append(out[:0], signs[r])
	}
	if len(out) == 0 || len(out) > width {
		return strings.Repeat("?", width)
	}
	return string(out) + strings.Repeat(" ", width-len(out))
}

// ASCII returns str as it is drawn on a canvas with ASCII signs only: letters without their marks, signs by their like, and
// ? for everything else, in the same number of columns.
func ASCII(str string) string {
	var b strings.Builder
	for len(str) > 0 {
		cluster, width, rest := next(str)
		b.WriteString(asciiOf(cluster, width))
		str = rest
	}
	return b.String()
}

// ASCII makes the canvas take ASCII signs only, whatever is drawn.
func (c *Canvas) ASCII() {
	c.ascii = true
	clear(c.made)
}
