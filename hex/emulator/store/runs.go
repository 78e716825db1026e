package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

var runRow = row[Run]{"runs", func(r Run) ([]any, error) {
	events, err := encoded(r.Events)
	return []any{
		r.ID, r.Project, r.Version, r.Cell, r.User, r.Trigger, r.Status, millis(r.Created), millis(r.Started), millis(r.Ended),
		string(r.Inputs), string(r.Notifications), events,
	}, err
}}

const runColumns = "r.id, r.project, r.version, r.cell, r.user, r.trigger, r.status, r.created, r.started, r.ended, r.inputs, " +
	"r.notifications, r.events"

func scanRun(row rowScanner) (r Run, err error) {
	err = row.Scan(&r.ID, &r.Project, &r.Version, &r.Cell, &r.User, &r.Trigger, &r.Status, moment{&r.Created}, moment{&r.Started},
		moment{&r.Ended},
		document{&r.Inputs}, document{&r.Notifications}, document{&r.Events})
	return r, err
}

// ErrTooManyRuns says that a user has as many active runs as a user may have.
var ErrTooManyRuns = errors.New("too many active runs")

// ErrFinished says that a run has already ended.
var ErrFinished = errors.New("the run has ended")

// CreateRun adds a run that has not ended, unless its user has most active ones
// already: then it gives ErrTooManyRuns.
func (s *Store) CreateRun(ctx context.Context, r Run, most int) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		active, err := one(ctx, tx, func(row rowScanner) (n int, err error) { return n, row.Scan(&n) },
			"SELECT count(*) FROM runs WHERE user = ? AND ended = 0", r.User)
		if err != nil {
			return err
		}
		if active >= most {
			return ErrTooManyRuns
		}
		return insertAll(ctx, tx, runRow, []Run{r})
	})
}

// Run reads one run of a project.
func (s *Store) Run(ctx context.Context, project, id string) (Run, error) {
	return one(ctx, s.db, scanRun, "SELECT "+runColumns+" FROM runs r WHERE project = ? AND id = ?", project, id)
}

// RunFilter narrows Runs; empty members do not. Runs of the draft are never listed.
type RunFilter struct{ Project, Status, Trigger string }

// Runs lists the runs of a project's published versions, newest first, and
// tells whether there are more behind them.
func (s *Store) Runs(ctx context.Context, f RunFilter, limit, offset int) (runs []Run, more bool, err error) {
	query, args := "SELECT "+runColumns+" FROM runs r WHERE project = ? AND version > 0", []any{f.Project}
	if f.Status != "" {
		query, args = query+" AND status = ?", append(args, f.Status)
	}
	if f.Trigger != "" {
		query, args = query+" AND trigger = ?", append(args, f.Trigger)
	}
	runs, err = all(ctx, s.db, scanRun, query+" ORDER BY created DESC, id DESC LIMIT ? OFFSET ?", append(args, limit+1, offset)...)
	if err == nil && len(runs) > limit {
		return runs[:limit], true, nil
	}
	return runs, false, err
}

// StartRun moves a pending run to RUNNING; ErrFinished says that it was ended meanwhile.
func (s *Store) StartRun(ctx context.Context, id string, at time.Time) error {
	return s.advance(ctx, id, "RUNNING", at, "UPDATE runs SET status = ?, started = ? WHERE id = ? AND ended = 0 AND started = 0")
}

// EndRun gives an active run its last status; ErrFinished says that it had one.
func (s *Store) EndRun(ctx context.Context, id, status string, at time.Time) error {
	return s.advance(ctx, id, status, at, "UPDATE runs SET status = ?, ended = ? WHERE id = ? AND ended = 0")
}

func (s *Store) advance(ctx context.Context, id, status string, at time.Time, update string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, update, status, millis(at), id); err != nil {
			if errors.Is(err, ErrNotFound) {
				err = ErrFinished
			}
			return err
		}
		return addEvent(ctx, tx, id, Event{Type: "RUN_STATUS", Value: status, At: at.UTC()})
	})
}

// addEvent appends a step to a run's life.
func addEvent(ctx context.Context, tx *sql.Tx, run string, e Event) error {
	text, err := encoded(e)
	if err != nil {
		return err
	}
	return exec(ctx, tx, "UPDATE runs SET events = json_insert(events, '$[#]', json(?)) WHERE id = ?", text, run)
}

// EndAbandoned ends what a stopped process left active: runs as KILLED, and
// threads with an error.
func (s *Store) EndAbandoned(ctx context.Context, at time.Time) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE runs SET status = 'KILLED', ended = ? WHERE ended = 0", millis(at))
		return errors.Join(err, endThreads(ctx, tx, at))
	})
}

// PutOutput keeps what a cell gave in a place: a project's id for its draft
// session, a run's id for a published run.
func (s *Store) PutOutput(ctx context.Context, place string, o Output) error {
	return exec(ctx, s.db, "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)", place, o.StaticID, o.Run, string(o.Result))
}

// Output reads what a cell gave last in a place.
func (s *Store) Output(ctx context.Context, place, static string) (Output, error) {
	return one(ctx, s.db, func(r rowScanner) (o Output, err error) {
		return o, r.Scan(&o.StaticID, &o.Run, document{&o.Result})
	}, "SELECT static_id, run, result FROM outputs WHERE place = ? AND static_id = ?", place, static)
}

// DropOutput forgets what a cell gave in a place.
func (s *Store) DropOutput(ctx context.Context, place, static string) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM outputs WHERE place = ? AND static_id = ?", place, static)
	return err
}

// ClearOutputs forgets everything in a place.
func (s *Store) ClearOutputs(ctx context.Context, place string) error {
	_, err := s.db.ExecContext(context.WithoutCancel(ctx), "DELETE FROM outputs WHERE place = ?", place)
	return err
}
