package edit

import (
	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/diff"
)

// conflict takes a save that found the cell changed or gone; nothing was written.
func (s *Session) conflict(c *hex.Conflict, run, stopped bool) []Ask {
	if c.Gone {
		s.gone = true
	}
	var asks []Ask
	if !c.Gone {
		asks = append(asks, Have{Cell: c.Theirs.Cell})
	}
	switch {
	case s.closed: // nobody is there to choose
		text := s.name + " was not saved. " + c.Error()
		if s.draft != nil {
			text += " Your text is kept among the drafts (" + s.keys.Way(action.GoDrafts) + ")."
		}
		return append(asks, Say{Warn, text})
	case stopped:
		return append(asks, s.calledOff()...)
	case c.Gone:
		mine := c.Mine
		if s.draft != nil {
			mine = string(s.mine)
		}
		return append(asks, Gone{Mine: mine})
	}
	s.question = conflict
	return append(asks, Conflict{Conflict: *c, Run: run})
}

// Merged writes what a person chose over exactly the version that they saw.
func (s *Session) Merged(c Conflict, text string) []Ask {
	s.settle(c)
	var asks []Ask
	if s.draft != nil {
		if whole := s.onto(c.Mine, text); whole != string(s.mine) {
			asks = append(asks, SetText{Text: whole})
		}
	}
	return append(asks, s.begin(Write{Base: c.Theirs, Source: text, Run: c.Run})...)
}

// settle makes the edit stand on what is in Hex.
func (s *Session) settle(c Conflict) {
	s.question = nothing
	s.base, s.newer = c.Theirs, false
}

// onto is the editor's text after what was sent of it became another text: what was typed since, or was left out of the save,
// is carried over; where both touch the same lines the editor's text stays as it is.
func (s *Session) onto(sent, text string) string {
	mine := string(s.mine)
	if mine == sent {
		return text
	}
	if whole, ok := diff.Merge3(sent, mine, text).Text(); ok {
		return whole
	}
	return mine
}

// TakeTheirs gives up the edit for what is in Hex; one undo in the editor brings the own text back.
func (s *Session) TakeTheirs(c Conflict) []Ask {
	s.settle(c)
	if s.draft == nil {
		return say(OK, "Taken: what is in Hex.")
	}
	return []Ask{s.rebase(), SetText{Text: c.Theirs.Source, AsInHex: true}, Say{OK, "Taken: what is in Hex. Undo brings your text back."}}
}

// EditMerge goes on editing with a merge, which stands on what is in Hex.
func (s *Session) EditMerge(c Conflict, text string) []Ask {
	s.settle(c)
	goOn := Say{Info, "Edit the merged text and save it again; it stands on what is in Hex now."}
	if s.draft == nil {
		s.start = &text
		return []Ask{Begin{onDisk(s.base)}, goOn}
	}
	s.typing = true
	return []Ask{s.rebase(), SetText{Text: text}, Enter{}, goOn}
}

func (s *Session) rebase() Ask { return Rebase{s.draft, onDisk(s.base)} }

// Rebased takes whether the draft on disk was brought onto the newer base.
func (s *Session) Rebased(err error) []Ask {
	if err == nil {
		return nil
	}
	return say(Warn, "The draft on disk could not be brought up to date. "+err.Error())
}
