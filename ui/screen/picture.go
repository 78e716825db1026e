package screen

import (
	"hextui/ui/graphics"
	"hextui/ui/paint"
)

// Pictures is how the terminal shows pictures.
type Pictures struct {
	Terminal *graphics.Terminal
	// Held are those that a terminal with the graphics of kitty holds.
	Held *graphics.Held
}

// Shown is a picture as it is drawn in a size. Make it with [NewShown] beside the update loop.
type Shown struct {
	*graphics.Picture
	blocks *paint.Picture
	// Wide and High are its size in cells.
	Wide, High int
}

// NewShown is a picture for so many columns and rows at the most. It takes milliseconds.
func NewShown(p *graphics.Picture, columns, rows int) *Shown {
	wide, high := graphics.Fit(p.Image.Bounds().Size(), min(columns, paint.MostPlaced), min(rows, paint.MostPlaced))
	return &Shown{Picture: p, blocks: paint.NewPicture(p.Image, wide, high), Wide: wide, High: high}
}

// DrawPicture paints rows of a picture, from one on, as many as there is room for: as the terminal takes pictures in cells, else in
// half blocks.
func (e *Env) DrawPicture(s paint.Surface, p *Shown, from int) {
	colours := e.Theme.Name != "mono"
	if e.Pictures.Terminal.Way() == graphics.Kitty && colours {
		if id := e.Pictures.Held.Place(p.Picture, p.Wide, p.High); id != 0 {
			for y := range min(s.Height(), p.High-from) {
				for x := range min(s.Width(), p.Wide) {
					s.Placeholder(x, y, id, x, from+y)
				}
			}
			return
		}
	}
	for y := range min(s.Height(), p.blocks.High-from) {
		p.blocks.DrawRow(s.Sub(0, y, s.Width(), 1), from+y, colours, e.Theme.Text)
	}
}
