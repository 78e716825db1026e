package mcpsrv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"hextui/hex"
	"hextui/mcpsrv/answer"
)

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
func (s *Workspace) dryRunOf(carryOut func(*Workspace) error) ([]PlannedRequest, error) {
	dry := *s
	dry.planned = unsent(&plannedRequests{all: []PlannedRequest{}})
	defer dry.planned.client.Close()
	err := carryOut(&dry)
	return dry.planned.requests.all, err
}

// writer is the client for the writes of a call: the real one, or in a dry run one that sends nothing.
func (s *Workspace) writer() *hex.Client {
	if s.planned == nil {
		return s.hex
	}
	return s.planned.client
}

// save writes the source of a cell over base; in a dry run without the looks before and after, since these are reads.
func (s *Workspace) save(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error) {
	if s.planned == nil {
		return s.hex.Save(ctx, base, e)
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
	_, err := s.planned.client.UpdateCell(ctx, base.Cell.ID, u)
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
