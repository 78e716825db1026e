package tools

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/words"
)

// Plan is what a call would do, as an agent reads it: a [change.Prepared] in short.
type Plan struct {
	// Target names what the call is about, by title and id as Hex has them.
	Target string `json:"target"`
	// Requests are those that would be sent, in order; none when nothing would change.
	Requests []PlannedRequest `json:"requests"`
	// Current is the present state of what would change; nil for something that is not there yet.
	Current []change.Fact `json:"current,omitempty"`
	// Diff is the change as a unified diff, empty where the call starts something.
	Diff string `json:"diff,omitempty"`
	// Version is a digest of the present state and of the requests: another one means that somebody changed it.
	Version string `json:"version"`
	// Note is what else is to be known: who notices, what to be warned of, what undoes it.
	Note string `json:"note,omitempty"`
}

// PlannedRequest is a request that would be sent. Secrets are taken out of its body.
type PlannedRequest struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// maxNamed is how many of those who notice a plan names, maxFacts how many facts of the present state it has.
const (
	maxNamed = 20
	maxFacts = 50
)

// plan is what was prepared in short; target is how the call is named where nothing was.
func (t tool[In, Out]) plan(target string, p *change.Prepared) Plan {
	if p == nil {
		return Plan{Target: target, Requests: []PlannedRequest{}}
	}
	made := Plan{
		Target: p.Target.String(), Requests: make([]PlannedRequest, len(p.Requests)), Current: p.Current[:min(len(p.Current), maxFacts)],
		Diff: words.CutLines(p.Diff, maxDiff), Version: p.Version,
	}
	for i, q := range p.Requests {
		made.Requests[i] = PlannedRequest{Method: q.Method, Path: "/v1" + q.Path, Body: q.Body}
		if t.bodiless {
			made.Requests[i].Body = nil
		}
	}
	var notes []string
	for _, a := range p.Affected {
		notes = append(notes, affected(a))
	}
	notes = append(notes, p.Warnings...)
	if !p.Nothing() {
		notes = append(notes, p.Undo)
	}
	if t.note != nil {
		notes = append(notes, t.note(p))
	}
	made.Note = strings.Join(notes, "\n")
	return made
}

// affected says who notices a change.
func affected(a change.Affected) string {
	who := "Every " + a.Kind
	if a.Count > 0 {
		who = words.Count(a.Count, a.Kind)
	}
	if len(a.Names) > 0 {
		who += ": " + words.OneLine(strings.Join(a.Names[:min(len(a.Names), maxNamed)], ", "))
	}
	return "Affected: " + who + "."
}

// maxDiff is the length in bytes at which a diff is cut, at a line.
const maxDiff = 8 << 10

func diff(before, after string) string {
	return words.CutLines(udiff.Unified("before", "after", before, after), maxDiff)
}

// dryRunResult is the answer to a dry run.
type dryRunResult struct {
	DryRun bool `json:"dry_run,omitempty"`
	Plan   Plan `json:"plan"`
}

func (r dryRunResult) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Dry run, nothing was changed. %s", r.Plan.Target)
	if len(r.Plan.Requests) == 0 {
		b.WriteString("\nNothing would change.")
	}
	if r.Plan.Version != "" {
		fmt.Fprintf(&b, "\nversion %s", r.Plan.Version)
	}
	for _, f := range r.Plan.Current {
		fmt.Fprintf(&b, "\nnow %s: %s", f.Name, f.Value)
	}
	for _, q := range r.Plan.Requests {
		fmt.Fprintf(&b, "\n%s %s %s", q.Method, q.Path, q.Body)
	}
	if r.Plan.Diff != "" {
		b.WriteString("\n" + r.Plan.Diff)
	}
	if r.Plan.Note != "" {
		b.WriteString("\n" + r.Plan.Note)
	}
	return b.String()
}

// A long plan is cut by its bodies: the diff stays.
func (r dryRunResult) Size() int { return len(r.Plan.Requests) }

func (r dryRunResult) First(n int) answer.Result {
	left := len(r.Plan.Requests) - n
	r.Plan.Requests = r.Plan.Requests[:n:n]
	more := words.Count(left, "request") + " more are not shown here, to keep the answer short."
	r.Plan.Note = strings.TrimSpace(r.Plan.Note + "\n" + more)
	return r
}
