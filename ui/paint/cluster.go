package paint

import (
	"iter"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Terminals measure what is made of several characters in one of two ways: the newer ones by the whole (mode 2027), the others by
// adding up its characters, and some of those then draw the whole all the same. A row must not shift where the two differ. Emoji that
// are joined, coloured or chosen by a second character are two columns wide here, and where the terminal does not measure by the whole,
// only their first one is drawn: that is two columns everywhere. Letters with signs that take room by themselves, as Indic scripts
// have, get as many columns as the wider way gives them.

// Clusters tells the canvas whether the terminal measures by the whole. It takes it that it does not until it is told.
func (c *Canvas) Clusters(on bool) { c.clusters = on }

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

// cluster puts what takes a number of columns, in as many cells of the kind that the terminal measures alike.
func (s Surface) cluster(x, y int, c uv.Cell) {
	text, method := c.Content, ansi.GraphemeWidth
	if !s.clusters {
		method = ansi.WcWidth
		if sequence(text) {
			text = apart(text)
		}
	}
	left := c.Width
	for len(text) > 0 && left > 0 {
		piece, width := ansi.FirstGraphemeCluster(text, method)
		if piece == "" || width > left {
			break
		}
		s.put(x+c.Width-left, y, uv.Cell{Content: piece, Width: max(width, 1), Style: c.Style, Link: c.Link})
		text, left = text[len(piece):], left-max(width, 1)
	}
	for ; left > 0; left-- {
		s.put(x+c.Width-left, y, uv.Cell{Content: " ", Width: 1, Style: c.Style, Link: c.Link})
	}
}

// remeasured brings a row that was drawn by other hands, by the whole, to the columns that its texts take here.
func (s Surface) remeasured() {
	same := true
	for c := range s.texts() {
		same = same && (plain(c.Content) || columns(c.Content, c.Width) == c.Width && (s.clusters || !sequence(c.Content)))
	}
	if same { // as nearly every row is
		return
	}
	var cells []uv.Cell
	for c := range s.texts() {
		cell := *c
		if !plain(cell.Content) {
			cell.Width = columns(cell.Content, cell.Width)
		}
		cells = append(cells, cell)
	}
	x := 0
	for _, c := range cells {
		if x+c.Width > s.Width() {
			break
		}
		s.cluster(x, 0, c)
		x += c.Width
	}
	for ; x < s.Width(); x++ {
		s.put(x, 0, uv.Cell{Content: " ", Width: 1})
	}
}

// texts are the cells of the first row in which a text begins.
func (s Surface) texts() iter.Seq[*uv.Cell] {
	return func(yield func(*uv.Cell) bool) {
		for x := range s.Width() {
			if c := s.buf.CellAt(s.area.Min.X+x, s.area.Min.Y); c != nil && c.Width > 0 && !yield(c) {
				return
			}
		}
	}
}
