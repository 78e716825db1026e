package hex_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"hextui/hex"
)

func TestAnyRouteCanBeAsked(t *testing.T) {
	var got []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, written(r))
		switch r.URL.Path {
		case "/api/v1/new/thing":
			answer(w, 200, " [1, 2]\n")
		case "/api/v1/gone":
			w.WriteHeader(204)
		default:
			answer(w, 200, aProject)
		}
	})
	var raw json.RawMessage
	if err := c.Do(t.Context(), "get", "/new/thing?b=2&a=x%26y", nil, &raw); err != nil || string(raw) != "[1, 2]" {
		t.Errorf("%s, %v", raw, err)
	}
	var p struct{ Title string }
	if err := c.Do(t.Context(), "POST", "/projects", map[string]any{"title": "t"}, &p); err != nil || p.Title != "t" {
		t.Errorf("%+v, %v", p, err)
	}
	if err := c.Do(t.Context(), "DELETE", "/gone", nil, nil); err != nil {
		t.Error(err)
	}
	if err := c.Do(t.Context(), "DELETE", "/gone", nil, &raw); err != nil || len(raw) != 0 {
		t.Errorf("%s, %v", raw, err)
	}
	if err := c.Do(t.Context(), "GET", "/gone", nil, &p); hex.KindOf(err) != hex.Decode {
		t.Error(err)
	}
	want := `GET /new/thing?a=x%26y&b=2;POST /projects {"title":"t"};DELETE /gone;DELETE /gone;GET /gone`
	if sent := strings.Join(got, ";"); sent != want {
		t.Errorf("sent %s\nwant %s", sent, want)
	}
}

func TestARouteStaysBelowTheBase(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { t.Error("sent " + r.URL.String()) })
	for _, path := range []string{"", "projects", "//evil.example/x", "/../../admin", "/a/../b", "/a//b", "/a/%2e%2e/b", `/a\b`,
		"https://evil.example/x", "/a#b", "/a?%zz", "/a/{}", "/a\x00b"} {
		if err := c.Do(t.Context(), "GET", path, nil, nil); hex.KindOf(err) != hex.Invalid {
			t.Errorf("%q: %v", path, err)
		}
	}
	for _, method := range []string{"", "TRACE", "GET /x"} {
		if err := c.Do(t.Context(), method, "/projects", nil, nil); hex.KindOf(err) != hex.Invalid {
			t.Errorf("%q: %v", method, err)
		}
	}
}

// Such a request is one like all others: asked of the hooks, tried again only if it reads, and failing as they fail.
func TestAFreeRequestGoesTheWayOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := map[string]int{}
		o := hex.Options{Transport: inProcess(func(w http.ResponseWriter, r *http.Request) {
			if sent[r.Method]++; sent[r.Method] == 1 {
				answer(w, 503, `{"code":"SERVICE_UNAVAILABLE"}`)
				return
			}
			answer(w, 200, `{}`)
		})}
		c, err := hex.New(o)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.Do(t.Context(), "GET", "/new", nil, nil); err != nil || sent["GET"] != 2 {
			t.Errorf("%v after %d tries", err, sent["GET"])
		}
		err = c.Do(t.Context(), "POST", "/new", nil, nil)
		if e := failure(t, err); e.Kind != hex.Unavailable || !e.MayHaveHappened || sent["POST"] != 1 || e.Op != "POST /new" {
			t.Errorf("%+v after %d tries", e, sent["POST"])
		}
		no := errors.New("no")
		var asked string
		held := c.With(func(_ context.Context, o hex.Operation) (func(any, error) error, error) {
			asked = o.Name + " " + o.Method + " " + string(o.Body)
			return nil, no
		})
		err = held.Do(t.Context(), "PUT", "/new?x=1", []int{1}, nil)
		if !errors.Is(err, no) || sent["PUT"] != 0 || asked != "PUT /new PUT [1]" {
			t.Errorf("%v, asked about %q", err, asked)
		}
	})
}
