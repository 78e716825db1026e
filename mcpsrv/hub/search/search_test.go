package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hextui/mcpsrv/hub/upstream"
)

const key = "tvly-the-secret"

// Tavily's published form, over real HTTP: what is sent, what is answered, and the ways to fail.
func TestSearch(t *testing.T) {
	var asked int
	var answer http.HandlerFunc
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		want := map[string]any{"query": "Wie groß?", "search_depth": "basic", "max_results": 2.0, "include_answer": true}
		if d := cmp.Diff(want, body); d != "" || r.URL.Path != "/search" || r.Header.Get("Authorization") != "Bearer "+key {
			t.Errorf("asked %s: %s", r.URL.Path, d)
		}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	search := func(key string) (Found, error) {
		asked = 0
		door := upstream.NewDoor(upstream.Rules{Name: "search", Tries: 2, First: time.Millisecond, Most: time.Second})
		return New(Options{Key: key, BaseURL: s.URL + "/", Door: door}).Search(t.Context(), "Wie groß?")
	}
	text := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	answer = text(200, `{"query":"q","answer":"So groß.","images":[],"response_time":1.2,"results":[
		{"title":"A","url":"https://a.example","content":"c","score":0.9,"raw_content":null},
		{"title":"B","url":"javascript:alert(1)","content":"c","score":0.8}]}`)
	says := "So groß."
	got, err := search(key)
	if d := cmp.Diff(Found{[]Result{{"A", "https://a.example", "c", 0.9}}, "Wie groß?", &says}, got); d != "" || err != nil {
		t.Errorf("%v %s", err, d)
	}
	answer = text(200, `{"results":[],"answer":null}`)
	if got, err := search(key); err != nil || got.Results == nil || got.Answer != nil {
		t.Errorf("%+v, %v", got, err)
	}
	answer = text(200, `{"results":[{"title":"`+key+`","url":"https://a.example/`+key+`","content":"`+key+`"}],"answer":"`+key+`"}`)
	if got, err := search(key); err != nil || strings.Contains(fmt.Sprint(got.Results, *got.Answer), key) {
		t.Errorf("%+v, %v: the key is in it", got, err)
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		kind   upstream.Kind
		asked  int
	}{
		"401":     {text(401, `{"detail":{"error":"`+key+`"}}`), upstream.Denied, 1},
		"429":     {text(429, key), upstream.Limited, 2},
		"500":     {text(500, key), upstream.Broken, 2},
		"432":     {text(432, key), upstream.Refused, 1},
		"garbage": {text(200, "<html>"), upstream.Nonsense, 1},
		"form":    {text(200, `{"results":"none"}`), upstream.Nonsense, 1},
		"nothing": {text(200, `{}`), upstream.Nonsense, 1},
		"cut":     {text(200, `{"results":[`), upstream.Unreachable, 2},
		"huge":    {text(200, strings.Repeat(" ", maxAnswer+1)), upstream.Nonsense, 1},
	} {
		answer = c.answer
		_, err := search(key)
		var e *upstream.Error
		if !errors.As(err, &e) || e.Kind != c.kind || asked != c.asked || strings.Contains(err.Error(), key) ||
			strings.Contains(err.Error(), s.URL) {
			t.Errorf("%s: %v, asked %d times", name, err, asked)
		}
	}
	if _, err := search(""); err == nil || !strings.Contains(err.Error(), "TAVILY_API_KEY") || asked != 0 {
		t.Errorf("without a key: %v", err)
	}
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// A search that is slow past the limit of a try is tried again, and then told of as one that did not answer in time.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := upstream.NewDoor(upstream.Rules{Name: "tavily", Tries: 2, First: time.Millisecond, Most: time.Second})
		tavily := New(Options{Key: key, Door: door})
		tavily.http.Transport = silent{}
		began := time.Now()
		_, err := tavily.Search(t.Context(), "x")
		var e *upstream.Error
		if !errors.As(err, &e) || e.Kind != upstream.Unreachable || !strings.Contains(e.Message, "did not answer in time") {
			t.Error(err)
		}
		if took := time.Since(began); took < time.Minute || took > time.Minute+2*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
