package deed

import (
	"context"
	"errors"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// Deed is a change that the person wants, and the words for it.
type Deed struct {
	Change change.Change
	// Title asks for it: "Set the status of “Weekly revenue”?". Yes is the word for doing it: "set the status".
	Title, Yes string
	// Said is what is said once it was done: "“Weekly revenue” has the status Endorsed." Empty are the change's own words.
	Said string
	// Says are sentences that stand first, above what would be different; it may be nil.
	Says func(*change.Prepared) []string
	// Name puts a field into people's words, and leaves it out by an empty name; nil is [Plain].
	Name func(change.Field) change.Field
	// Agreed is set where the person has seen all of it already, as in a form: it is shown again only where there is something to be
	// warned of, or it was changed meanwhile.
	Agreed bool
	// First, if set, is done before anything is sent, beside the update loop. Its error ends the deed.
	First func(context.Context, *change.Prepared) error
	// Secret keeps what it makes out of what is said and shown: Done alone gets it.
	Secret bool
	// Done is told what came of it, also of a part: then the error is not nil. It may be nil.
	Done func(change.Result, error)

	undoes *screen.Did
	from   overlay.Filled // the dialog in which it was typed or marked, nil where there is none
}

// prepareKey names the preparing of a deed among the tasks: of two that are begun the newer one counts.
const prepareKey = "deed"

// Do prepares a deed, shows it, and carries it out once it is agreed to. What was typed for it in a dialog, and was not done for certain,
// is in that dialog again.
func Do(env *screen.Env, d Deed) {
	d.from, _ = env.Host.Answered().(overlay.Filled)
	env.Host.Begin()
	prepare(env, d, "")
}

// prepare reads what there is and asks; because is why it is asked again.
func prepare(env *screen.Env, d Deed, because string) {
	busy := overlay.NewBusy(d.Title, "reading how it is now", env.Spin, func() {
		env.Tasks.Cancel(prepareKey)
		d.back(env)
	})
	env.Host.Ask(busy)
	task.Do(env.Tasks, prepareKey, func(ctx context.Context) (*change.Prepared, error) { return d.Change.Prepare(ctx, env.API) },
		func(p *change.Prepared, err error) {
			busy.Withdraw()
			switch {
			case err != nil:
				d.back(env)
				env.Host.Interrupt(overlay.NewTold(d.Title, refused(err), nil))
			case p.Nothing():
				d.back(env)
				env.Host.Interrupt(overlay.NewTold(d.Title, plain("It is so already: there is nothing to send."), nil))
			case d.Agreed && because == "" && len(p.Warnings) == 0 && !dangerous(p):
				commit(env, d, p)
			default:
				env.Host.Interrupt(ask(env, d, p, because))
			}
		})
}

// back asks once more what the deed was made of.
func (d Deed) back(env *screen.Env) {
	if d.from != nil {
		env.Host.Ask(d.from.Again())
	}
}

// ask is the dialog of what was prepared.
func ask(env *screen.Env, d Deed, p *change.Prepared, because string) *overlay.Plan {
	dialog := overlay.NewPlan(d.Title, d.Yes, dangerous(p), lines(env, d, p, because), func(yes bool) {
		if yes {
			commit(env, d, p)
		} else {
			d.back(env)
		}
	})
	if p.Opens() {
		NeedTitle(dialog, p.Target.Title)
	}
	return dialog
}

// dangerous tells whether doing nothing is the default.
func dangerous(p *change.Prepared) bool { return p.Risk == change.Destroy || p.Opens() }

// commit carries out what was agreed to.
func commit(env *screen.Env, d Deed, p *change.Prepared) {
	at := env.Now()
	left := false
	busy := overlay.NewBusy(d.Title, "sending", env.Spin, func() { left = true })
	env.Host.Ask(busy)
	task.Do(env.Tasks, "", func(ctx context.Context) (change.Result, error) { return carryOut(ctx, d, p) },
		func(r change.Result, err error) {
			busy.Withdraw()
			var changed *change.Changed
			if errors.As(err, &changed) && !changed.Gone && !left {
				prepare(env, d, "It was changed meanwhile: "+changed.What()+". Nothing was done; this is how it is now.")
				return
			}
			over(env, d, p, r, err, at)
		})
}

// carryOut does what comes first, and the deed.
func carryOut(ctx context.Context, d Deed, p *change.Prepared) (change.Result, error) {
	if d.First != nil {
		if err := d.First(ctx, p); err != nil {
			return change.Result{}, err
		}
	}
	return p.Commit(ctx)
}

// over tells what came of a deed, and notes it.
func over(env *screen.Env, d Deed, p *change.Prepared, r change.Result, err error, at time.Time) {
	did := record(env, d, p, r, err, at)
	env.Deeds.Add(did)
	if d.undoes != nil && err == nil {
		env.Deeds.NoteUndone(d.undoes)
	}
	switch {
	case r.Entity == nil || d.Secret:
	case p.Risk == change.Destroy:
		env.Store.Unlearn(r.Entity)
	default:
		env.Store.Learn(r.Entity)
	}
	if d.Done != nil {
		d.Done(r, err)
	}
	if err != nil {
		var failed *hex.Error
		if done := errors.As(err, &failed) && failed.MayHaveHappened; !done && len(r.Changed) == 0 && r.Undo == nil {
			d.back(env)
		}
		env.Host.Interrupt(overlay.NewTold(did.Said, failedLines(env, d, did, err), nil))
		return
	}
	env.Host.Notice(screen.OK, did.Said+now(d, did)+UndoHint(env, did))
}

// record is what is noted of a deed.
func record(env *screen.Env, d Deed, p *change.Prepared, r change.Result, err error, at time.Time) *screen.Did {
	did := &screen.Did{
		At: at, Took: env.Now().Sub(at), Does: p.Does, Risk: p.Risk, Target: p.Target, Fields: r.Changed, Name: d.Name,
		Failures: r.Failed,
		Undo:     r.Undo, NoUndo: r.NoUndo, Failed: err != nil,
	}
	for _, q := range p.Requests {
		did.Operations = append(did.Operations, q.Op)
	}
	switch {
	case err == nil && d.Said != "":
		did.Said = d.Said
	case err == nil:
		did.Said = human(r.Done, p.Target)
	case len(r.Changed) > 0 || r.Undo != nil:
		did.Said = "Only a part was done"
	default:
		did.Said = "Not done: " + d.Title
	}
	return did
}
