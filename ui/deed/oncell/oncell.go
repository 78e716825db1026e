// Package oncell is what a person can do with a cell of a project beside editing and running it: make one above or below it, make
// another like it, give it another data connection or its result another name, delete it, and bring back one that was deleted. What
// only Hex can do, such as labels, is a sentence here and the way to its page.
//
// A deleted cell's source is kept on this computer before anything is sent to Hex, so that it can be brought back after a restart.
// The package knows the screen that it is called from only by the functions in [On].
package oncell

import (
	"cmp"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/screen"
)

// On is what deeds are done on: a cell of a draft, as a screen shows it.
type On struct {
	Env       *screen.Env
	ProjectID string
	// Title is the project's.
	Title string
	// Cell is the selected one; its zero value is none. Name is what it is called.
	Cell hex.Cell
	Name string
	// Draft gives what was typed into it and is not in Hex; nil where there is nothing.
	Draft func() string
	// Deleted are the cells of this project that were deleted here, the last deleted first.
	Deleted []drafts.Draft
	// Made is told of a cell that is new in the draft, and whether it is to be edited at once.
	Made func(c hex.Cell, edit bool)
	// Changed is told that there are other deleted cells than before.
	Changed func()
}

// Offers are the deeds on a cell. None is why none of them can be done now, empty where they can.
func (on On) Offers(none string) []screen.Offer {
	noCell := none
	if noCell == "" && on.Cell.StaticID == "" {
		noCell = "No cell is selected."
	}
	or := func(reason func() string) string {
		if noCell != "" {
			return noCell
		}
		return reason()
	}
	offers := []screen.Offer{
		{Action: action.DeleteCell, Reason: or(on.cannotDelete), Do: on.delete},
		{Action: action.CellAbove, Reason: or(on.cannotPutAbove), Do: on.above},
		{Action: action.CellBelow, Reason: none, Do: on.below},
	}
	for _, o := range []struct {
		id     action.ID
		reason string
		do     func()
	}{
		{action.Duplicate, or(on.cannotDuplicate), on.duplicate},
		{action.Connect, or(on.noSQL), on.connect},
		{action.RenameResult, or(on.noSQL), on.rename},
		{action.Label, noCell, on.label},
		{action.BringBack, cmp.Or(none, on.noneDeleted()), on.Restore},
	} {
		offers = append(offers, screen.Offer{Action: o.id, Reason: o.reason, Do: o.do})
	}
	return offers
}

// label says where a label is changed.
func (on On) label() {
	deed.InHex(on.Env, "Change the label of "+on.Name+"?", "Hex's API gives a cell its label when it makes it, and cannot change it "+
		"later: that is done in Hex, at the top of the cell. "+on.otherName(), on.Env.API.ProjectURL(on.ProjectID))
}

// otherName says what a cell can be called by otherwise.
func (on On) otherName() string {
	if on.Cell.Type != hex.CellSQL {
		return ""
	}
	b, _ := on.Env.Keys.Binding(action.RenameResult, action.Project)
	return "What the cells below it call its result can be changed here (“" + b.Long + "”)."
}

// Undone takes what undoing a deed on a cell made: a cell that came back is shown in its place, and is no longer kept as deleted.
func (on On) Undone(did *screen.Did, r change.Result) {
	made, ok := r.Entity.(hex.Cell)
	create, again := did.Undo.(change.CreateCell)
	if !ok || !again {
		return
	}
	on.place(made, create.Place, false)
	for _, d := range on.Deleted {
		if k, err := kept(d); err == nil && k.ID == did.Target.ID {
			on.forget(d.ID)
		}
	}
}

// place shows a new cell where it is.
func (on On) place(made hex.Cell, p change.Place, edit bool) {
	behind := p.Behind.StaticID
	if behind == "" {
		behind = p.Into.StaticID
	}
	on.Env.Store.LearnCell(made, behind)
	on.Made(made, edit)
}

// cells are those of the draft, in order.
func (on On) cells() []hex.Cell { return on.Env.Store.Cells(on.ProjectID).All() }
