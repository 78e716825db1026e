package browse

import (
	"context"
	"fmt"
	"time"

	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
)

// Drafts lists what was typed and not saved on this computer, and what was thrown away lately.
func Drafts(env *screen.Env, _ screen.Target) screen.Screen {
	list := &store.List[drafts.Draft]{}
	load := func() { loadDrafts(env, list) }
	return screen.NewList(env, screen.Listing[drafts.Draft]{
		Title: "Drafts on this computer", Noun: "drafts", Rows: screen.Stored(list), Load: load,
		ID: func(d drafts.Draft) string { return d.ID },
		Fields: []grid.Field[drafts.Draft]{
			text("project", "PROJECT", 2, 0, func(d drafts.Draft) string { return d.Names.Project }),
			text("cell", "CELL", 2, 0, func(d drafts.Draft) string { return d.Names.Cell }),
			text("state", "STATE", 1, 1, draftState),
			when(env, "edited", "EDITED", 2, func(d drafts.Draft) *time.Time { return &d.Edited }),
		},
		About: func() []screen.Fact {
			return []screen.Fact{{Name: "kept here", Text: "what is typed, while it is typed, until it is saved; what is thrown away " +
				"stays for some days"}}
		},
		Open: func(d drafts.Draft) { openDraft(env, d, load) },
		Offers: func(d drafts.Draft, ok bool, none string) []screen.Offer {
			keep := none
			if ok {
				keep = cannotDiscard(d)
			}
			return []screen.Offer{
				{Action: action.CopySource, Reason: none, Do: func() { env.Host.Copy(d.Mine, "the draft") }},
				{Action: action.DiscardDraft, Reason: keep, Do: func() { discardDraft(env, d, load) }},
			}
		},
		Empty: says("No drafts: everything that was typed was saved or thrown away."),
	})
}

func loadDrafts(env *screen.Env, list *store.List[drafts.Draft]) {
	list.Loading = true
	task.Do(env.Tasks, "draft list", func(context.Context) ([]drafts.Draft, error) {
		l, err := env.Drafts.List()
		if err != nil {
			return nil, err
		}
		trash, err := env.Drafts.Trash()
		return append(l.Drafts, trash...), err
	}, func(all []drafts.Draft, err error) {
		list.Fill(all, func(d drafts.Draft) string { return d.ID }, err, env.Now())
	})
}

func draftState(d drafts.Draft) string {
	switch {
	case !d.Discarded.IsZero():
		return "thrown away"
	case d.Live:
		return fmt.Sprintf("open in process %d", d.Owner.PID)
	case d.Own:
		return "of this session"
	}
	return "left behind"
}

// openDraft goes to the cell of a draft, taking it out of the trash first.
func openDraft(env *screen.Env, d drafts.Draft, reload func()) {
	if d.Key.Workspace != env.Workspace {
		env.Host.Ask(&overlay.Text{
			Title: "This draft is of another workspace: " + d.Key.Workspace, Lines: overlay.Plain(d.Mine),
			OnCopy: func() { env.Host.Copy(d.Mine, "the draft") },
		})
		return
	}
	goTo := func() {
		env.Host.Go(screen.Target{Place: screen.Project, ID: d.Key.Project, Sub: d.Key.Cell, Title: d.Names.Project, Edit: true})
	}
	if d.Discarded.IsZero() {
		goTo()
		return
	}
	task.Do(env.Tasks, "", func(context.Context) (drafts.Draft, error) { return env.Drafts.Restore(d.ID) },
		func(_ drafts.Draft, err error) {
			if err != nil {
				env.Host.Notice(screen.Error, "The draft was not taken back: "+err.Error())
				return
			}
			reload()
			goTo()
		})
}

func cannotDiscard(d drafts.Draft) string {
	switch {
	case !d.Discarded.IsZero():
		return "This draft was thrown away already."
	case d.Live:
		return "This draft is open in another window."
	}
	return ""
}

func discardDraft(env *screen.Env, d drafts.Draft, reload func()) {
	env.Host.Ask(&overlay.Confirm{
		Title: "Throw this draft away?",
		Body:  "It stays in this list for some days and can be taken back with " + env.Keys.Key(action.Open) + ".",
		Yes:   "throw it away", No: "keep it", Danger: true,
		OnYes: func() {
			discard := func(context.Context) (struct{}, error) { return struct{}{}, env.Drafts.Discard(d.ID) }
			task.Do(env.Tasks, "", discard, func(_ struct{}, err error) {
				if err != nil {
					env.Host.Notice(screen.Error, "The draft was not thrown away: "+err.Error())
				}
				reload()
			})
		},
	})
}
