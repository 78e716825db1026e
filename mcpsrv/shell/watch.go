package shell

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"hextui/mcpsrv/schema"
)

// event is a change of what is watched, as a line of data.
type event struct {
	At     string `json:"at"`
	Status string `json:"status"`
	RunID  string `json:"run_id"`
}

// events are the lines of a watch: each change as it comes, and in the end how it ended, all of one shape.
type events struct {
	lines printer
	out   *data
	now   func() time.Time
	run   string

	mu   sync.Mutex
	last string
	err  error
}

// watches tells whether changes are what is printed, not the answer in the end. Who asks for members of that, or for it as one document,
// gets it alone.
func (o *order) watches() bool {
	oneDocument := o.json || o.jq != "" && !o.ndjson
	return o.row.watch && o.row.verb == "watch" && !oneDocument && len(o.fields) == 0
}

// watched are the lines of a watch in the form that the flags ask for. On a terminal they are in columns whose widths are known before
// the first comes.
func (o *order) watched(f format, args valued, out *data) (*events, error) {
	run, _ := schema.Text(args["run_id"])
	f.columns = []string{"at", "status", "run_id"}
	e := &events{out: out, now: o.Now, run: run}
	if f.terminal && !o.ndjson && !o.csv {
		e.lines = &separated{columns: f.columns, put: inColumns(out)}
		return e, nil
	}
	var err error
	e.lines, err = f.printer(out)
	return e, err
}

// inColumns writes lines of which all but the last value have the widths of a time and of a status.
func inColumns(w io.Writer) func([]string) error {
	return func(values []string) error {
		_, err := fmt.Fprintf(w, "%-20s  %-28s  %s\n", values[0], values[1], values[2])
		return err
	}
}

// told takes what is told of a run: a change of its status is a line, that it still is as it was is none.
func (e *events) told(message string) {
	status, _, _ := strings.Cut(message, " for ")
	if !isStatus(status) {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = errors.Join(e.err, e.line(status))
}

// line prints a status that is another than the last.
func (e *events) line(status string) error {
	if status == e.last || status == "" {
		return nil
	}
	e.last = status
	raw, err := json.Marshal(event{e.now().UTC().Format(time.RFC3339), status, e.run})
	if err != nil {
		return err
	}
	d, err := parse(raw)
	if err != nil {
		return err
	}
	return errors.Join(e.lines.page(page{doc: d}), e.out.Flush())
}

// page prints the answer as the last change that it is.
func (e *events) page(g page) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	run, err := parse(g.doc.get("run"))
	if err != nil {
		return err
	}
	return errors.Join(e.err, e.line(run.text("status")))
}

func (e *events) end() error { return e.lines.end() }

// isStatus tells a status of a run from other words.
func isStatus(s string) bool {
	return s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}
