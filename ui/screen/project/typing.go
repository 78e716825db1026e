package project

import (
	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/editor/vim"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
)

// What is typed goes to the editor or, where cells are edited as in vim, to the machine that has it.

// commanding tells whether letters are commands now, as in vim.
func (s *Screen) commanding() bool {
	p := s.pane()
	return p != nil && p.vim != nil && p.vim.Mode() != vim.Insert
}

// Takes tells whether a key means something as in vim, before the tables of keys are asked.
func (s *Screen) Takes(key string) bool {
	if s.finding || s.replacing != nil || !s.editing() || s.pane().vim == nil {
		return false
	}
	if key == "esc" && s.commanding() && s.pane().session.Saving() {
		return false // it calls the save off
	}
	return s.pane().vim.Takes(key)
}

// typeKey types a key into a source.
func (s *Screen) typeKey(p *pane, k tea.KeyPressMsg) {
	switch {
	case p.vim == nil && k.Text == "":
	case p.vim == nil:
		s.typed(p, p.ed.Insert(k.Text))
		s.letterTyped(p, k.Text)
	case k.Text == "":
		s.did(p, p.vim.Key(k.String()))
	default:
		was := p.vim.Mode()
		s.did(p, p.vim.Insert(k.Text))
		if was == vim.Insert {
			s.letterTyped(p, k.Text)
		}
	}
}

// command has a command of the editor carried out.
func (s *Screen) command(p *pane, c editor.Command) {
	if p.vim == nil || !p.session.Typing() {
		s.typed(p, p.ed.Do(c))
		return
	}
	s.did(p, p.vim.Do(c))
}

// pasteInto takes a pasted text.
func (s *Screen) pasteInto(p *pane, text string) {
	if p.vim == nil {
		s.typed(p, p.ed.Paste(text))
		return
	}
	s.did(p, p.vim.Paste(text))
}

// takeWord puts a text in place of the n bytes before the cursor.
func (s *Screen) takeWord(p *pane, n int, text string) {
	if p.vim == nil {
		s.typed(p, p.ed.TakeWord(n, text))
		return
	}
	s.did(p, p.vim.TakeWord(n, text))
}

// did follows what a key did in vim mode.
func (s *Screen) did(p *pane, r vim.Result) {
	if p.vim.Mode() != vim.Insert {
		s.closeList()
	}
	s.typed(p, r.Effect)
	if r.Say != "" {
		s.env.Host.Notice(screen.Info, r.Say)
	}
	switch r.Ask {
	case vim.Save:
		s.save(false)
	case vim.SaveQuit:
		if p.session.Modified() {
			p.over = true
			s.save(false)
			return
		}
		s.escape(p)
	case vim.Quit:
		s.escape(p)
	case vim.DropQuit:
		if p.session.Modified() {
			s.discard()
			return
		}
		s.escape(p)
	case vim.Run:
		if reason := s.cannotRunDraft(); reason != "" {
			s.env.Host.Notice(screen.Warn, reason)
			return
		}
		s.runDraft()
	}
}

// drawVim paints vim's last line: the mode and the keys that wait for more, or the line that is typed, with its cursor.
func (s *Screen) drawVim(a paint.Surface, p *pane) *overlay.Cursor {
	t := s.env.Theme
	text, typed := p.vim.Status()
	if typed {
		for r := []rune(text); paint.Width(text) >= a.Width() && len(r) > 0; r = r[1:] { // its end is what is typed
			text = string(r)
		}
		x := a.Text(0, 0, text, t.Text)
		ox, oy := a.Origin()
		return &overlay.Cursor{X: ox + x, Y: oy}
	}
	x := a.Text(0, 0, p.vim.Mode().String(), t.Accent)
	if p.vim.Mode() == vim.Normal {
		a.Text(x+2, 0, ":q leaves", t.Faint)
	}
	a.Right(a.Width()-1, 0, paint.Visible(text), t.Text)
	return nil
}

// command is the editor's command that an action names.
func command(id action.ID) (editor.Command, bool) {
	if len(id) > len(action.EditPrefix) && id[:len(action.EditPrefix)] == action.EditPrefix {
		return editor.Command(id[len(action.EditPrefix):]), true
	}
	return "", false
}
