package hex_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hextui/hex"
)

const token = "hxtp_0123456789abcdef"

// serve starts a server and makes a client of it, without limits.
func serve(t *testing.T, h http.HandlerFunc, changes ...func(*hex.Options)) *hex.Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return connect(t, append([]func(*hex.Options){func(o *hex.Options) { o.BaseURL = s.URL }}, changes...)...)
}

func connect(t *testing.T, changes ...func(*hex.Options)) *hex.Client {
	t.Helper()
	o := hex.Options{Token: token, Limits: hex.NoLimits}
	for _, change := range changes {
		change(&o)
	}
	c, err := hex.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// inProcess is a network without sockets, so that time can be the test's own.
type inProcess func(http.ResponseWriter, *http.Request)

func (h inProcess) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			resp, err = nil, io.ErrUnexpectedEOF
		}
	}()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	h(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

func over(h func(http.ResponseWriter, *http.Request)) func(*hex.Options) {
	return func(o *hex.Options) { o.Transport = inProcess(h) }
}

func observed(log *events) func(*hex.Options) { return func(o *hex.Options) { o.Observe = log.add } }

type events struct {
	mu  sync.Mutex
	all []hex.Event
}

func (l *events) add(e hex.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, e)
}

func (l *events) of(kind hex.EventKind) []hex.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	var some []hex.Event
	for _, e := range l.all {
		if e.Kind == kind {
			some = append(some, e)
		}
	}
	return some
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func failure(t *testing.T, err error) *hex.Error {
	t.Helper()
	var e *hex.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %T (%v), want *hex.Error", err, err)
	}
	return e
}

func TestRequestIsWhatHexExpects(t *testing.T) {
	var got *http.Request
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		answer(w, 200, `{"values":[],"pagination":{"after":null,"before":null}}`)
	}, func(o *hex.Options) { o.UserAgent = "hextui/1.2" })
	_, err := c.ListProjects(t.Context(), hex.ProjectQuery{
		Paging: hex.Paging{Limit: 10, After: "a b"}, Statuses: []string{"Endorsed", "In development"}, IncludeArchived: true,
		SortBy: hex.SortEdited, SortDirection: hex.Descending,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.URL.Path != "/api/v1/projects" {
		t.Errorf("path %s", got.URL.Path)
	}
	want := "after=a+b&includeArchived=true&limit=10&sortBy=LAST_EDITED_AT&sortDirection=DESC&statuses=Endorsed&statuses=In+development"
	if got.URL.RawQuery != want {
		t.Errorf("query\n%s, want\n%s", got.URL.RawQuery, want)
	}
	for name, want := range map[string]string{"Authorization": "Bearer " + token, "User-Agent": "hextui/1.2", "Accept": "application/json",
		"Content-Type": ""} {
		if got := got.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestZeroRunSendsNoBody(t *testing.T) {
	var bodies []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies = append(bodies, r.Header.Get("Content-Type")+string(b))
		answer(w, 201, `{"projectId":"p","runId":"r","projectVersion":3}`)
	})
	h, err := c.RunProject(t.Context(), "p", hex.RunRequest{})
	if err != nil || h.Version != "3" {
		t.Fatal(h, err)
	}
	_, err = c.RunProject(t.Context(), "p", hex.RunRequest{Inputs: map[string]any{"days": 7}, UseCachedSQL: new(false)})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"",
		`application/json{"inputParams":{"days":7},"useCachedSqlResults":false}`}; fmt.Sprint(bodies) != fmt.Sprint(want) {
		t.Errorf("bodies %q, want %q", bodies, want)
	}
}

func TestRefusedBeforeAnythingIsSent(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { t.Errorf("sent %s %s", r.Method, r.URL) })
	ctx := t.Context()
	sql, code := "select 1", "x = 1"
	broken := "select '\xff'"
	calls := map[string]func() error{
		"both cursors": func() error {
			_, err := c.ListGroups(ctx, hex.GroupQuery{Paging: hex.Paging{After: "a", Before: "b"}})
			return err
		},
		"negative limit":      func() error { _, err := c.ListGroups(ctx, hex.GroupQuery{Paging: hex.Paging{Limit: -1}}); return err },
		"no project":          func() error { _, err := c.ListCells(ctx, hex.CellQuery{}); return err },
		"two sources":         func() error { _, err := c.UpdateCell(ctx, "c", hex.CellUpdate{SQL: &sql, Code: &code}); return err },
		"nothing to change":   func() error { _, err := c.UpdateCell(ctx, "c", hex.CellUpdate{}); return err },
		"name without source": func() error { _, err := c.UpdateCell(ctx, "c", hex.CellUpdate{OutputDataframe: &code}); return err },
		"source not UTF-8":    func() error { _, err := c.UpdateCell(ctx, "c", hex.CellUpdate{SQL: &broken}); return err },
		"inputs and published": func() error {
			_, err := c.RunProject(ctx, "p", hex.RunRequest{Inputs: map[string]any{"a": 1}, UpdatePublished: true})
			return err
		},
		"inputs and view": func() error {
			_, err := c.RunProject(ctx, "p", hex.RunRequest{Inputs: map[string]any{"a": 1}, ViewID: "v"})
			return err
		},
		"input not JSON": func() error {
			_, err := c.RunProject(ctx, "p", hex.RunRequest{Inputs: map[string]any{"a": func() {}}})
			return err
		},
		"half a size":          func() error { _, err := c.GetChartImageFromLogic(ctx, "c", hex.ImageOptions{Width: 100}); return err },
		"nobody to share with": func() error { _, err := c.EditProjectSharingUsers(ctx, "p", nil); return err },
		"empty prompt":         func() error { _, err := c.CreateThread(ctx, hex.NewThread{}); return err },
	}
	for _, id := range []string{"", ".", "..", "a/b", `a\b`, "a?b", "a#b", "a%2fb", "a b", "a\nb", "\xff", strings.Repeat("a", 300)} {
		calls[fmt.Sprintf("id %.20q", id)] = func() error { _, err := c.GetProject(ctx, id); return err }
		calls[fmt.Sprintf("run id %.20q", id)] = func() error { return c.CancelRun(ctx, "p", id) }
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			if e := failure(t, call()); e.Kind != hex.Invalid || e.Status != 0 || e.MayHaveHappened || e.Op == "" {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestEmptyAnswerOfA204(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) })
	if err := c.CancelRun(t.Context(), "p", "r"); err != nil {
		t.Error(err)
	}
	if err := c.DeleteGroup(t.Context(), "g"); err != nil {
		t.Error(err)
	}
	_, err := c.GetGroup(t.Context(), "g")
	if e := failure(t, err); e.Kind != hex.Decode {
		t.Errorf("an empty answer to a read is %s", e.Kind)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	tests := map[string]struct{ contentType, body string }{
		"web page":        {"text/html", "<!doctype html><title>Log in</title>"},
		"cut":             {"application/json", `{"id":"c","sta`},
		"text":            {"text/plain", "OK"},
		"array":           {"application/json", `[]`},
		"null":            {"application/json", `null`},
		"without its id":  {"application/json", `{}`},
		"of another type": {"application/json", `{"id":7}`},
		"not JSON":        {"application/json", `{'id':'c'}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", test.contentType)
				io.WriteString(w, test.body)
			})
			_, err := c.GetCell(t.Context(), "c")
			if e := failure(t, err); e.Kind != hex.Decode || e.Status != 200 || e.MayHaveHappened || e.Hint == "" {
				t.Errorf("a read: %+v", e)
			}
			source := "x"
			_, err = c.UpdateCell(t.Context(), "c", hex.CellUpdate{Code: &source})
			if e := failure(t, err); e.Kind != hex.Decode || !e.MayHaveHappened {
				t.Errorf("a write: %+v", e)
			}
		})
	}
}

func TestListWithoutItemsIsNoEmptyList(t *testing.T) {
	body := ""
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, 200, body) })
	for _, body = range []string{`{}`, `{"pagination":{}}`, `{"items":[]}`} {
		if _, err := c.ListUsers(t.Context(), hex.UserQuery{}); hex.KindOf(err) != hex.Decode {
			t.Errorf("%s gives %v", body, err)
		}
	}
	for _, body = range []string{`{"values":null}`, `{"values":[],"pagination":null}`, `{"users":[]}`,
		`{"values":[],"pagination":{"after":null}}`} {
		p, err := c.ListUsers(t.Context(), hex.UserQuery{})
		if err != nil || p.Items == nil || len(p.Items) != 0 || p.After != "" {
			t.Errorf("%s gives %+v, %v", body, p, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	var elsewhere int
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere++
		if r.Header.Get("Authorization") != "" {
			t.Error("the token went to another host")
		}
	}))
	defer other.Close()
	var calls []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		calls = append(calls, r.Method+" "+r.URL.Path)
		switch r.URL.Path {
		case "/api/v1/groups/away":
			http.Redirect(w, r, other.URL+"/api/v1/groups/away", http.StatusTemporaryRedirect)
		case "/api/v1/groups/moved":
			http.Redirect(w, r, "/api/v1/groups/here", http.StatusFound)
		case "/api/v1/groups/round":
			http.Redirect(w, r, "/api/v1/groups/round", http.StatusFound)
		default:
			answer(w, 200, `{"id":"here"}`)
		}
	})
	if g, err := c.GetGroup(t.Context(), "moved"); err != nil || g.ID != "here" {
		t.Errorf("within the host: %+v, %v", g, err)
	}
	for _, id := range []string{"away", "round"} {
		_, err := c.GetGroup(t.Context(), id)
		if e := failure(t, err); e.Kind != hex.Decode || e.Status/100 != 3 {
			t.Errorf("%s: %+v", id, e)
		}
	}
	calls = nil
	for _, id := range []string{"away", "moved"} {
		if err := c.DeleteGroup(t.Context(), id); hex.KindOf(err) != hex.Decode {
			t.Errorf("a write was redirected: %v", err)
		}
	}
	if len(calls) != 2 || elsewhere != 0 {
		t.Errorf("%v, and %d elsewhere", calls, elsewhere)
	}
}

func TestTokenIsNeverShown(t *testing.T) {
	var log bytes.Buffer
	seen := &events{}
	status := 400
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		// The worst server: it says back what it was given, in every place.
		auth := r.Header.Get("Authorization")
		w.Header().Set("X-Trace-Id", auth)
		quoted, _ := json.Marshal(auth)
		answer(w, status, fmt.Sprintf(`{"code":%[1]s,"message":%[1]s,"reason":%[1]s,"traceId":%[1]s,"issues":[{"message":%[1]s}],"details":[{"name":%[1]s,"type":"x","reason":%[1]s}],
			"invalid":[{"paramName":%[1]s,"paramValue":%[1]s,"dataType":%[1]s,"inputCellType":%[1]s}],"notFound":[%[1]s],"problems":[%[1]s]}`, quoted))
	}, observed(seen), func(o *hex.Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		fmt.Fprintf(&log, "%v %+v %#v %s %q", *o, *o, o, o, *o)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("options", "o", *o)
	})
	fmt.Fprintf(&log, "%v %+v %#v %v", c, c, c, *c)
	for _, status = range []int{200, 302, 400, 401, 403, 404, 422, 500} {
		_, err := c.GetProject(t.Context(), "p")
		e := failure(t, err)
		fmt.Fprintf(&log, "%v %+v %#v %q", err, *e, *e, errors.Unwrap(err))
	}
	_, err := hex.New(hex.Options{Token: token + "\n" + token})
	fmt.Fprint(&log, err)
	_, err = hex.New(hex.Options{BaseURL: token})
	fmt.Fprint(&log, err)
	_, err = hex.New(hex.Options{BaseURL: "https://me:" + token + "@app.hex.tech"})
	fmt.Fprint(&log, err)
	_, err = hex.New(hex.Options{BaseURL: "https://%zz" + token})
	fmt.Fprint(&log, err)
	fmt.Fprintf(&log, "%+v", seen.all)
	if strings.Contains(log.String(), token) {
		i := strings.Index(log.String(), token)
		t.Errorf("the token is in: …%s…", log.String()[max(0, i-200):i+40])
	}
	if !strings.Contains(log.String(), "op=GetProject") {
		t.Error("nothing was logged")
	}
}

func TestNewRefusesTokensThatCannotBe(t *testing.T) {
	for _, bad := range []string{"a b", "a\x00b", "tökén", "a\r\nX-Evil: 1"} {
		if _, err := hex.New(hex.Options{Token: bad}); hex.KindOf(err) != hex.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := hex.New(hex.Options{Token: " " + token + "\n"}); err != nil {
		t.Errorf("space around a pasted token: %v", err)
	}
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	slow := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	c := serve(t, slow, func(o *hex.Options) { o.Timeout = 500 * time.Millisecond; o.RetryFor = -1 }) // enough to be sent
	_, err := c.Me(t.Context())
	if e := failure(t, err); e.Kind != hex.Timeout || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a slow answer: %+v", e)
	}
	err = c.CancelRun(t.Context(), "p", "r")
	if e := failure(t, err); e.Kind != hex.Timeout || !e.MayHaveHappened {
		t.Errorf("a write: %+v", e)
	}
}

func TestCallerGivesUp(t *testing.T) {
	arrived := make(chan struct{})
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { arrived <- struct{}{}; <-r.Context().Done() })
	for name, call := range map[string]func(context.Context) error{
		"read":  func(ctx context.Context) error { _, err := c.Me(ctx); return err },
		"write": func(ctx context.Context) error { return c.CancelRun(ctx, "p", "r") },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- call(ctx) }()
		<-arrived
		cancel()
		err := <-done
		if e := failure(t, err); e.Kind != hex.Canceled || !errors.Is(err, context.Canceled) || e.MayHaveHappened != (name == "write") {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestNothingListens(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	c := connect(t, func(o *hex.Options) { o.BaseURL = s.URL; o.RetryFor = -1 })
	err := c.CancelRun(t.Context(), "p", "r")
	if e := failure(t, err); e.Kind != hex.Network || e.MayHaveHappened || !strings.Contains(e.Error(), "refused the connection") {
		t.Errorf("%+v", e)
	}
}

func TestConnectionCut(t *testing.T) {
	var requests atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) > 1 && r.Method == "GET" {
			answer(w, 200, `{"id":"g"}`)
			return
		}
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, `{"id":`)
		panic(http.ErrAbortHandler)
	})
	if g, err := c.GetGroup(t.Context(), "g"); err != nil || g.ID != "g" || requests.Load() != 2 {
		t.Errorf("a read is made again: %+v, %v, %d requests", g, err, requests.Load())
	}
	requests.Store(0)
	source := "x"
	_, err := c.UpdateCell(t.Context(), "c", hex.CellUpdate{Code: &source})
	if e := failure(t, err); e.Kind != hex.Network || !e.MayHaveHappened || requests.Load() != 1 {
		t.Errorf("a write is not: %+v, %d requests", e, requests.Load())
	}
}
