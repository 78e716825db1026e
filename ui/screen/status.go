package screen

import (
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/theme"
)

// StatusCell is a status in a table: the colour is the glyph's and the word is plain text, so that a table of them stays calm.
func StatusCell(s present.Status, t *theme.Theme, more ...grid.Piece) grid.Cell {
	return grid.Pieces(append([]grid.Piece{{Text: s.Glyph, Style: s.Style}, {Text: " " + s.Word, Style: t.Text}}, more...)...)
}

// DrawStatus paints a status, the glyph in its colour, and returns the column behind it.
func DrawStatus(a paint.Surface, x, y int, s present.Status, t *theme.Theme) int {
	return a.Text(a.Text(x, y, s.Glyph, s.Style)+1, y, s.Word, t.Text)
}
