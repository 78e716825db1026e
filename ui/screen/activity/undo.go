package activity

import (
	"context"
	"errors"

	"hextui/hex"
	"hextui/ui/deed"
	"hextui/ui/diff"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// cannotUndo is why the write of an entry cannot be taken back, empty where it may be tried.
func (s *Screen) cannotUndo(c entry) string {
	switch {
	case c.did != nil:
		return c.did.CannotUndo()
	case c.Running:
		return "This call has not ended."
	case s.log.undone[c.ID]:
		return "This write was taken back already."
	case c.Undo == nil:
		return "This call wrote no cell that could be put back."
	case c.Undo.NewHash == "":
		return "This call deleted " + cellName(c.Undo) + ", and Hex has no way to put a cell back where it was."
	}
	return ""
}

// cellName is what the cell of a write is called.
func cellName(u *Undo) string {
	if u.Label != "" {
		return "“" + u.Label + "”"
	}
	return "cell " + present.ShortID(u.StaticID)
}

// undo shows what taking an entry's write back would change.
func (s *Screen) undo(c entry) {
	if c.did != nil {
		deed.Undo(s.env, c.did)
		return
	}
	s.undoCall(c.Call)
}

// undoCall reads the cell that an agent wrote as it is now.
func (s *Screen) undoCall(c Call) {
	s.env.Host.Begin()
	u := c.Undo
	task.Do(s.env.Tasks, "undo "+c.ID, func(ctx context.Context) (hex.Snapshot, error) {
		return s.env.API.ReadCell(ctx, u.ProjectID, u.CellID, u.StaticID)
	}, func(now hex.Snapshot, err error) {
		switch {
		case err != nil:
			s.env.Host.Notice(screen.Error, "Nothing was taken back: "+cellName(u)+" could not be read. "+err.Error())
		case now.Hash != u.NewHash:
			s.refuse(u)
		default:
			s.review(c, now)
		}
	})
}

// refuse says that a cell is no longer what the call made of it.
func (s *Screen) refuse(u *Undo) {
	s.env.Host.Notice(screen.Warn, cellName(u)+" has been changed since that write; nothing was taken back.")
}

func (s *Screen) review(c Call, now hex.Snapshot) {
	u := c.Undo
	s.env.Host.Ask(&overlay.Review{
		Title: "Take back what " + c.Tool + " wrote to " + cellName(u) + "?",
		Note:  "This writes the draft again as it was before the agent's call.",
		View:  diff.NewView(diff.Compare(now.Source, u.Source)),
		OnWrite: func(text string) {
			if text == now.Source {
				s.env.Host.Notice(screen.Info, "Every change was left out, so nothing was written.")
				return
			}
			s.putBack(c, text)
		},
	})
}

// putBack writes what was reviewed.
func (s *Screen) putBack(c Call, source string) {
	u := c.Undo
	task.Do(s.env.Tasks, "", func(ctx context.Context) (hex.Saved, error) { return u.PutBack(ctx, source) },
		func(saved hex.Saved, err error) {
			var changed *hex.Conflict
			switch {
			case errors.As(err, &changed):
				s.refuse(u)
			case err != nil:
				s.env.Host.Notice(screen.Error, "The write to "+cellName(u)+" was not taken back. "+err.Error())
			default:
				s.log.noteUndone(c.ID)
				cells := s.env.Store.Cells(u.ProjectID)
				if _, shown := cells.Get(saved.Cell.StaticID); shown {
					cells.Put(saved.Cell.StaticID, saved.Cell)
				}
				s.env.Host.Notice(screen.OK, cellName(u)+" is as it was before the agent's write.")
			}
		})
}
