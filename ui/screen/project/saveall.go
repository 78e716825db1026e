package project

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/drafts"
	"hextui/ui/deed"
	"hextui/ui/diff"
	"hextui/ui/edit"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// batch is one review of all drafts of the project, and then their writing, one after the other.
type batch struct {
	taking map[string]bool // cells whose drafts were left behind and are being taken up
	waited bool            // for those: a dialog then opens by itself
	cells  []batchCell
	at     int // the cell that is being written
	begun  time.Time
	over   bool // nothing more is written
}

// batchCell is one of its cells.
type batchCell struct {
	pane   *pane
	review edit.Review
	text   string
	chosen bool
	saved  *hex.Saved
	err    error
}

// writing tells whether cells are being written.
func (b *batch) writing() bool { return b != nil && !b.begun.IsZero() }

// saveAll reviews all drafts of this project as one: those that are open, and those that were left behind, which are taken up first.
func (s *Screen) saveAll() {
	if s.batch != nil {
		s.env.Host.Notice(screen.Info, "The drafts are being saved already.")
		return
	}
	s.env.Host.Begin()
	s.batch = &batch{taking: map[string]bool{}}
	left := map[*pane]drafts.Draft{}
	for _, i := range s.rows {
		if d, ok := s.left[i.StaticID]; ok {
			s.openCell(i.StaticID)
			if p := s.panes[i.StaticID]; p != nil {
				left[p] = d
				s.batch.taking[i.StaticID], s.batch.waited = true, true
			}
		}
	}
	for p, d := range left {
		asks := p.session.TakeUp(d)
		if len(asks) == 0 {
			delete(s.batch.taking, p.cell().StaticID)
		}
		s.carry(p, asks)
	}
	s.askAll()
}

// tookUp goes on with the review once all drafts are there.
func (s *Screen) tookUp(p *pane) {
	if b := s.batch; b != nil && b.taking[p.cell().StaticID] {
		delete(b.taking, p.cell().StaticID)
		s.askAll()
	}
}

// askAll shows what saving all drafts would change.
func (s *Screen) askAll() {
	b := s.batch
	if b == nil || len(b.taking) > 0 || len(b.cells) > 0 {
		return
	}
	var parts []overlay.Reviewed
	for _, i := range s.rows {
		p := s.panes[i.StaticID]
		if p == nil || !p.session.Modified() || p.session.Saving() {
			continue
		}
		for _, ask := range p.session.Save(false) {
			if r, ok := ask.(edit.Review); ok {
				b.cells = append(b.cells, batchCell{pane: p, review: r})
				parts = append(parts, overlay.Reviewed{Name: p.name(), Said: p.session.Overtaken(),
					View: diff.NewView(diff.Compare(r.Base.Source, r.Mine))})
			}
		}
	}
	if len(parts) == 0 {
		s.batch = nil
		s.env.Host.Notice(screen.Info, "There is nothing to save: no cell here has text that Hex does not have.")
		return
	}
	dialog := &overlay.Reviews{
		Title: func(chosen int) string { return "Save " + present.Plural(chosen, "cell") + "?" }, Parts: parts,
		Note:    "This writes the draft, one cell after the other; the published version stays as it is until it is published in Hex.",
		OnWrite: s.writeAll, OnBack: func() { s.endReview(-1) },
		OnEdit: func(part int) {
			p := b.cells[part].pane
			s.endReview(part)
			s.cells.Grid.Select(p.cell().StaticID)
			s.carry(p, p.session.KeepEditing())
		},
	}
	if b.waited {
		s.env.Host.Interrupt(dialog)
	} else {
		s.env.Host.Ask(dialog)
	}
}

// endReview closes the review without a write; one cell may stay in it.
func (s *Screen) endReview(but int) {
	for i, c := range s.batch.cells {
		if i != but {
			c.pane.session.Back()
		}
	}
	s.batch = nil
}

// writeAll writes what was chosen.
func (s *Screen) writeAll(chosen []overlay.Kept) {
	b := s.batch
	b.begun = s.env.Now()
	for _, k := range chosen {
		b.cells[k.Part].chosen, b.cells[k.Part].text = true, k.Text
	}
	for _, c := range b.cells {
		if !c.chosen {
			c.pane.session.Back()
		}
	}
	s.writeNext()
}

// writeNext writes the next cell, and tells at the end what became of all.
func (s *Screen) writeNext() {
	b := s.batch
	for ; b.at < len(b.cells); b.at++ {
		c := &b.cells[b.at]
		switch {
		case !c.chosen:
			continue
		case b.over:
			c.pane.session.Back()
			continue
		}
		asks := c.pane.session.Accept(c.review, c.text)
		s.carry(c.pane, asks)
		for _, ask := range asks {
			if _, sent := ask.(edit.Write); sent {
				return // its outcome goes on
			}
		}
	}
	s.batch = nil
	s.tellAll(b)
}

// wroteOne takes what became of a cell of the batch. A conflict is of that cell alone, and is shown by its own dialog; after any other
// failure nothing more is written.
func (s *Screen) wroteOne(p *pane, o edit.Outcome) {
	b := s.batch
	if !b.writing() || b.at >= len(b.cells) || b.cells[b.at].pane != p {
		return
	}
	c := &b.cells[b.at]
	if c.err = o.Err; o.Err == nil {
		c.saved = &o.Saved
	}
	var conflict *hex.Conflict
	if o.Err != nil && !errors.As(o.Err, &conflict) {
		b.over = true
	}
	b.at++
	s.writeNext()
}

// stopAll writes nothing more after the cell that is on its way.
func (s *Screen) stopAll() {
	s.batch.over = true
	s.carry(s.batch.cells[s.batch.at].pane, s.batch.cells[s.batch.at].pane.session.Escape())
}

// tellAll says what was written and what was not, and notes it as one deed that can be taken back.
func (s *Screen) tellAll(b *batch) {
	did := s.didAll(b)
	s.env.Deeds.Add(did)
	if !did.Failed {
		s.env.Host.Notice(screen.OK, did.Said+deed.UndoHint(s.env, did))
		return
	}
	lines := make([]overlay.Line, len(b.cells))
	for i, c := range b.cells {
		lines[i] = c.told()
	}
	s.env.Host.Interrupt(overlay.NewTold(did.Said, lines, nil))
}

// didAll is the batch as a deed.
func (s *Screen) didAll(b *batch) *screen.Did {
	back := change.WriteCells{ProjectID: s.id}
	names := map[string]string{}
	did := &screen.Did{
		At: b.begun, Took: s.env.Now().Sub(b.begun), Does: "Write cells", Risk: change.Overwrite,
		Target: change.Target{Kind: "project", Title: s.on().Title, ID: s.id},
	}
	var written []string
	for _, c := range b.cells {
		name := c.pane.name()
		if why := c.missed(); why != "" {
			did.Failures = append(did.Failures, change.Failure{Name: name, Why: why})
		}
		if c.saved == nil {
			continue
		}
		written = append(written, name)
		did.Fields = append(did.Fields, change.Field{Name: name, Before: "a draft", After: "in Hex"})
		if c.saved.Changed {
			id := c.saved.Cell.StaticID
			back.Cells = append(back.Cells, change.CellSource{StaticID: id, Source: c.saved.Previous, ExpectedHash: c.saved.Snapshot.Hash})
			names["cell "+id] = name
			did.Operations = append(did.Operations, "UpdateCell")
		}
	}
	did.Name = func(f change.Field) change.Field {
		if name, ok := names[f.Name]; ok {
			f = change.Field{Name: name, Before: "as it was saved", After: "as it was before"}
		}
		return f
	}
	if len(back.Cells) > 0 {
		did.Undo = back
	}
	did.Said = present.Plural(len(written), "cell") + " saved to the draft"
	if len(written) > 0 {
		did.Said += ": " + strings.Join(written, ", ")
	}
	did.Said += "."
	if did.Failed = len(did.Failures) > 0; did.Failed {
		did.Said = fmt.Sprintf("%d of %s saved to the draft.", len(written), present.Plural(len(written)+len(did.Failures), "cell"))
	}
	return did
}

// missed is why a cell that was chosen is not in Hex; empty for one that is, or was left out.
func (c batchCell) missed() string {
	switch {
	case c.err != nil:
		return c.err.Error()
	case c.chosen && c.saved == nil:
		return "not tried: its draft stays"
	}
	return ""
}

// told is what became of a cell, as it is told.
func (c batchCell) told() overlay.Line {
	name := c.pane.name() + "   "
	switch {
	case c.saved != nil:
		return overlay.Line{Head: "√ " + name, Text: "is in Hex", Style: okStyle}
	case c.err != nil:
		return overlay.Line{Head: "× " + name, Text: c.missed(), Style: wrong}
	case c.chosen:
		return overlay.Line{Head: "– " + name, Text: c.missed(), Style: faint}
	}
	return overlay.Line{Head: "– " + name, Text: "left out: its draft stays", Style: faint}
}

func okStyle(t *theme.Theme) theme.Style { return t.OK }
func wrong(t *theme.Theme) theme.Style   { return t.Error }

// nothingToSave says that no cell has text that Hex does not have.
func (s *Screen) nothingToSave() string {
	if len(s.left) > 0 {
		return ""
	}
	for _, p := range s.panes {
		if p.session.Modified() {
			return ""
		}
	}
	return "No cell here has text that Hex does not have."
}
