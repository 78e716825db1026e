package emulator

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex/emulator/kernel/duckdb"
)

// world is a served workspace and a clock that only tests move.
type world struct {
	*Running
	t     *testing.T
	clock *testClock
	base  string // the API's address
	token string // the token of requests that name none
}

type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// warehouses are those of all tests: a warehouse is most of the work of a start.
var warehouses = Warehouses{Near: math.MaxInt64}

// serve opens a workspace for one test.
func serve(t *testing.T, o Options) *world {
	t.Helper()
	clock := &testClock{now: noon}
	if o.Now == nil {
		o.Now = clock.Now
	}
	if o.Warehouses == nil {
		o.Warehouses = &warehouses
	}
	r, err := Listen(t.Context(), "127.0.0.1:0", o)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{r, t, clock, r.URL(), r.Token()}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// reply is an answer that was read.
type reply struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	text   string
}

// send makes a request with a token and reads the answer; every answer is held
// against the published contract.
func (w *world) send(token, method, path, body string) reply {
	w.t.Helper()
	r := w.read(w.try(token, method, path, body))
	r.what = method + " " + path
	checkContract(w, method, path, r)
	return r
}

// sendRequest sends a request of the test's own with the first token.
func (w *world) sendRequest(request *http.Request) reply {
	w.t.Helper()
	request.Header.Set("Authorization", "Bearer "+w.token)
	return w.read(http.DefaultClient.Do(request))
}

// read reads the whole of an answer.
func (w *world) read(response *http.Response, err error) reply {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err := response.Body.Close(); err != nil {
		w.t.Error(err)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{w.t, response.Request.Method + " " + response.Request.URL.Path, response.StatusCode, response.Header, string(text)}
}

func (w *world) try(token, method, path, body string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(w.t.Context(), method, w.at(path), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return http.DefaultClient.Do(request)
}

// at is the address of a path: below the API's base, or absolute when it is not.
func (w *world) at(path string) string {
	if rest, ok := strings.CutPrefix(path, "//"); ok {
		return strings.TrimSuffix(w.base, "/api/v1") + "/" + rest
	}
	return w.base + path
}

func (w *world) get(path string) reply { w.t.Helper(); return w.send(w.token, "GET", path, "") }

func (w *world) post(path, body string) reply {
	w.t.Helper()
	return w.send(w.token, "POST", path, body)
}

func (w *world) patch(path, body string) reply {
	w.t.Helper()
	return w.send(w.token, "PATCH", path, body)
}

func (w *world) delete(path string) reply { w.t.Helper(); return w.send(w.token, "DELETE", path, "") }

// sample is one of SampleTokens.
func (w *world) sample(i int) string { return SampleTokens(noon)[i].Value }

const (
	adminToken = iota
	editorToken
	workspaceToken
	expiredToken
)

// is demands a status.
func (r reply) is(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: status %d, want %d; body %s", r.what, r.status, status, r.text)
	}
	return r
}

// into decodes the body.
func (r reply) into(value any) {
	r.t.Helper()
	decoder := json.NewDecoder(bytes.NewReader([]byte(r.text)))
	if err := decoder.Decode(value); err != nil {
		r.t.Fatalf("%s: %v in %s", r.what, err, r.text)
	}
}

// at reads a member of the body by its path, such as "values.0.id".
func (r reply) at(path string) any {
	r.t.Helper()
	var value any
	r.into(&value)
	for step := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			member, ok := v[step]
			if !ok {
				r.t.Fatalf("%s: no %s in %s", r.what, path, r.text)
			}
			value = member
		case []any:
			index := 0
			for _, digit := range step {
				index = 10*index + int(digit-'0')
			}
			if index >= len(v) {
				r.t.Fatalf("%s: no %s in %s", r.what, path, r.text)
			}
			value = v[index]
		default:
			r.t.Fatalf("%s: no %s in %s", r.what, path, r.text)
		}
	}
	return value
}

func (r reply) word(path string) string {
	r.t.Helper()
	word, ok := r.at(path).(string)
	if !ok {
		r.t.Fatalf("%s: %s is no text in %s", r.what, path, r.text)
	}
	return word
}

// refusedWith demands an error in one of the two shapes, whose words contain some.
func (r reply) refusedWith(status int, form shape, words string) {
	r.t.Helper()
	r.is(status)
	member := "code"
	if form == older {
		member = "reason"
	}
	r.word(member)
	if !strings.Contains(r.text, words) {
		r.t.Errorf("%s: %q does not say %q", r.what, r.text, words)
	}
	if r.header.Get("X-Trace-Id") == "" {
		r.t.Errorf("%s: no trace id", r.what)
	}
}

// project is the id of a sample project.
func (w *world) project(title string) string {
	w.t.Helper()
	after := ""
	for {
		page := w.get("/projects?limit=100&includeArchived=true&includeComponents=true&includeTrashed=true&includeUnlisted=true" + after)
		var list struct {
			Values     []struct{ ID, Title string }
			Pagination struct{ After *string }
		}
		page.is(200).into(&list)
		for _, p := range list.Values {
			if p.Title == title {
				return p.ID
			}
		}
		if list.Pagination.After == nil {
			w.t.Fatalf("there is no project %q", title)
		}
		after = "&after=" + *list.Pagination.After
	}
}

// listedCell is what the tests read of a cell.
type listedCell struct {
	ID, StaticID, Label, CellType string
	Contents                      cellContents
}

// cells are the cells of a project's draft.
func (w *world) cells(project string) []listedCell {
	w.t.Helper()
	var list struct{ Values []listedCell }
	w.get("/cells?limit=100&projectId=" + project).is(200).into(&list)
	return list.Values
}

// cell is a cell of a sample project.
func (w *world) cell(project, label string) cellBody {
	w.t.Helper()
	for _, c := range w.cells(project) {
		if c.Label == label {
			return cellBody{ID: c.ID, StaticID: c.StaticID, CellType: c.CellType, Contents: c.Contents}
		}
	}
	w.t.Fatalf("there is no cell %q", label)
	return cellBody{}
}

// until waits for something that the workspace does by itself, soon.
func (w *world) until(happened func() bool) {
	w.t.Helper()
	for !happened() {
		if err := w.t.Context().Err(); err != nil {
			w.t.Fatal(err)
		}
		runtime.Gosched()
	}
}

// settle waits until no run is active.
func (w *world) settle() {
	w.t.Helper()
	if err := w.Settled(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// inThisBuild is what the engine that was built says: SQLite, or DuckDB.
func inThisBuild(ofSQLite, ofDuckDB string) string {
	if duckdb.Built {
		return ofDuckDB
	}
	return ofSQLite
}

// asJSON is a text as JSON.
func asJSON(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(out)
}
