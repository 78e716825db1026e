package gallery

import (
	"slices"
	"time"

	"hextui/ui/action"
)

// scenes are the pictures of the documentation.
func scenes() []scene {
	return []scene{
		{name: "projects", theme: "dark", width: 156, height: 30, steps: list()},
		{name: "projects-light", theme: "light", width: 156, height: 30, steps: list()},
		{name: "projects-80x24-mono", theme: "mono", width: 80, height: 24, steps: list()},
		{name: "edit", theme: "dark", width: 120, height: 32, steps: restricted()},
		{name: "review", theme: "dark", width: 120, height: 32, steps: join(restricted(), save())},
		{name: "result", theme: "dark", width: 120, height: 32,
			steps: join(opened(), runDraft(6*time.Second, "completed after 0:06", "RESULT"))},
		{name: "sharing", theme: "dark", width: 120, height: 24, steps: join(found(), shared())},
		{name: "failure", theme: "dark", width: 120, height: 32,
			steps: join(misspelt(), save(), write(), runDraft(3*time.Second, "errored after 0:03", "ERROR"))},
	}
}

func join(parts ...[]step) []step { return slices.Concat(parts...) }

// list is the list of projects as the program begins.
func list() []step {
	return []step{see("Weekly revenue"), press(action.Down, action.List, 2), widened()}
}

// found is the list with the project that everybody begins with.
func found() []step {
	return []step{
		see("Weekly revenue"),
		press(action.Find, action.List, 1), enter("weekly revenue"), press(action.Accept, action.Filter, 1),
	}
}

// shared is who may see the project, with a change of it that is not sent.
func shared() []step {
	return []step{
		press(action.Share, action.Projects, 1), see("4 people", "21 people"),
		press(action.Down, action.List, 1), press(action.Right, action.List, 2), press(action.SetLevel, action.Sharing, 1),
		see("was edit, less now"),
	}
}

// opened is the project at its first SQL cell.
func opened() []step {
	return append(found(), []step{
		press(action.Open, action.Projects, 1),
		see("weekly_orders", "coalesce(o.channel"),
	}...)
}

// restricted leaves pending orders out: a condition in the seventh line is typed anew.
func restricted() []step {
	return join(opened(), []step{
		press(action.Edit, action.Project, 1),
		strike("down", 6), strike("end", 1), strike("backspace", len("<> 'cancelled'")), enter("not in ('cancelled', 'pending')"),
		see("edited, draft kept"),
	})
}

// misspelt takes a letter out of a column's name in the fourth line.
func misspelt() []step {
	return join(opened(), []step{
		press(action.Edit, action.Project, 1),
		strike("down", 3), strike("home", 1), strike("right", len("sum(o.tota")), strike("backspace", 1),
		see("edited, draft kept", "totl_cents"),
	})
}

// save asks for the cell to be saved and stays before the change.
func save() []step {
	return []step{press(action.Save, action.Editor, 1), see("Save weekly_orders?")}
}

// write lets the change go to Hex and leaves the editor.
func write() []step {
	return []step{press(action.Write, action.Review, 1), see("as in Hex"), press(action.LeaveEditor, action.Editor, 1)}
}

// runDraft runs the draft of the project on the screen; the run takes so long, and then the texts can be read.
func runDraft(took time.Duration, texts ...string) []step {
	return []step{hold(), press(action.RunDraft, action.Project, 1), see("running 0:00"), later(took), release(), see(texts...)}
}
