package edit_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/edit"
)

// want checks what was asked for since the last check.
func (p *person) want(asks ...string) {
	p.t.Helper()
	if !slices.Equal(p.asks, asks) {
		p.t.Errorf("asked for\n\t%s\nwant\n\t%s", strings.Join(p.asks, "\n\t"), strings.Join(asks, "\n\t"))
	}
	p.asks = nil
}

// skip forgets what was asked for.
func (p *person) skip() { p.asks = nil }

// Esc ends the request of a save that was not sent, whether the save has begun or not; and the session takes the outcome, not
// the wish, for the truth.
func TestASaveIsCalledOff(t *testing.T) {
	canceled := &hex.Error{Kind: hex.Canceled, Message: "This was given up before Hex answered."}
	held := func(step hex.SaveState, started chan<- struct{}) edit.Save {
		return func(ctx context.Context, _ hex.Snapshot, e hex.Edit) (hex.Saved, error) {
			e.Step(step)
			close(started)
			<-ctx.Done()
			return hex.Saved{}, canceled
		}
	}
	const off = "say info “The save of orders was called off before it was sent: nothing was written, and the draft stays.”"
	for _, step := range []hex.SaveState{hex.SaveReading, hex.SaveWriting} {
		t.Run(string(step), func(t *testing.T) {
			p := sit(t)
			p.begin(mine)
			p.save()
			started, over := make(chan struct{}), make(chan edit.Outcome, 1)
			go func() { over <- p.writes.Send(t.Context(), held(step, started)) }()
			<-started
			p.skip()
			p.take(p.s.Escape())
			p.want("say info “Calling off the save of orders, which has not been sent yet.”")
			p.take(p.s.Wrote(<-over))
			p.want(off)
			if p.s.State() != edit.Editing || p.drafts[0].mine != mine || p.drafts[0].base.Source != was {
				t.Errorf("%v, %+v", p.s.State(), p.drafts[0])
			}
		})
	}
	t.Run("before it began", func(t *testing.T) {
		p := sit(t)
		p.begin(mine)
		p.save()
		p.take(p.s.Escape())
		p.skip()
		p.take(p.s.Wrote(p.writes.Send(t.Context(), held(hex.SaveReading, make(chan struct{})))))
		p.want(off)
	})
	t.Run("and done again", func(t *testing.T) {
		p := sit(t)
		p.begin(mine)
		p.save()
		p.take(p.s.Escape())
		p.save()
		p.skip()
		p.take(p.s.Wrote(failed(canceled)))
		p.want(off, "write mine over was or over mine")
	})
}

// The outcome of a write that was sent is told, though the person has left the editor.
func TestASaveThatWasSentIsWatched(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.skip()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := p.writes.Send(ctx, func(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error) {
		e.Step(hex.SaveSent)
		p.take(p.s.Escape())
		p.take(p.s.Escape())
		if ctx.Err() != nil {
			t.Error("the request was ended")
		}
		return hex.Saved{Cell: cell(e.Source), Snapshot: snap(e.Source), Changed: true, Previous: base.Source}, nil
	})
	p.want("leave the editor",
		"say info “The write of orders is on its way to Hex and cannot be called back; what becomes of it will be said.”")
	p.take(p.s.Wrote(o))
	p.want("have mine", "the text is as in Hex", "say ok “orders saved to the draft (U takes it back).”", "let go of the draft")
	if d := p.drafts[0]; d.ended != "closed" || d.base.Source != mine || p.s.Open() {
		t.Errorf("%+v", d)
	}
}

// What failed with the draft is not taken for a failure of the save.
func TestADraftThatStaysOnDiskIsSaidBesideTheSave(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.drafts[0].err = errDisk
	o := p.writes.Send(t.Context(), func(context.Context, hex.Snapshot, hex.Edit) (hex.Saved, error) {
		return saved(mine, true).Saved,
			nil
	})
	if o.Err != nil || !errors.Is(o.Draft, errDisk) {
		t.Errorf("%+v", o)
	}
}

func TestDraftsThatCannotBeHad(t *testing.T) {
	t.Run("a new one", func(t *testing.T) {
		p := sit(t)
		p.s.Edit(nil)
		p.take(p.s.Began(nil, errDisk))
		p.want("say error “The cell was not opened: the disk is full”")
		if p.s.Typing() || p.s.State() != edit.Reading {
			t.Error("the editor takes text that goes nowhere")
		}
	})
	t.Run("one that was left behind", func(t *testing.T) {
		p := sit(t)
		p.s.Edit(&drafts.Draft{ID: "7"})
		if asks := p.s.Edit(nil); asks != nil {
			t.Errorf("a second draft is begun while one is taken up: %v", asks)
		}
		p.take(p.s.Resumed(nil, errDisk))
		p.want("say warn “The draft was not taken up: the disk is full”")
	})
	t.Run("while somebody types, said once", func(t *testing.T) {
		p := sit(t)
		p.begin(was)
		p.skip()
		p.drafts[0].err = errDisk
		p.set("a")
		p.set("ab")
		p.want("say error “What you type is NOT being kept on disk: the disk is full”")
		p.drafts[0].err = nil
		p.set("abc")
		p.drafts[0].err = errDisk
		p.set("abcd")
		p.want("say error “What you type is NOT being kept on disk: the disk is full”")
	})
	t.Run("to the trash", func(t *testing.T) {
		p := sit(t)
		p.begin(mine)
		p.drafts[0].err = errDisk
		p.take(p.s.Discard())
		p.skip()
		p.take(p.s.DiscardNow())
		p.want("discard the draft", "say error “The draft was not thrown away: the disk is full”")
		if !p.s.Modified() || p.editor != mine {
			t.Errorf("the text is gone, the editor has %q", p.editor)
		}
		p.drafts[0].err = nil
		p.take(p.s.DiscardNow())
		if p.s.Open() || p.editor != was || p.drafts[0].ended != "discarded" {
			t.Errorf("%q, %+v", p.editor, p.drafts[0])
		}
	})
}

func TestADraftThatWasLeftBehindIsTakenUp(t *testing.T) {
	p := sit(t)
	p.take(p.s.Edit(&drafts.Draft{ID: "7"}))
	p.want("take up draft 7", "load was as mine", "enter the editor", "say ok “The draft of orders from 12:00 UTC, 20 November is back.”")

	p = sit(t)
	p.seen(theirs)
	p.take(p.s.Edit(&drafts.Draft{ID: "7"}))
	p.want("take up draft 7", "load was as mine", "enter the editor",
		"say warn ““orders” was changed in Hex since this draft was begun. Saving will show both.”")

	p = sit(t)
	p.s.Edit(&drafts.Draft{ID: "7"})
	p.take(p.s.Leave())
	d := &draft{base: drafts.Base{Source: was}, mine: mine}
	p.take(p.s.Resumed(d, nil))
	p.want("let go of the draft, which is not saved")
	if d.ended != "closed" {
		t.Error("a screen that is left holds the draft")
	}
}

// What was typed while a save was under way, or was left out of it, survives the choice in its conflict.
func TestAConflictKeepsWhatWasNotPartOfTheSave(t *testing.T) {
	const chosen = "select 4\n\nfrom t\n"
	for _, c := range []struct{ name, sent, editor, want string }{
		{"all of it was sent", mine, mine, chosen},
		{"typed on", mine, "select 2\n\nfrom t, u\n", "select 4\n\nfrom t, u\n"},
		{"left out", mine, mine + "\n-- not yet\n", chosen + "\n-- not yet\n"},
		{"the same lines", mine, "select 22\n\nfrom t\n", "select 22\n\nfrom t\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := sit(t)
			p.begin(c.editor)
			p.take(p.s.Save(false))
			p.take(p.s.Accept(p.dialog.(edit.Review), c.sent))
			p.take(p.s.Wrote(failed(conflict(p))))
			p.take(p.s.Merged(p.dialog.(edit.Conflict), chosen))
			if p.writes.Source != chosen || p.writes.Base.Source != theirs {
				t.Errorf("%+v is written", p.writes)
			}
			if p.editor != c.want || p.drafts[0].mine != c.want {
				t.Errorf("the editor has %q, want %q", p.editor, c.want)
			}
		})
	}
}

// A review that was opened before a conflict was found has not shown what somebody else wrote: it does not write over it.
func TestAnOlderReviewWritesOverNothingUnseen(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.set(mine + "-- more\n")
	p.take(p.s.Save(false))
	older := p.dialog.(edit.Review)
	p.take(p.s.Wrote(failed(conflict(p))))
	p.take(p.s.Merged(p.dialog.(edit.Conflict), theirs+"-- merged\n"))
	p.take(p.s.Accept(older, older.Mine))
	p.skip()
	p.take(p.s.Wrote(saved(theirs+"-- merged\n", true)))
	if w := p.writes; w.Source != older.Mine || w.Base.Source != was || w.Over != hex.SourceHash(mine) {
		t.Errorf("%+v would be written", w)
	}
}

// The merge of a conflict in taking a write back is edited in a draft like any other text.
func TestAMergeWithoutADraftBeginsOne(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.take(p.s.Wrote(saved(mine, true)))
	p.take(p.s.Escape())
	p.take(p.s.Undo(snap(mine), true))
	p.accept()
	p.take(p.s.Wrote(failed(conflict(p))))
	p.skip()
	p.take(p.s.EditMerge(p.dialog.(edit.Conflict), "merged"))
	p.want("begin a draft on theirs", `set text to "merged"`, "enter the editor",
		"say info “Edit the merged text and save it again; it stands on what is in Hex now.”")
	if d := p.drafts[1]; d.mine != "merged" || d.base.Source != theirs || p.editor != "merged" {
		t.Errorf("%+v", d)
	}
}

// A write is taken back only where Hex still has it.
func TestAWriteIsTakenBackUnlessItWasOvertaken(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.take(p.s.Wrote(saved(mine, true)))
	p.skip()
	p.take(p.s.Undo(snap(theirs), true))
	p.want("say warn “orders has been changed since that write; nothing was taken back.”")
	p.take(p.s.Undo(hex.Snapshot{}, false))
	p.want("say warn “orders is no longer in this project, so the write cannot be taken back.”")
	p.take(p.s.Undo(snap(mine), true))
	p.accept()
	p.want("review mine to was", "set text to was", "write was over mine")
	if p.s.CanUndo() {
		t.Error("the same write can be taken back twice")
	}
	p.take(p.s.Wrote(saved(was, true)))
	if p.s.Modified() || p.editor != was {
		t.Errorf("%q", p.editor)
	}
}

// A cell that was found gone stays so until a newer reading has it again.
func TestACellThatWasFoundGoneStaysSo(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.take(p.s.Wrote(failed(&hex.Conflict{Mine: mine, Gone: true})))
	p.seen(was) // read before
	if p.s.Overtaken() != "deleted in Hex" {
		t.Errorf("it is %q", p.s.Overtaken())
	}
	p.s.Seen("orders", cell(was), noon.Add(1))
	if p.s.Overtaken() != "" {
		t.Errorf("it is back, but %q", p.s.Overtaken())
	}
}

// A write that is taken back and refused can be taken back again; once Hex has taken it, it is itself what can be.
func TestAWriteThatWasNotTakenBackStillCanBe(t *testing.T) {
	p := sit(t)
	p.begin(mine)
	p.save()
	p.take(p.s.Wrote(saved(mine, true)))
	p.take(p.s.Escape())
	p.skip()
	for range 2 {
		p.take(p.s.Undo(snap(mine), true))
		p.accept()
		p.want("review mine to was", "write was over mine")
		p.take(p.s.Wrote(failed(&hex.Error{Kind: hex.Forbidden, Message: "Not allowed."})))
		p.skip()
	}
	p.take(p.s.Undo(snap(mine), true))
	p.accept()
	o := saved(was, true)
	o.Saved.Previous = mine
	p.take(p.s.Wrote(o))
	if previous, written, ok := p.s.LastWrite(); !ok || previous != mine || written != was {
		t.Errorf("can be taken back: %q to %q, %v", written, previous, ok)
	}
}

// A draft can be taken up for a review, with the person left where they are; it is saved like any.
func TestADraftIsTakenUpForAReview(t *testing.T) {
	p := sit(t)
	p.take(p.s.TakeUp(drafts.Draft{ID: "7"}))
	p.want("take up draft 7", "load was as mine")
	if p.s.Typing() || !p.s.Modified() {
		t.Errorf("typing %v, modified %v", p.s.Typing(), p.s.Modified())
	}
	if asks := p.s.TakeUp(drafts.Draft{ID: "8"}); asks != nil {
		t.Errorf("a second draft is taken up: %v", asks)
	}
	if asks := p.s.Save(false); len(asks) != 1 {
		t.Errorf("a save asks for %v", asks)
	}
}
