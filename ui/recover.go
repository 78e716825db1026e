package ui

import (
	"context"
	"fmt"

	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// findDrafts looks once, at the start, for what was typed and not saved before the program last ended, and says where
// it is. Each is taken up again by editing its cell.
func (a *App) findDrafts() {
	if a.opts.Drafts == nil {
		return
	}
	task.Do(a.tasks, "left drafts", func(context.Context) (drafts.Listing, error) { return a.opts.Drafts.List() },
		func(l drafts.Listing, err error) {
			if err != nil {
				a.Notice(screen.Warn, "The drafts on this computer could not be read. "+err.Error())
				return
			}
			for _, b := range l.Broken {
				a.Notice(screen.Warn, "A draft on this computer is damaged and was put aside: "+b.Path)
			}
			var left []drafts.Draft
			for _, d := range l.Drafts {
				if d.Key.Workspace == a.session.DraftsOf && !d.Own && !d.Live {
					left = append(left, d)
				}
			}
			where := a.keys.Way(action.GoDrafts, action.Global) + " lists the drafts, " + a.keys.Way(action.Open, action.Browse) +
				" takes one up again."
			switch {
			case len(left) == 1:
				a.Notice(screen.Warn, fmt.Sprintf("What you typed into “%s” of “%s” was not saved; it is still here. %s",
					left[0].Names.Cell, left[0].Names.Project, where))
			case len(left) > 1:
				a.Notice(screen.Warn, fmt.Sprintf("%d cells hold text that was not saved; it is still here. %s", len(left), where))
			}
		})
}
