package edit_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/edit"
	"hextui/ui/uitest"
)

// The texts of a cell: as it is in Hex at first, as somebody types it, as somebody else writes it meanwhile.
const (
	was    = "select 1\n\nfrom t\n"
	mine   = "select 2\n\nfrom t\n"
	theirs = "select 3\n\nfrom t\n"
)

var (
	noon    = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	errDisk = errors.New("the disk is full")
)

func cell(source string) hex.Cell {
	return hex.Cell{
		ID: "id " + source, StaticID: "static", Type: hex.CellSQL, ProjectID: "p",
		Contents: hex.Contents{SQL: &hex.SQLContents{Source: source}},
	}
}

func snap(source string) hex.Snapshot { return hex.Snap(cell(source), noon) }

// draft is a draft whose disk is the test's.
type draft struct {
	base  drafts.Base
	mine  string
	err   error
	ended string
}

func (d *draft) Put(mine []byte, _ drafts.Place) error {
	d.mine = string(mine)
	return d.err
}

func (d *draft) State() drafts.State { return drafts.State{Err: d.err} }

func (d *draft) Draft() drafts.Draft { return drafts.Draft{Base: d.base, Mine: d.mine, Edited: noon} }

func (d *draft) Saved(b drafts.Base) error {
	if d.err == nil {
		d.base = b
	}
	return d.err
}

func (d *draft) Discard() error { return d.end("discarded") }

func (d *draft) Close() error { return d.end("closed") }

func (d *draft) end(how string) error {
	if d.err == nil {
		d.ended = how
	}
	return d.err
}

// person is somebody at a session, with an editor and what the session has asked for and not got yet.
type person struct {
	t      testing.TB
	s      *edit.Session
	drafts []*draft
	editor string
	dialog edit.Ask   // … that is open
	writes edit.Write // … that is under way
	asks   []string   // since they were read last
	chosen bool       // … and another text was put into the editor
}

func sit(t testing.TB) *person {
	keys, err := action.NewKeyMap([]action.Binding{
		{Action: action.Edit, Scope: action.Project, Keys: []string{"e"}},
		{Action: action.UndoWrite, Scope: action.Project, Keys: []string{"U"}},
		{Action: action.LeaveEditor, Scope: action.Editor, Keys: []string{"esc"}},
		{Action: action.GoDrafts, Scope: action.Global, Keys: []string{"7"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, s: edit.New(keys)}
	p.seen(was)
	return p
}

// seen is what the screen does when it knows the cell anew.
func (p *person) seen(source string) {
	p.s.Seen("orders", cell(source), noon)
	p.fill()
}

func (p *person) fill() {
	if !p.s.Open() {
		p.editor = p.s.Base().Source
	}
}

// take carries out what a session asks for, but for what a test answers itself: the dialogs and the write.
func (p *person) take(asks []edit.Ask) {
	for _, ask := range asks {
		p.asks = append(p.asks, words(ask))
		switch a := ask.(type) {
		case edit.Begin:
			d := &draft{base: a.Base, mine: a.Base.Source}
			p.drafts = append(p.drafts, d)
			p.take(p.s.Began(d, nil))
		case edit.TakeUp:
			d := &draft{base: drafts.Base{Source: was, Hash: hex.SourceHash(was)}, mine: mine}
			p.drafts = append(p.drafts, d)
			p.take(p.s.Resumed(d, nil))
		case edit.Load:
			p.editor = a.Mine
		case edit.SetText:
			p.chosen = true
			p.set(a.Text)
		case edit.Have:
			p.s.Seen("orders", a.Cell, noon)
		case edit.Rebase:
			p.take(p.s.Rebased(a.Draft.Saved(a.Base)))
		case edit.Release:
			p.take(p.s.Released(a, a.Draft.Close()))
		case edit.Discard:
			p.take(p.s.Discarded(a.Draft.Discard()))
		case edit.Write:
			p.writes = a
		case edit.Review, edit.Conflict, edit.AskDiscard:
			p.dialog = a
		}
	}
	p.fill()
}

// set makes the editor hold a text.
func (p *person) set(text string) {
	p.editor = text
	p.take(p.s.Typed([]byte(text), drafts.Place{}))
}

// step brings the write to a step.
func (p *person) step(s hex.SaveState) {
	p.writes.Send(p.t.Context(), func(_ context.Context, _ hex.Snapshot, e hex.Edit) (hex.Saved, error) {
		e.Step(s)
		return hex.Saved{}, errors.New("it goes on")
	})
}

// accept is the choice to write what a review shows.
func (p *person) accept() {
	p.t.Helper()
	r, ok := p.dialog.(edit.Review)
	if !ok {
		p.t.Fatalf("there is no review, but %T", p.dialog)
	}
	p.dialog = nil
	p.take(p.s.Accept(r, r.Mine))
}

// words describes an ask.
func words(ask edit.Ask) string {
	q := func(source string) string {
		switch source {
		case was:
			return "was"
		case mine:
			return "mine"
		case theirs:
			return "theirs"
		}
		return fmt.Sprintf("%q", source)
	}
	switch a := ask.(type) {
	case edit.Say:
		return fmt.Sprintf("say %s “%s”", [...]string{"info", "ok", "warn", "error"}[a.Level], a.Text)
	case edit.Begin:
		return "begin a draft on " + q(a.Base.Source)
	case edit.TakeUp:
		return "take up draft " + a.ID
	case edit.Enter:
		return "enter the editor"
	case edit.Exit:
		return "leave the editor"
	case edit.Load:
		return "load " + q(a.Base) + " as " + q(a.Mine)
	case edit.SetText:
		return "set text to " + q(a.Text)
	case edit.Settle:
		return "the text is as in Hex"
	case edit.Review:
		return "review " + q(a.Base.Source) + " to " + q(a.Mine) + map[bool]string{true: ", then run"}[a.Run]
	case edit.Write:
		over := ""
		if a.Over != "" {
			over = " or over " + map[string]string{hex.SourceHash(mine): "mine", hex.SourceHash(theirs): "theirs"}[a.Over]
		}
		return "write " + q(a.Source) + " over " + q(a.Base.Source) + over + map[bool]string{true: ", then run"}[a.Run]
	case edit.Conflict:
		return "show the conflict of " + q(a.Mine) + " with " + q(a.Theirs.Source)
	case edit.Gone:
		return "show that it is gone, offer " + q(a.Mine)
	case edit.Have:
		return "have " + q(cellSource(a.Cell))
	case edit.Rebase:
		return "put the draft on " + q(a.Base.Source)
	case edit.Release:
		return "let go of the draft" + map[bool]string{true: ", which is not saved"}[a.Unsaved]
	}
	return map[string]string{
		"edit.AskDiscard": "ask whether to discard", "edit.Discard": "discard the draft", "edit.RunDraft": "run the draft",
	}[fmt.Sprintf("%T", ask)]
}

func cellSource(c hex.Cell) string {
	source, _ := c.Source()
	return source
}

func saved(source string, changed bool) edit.Outcome {
	return edit.Outcome{Saved: hex.Saved{Cell: cell(source), Snapshot: snap(source), Changed: changed, Previous: was}}
}

func failed(err error) edit.Outcome { return edit.Outcome{Err: err} }

// situations bring a session into each of its states.
var situations = []struct {
	name  string
	state edit.State
	reach func(*person)
}{
	{"reading", edit.Reading, func(*person) {}},
	{"reading, after a write", edit.Reading, func(p *person) {
		p.begin(mine)
		p.save()
		p.take(p.s.Wrote(saved(mine, true)))
		p.take(p.s.Escape())
	}},
	{"reading, a draft stays", edit.Reading, func(p *person) { p.begin(mine); p.take(p.s.Escape()) }},
	{"editing", edit.Editing, func(p *person) { p.begin(was) }},
	{"editing, typed", edit.Editing, func(p *person) { p.begin(mine) }},
	{"editing, the disk is full", edit.Editing, func(p *person) { p.begin(was); p.drafts[0].err = errDisk; p.set(mine) }},
	{"editing, changed in Hex", edit.Editing, func(p *person) { p.begin(mine); p.seen(theirs) }},
	{"editing, deleted in Hex", edit.Editing, func(p *person) { p.begin(mine); p.s.Missing() }},
	{"reviewing", edit.Reviewing, func(p *person) { p.begin(mine); p.take(p.s.Save(false)) }},
	{"reviewing what to take back", edit.Reviewing, func(p *person) {
		p.begin(mine)
		p.save()
		p.take(p.s.Wrote(saved(mine, true)))
		p.take(p.s.Escape())
		p.take(p.s.Undo(snap(mine), true))
	}},
	{"writing, not sent", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.step(hex.SaveWriting) }},
	{"writing, called off", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.take(p.s.Escape()) }},
	{"writing, sent", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.step(hex.SaveSent) }},
	{"writing, sent, then left", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.step(hex.SaveSent); p.take(p.s.Escape()) }},
	{"verifying", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.step(hex.SaveVerifying) }},
	{"writing, then to run", edit.Writing, func(p *person) { p.begin(mine); p.take(p.s.Save(true)); p.accept() }},
	{"writing, typing on", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.set(mine + "-- more\n") }},
	{"writing, another one waits", edit.Writing, func(p *person) {
		p.begin(mine)
		p.save()
		p.set(mine + "-- more\n")
		p.take(p.s.Save(false))
		p.accept()
	}},
	{"writing, the screen is left", edit.Writing, func(p *person) { p.begin(mine); p.save(); p.take(p.s.Leave()) }},
	{"writing, taking back", edit.Writing, func(p *person) {
		p.begin(mine)
		p.save()
		p.take(p.s.Wrote(saved(mine, true)))
		p.take(p.s.Escape())
		p.take(p.s.Undo(snap(mine), true))
		p.accept()
	}},
	{"in conflict", edit.InConflict, func(p *person) { p.begin(mine); p.save(); p.take(p.s.Wrote(failed(conflict(p)))) }},
}

// begin edits the cell.
func (p *person) begin(text string) {
	p.take(p.s.Edit(nil))
	if text != was {
		p.set(text)
	}
}

// save reviews and accepts.
func (p *person) save() {
	p.take(p.s.Save(false))
	p.accept()
}

func conflict(p *person) error {
	return &hex.Conflict{Base: p.writes.Base, Mine: p.writes.Source, Theirs: snap(theirs)}
}

// answer answers a dialog that is open, if it is of the kind.
func answer[A edit.Ask](p *person, do func(A) []edit.Ask) {
	if a, ok := p.dialog.(A); ok {
		p.dialog = nil
		p.take(do(a))
	}
}

// outcome is an outcome of a write; nothing where none is under way.
func outcome(o func(*person) edit.Outcome) func(*person) {
	return func(p *person) { p.take(p.s.Wrote(o(p))) }
}

// events are all that can happen to a session.
var events = []struct {
	name   string
	happen func(*person)
}{
	{"edit", func(p *person) { p.take(p.s.Edit(nil)) }},
	{"propose", func(p *person) { p.take(p.s.Propose("proposed", nil)) }},
	{"propose, left draft", func(p *person) { p.take(p.s.Propose("proposed", &drafts.Draft{ID: "left"})) }},
	{"type", func(p *person) {
		if p.s.Typing() {
			p.set(p.editor + "x")
		}
	}},
	{"esc", func(p *person) { p.take(p.s.Escape()) }},
	{"save", func(p *person) { p.take(p.s.Save(false)) }},
	{"save and run", func(p *person) { p.take(p.s.Save(true)) }},
	{"accept", func(p *person) { answer(p, func(r edit.Review) []edit.Ask { return p.s.Accept(r, r.Mine) }) }},
	{"accept nothing", func(p *person) { answer(p, func(r edit.Review) []edit.Ask { return p.s.Accept(r, r.Base.Source) }) }},
	{"keep editing", func(p *person) { answer(p, func(edit.Review) []edit.Ask { return p.s.KeepEditing() }) }},
	{"take mine", func(p *person) { answer(p, func(c edit.Conflict) []edit.Ask { return p.s.Merged(c, c.Mine) }) }},
	{"take theirs", func(p *person) { answer(p, p.s.TakeTheirs) }},
	{"edit the merge", func(p *person) { answer(p, func(c edit.Conflict) []edit.Ask { return p.s.EditMerge(c, "merged") }) }},
	{"close the dialog", func(p *person) { p.s.Back(); p.dialog = nil }},
	{"undo", func(p *person) { p.take(p.s.Undo(p.s.Base(), true)) }},
	{"discard", func(p *person) { p.take(p.s.Discard()) }},
	{"discard, yes", func(p *person) { answer(p, func(edit.AskDiscard) []edit.Ask { return p.s.DiscardNow() }) }},
	{"leave the screen", func(p *person) { p.take(p.s.Leave()); p.dialog = nil }},
	{"Hex has the same", func(p *person) { p.seen(was) }},
	{"Hex has another", func(p *person) { p.seen(theirs) }},
	{"the cell is deleted", func(p *person) { p.s.Missing() }},
	{"wrote", outcome(func(p *person) edit.Outcome { return saved(p.writes.Source, true) })},
	{"wrote, draft stuck", outcome(func(p *person) edit.Outcome {
		o := saved(p.writes.Source, true)
		o.Draft = errDisk
		return o
	})},
	{"was so already", outcome(func(p *person) edit.Outcome { return saved(p.writes.Source, false) })},
	{"found a conflict", outcome(func(p *person) edit.Outcome { return failed(conflict(p)) })},
	{"found it gone", outcome(func(p *person) edit.Outcome {
		return failed(&hex.Conflict{Base: p.writes.Base, Mine: p.writes.Source, Gone: true})
	})},
	{"answer lost", outcome(func(p *person) edit.Outcome {
		now := snap(theirs)
		return failed(&hex.Unverified{Mine: mine, Cause: errors.New("the line was cut"), Now: &now})
	})},
	{"refused", outcome(func(*person) edit.Outcome { return failed(&hex.Error{Kind: hex.Forbidden, Message: "Not allowed."}) })},
	{"given up", outcome(func(*person) edit.Outcome { return failed(&hex.Error{Kind: hex.Canceled, Message: "Given up."}) })},
}

//go:generate go test . -run TestEveryEventInEveryState -update

// TestEveryEventInEveryState holds what a session asks for and where it is then to testdata/states.golden, and that
// nothing typed is lost by it.
func TestEveryEventInEveryState(t *testing.T) {
	var table strings.Builder
	for _, from := range situations {
		fmt.Fprintf(&table, "## %s\n", from.name)
		for _, e := range events {
			p := sit(t)
			from.reach(p)
			if p.s.State() != from.state {
				t.Fatalf("%s: the state is %v, not %v", from.name, p.s.State(), from.state)
			}
			p.asks, p.chosen = nil, false
			before, status := p.held(), p.standing()
			e.happen(p)
			p.wantKept(from.name+", "+e.name, before)
			after := p.standing()
			if len(p.asks) == 0 && after == status {
				continue // nothing happens
			}
			fmt.Fprintf(&table, "%-20s %s\n", e.name, after)
			for _, a := range p.asks {
				fmt.Fprintf(&table, "    %s\n", a)
			}
		}
		table.WriteString("\n")
	}
	uitest.Golden(t, "states", strings.TrimSpace(table.String()))
}

// standing is where the session is, as it shows.
func (p *person) standing() string {
	name := [...]string{"reading", "editing", "reviewing", "writing", "in conflict"}[p.s.State()]
	parts := []string{name, p.s.Status()}
	if p.s.Typing() {
		parts = append(parts, "typing")
	}
	if over := p.s.Overtaken(); over != "" {
		parts = append(parts, over)
	}
	return strings.Join(parts, ", ")
}

// held is what was typed and Hex does not have.
func (p *person) held() string {
	if !p.s.Modified() {
		return ""
	}
	return p.editor
}

// wantKept checks that a text that was typed still is somewhere: in the editor and the draft, on disk, in the trash, in Hex,
// or behind one undo in the editor.
func (p *person) wantKept(when, text string) {
	p.t.Helper()
	if text == "" || p.s.Base().Source == text || strings.HasPrefix(p.editor, text) {
		return
	}
	for _, d := range p.drafts {
		if d.mine == text && (d.ended != "" || d.err != nil) {
			return
		}
	}
	if p.chosen { // the person chose another text; undo has the old one
		return
	}
	p.t.Errorf("%s: what was typed is lost: %q; the editor has %q", when, text, p.editor)
}

// What was typed is in the draft, letter by letter, and goes nowhere by any order of events, unless the person gives it up.
func TestNoOrderOfEventsLosesWhatWasTyped(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := sit(t)
		var story []string
		for range 25 {
			e := events[r.IntN(len(events))]
			story = append(story, e.name)
			before := p.held()
			p.chosen = false
			e.happen(p)
			p.wantKept(strings.Join(story, ", "), before)
			if p.s.Open() {
				if d := p.drafts[len(p.drafts)-1]; d.ended != "" || d.mine != p.editor {
					t.Errorf("%q: the editor has %q, the draft %+v", story, p.editor, d)
				}
			} else if p.s.Modified() || p.s.Typing() {
				t.Errorf("%q: there is no draft, but it is edited", story)
			}
			if t.Failed() {
				return
			}
		}
	}
}
