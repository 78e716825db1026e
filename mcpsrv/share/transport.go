package share

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strings"
	"time"

	"hextui/hex"
)

// Transport is a transport for the API client of a server that shares its token with others: it keeps all of them
// together inside Hex's request budget, and lets one at a time ask for the status of a run, whose answer serves all.
// The client's own limiter works before it. A nil base is [http.DefaultTransport].
//
// A request whose turn does not come in time, or later than its call may wait ([hex.WithWaits]), is not sent: its error is a
// [*hex.Overdrawn]. Who waits is told meanwhile.
//
// Where shared does not answer, requests go out as if there were no others: Hex then refuses what is too much, and
// the client waits.
func Transport(base http.RoundTripper, shared Common, limits hex.Limits) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	or := func(n, published int) int {
		if n == 0 {
			return published
		}
		return n
	}
	return &roundTripper{base: base, shared: shared, all: or(limits.PerMinute, 60), runs: or(limits.RunsPerMinute, 20),
		fresh: 900 * time.Millisecond}
}

type roundTripper struct {
	base   http.RoundTripper
	shared Common
	// all and runs are requests a minute; below 0 is no limit.
	all, runs int
	// fresh is how long the status of a run that goes on is good for.
	fresh time.Duration
}

var (
	runStatusPath = regexp.MustCompile(`/projects/([^/]+)/runs/([^/]+)$`)
	startPath     = regexp.MustCompile(`/projects/[^/]+/(runs|notebook/run)$|/cells/[^/]+/run$|/threads(/[^/]+/followup)?$`)
)

// RoundTrip sends a request when it is its turn.
func (t *roundTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	// From here on a connection is wanted. What ends without having had one was not sent, which is how the client tells
	// a write that cannot have happened from one that may have, and what it counts.
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GetConn != nil {
		trace.GetConn(r.URL.Host)
	}
	run := runStatusPath.FindStringSubmatch(r.URL.Path)
	if r.Method != http.MethodGet || run == nil {
		return t.inTurn(r)
	}
	return t.status(r, "run:"+run[1]+":"+run[2])
}

// inTurn waits for the budget.
func (t *roundTripper) inTurn(r *http.Request) (*http.Response, error) {
	budgets := []struct {
		name  string
		limit int
	}{{"budget", t.all}, {"budget:runs", t.runs}}
	if r.Method != http.MethodPost || !startPath.MatchString(r.URL.Path) {
		budgets = budgets[:1]
	}
	for _, b := range budgets {
		if b.limit < 0 {
			continue
		}
		if err := t.wait(r.Context(), b.name, b.limit); err != nil {
			closeBody(r)
			return nil, err
		}
	}
	return t.base.RoundTrip(r)
}

// wait waits for a place in a budget. Where none will be free in time, it returns at once how long it would take.
func (t *roundTripper) wait(ctx context.Context, name string, limit int) error {
	for {
		wait, err := t.shared.Take(ctx, name, limit, time.Minute)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || wait == 0 {
			return nil // without an answer nobody can know better than Hex
		}
		err = hex.Hold(ctx, wait)
		var over *hex.Overdrawn
		if errors.As(err, &over) {
			over.Message = fmt.Sprintf("The request budget that this server shares with others is used up for another %d s. Nothing was "+
				"sent.", int(math.Ceil(over.Wait.Seconds())))
		}
		if err != nil {
			return err
		}
	}
}

// status answers with what another server was told just now, or asks and tells the others.
func (t *roundTripper) status(r *http.Request, name string) (*http.Response, error) {
	ctx, holder := r.Context(), rand.Text()
	for ctx.Err() == nil {
		kept, err := t.shared.Get(ctx, name)
		if err != nil {
			break
		}
		if kept != nil {
			closeBody(r)
			return answerOf(r, kept), nil
		}
		mine, err := t.shared.Once(ctx, name+":lease", holder, 5*time.Second)
		if err != nil {
			break
		}
		if mine {
			return t.ask(r, name, holder)
		}
		if rest(ctx, 25*time.Millisecond) != nil {
			break
		}
	}
	return t.inTurn(r)
}

// ask asks Hex while holding the lease of a run's watchers.
func (t *roundTripper) ask(r *http.Request, name, holder string) (*http.Response, error) {
	// The others must not wait for a lease that has no holder any more; that it cannot be given back only costs time.
	defer func() { _ = t.shared.LetGo(context.WithoutCancel(r.Context()), name+":lease", holder) }()
	resp, err := t.inTurn(r)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(resp.Header.Get("Content-Type"), "json") {
		return resp, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxShared+1))
	rest := resp.Body
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), rest}
	if err != nil || len(body) > maxShared {
		return resp, nil // the reader of the body meets the error, or the rest
	}
	_ = t.shared.Put(r.Context(), name, body, t.goodFor(body))
	return resp, nil
}

// maxShared is the longest status that is shared.
const maxShared = 256 << 10

// goodFor is how long a status is good for: that of a run that is over does not change.
func (t *roundTripper) goodFor(body []byte) time.Duration {
	var run struct{ Status hex.RunStatus }
	if json.Unmarshal(body, &run) == nil && run.Status.Finished() {
		return time.Minute
	}
	return t.fresh
}

// answerOf is an answer that another server got.
func answerOf(r *http.Request, body []byte) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(bytes.NewReader(body)),
	}
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // as a transport must; nothing hangs on it
	}
}

// CloseIdleConnections closes those of the transport below.
func (t *roundTripper) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// rest waits, or ends with the context.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
