package gallery

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// runNames is a transport that gives every run that is started a name by its number. The workspace names runs at
// random, as Hex does, and a part of the name is shown.
type runNames struct {
	next *http.Transport

	mu    sync.Mutex
	pairs []string // real, shown, real, shown, …
}

func newRunNames() *runNames {
	return &runNames{next: http.DefaultTransport.(*http.Transport).Clone()}
}

func (n *runNames) close() error {
	n.next.CloseIdleConnections()
	return nil
}

var runID = regexp.MustCompile(`"runId":\s*"([^"]+)"`)

// RoundTrip sends a request with real names and answers with shown ones.
func (n *runNames) RoundTrip(req *http.Request) (*http.Response, error) {
	sent := req.Clone(req.Context())
	sent.URL.Path = n.replacer(1, 0).Replace(sent.URL.Path)
	answer, err := n.next.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	if closeErr := answer.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	if req.Method == http.MethodPost {
		n.learn(body)
	}
	body = []byte(n.replacer(0, 1).Replace(string(body)))
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return answer, nil
}

// learn gives the run of an answer its name.
func (n *runNames) learn(body []byte) {
	if m := runID.FindSubmatch(body); m != nil {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.pairs = append(n.pairs, string(m[1]), fmt.Sprintf("8f3a%04d-51c2-4e0b-9d77-0242ac120002", len(n.pairs)/2+1))
	}
}

// replacer replaces the one kind of name by the other: 0 is real, 1 is shown.
func (n *runNames) replacer(from, to int) *strings.Replacer {
	n.mu.Lock()
	defer n.mu.Unlock()
	var pairs []string
	for i := 0; i < len(n.pairs); i += 2 {
		pairs = append(pairs, n.pairs[i+from], n.pairs[i+to])
	}
	return strings.NewReplacer(pairs...)
}
