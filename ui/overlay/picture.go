package overlay

import (
	"image"

	"hextui/ui/action"
	"hextui/ui/paint"
)

// Picture shows a picture.
type Picture struct {
	base
	Title string
	Image image.Image

	drawn *paint.Picture
	room  room // that it was drawn for
}

// room is a size in cells.
type room struct{ width, height int }

func (p *Picture) nothingIsLost() {}

// Scope is the text scope.
func (p *Picture) Scope() action.Scope { return action.Text }

// Do closes.
func (p *Picture) Do(id action.ID) bool {
	switch id {
	case action.Back, action.No, action.Accept:
		p.done = true
		return true
	}
	return false
}

// Draw paints the picture as large as there is room for.
func (p *Picture) Draw(s paint.Surface, l Look) *Cursor {
	if room := (room{s.Width() - 8, s.Height() - 5}); p.drawn == nil || p.room != room {
		p.drawn, p.room = paint.NewPicture(p.Image, room.width, room.height), room
	}
	in := box(s, p.drawn.Wide, p.drawn.High+1, p.Title, l)
	body, foot := in.SplitBottom(1)
	for y := range min(p.drawn.High, body.Height()) {
		p.drawn.DrawRow(body.Sub(0, y, body.Width(), 1), y, l.Theme.Name != "mono", l.Theme.Text)
	}
	hints(foot, 0, 0, l, action.Text, action.Back)
	return nil
}
