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

// sheet is where a rehearsal writes down the requests that it would have sent.
type sheet struct {
	mu       sync.Mutex
	requests []PlannedRequest
}

type sheetKey struct{}

// sheetOf is the sheet of a rehearsal, nil when the call is meant.
func sheetOf(ctx context.Context) *sheet {
	sheet, _ := ctx.Value(sheetKey{}).(*sheet)
	return sheet
}

func (s *sheet) write(q PlannedRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, q)
}

// written are the requests so far; never nil.
func (s *sheet) written() []PlannedRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]PlannedRequest{}, s.requests...)
}

// writer is the client for the writes of a call: the real one, or in a dry run one that sends nothing.
func (s *Server) writer(ctx context.Context) *hex.Client {
	if sheetOf(ctx) == nil {
		return s.hex
	}
	return s.paper
}

// save writes the source of a cell over base; in a dry run without the looks before and after, since these are reads.
func (s *Server) save(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error) {
	if sheetOf(ctx) == nil {
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
	_, err := s.paper.UpdateCell(ctx, base.Cell.ID, u)
	saved.Changed = true
	return saved, err
}

// paperClient is a client whose requests are written on the sheet in their context, and never sent.
func paperClient() *hex.Client {
	c, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1", Limits: hex.NoLimits, RetryFor: -1, Transport: paper{}})
	if err != nil {
		panic(err) // the options are good
	}
	return c
}

// paper is the network of a rehearsal.
type paper struct{}

// paperAnswer holds what the answers of writes must have, so that a write of several requests goes on to the next.
const paperAnswer = `{"id":"the-new-id","name":"-","title":"-","project":{"id":"the-new-id","title":"-"}}`

func (paper) RoundTrip(r *http.Request) (*http.Response, error) {
	sheet := sheetOf(r.Context())
	if sheet == nil || r.Method == http.MethodGet {
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
	sheet.write(q)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader([]byte(paperAnswer))), Request: r,
	}, nil
}
