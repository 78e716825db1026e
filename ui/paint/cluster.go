package paint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Terminals measure what is made of several characters in one of two ways: the newer ones by the whole (mode 2027), the others by
// adding up its characters, and some of those then draw the whole all the same. A row must not shift where the two differ. Emoji that
// are joined, coloured or chosen by a second character are two columns wide here, and where the terminal does not measure by the whole,
// only their first one is drawn: that is two columns everywhere. Letters with signs that take room by themselves, as Indic scripts
// have, get as many columns as the wider way gives them.

// Clusters tells the canvas whether the terminal measures by the whole. It takes it that it does not until it is told.
func (c *Canvas) Clusters(on bool) {
	c.clusters = on
	clear(c.made)
}

// columns is how many columns a cluster takes that is so wide by the whole.
func columns(cluster string, whole int) int {
	if sequence(cluster) {
		return whole
	}
	return max(whole, ansi.WcWidth.StringWidth(cluster))
}

// The characters that make emoji of several.
const (
	joiner  = 0x200d // between two emoji
	chooser = 0xfe0f // behind a sign that is to be an emoji
	keycap  = 0x20e3 // behind a digit on a key
)

func flag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

func tone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }

// sequence tells whether a cluster is an emoji of several characters, or half a flag.
func sequence(cluster string) bool {
	first, size := utf8.DecodeRuneInString(cluster)
	return flag(first) || strings.ContainsFunc(cluster[size:], func(r rune) bool {
		return r == joiner || r == chooser || r == keycap || tone(r)
	})
}

// apart is what is drawn of an emoji of several characters where they are measured one by one: the first, of a flag its letters.
func apart(cluster string) string {
	first, size := utf8.DecodeRuneInString(cluster)
	if !flag(first) {
		return cluster[:size]
	}
	var letters strings.Builder
	for _, r := range cluster {
		if flag(r) {
			letters.WriteByte(byte('A' + r - 0x1f1e6))
		}
	}
	return letters.String()
}

// disputed are characters that terminals measure by the year of their tables, one by one: emoji since Unicode 15, which an older table
// gives no column at all; signs that became wide with Unicode 16; vowels and ends of Korean syllables that stand alone, and circled
// tens. Where the terminal does not measure by the whole, one of them made its row too long, and the whole screen shift.
var disputed = &unicode.RangeTable{
	R16: []unicode.Range16{{0x1160, 0x11ff, 1}, {0x3248, 0x324f, 1}, {0xd7b0, 0xd7fb, 1}},
	R32: []unicode.Range32{
		{0x1d300, 0x1d356, 1}, {0x1d360, 0x1d378, 1}, {0x1f6d8, 0x1f6d8, 1},
		{0x1f6dc, 0x1f6dc, 1}, {0x1fa75, 0x1fa77, 1}, {0x1fa87, 0x1fa8f, 1}, {0x1faad, 0x1faaf, 1}, {0x1fabb, 0x1fabf, 1},
		{0x1fac6, 0x1fac8, 1}, {0x1facd, 0x1facf, 1}, {0x1fada, 0x1fadf, 1}, {0x1fae8, 0x1faef, 1}, {0x1faf7, 0x1faf8, 1},
	},
}

// splitCluster are the cells, without a look, that show what takes a number of columns: as many as the terminal measures alike.
func splitCluster(text string, width int, whole bool) (cells []piece) {
	method := ansi.GraphemeWidth
	if !whole {
		method = ansi.WcWidth
		if first, _ := utf8.DecodeRuneInString(text); unicode.Is(disputed, first) {
			text = "\uFFFD"
		} else if sequence(text) {
			text = apart(text)
		}
	}
	for len(text) > 0 && width > 0 {
		first, w := ansi.FirstGraphemeCluster(text, method)
		if w = max(w, 1); first == "" || w > width {
			break
		}
		cells = append(cells, piece{first, w})
		text, width = text[len(first):], width-w
	}
	for ; width > 0; width-- {
		cells = append(cells, piece{" ", 1})
	}
	return cells
}

// piece is a text and how many columns it takes.
type piece struct {
	text  string
	width int
}
