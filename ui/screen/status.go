package screen

import (
	"hextui/hex"
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

// StartedBy says who or what started a run: the person, where it was started here, else what Hex tells, in the words for a trigger.
func StartedBy(env *Env, r hex.Run, word func(hex.RunTrigger) string) string {
	_, here := env.Store.Inputs(r.RunID)
	switch {
	case r.Draft() && env.Store.DraftRun(r.ProjectID) == r.RunID:
		return "you, draft"
	case r.Draft():
		return "draft"
	case here:
		return "you"
	}
	return word(r.Trigger)
}
