package paint

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxCluster is the longest grapheme cluster in bytes that is drawn whole: enough for the longest
// emoji families, too little for a tower of combining marks that would spill over other rows.
const maxCluster = 48

// next takes the first grapheme cluster of str in its drawable form, its width in columns, and
// the rest of str.
func next(str string) (cluster string, width int, rest string) {
	if c := str[0]; c < utf8.RuneSelf && (len(str) == 1 || str[1] < utf8.RuneSelf) {
		if c >= 0x20 && c != 0x7f {
			return str[:1], 1, str[1:]
		}
		return pictures[c], 1, str[1:]
	}
	if n := narrow(str); n > 0 {
		return str[:n], 1, str[n:]
	}
	// Looking at no more than can be drawn keeps a hostile run of combining marks from costing the square of its length.
	cluster, width = ansi.FirstGraphemeCluster(str[:min(len(str), MaxPiece)], ansi.GraphemeWidth)
	if cluster == "" {
		return "�", 1, str[1:]
	}
	rest = str[len(cluster):]
	r, size := utf8.DecodeRuneInString(cluster)
	switch {
	case r == utf8.RuneError && size <= 1:
		return "�", 1, str[1:]
	case r < 0x20 || r == 0x7f:
		return pictures[r], 1, str[1:]
	case r >= 0x80 && r < 0xa0:
		return "�", 1, str[size:]
	case hidden(r):
		mark := fmt.Sprintf("⟦%04X⟧", r)
		return mark, len([]rune(mark)), str[size:]
	case len(cluster) > maxCluster || spoiled(cluster[size:]):
		return cluster[:size], max(columns(cluster[:size], ansi.GraphemeWidth.StringWidth(cluster[:size])), 1), str[size:]
	case width == 0:
		return "�", 1, rest
	}
	return cluster, columns(cluster, width), rest
}

// printing is how many bytes at the beginning of str are each a sign of one column, whatever follows; at most as many as it looks at.
func printing(str string) int {
	const most = 256 // more than a screen shows in a row
	n := 0
	for n < min(len(str), most) && str[n] >= 0x20 && str[n] < 0x7f {
		n++
	}
	if n > 0 && n < len(str) && str[n] >= utf8.RuneSelf { // which may belong to the last of them
		n--
	}
	return n
}

// narrow is how many bytes the character takes that str begins with, where it is one of those that rules, bars, dashes and Western
// letters are made of: they take one column in every terminal. It is 0 for any other, and where what follows may belong to it.
// Every frame has hundreds of them, and finding out what a character is takes ten times as long as drawing it.
func narrow(str string) int {
	r, n := utf8.DecodeRuneInString(str)
	if n < len(str) && str[n] >= utf8.RuneSelf {
		if after, _ := utf8.DecodeRuneInString(str[n:]); !ruled(after) {
			return 0
		}
	}
	if ruled(r) || r >= 0xa1 && r <= 0xff && r != 0xad || r >= 0x2010 && r <= 0x2027 {
		return n
	}
	return 0
}

// ruled tells a sign of which rules, boxes and bars are drawn.
func ruled(r rune) bool { return r >= 0x2500 && r <= 0x25a0 }

// spoiled tells whether what follows the first rune of a cluster is anything but combining text: bytes
// that are no UTF-8, control characters, or hidden characters that do not belong into an emoji.
func spoiled(tail string) bool {
	if !utf8.ValidString(tail) {
		return true
	}
	for _, r := range tail {
		if r < 0xa0 || hidden(r) && r != 0x200d {
			return true
		}
	}
	return false
}

// pictures are the visible forms of the ASCII control characters.
var pictures = func() (p [0x80]string) {
	for c := range 0x20 {
		p[c] = string(rune(0x2400 + c))
	}
	p[0x7f] = "␡"
	return p
}()

// hidden tells whether a rune changes how others are read without being seen itself:
// bidirectional controls, zero-width characters, soft hyphens, tags, and the like.
func hidden(r rune) bool {
	switch {
	case r == 0x00ad, r == 0x034f, r == 0x061c, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x3164, r == 0xfeff, r == 0xffa0:
		return true
	case r >= 0x180b && r <= 0x180f, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	case r >= 0xfff0 && r <= 0xfffb, r >= 0x1d173 && r <= 0x1d17a, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return false
}

// Width is the number of columns that [Surface.Text] takes for str.
func Width(str string) int { return Walk(str, Place{}, 0, Anywhere, Anywhere).Col }

// Next takes the first drawable piece of str: the bytes of str it stands for, and its width in
// columns. str must not be empty. See [Walk].
func Next(str string) (bytes, width int) {
	_, width, rest := next(str)
	return len(str) - len(rest), width
}

// Visible returns str as [Surface.Text] draws it: control characters as their pictures (ESC as ␛),
// bytes that are no UTF-8 as �, and hidden characters (bidirectional controls, zero-width
// characters) as their code point in ⟦brackets⟧. Text without such characters is returned as it is.
func Visible(str string) string {
	if plain(str) {
		return str
	}
	var b strings.Builder
	for len(str) > 0 {
		cluster, _, rest := next(str)
		b.WriteString(cluster)
		str = rest
	}
	return b.String()
}

func plain(str string) bool {
	for i := range len(str) {
		if c := str[i]; c < 0x20 || c >= 0x7f {
			return false
		}
	}
	return true
}

// Cut returns str cut to at most w columns, with … at the end where something was cut.
func Cut(str string, w int) string {
	if w <= 0 {
		return ""
	}
	head, cut := Fit(str, w)
	if !cut {
		return str
	}
	return str[:head.At] + "…"
}

// CutMiddle returns str cut to at most w columns with … in its middle, so that both the beginning
// and the end can be read: for paths and ids.
func CutMiddle(str string, w int) string {
	if Width(str) <= w {
		return str
	}
	if w < 5 {
		return Cut(str, w)
	}
	head, tail, _ := FitMiddle(str, w)
	return str[:head.At] + "…" + str[tail.At:]
}

// Wrap breaks str at spaces into lines of at most w columns; a word longer than a line is cut. A
// newline in str begins a new line. w below 1 counts as 1.
func Wrap(str string, w int) []string {
	w = max(w, 1)
	var lines []string
	for _, para := range strings.Split(strings.ReplaceAll(str, "\r\n", "\n"), "\n") {
		lines = append(lines, wrapLine(para, w)...)
	}
	return lines
}

func wrapLine(para string, w int) []string {
	var lines []string
	line, width := "", 0
	for i, word := range strings.Split(para, " ") {
		ww := Width(word)
		if i > 0 && width+1+ww <= w {
			line, width = line+" "+word, width+1+ww
			continue
		}
		if i > 0 {
			lines = append(lines, line)
		}
		for ww > w {
			end := Walk(word, Place{}, 0, Anywhere, w)
			if end.At == 0 { // wider than a line
				end = Step(word, end, 0)
			}
			lines = append(lines, word[:end.At])
			word = word[end.At:]
			ww -= end.Col // measured anew, a long word would cost the square of its length
		}
		line, width = word, ww
	}
	return append(lines, line)
}
