package project

import (
	"context"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/graphics"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
)

// picture is the picture of a chart cell, or what a CODE cell drew, for the size in which it was last drawn.
type picture struct {
	shown   *screen.Shown
	of      time.Time // when what shown was made of was read
	wrong   string    // why there is none
	columns int       // the room that shown was made for
	rows    int
	making  bool

	wanted struct{ columns, rows int } // of the newest frame
}

const (
	cellChart hex.CellType = "CHART"
	// The most columns and rows of a picture in the document.
	mostPictureColumns = 72
	mostPictureRows    = 18
	// pictureWithin is how old a chart may become while it is shown. It changes with a run, which is known of where it was started here.
	pictureWithin = 5 * time.Minute
)

// charted tells whether a cell is shown by a picture.
func (s *Screen) charted(i *item) bool {
	return i.Type == cellChart && s.env.Pictures.Terminal.Way() != graphics.Off
}

// drew tells whether what a cell drew is shown below what it gave: the figures of a CODE cell.
func (s *Screen) drew(i *item) bool {
	t := s.env.Store.Output(i.StaticID).Value.Table
	return i.Type == hex.CellCode && t != nil && t.Figures > 0 && s.env.Pictures.Terminal.Way() != graphics.Off
}

// pictureRoom is the room for a picture in the document: it leaves a third of the window to what stands around it.
func (s *Screen) pictureRoom() (columns, rows int) {
	columns = max(min(s.doc.text()-2, mostPictureColumns), 1)
	return columns, max(min(columns/4, s.doc.area.Height()*2/3, mostPictureRows), 1)
}

// chartLines is how high a chart is shown. Once the draft has run it has its room before it is there, so that nothing moves when it
// comes.
func (s *Screen) chartLines(i *item) int {
	p := s.pictures[i.StaticID]
	if _, ran := s.draftRun(); p == nil && !ran || p != nil && (p.wrong != "" || p.shown == nil && !ran) ||
		s.env.Store.Picture(i.StaticID).Err != nil {
		return 1
	}
	_, rows := s.pictureRoom()
	return rows
}

// drawChart paints the picture of a chart cell from one of its rows on, or why there is none.
func (s *Screen) drawChart(a paint.Surface, i *item, from int) {
	columns, rows := s.pictureRoom()
	s.drawPicture(a.Sub(2, 0, a.Width()-2, a.Height()), i.StaticID, columns, rows, from)
}

// drawPicture paints a chart in a size; in the one before, until it is made for a new one.
func (s *Screen) drawPicture(a paint.Surface, id string, columns, rows, from int) {
	t := s.env.Theme
	p := s.pictures[id]
	if p == nil {
		p = &picture{}
		s.pictures[id] = p
	}
	p.wanted.columns, p.wanted.rows = columns, rows
	e := s.env.Store.Picture(id)
	switch {
	case p.shown != nil && e.Err == nil:
		s.env.DrawPicture(a, p.shown, from)
	case hex.IsKind(e.Err, hex.NotFound):
		a.Text(0, 0, paint.Cut("Hex draws the chart once the cell has run: "+s.env.Keys.Way(action.RunDraft, action.Project)+
			" runs the draft.", a.Width()), t.Faint)
	case e.Err != nil:
		a.Text(0, 0, paint.Cut(firstLine(e.Err.Error()), a.Width()), t.Faint)
	case p.wrong != "":
		a.Text(0, 0, paint.Cut(p.wrong, a.Width()), t.Faint)
	case from > 0:
	case e.Loading:
		a.Text(0, 0, s.env.Spin()+" reading the chart", t.Faint)
	default:
		a.Text(0, 0, "The chart is not read yet.", t.Faint)
	}
}

// settleChart makes the picture of a chart for the size in which the newest frame shows it, beside the loop.
func (s *Screen) settleChart(i *item) {
	p, e := s.pictures[i.StaticID], s.env.Store.Picture(i.StaticID)
	if p == nil || p.making || len(e.Value.Content) == 0 || !e.Known() ||
		p.of.Equal(e.At) && p.columns == p.wanted.columns && p.rows == p.wanted.rows {
		return
	}
	of, columns, rows, content, have := e.At, p.wanted.columns, p.wanted.rows, e.Value.Content, p.shown
	again := have != nil && p.of.Equal(of)
	p.making = true
	task.Do(s.env.Tasks, "", func(context.Context) (*screen.Shown, error) {
		if again {
			return screen.NewShown(have.Picture, columns, rows), nil
		}
		read, err := graphics.Read(content)
		if err != nil {
			return nil, err
		}
		return screen.NewShown(read, columns, rows), nil
	}, func(shown *screen.Shown, err error) {
		p.making, p.of, p.columns, p.rows = false, of, columns, rows
		p.shown, p.wrong = shown, ""
		if err != nil {
			p.wrong = "The chart is not shown: " + err.Error() + "."
		}
		s.sparePictures()
	})
}

// mostPictures is how many pictures are kept beside those that are shown.
const mostPictures = 24

// sparePictures forgets pictures that the newest frame does not show, where they are many.
func (s *Screen) sparePictures() {
	if len(s.pictures) <= mostPictures {
		return
	}
	seen := map[string]bool{s.cells.Grid.Selected(): true}
	for _, i := range s.inSight() {
		seen[i.StaticID] = true
	}
	for id, p := range s.pictures {
		if !seen[id] && !p.making {
			delete(s.pictures, id)
		}
	}
}

// pictureWanted is the want of a chart's picture.
func (s *Screen) pictureWanted(i *item) store.Want {
	w := s.env.Store.Keep(store.Picture, i.StaticID, pictureWithin)
	w.Of = i.ID
	return w
}

// splitFigures divides the room of a result between its rows, which have what they need of it up to a third, and what the cell drew.
func (s *Screen) splitFigures(a paint.Surface, i *item) (rows, drawn paint.Surface) {
	need := 3 // its rule, what is said of it, and the names of its columns
	if t := s.env.Store.Output(i.StaticID).Value.Table; t != nil {
		need += len(t.Rows)
	}
	return a.SplitTop(min(need, max(a.Height()/3, 4)))
}

// drawBlownUp paints a chart as large as there is room for.
func (s *Screen) drawBlownUp(a paint.Surface, i *item) {
	s.drawPicture(a, i.StaticID, max(a.Width()-1, 1), max(a.Height(), 1), 0)
}

// item is the row of the selected cell; ok is false where none is selected.
func (s *Screen) item() (i *item, ok bool) {
	row, ok := s.cells.Grid.Row()
	if !ok || row >= len(s.rows) {
		return nil, false
	}
	return &s.rows[row], true
}

// open goes into the source of the selected cell. A chart is shown as large as the screen, by a terminal that draws pictures only
// beside text with the terminal for itself.
func (s *Screen) open() {
	i, ok := s.item()
	if way := s.env.Pictures.Terminal.Way(); ok && s.charted(i) && (way == graphics.Sixel || way == graphics.ITerm) {
		if p := s.pictures[i.StaticID]; p != nil && p.shown != nil {
			s.env.Host.ShowPicture(i.name, p.shown.Picture)
			return
		}
	}
	s.focus = onSource
}
