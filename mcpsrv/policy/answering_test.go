package policy

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"hextui/hex"
)

// answering is the network before a workspace that is only as large as a test needs: it answers a request with a status and what
// is sent as JSON.
type answering func(*http.Request) (status int, body any, err error)

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body, err := a(r)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(raw)), Request: r,
	}, nil
}

// client is a client over it.
func (a answering) client(t testing.TB) *hex.Client {
	t.Helper()
	c, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1:1", Limits: hex.NoLimits, RetryFor: -1, Transport: a})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
