package hex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex"
)

// asking is a hook that keeps what it was asked.
type asking struct {
	mu       sync.Mutex
	asked    []hex.Operation
	answered []string
	no       error
}

func (a *asking) hook(_ context.Context, o hex.Operation) (func(any, error) error, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = append(a.asked, o)
	if a.no != nil {
		return nil, a.no
	}
	return func(answer any, err error) error {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.answered = append(a.answered, fmt.Sprintf("%T %v", answer, err))
		return nil
	}, nil
}

func named(o hex.Operation) string {
	var names []string
	for _, r := range o.Refs {
		names = append(names, string(r.Kind)+" "+r.ID)
	}
	return strings.Join(names, ", ")
}

// Every operation is asked about once, by its name and with everything that it names, and sends nothing when the answer is no.
func TestHookIsAskedAboutEveryOperation(t *testing.T) {
	for _, op := range allOperations {
		t.Run(op.name, func(t *testing.T) {
			no := errors.New("not today")
			sent := 0
			root := serve(t, func(w http.ResponseWriter, r *http.Request) { sent++; answer(w, 500, "{}") })
			a := &asking{no: no}
			err := op.call(t.Context(), root.With(a.hook))
			if !errors.Is(err, no) || !hex.IsKind(err, hex.Stopped) || sent > 0 || len(a.asked) != 1 {
				t.Fatalf("%v, sent %d, asked %d times", err, sent, len(a.asked))
			}
			o := a.asked[0]
			if line := o.Method + " "; o.Name != op.name || !strings.HasPrefix(op.request, line) {
				t.Errorf("it was asked about %s %s", o.Method, o.Name)
			}
			if body := string(o.Body); body != "" && !strings.HasSuffix(op.request, " "+body) {
				t.Errorf("the body is %s", body)
			}
			path, _, _ := strings.Cut(strings.Fields(op.request)[1], "?")
			for _, segment := range strings.Split(path, "/") {
				if len(segment) == 1 && !slices.ContainsFunc(o.Refs, func(r hex.Ref) bool { return r.ID == segment }) {
					t.Errorf("%s is in the path and not among %s", segment, named(o))
				}
			}
		})
	}
}

func TestHookSeesWhatBodiesName(t *testing.T) {
	c := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	a := &asking{no: errors.New("no")}
	hooked := c.With(a.hook)
	for _, op := range []struct {
		call func() error
		want string
	}{
		{func() error {
			return err2(hooked.CreateCell(t.Context(), hex.NewCell{ProjectID: "p", Type: hex.CellSQL, DataConnectionID: "d",
				AfterCellID: "c"}))
		}, "project p, connection d, cell c"},
		{func() error {
			return err2(hooked.UpdateCell(t.Context(), "c", hex.CellUpdate{DataConnectionID: new("d")}))
		}, "cell c, connection d"},
		{func() error { return err2(hooked.ListCells(t.Context(), hex.CellQuery{ProjectID: "p"})) }, "project p"},
		{func() error { return err2(hooked.ListProjects(t.Context(), hex.ProjectQuery{CollectionID: "k"})) }, "collection k"},
		{func() error { return err2(hooked.ExportProject(t.Context(), "p", "")) }, "project p"},
		{func() error {
			return err2(hooked.EditProjectSharingCollections(t.Context(), "p", []hex.Grant{{ID: "k"}, {ID: "l"}}))
		}, "project p, collection k, collection l"},
		{func() error {
			return err2(hooked.CreateThread(t.Context(), hex.NewThread{ProjectID: "p",
				Prompt: hex.Prompt{Text: "?", Attachments: &hex.Attachments{DataConnectionID: "d", ProjectIDs: []string{"q"}}}}))
		}, "project q, connection d, project p"},
		{func() error {
			return err2(hooked.EditGroup(t.Context(), "g", hex.GroupEdit{Add: []string{"u"}, Remove: []string{"v"}}))
		},
			"group g, user u, user v"},
	} {
		a.asked = nil
		_ = op.call()
		if len(a.asked) != 1 || named(a.asked[0]) != op.want {
			t.Errorf("asked about %v, want %s", a.asked, op.want)
		}
	}
}

// An operation that takes several requests, or several tries, is asked about once and with all that it will send.
func TestHookIsAskedOnce(t *testing.T) {
	users := make([]string, 250)
	for i := range users {
		users[i] = fmt.Sprint("u", i)
	}
	sent := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if sent++; sent == 2 {
			w.Header().Set("Retry-After", "0.001")
			answer(w, http.StatusTooManyRequests, `{}`)
			return
		}
		answer(w, 201, `{"id":"g"}`)
	})
	a := &asking{}
	if _, err := c.With(a.hook).CreateGroup(t.Context(), "N", users); err != nil {
		t.Fatal(err)
	}
	if sent != 4 || len(a.asked) != 1 || a.asked[0].Name != "CreateGroup" || len(a.asked[0].Refs) != 250 || len(a.answered) != 3 {
		t.Errorf("sent %d, asked %d times, answered %v", sent, len(a.asked), a.answered)
	}
}

func TestHookChangesAndRefusesAnswers(t *testing.T) {
	status := 200
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/cells") {
			answer(w, status, `{"values":[`+aCell+`,`+aCell+`]}`)
			return
		}
		answer(w, status, aCell)
	})
	no := errors.New("not yours")
	var failure error
	h := c.With(func(context.Context, hex.Operation) (func(any, error) error, error) {
		return func(v any, err error) error {
			failure = err
			switch v := v.(type) {
			case *hex.Page[hex.Cell]:
				v.Items = v.Items[:1]
				return nil
			case *hex.Cell:
				return no
			}
			return no
		}, nil
	})
	if page, err := h.ListCells(t.Context(), hex.CellQuery{ProjectID: "p"}); err != nil || len(page.Items) != 1 {
		t.Errorf("got %v, %v", page, err)
	}
	cell, err := h.GetCell(t.Context(), "c")
	if !errors.Is(err, no) || cell.ID != "" {
		t.Errorf("got %v, %v", cell, err)
	}
	var e *hex.Error
	if err := h.DeleteCell(t.Context(), "c"); !errors.As(err, &e) || !e.MayHaveHappened {
		t.Errorf("a write that was sent is said to be stopped: %v", err)
	}
	status = 404
	if _, err := h.GetCell(t.Context(), "c"); !hex.IsKind(err, hex.NotFound) || !hex.IsKind(failure, hex.NotFound) {
		t.Errorf("got %v, told %v", err, failure)
	}
	if _, err := c.GetCell(t.Context(), "c"); errors.Is(err, no) {
		t.Error("the client that it is derived from has the hook")
	}
}

func TestHookKnowsWhatASaveReplaces(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, 200, aCell) })
	a := &asking{}
	h := c.With(a.hook)
	base, err := h.ReadCell(t.Context(), "p", "c2", "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, _ = h.Save(ctx, base, hex.Edit{Source: "y"}) // what is read back is not what was written
	i := slices.IndexFunc(a.asked, func(o hex.Operation) bool { return o.Name == "UpdateCell" })
	if i < 0 || a.asked[i].Replaces == nil || a.asked[i].Replaces.ProjectID != "p" {
		t.Errorf("asked about %+v", a.asked)
	}
}

func TestHookStopsAWatch(t *testing.T) {
	c := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	no := errors.New("no")
	a := &asking{no: no}
	w := c.With(a.hook).Watch(t.Context(), "p", "r")
	defer w.Close()
	u, open := <-w.Updates()
	if _, more := <-w.Updates(); !open || more || !u.Done || !errors.Is(u.Err, no) {
		t.Errorf("got %+v", u)
	}
	if len(a.asked) != 1 || named(a.asked[0]) != "project p, run r" {
		t.Errorf("asked about %v", a.asked)
	}
}
