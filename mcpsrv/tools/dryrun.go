package tools

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/aymanbagabas/go-udiff"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/words"
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
	p := Plan{Target: e.target, Requests: requests, Current: e.before, Diff: e.diff, Note: e.note, Version: cmp.Or(e.version, VersionOf(e.before))}
	if p.Diff == "" && e.before != nil && e.after != nil {
		p.Diff = diff(indented(e.before), indented(e.after))
	}
	return p
}

// VersionOf is a short name for a state.
func VersionOf(state any) string {
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
func (r dryRunResult) Size() int { return len(r.Plan.Requests) }

func (r dryRunResult) First(n int) answer.Result {
	left := len(r.Plan.Requests) - n
	r.Plan.Requests = r.Plan.Requests[:n:n]
	r.Plan.Note = strings.TrimSpace(fmt.Sprintf("%s %s more are not shown here, to keep the answer short.", r.Plan.Note, words.Count(left, "request")))
	return r
}

// plannedRequests are the requests that a dry run would have sent.
type plannedRequests struct {
	mu  sync.Mutex
	all []PlannedRequest
}

func (p *plannedRequests) add(q PlannedRequest) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, q)
}

// dryRunOf carries a call out with a client that writes nothing, and returns the requests that it would have sent.
func (w *Workspace) dryRunOf(carryOut func(*Workspace) error) ([]PlannedRequest, error) {
	dry := *w
	dry.planned = unsent(&plannedRequests{all: []PlannedRequest{}})
	defer dry.planned.client.Close()
	err := carryOut(&dry)
	return dry.planned.requests.all, err
}

// writer is the client for the writes of a call: the real one, or in a dry run one that sends nothing.
func (w *Workspace) writer() *hex.Client {
	if w.planned == nil {
		return w.hex
	}
	return w.planned.client
}

// save writes the source of a cell over base; in a dry run without the looks before and after, since these are reads.
func (w *Workspace) save(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error) {
	if w.planned == nil {
		return w.hex.Save(ctx, base, e)
	}
	saved := hex.Saved{Cell: base.Cell, Snapshot: base, Previous: base.Source}
	if !changes(base.Cell, e) {
		return saved, nil
	}
	u := hex.CellUpdate{OutputDataframe: e.OutputDataframe, DataConnectionID: e.DataConnectionID}
	switch base.Cell.Type {
	case hex.CellSQL:
		u.SQL = &e.Source
	case hex.CellCode:
		u.Code = &e.Source
	case hex.CellMarkdown:
		u.Markdown = &e.Source
	}
	_, err := w.planned.client.UpdateCell(ctx, base.Cell.ID, u)
	saved.Changed = true
	return saved, err
}

// dryClient is a client whose requests are written down, and never sent.
type dryClient struct {
	client   *hex.Client
	requests *plannedRequests
}

func unsent(requests *plannedRequests) *dryClient {
	c, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1", Limits: hex.NoLimits, RetryFor: -1, Transport: notSending{requests}})
	if err != nil {
		panic(err) // the options are good
	}
	return &dryClient{c, requests}
}

// NoClient is a client for a server that only says what it offers: it sends nothing.
func NoClient() *hex.Client { return unsent(&plannedRequests{}).client }

// notSending is the network of a dry run.
type notSending struct{ requests *plannedRequests }

// inventedAnswer holds what the answers of writes must have, so that a write of several requests goes on to the next.
const inventedAnswer = `{"id":"the-new-id","name":"-","title":"-","project":{"id":"the-new-id","title":"-"}}`

// RoundTrip answers a write, and writes it down.
func (n notSending) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return nil, errors.New("this client sends nothing, and writes down only what a dry run would write")
	}
	q := PlannedRequest{Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/api")}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if len(body) > 0 {
			q.Body = answer.WithoutSecrets(body)
		}
	}
	n.requests.add(q)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader([]byte(inventedAnswer))), Request: r,
	}, nil
}
