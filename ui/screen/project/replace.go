package project

import (
	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// replacing is the going over one match after the other.
type replacing struct {
	p         *pane
	asker     *editor.Asker
	old, text string
	n         int    // how many were replaced
	version   uint64 // of the text that is gone over
}

// How a text is replaced.
const (
	atOnce   = "all at once"
	oneByOne = "one by one"
)

// askReplace asks for a text and for what comes in its place everywhere, or in the selected lines.
func (s *Screen) askReplace() {
	p := s.pane()
	old := (&overlay.Entry{Name: "old", Label: "Replace", Note: "Upper-case letters matter where there are any."}).Preset(p.ed.Query())
	text := &overlay.Entry{Name: "text", Label: "By"}
	how := &overlay.Entry{Name: "how", Label: "How", Options: []string{atOnce, oneByOne}}
	entries := []*overlay.Entry{old, text, how}
	s.env.Host.Ask(overlay.NewForm("Replace in "+p.name(), "replace", entries, func(*overlay.Form) string {
		if old.Value() == "" {
			return "Say what is to be replaced."
		}
		if how.Value() == oneByOne {
			return s.beginReplacing(p, old.Value(), text.Value())
		}
		n, effect := p.ed.ReplaceAll(old.Value(), text.Value())
		if n == 0 {
			return notThere(old.Value())
		}
		s.typed(p, effect)
		s.env.Host.Notice(screen.Info, present.Plural(n, "place")+" replaced; undo takes it back as one step.")
		return ""
	}))
}

func notThere(text string) string { return "“" + text + "” is not there." }

// beginReplacing asks about the first match, or says that there is none.
func (s *Screen) beginReplacing(p *pane, old, text string) string {
	asker := p.ed.AskReplace(old, text)
	if asker == nil {
		p.ed.EndSearch()
		return notThere(old)
	}
	s.closeList()
	s.replacing = &replacing{p: p, asker: asker, old: old, text: text, version: p.ed.Version()}
	return ""
}

// replaceThis replaces the match that is asked about, or leaves it.
func (s *Screen) replaceThis(yes bool) {
	r := s.replacing
	if s.overtaken() {
		return
	}
	effect, more := r.asker.Answer(yes)
	if s.typed(r.p, effect); yes {
		r.n++
	}
	if r.version = r.p.ed.Version(); !more {
		s.stopReplacing()
	}
}

// overtaken ends the asking where the text became another one meanwhile, as by a conflict that was settled.
func (s *Screen) overtaken() bool {
	if s.replacing.version == s.replacing.p.ed.Version() {
		return false
	}
	s.stopReplacing()
	return true
}

// stopReplacing ends the asking and says what was done.
func (s *Screen) stopReplacing() {
	r := s.replacing
	s.replacing = nil
	r.p.ed.EndSearch()
	r.p.ed.Do(editor.Deselect)
	s.env.Host.Notice(screen.Info, present.Plural(r.n, "place")+" replaced.")
}

func (s *Screen) replaceOffers() []screen.Offer {
	return []screen.Offer{
		{Action: action.ReplaceThis, Do: func() { s.replaceThis(true) }},
		{Action: action.SkipThis, Do: func() { s.replaceThis(false) }},
		{Action: action.ReplaceRest, Do: func() {
			if s.overtaken() {
				return
			}
			r := s.replacing
			n, effect := r.asker.Rest()
			r.n += n
			s.typed(r.p, effect)
			s.stopReplacing()
		}},
		{Action: action.Back, Do: s.stopReplacing},
	}
}

// drawReplacing says what is asked.
func (s *Screen) drawReplacing(a paint.Surface) {
	t, r := s.env.Theme, s.replacing
	done := present.Plural(r.n, "place") + " replaced"
	a.Right(a.Width()-1, 0, done, t.Faint)
	ask := "Replace “" + r.old + "” by “" + r.text + "”?"
	a.Text(0, 0, paint.Cut(paint.Visible(ask), a.Width()-paint.Width(done)-3), t.Accent)
}
