// Package drafts is the list of what was typed on this computer and is not in Hex yet.
package drafts

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hextui/hex/config"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
)

// New lists what was typed and not saved on this computer, and what was thrown away lately.
func New(env *screen.Env, _ screen.Target) screen.Screen {
	list := &store.List[drafts.Draft]{}
	changed := changes{}
	load := func() { loadDrafts(env, list, changed) }
	return screen.NewList(env, screen.Listing[drafts.Draft]{
		Title: "Drafts on this computer", Noun: "drafts", Rows: screen.Stored(list), Load: load,
		ID: func(d drafts.Draft) string { return d.ID },
		Fields: []grid.Field[drafts.Draft]{
			screen.TextField("project", "PROJECT", 2, 0, func(d drafts.Draft) string { return d.Names.Project }),
			screen.TextField("cell", "CELL", 2, 0, func(d drafts.Draft) string { return d.Names.Cell }),
			screen.TextField("workspace", "WORKSPACE", 1, 0, func(d drafts.Draft) string { return workspace(env, d) }),
			screen.TextField("change", "CHANGE", 3, 1, changed.of),
			screen.TextField("state", "STATE", 1, 2, draftState),
			screen.AgeField(env, "edited", "EDITED", 3, func(d drafts.Draft) *time.Time { return &d.Edited }),
		},
		About: func() []screen.Fact {
			return []screen.Fact{{Name: "kept here", Text: "what is typed, while it is typed, until it is saved; what is thrown away, " +
				"and what deleted cells held, stays for some days"}}
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
		Empty: screen.Says("No drafts: everything that was typed was saved or thrown away."),
	})
}

func loadDrafts(env *screen.Env, list *store.List[drafts.Draft], changed changes) {
	list.Loading = true
	type read struct {
		drafts  []drafts.Draft
		changes changes
	}
	task.Do(env.Tasks, "draft list", func(context.Context) (read, error) {
		l, err := env.Drafts.List()
		if err != nil {
			return read{}, err
		}
		trash, err := env.Drafts.Trash()
		if err != nil {
			return read{}, err
		}
		deleted, err := env.Drafts.Deleted()
		all := slices.Concat(l.Drafts, trash, deleted)
		return read{all, compared(all)}, err
	}, func(r read, err error) {
		all := r.drafts
		maps.Copy(changed, r.changes)
		list.Fill(all, func(d drafts.Draft) string { return d.ID }, err, env.Now())
	})
}

// workspace names the one that a draft was typed in. It is opened, and so saved, in that one alone.
func workspace(env *screen.Env, d drafts.Draft) string {
	if d.Key.Workspace == env.Workspace {
		return "this one"
	}
	return cmp.Or(config.RegionOf(d.Key.Workspace).Host, d.Key.Workspace)
}

// changes say what each draft changes, by its id: what tells two drafts of a cell apart.
type changes map[string]string

func (c changes) of(d drafts.Draft) string { return c[d.ID] }

// compared compares drafts with what each stands on. It takes its time for long ones: beside the update loop, please.
func compared(all []drafts.Draft) changes {
	c := changes{}
	for _, d := range all {
		c[d.ID] = change(d)
	}
	return c
}

// change is how many lines a draft changes, and the first of them as it is in the draft, or was where it is gone.
func change(d drafts.Draft) string {
	c := diff.Compare(d.Base.Source, d.Mine)
	if !c.Changed() {
		return "nothing"
	}
	added, removed, changed := c.Count(func(int) bool { return true })
	first, lines := c.Hunks[0], diff.Lines(d.Mine)
	at := lines[first.Mine.From:first.Mine.To]
	sign := "+"
	if len(at) == 0 {
		at, sign = diff.Lines(d.Base.Source)[first.Base.From:first.Base.To], "−"
	}
	for _, line := range at {
		if line = strings.TrimSpace(line); line != "" {
			return fmt.Sprintf("+%d −%d  %s %s", added+changed, removed+changed, sign, line)
		}
	}
	return fmt.Sprintf("+%d −%d", added+changed, removed+changed)
}

func draftState(d drafts.Draft) string {
	switch {
	case d.Deleted():
		return "a deleted cell"
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
			Title: "This draft is of another workspace: " + workspace(env, d), Lines: overlay.Plain(d.Mine),
			OnCopy: func() { env.Host.Copy(d.Mine, "the draft") },
		})
		return
	}
	goTo := func() {
		env.Host.Go(screen.Target{Place: screen.Project, ID: d.Key.Project, Sub: d.Key.Cell, Title: d.Names.Project, Edit: true})
	}
	switch {
	case d.Deleted():
		env.Host.Go(screen.Target{Place: screen.Project, ID: d.Key.Project, Title: d.Names.Project})
		b, _ := env.Keys.Binding(action.BringBack, action.Project)
		env.Host.Notice(screen.Info, "“"+d.Names.Cell+"” was deleted in Hex from here: "+env.Keys.Way(action.Deeds, action.Project)+
			" has “"+b.Long+"”.")
		return
	case d.Discarded.IsZero():
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
	case d.Deleted():
		return "What a deleted cell held is kept for some days, and goes by itself."
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
		Body:  "It stays in this list for some days and can be taken back with " + env.Keys.Way(action.Open, action.Browse) + ".",
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
