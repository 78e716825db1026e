package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// editAsInVim opens the cell in the editor, where keys are commands as in vim.
func editAsInVim(t *testing.T) *watching {
	t.Helper()
	w := watch(t)
	w.Do(func(tea.Model) { w.app.env.Vim = true })
	w.open()
	w.edit()
	w.WaitFor("NORMAL")
	return w
}

// Letters are commands until i; Escape goes back to them and never out of the editor, and what the line below asks for is done.
func TestEditingAsInVim(t *testing.T) {
	w := editAsInVim(t)
	w.Type("ggdGiselect one\nfrom two")
	w.Want("INSERT", "1 select one", "2 from two", "commands")
	w.Press("esc", "esc", "esc")
	w.Want("NORMAL", "2 from two", ":q leaves the editor")
	w.Type("kbwcw")
	w.Type("three")
	w.Press("esc")
	w.Type("jb.")
	w.Want("1 select three", "2 from three")
	w.Type("uu")
	w.Want("1 select one", "2 from two")
	w.Press("ctrl+r", "ctrl+r") // no run
	w.Want("1 select three", "2 from three")
	w.Type("d2")
	w.Want("d2")
	w.Press("esc")
	w.Type(":%s/three/four/g\n")
	w.Want("1 select four", "2 from four", "2 places replaced")
	w.Type("Vy:fly\n")
	w.Want(":fly is not among the vim commands here")
	w.Type("gz")
	w.Want("“gz” is not among the vim commands here.")
	w.Paste("1 + ") // before the cursor, whatever its letters are
	w.Want("1 + ")
	w.Type("u:w\n")
	w.WaitFor("Save weekly_orders?")
	w.Press("esc")
	w.Type(":q\n")
	w.WaitFor("unsaved draft")
	w.WantNo("NORMAL")
}

// :wq leaves the editor once the save is done; a save that is not made leaves nobody outside.
func TestSavingAndLeavingAsInVim(t *testing.T) {
	w := editAsInVim(t)
	w.Type("Go-- the end")
	w.Press("esc")
	w.Type(":wq\n")
	w.WaitFor("Save weekly_orders?")
	w.Press("esc")
	w.Want("NORMAL")
	w.Type("ZZ")
	w.WaitFor("Save weekly_orders?")
	w.Press("enter")
	w.WaitGone("NORMAL")
	w.Want("saved to the draft (U takes it back).") // esc would leave the project
	if _, snap := w.cell(); !strings.HasSuffix(snap.Source, "\n -- the end") {
		t.Errorf("in Hex is %q", snap.Source)
	}
}

// Where a cell is read, :q goes one step back and no further, and :w reviews what is not saved; from the first screen :q quits.
func TestLeavingWhatIsReadAsInVim(t *testing.T) {
	w := editAsInVim(t)
	w.Type("Go-- the end")
	w.Press("esc")
	w.Type(":q\n")
	w.WaitFor("unsaved draft")
	w.Type(":w\n")
	w.WaitFor("Save weekly_orders?")
	w.Press("esc")
	w.WaitGone("Save weekly_orders?")
	w.Press("enter")
	w.WaitFor("› weekly_orders")
	for _, behind := range []string{"2  SQL  weekly_orders", "TITLE"} { // out of the source, out of the project
		w.Type(":q")
		w.WaitFor("one step back")
		w.Press("enter")
		w.WaitFor(behind)
	}
	w.Type(":q")
	w.WaitFor("quit")
	w.WantNo("one step back")
	w.Press("esc")
	w.Do(func(tea.Model) { w.app.env.Vim = false })
	w.Press("enter")
	w.WaitFor("2  SQL  weekly_orders")
	w.Type(":q")
	w.WaitFor("quit")
	w.WantNo("one step back")
}

// A word that is offered is taken in insert mode, and . types it again.
func TestOfferedWordsAsInVim(t *testing.T) {
	w := editAsInVim(t)
	w.Type("ggdGOsel")
	w.WaitFor("select")
	w.Press("tab")
	w.Type(" 1")
	w.Press("esc")
	w.Type("j.")
	w.Want("1 select 1", "2 select 1")
	w.WantNo("INSERT")
}
