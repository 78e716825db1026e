package mcpsrv

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/words"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Plan is what a call would do: the requests it would send, and what they would change. It is made by carrying the
// call out against a client that sends nothing, so what is shown and what is sent cannot differ.
type Plan struct {
	// Target names what the call is about, by title and id as Hex has them.
	Target string `json:"target"`
	// Requests are those that would be sent, in order; none when nothing would change.
	Requests []PlannedRequest `json:"requests"`
	// Current is the present state of what would change; nil for something that is not there yet.
	Current any `json:"current,omitempty"`
	// Diff is the change as a unified diff, empty where the call makes something new or starts something.
	Diff string `json:"diff,omitempty"`
	// Version is a digest of the present state: another one means that somebody changed it.
	Version string `json:"version"`
	// Note is what else is to be known.
	Note string `json:"note,omitempty"`
}

// PlannedRequest is a request that would be sent. Secrets are taken out of its body.
type PlannedRequest struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// effect is what a call would change, as it is found by looking.
type effect struct {
	// target is the title and the id.
	target string
	// before is the present state, nil for something new; after the same as it would be, nil when it is not known or
	// will not be there any more.
	before, after any
	// diff is the change where before and after do not show it well.
	diff string
	note string
	// version is the digest of the state, where before does not show all of it.
	version string
	// bodiless leaves the bodies of the requests out, where the diff says all that is in them.
	bodiless bool
}

func (e effect) plan(requests []PlannedRequest) Plan {
	if e.bodiless {
		for i := range requests {
			requests[i].Body = nil
		}
	}
	p := Plan{Target: e.target, Requests: requests, Current: e.before, Diff: e.diff, Note: e.note, Version: cmp.Or(e.version, digest(e.before))}
	if p.Diff == "" && e.before != nil && e.after != nil {
		p.Diff = diff(indented(e.before), indented(e.after))
	}
	return p
}

// digest is a short name for a state.
func digest(state any) string {
	raw, err := json.Marshal(state)
	if err != nil {
		raw = fmt.Append(nil, state)
	}
	sum := sha256.Sum256(raw)
	return fmt.Sprintf("%x", sum[:8])
}

func indented(state any) string {
	raw, err := json.MarshalIndent(state, "", "  ")
	if err != nil {
		return fmt.Sprint(state)
	}
	return string(raw) + "\n"
}

// maxDiff is the length in bytes at which a diff is cut, at a line.
const maxDiff = 8 << 10

func diff(before, after string) string {
	return words.CutLines(udiff.Unified("before", "after", before, after), maxDiff)
}

// planOnly is the answer to a dry run.
type planOnly struct {
	DryRun bool `json:"dry_run,omitempty"`
	Plan   Plan `json:"plan"`
}

func (r planOnly) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Dry run, nothing was changed. %s", r.Plan.Target)
	if len(r.Plan.Requests) == 0 {
		b.WriteString("\nNothing would change.")
	}
	for _, q := range r.Plan.Requests {
		fmt.Fprintf(&b, "\n%s %s %s", q.Method, q.Path, shortBody(q.Body))
	}
	if r.Plan.Diff != "" {
		b.WriteString("\n" + r.Plan.Diff)
	}
	if r.Plan.Note != "" {
		b.WriteString("\n" + r.Plan.Note)
	}
	return b.String()
}

func shortBody(body json.RawMessage) string {
	const most = 2000
	if len(body) <= most {
		return string(body)
	}
	return strings.ToValidUTF8(string(body[:most]), "") + "…"
}

// A long plan is cut by its bodies: the diff stays.
func (r planOnly) Size() int { return len(r.Plan.Requests) }

func (r planOnly) First(n int) answer.Result {
	left := len(r.Plan.Requests) - n
	r.Plan.Requests = r.Plan.Requests[:n:n]
	r.Plan.Note = strings.TrimSpace(fmt.Sprintf("%s %s more are not shown here, to keep the answer short.", r.Plan.Note, words.Count(left, "request")))
	return r
}
