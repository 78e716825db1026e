// Package search asks the web by Tavily's search API. Every call passes an [upstream.Door]; errors are [*upstream.Error], in
// words of ours.
package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hextui/mcpsrv/hub/upstream"
)

// Result is one page that was found. Its texts are whatever the page says.
type Result struct {
	Title   string  `json:"title"`
	URL     string  `json:"url"`
	Content string  `json:"content"`
	Score   float64 `json:"score"`
}

// Found is the answer to a query.
type Found struct {
	// Results are never nil, the best first.
	Results []Result `json:"results"`
	Query   string   `json:"query"`
	// Answer is Tavily's own, nil where it gave none.
	Answer *string `json:"answer"`
}

// Options say how Tavily is asked.
type Options struct {
	// Key is the API key; without one every search fails with what to set.
	Key string
	// BaseURL is where the API is; empty is Tavily's own.
	BaseURL string
	Door    *upstream.Door
	// Called is told of each request; it may be nil.
	Called func()
}

// Tavily searches. It may be used by many at once.
type Tavily struct {
	o    Options
	http *http.Client
}

// The figures of a search.
const (
	maxResults = 2
	slowest    = 30 * time.Second
	maxAnswer  = 4 << 20
)

// New makes a Tavily. Nothing is asked yet.
func New(o Options) *Tavily {
	o.BaseURL = strings.TrimSuffix(strings.TrimRight(cmp.Or(o.BaseURL, "https://api.tavily.com"), "/"), "/search")
	if o.Called == nil {
		o.Called = func() {}
	}
	return &Tavily{o, upstream.NewClient(0)}
}

// Search asks for a query that was checked.
func (t *Tavily) Search(ctx context.Context, query string) (Found, error) {
	if t.o.Key == "" {
		return Found{}, &upstream.Error{Service: t.o.Door.Name(), Kind: upstream.Unset,
			Message: "TAVILY_API_KEY is missing: set it, or keep it with hextui hub key TAVILY_API_KEY"}
	}
	var found Found
	err := t.o.Door.Do(ctx, func(ctx context.Context) error {
		ctx, cancel := upstream.Within(ctx, t.o.Door.Name(), slowest)
		defer cancel()
		var err error
		found, err = t.ask(ctx, query)
		return err
	})
	return t.without(found), err
}

// without is what was found without the key: one that comes back must not go on.
func (t *Tavily) without(f Found) Found {
	if len(t.o.Key) < 8 {
		return f
	}
	hide := func(s *string) { *s = strings.ReplaceAll(*s, t.o.Key, "***") }
	for i := range f.Results {
		hide(&f.Results[i].Title)
		hide(&f.Results[i].URL)
		hide(&f.Results[i].Content)
	}
	if f.Answer != nil {
		hide(f.Answer)
	}
	return f
}

type request struct {
	Query         string `json:"query"`
	SearchDepth   string `json:"search_depth"`
	MaxResults    int    `json:"max_results"`
	IncludeAnswer bool   `json:"include_answer"`
}

func (t *Tavily) ask(ctx context.Context, query string) (Found, error) {
	name := t.o.Door.Name()
	body, err := json.Marshal(request{query, "basic", maxResults, true})
	if err != nil {
		return Found{}, fmt.Errorf("the query cannot be written: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.o.BaseURL+"/search", bytes.NewReader(body))
	if err != nil {
		return Found{}, &upstream.Error{Service: name, Kind: upstream.Unset, Message: "TAVILY_BASE_URL is no URL", Cause: err}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+t.o.Key)
	t.o.Called()
	resp, err := t.http.Do(req)
	if err != nil {
		return Found{}, upstream.FromTransport(ctx, name, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return Found{}, upstream.FromStatus(name, "TAVILY_API_KEY", resp, time.Now())
	}
	return read(ctx, name, query, resp.Body)
}

// read takes from an answer what is meant for us: pages without an address that can be opened are left out.
func read(ctx context.Context, name, query string, body io.Reader) (Found, error) {
	var answer struct {
		Answer  *string   `json:"answer"`
		Results *[]Result `json:"results"`
	}
	limited := &io.LimitedReader{R: body, N: maxAnswer}
	err := json.NewDecoder(limited).Decode(&answer)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case limited.N <= 0:
		return Found{}, upstream.Meaningless(name, "more than can be read")
	case errors.As(err, &syntax), errors.As(err, &kind), err == nil && answer.Results == nil:
		return Found{}, upstream.Meaningless(name, "something that is no list of results")
	case err != nil:
		return Found{}, upstream.FromTransport(ctx, name, err)
	}
	found := Found{Results: []Result{}, Query: query, Answer: answer.Answer}
	for _, r := range *answer.Results {
		if u, err := url.Parse(r.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			found.Results = append(found.Results, r)
		}
	}
	if found.Answer != nil && strings.TrimSpace(*found.Answer) == "" {
		found.Answer = nil
	}
	return found, nil
}
