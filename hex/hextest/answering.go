// Package hextest stands in for Hex where a test needs a workspace of a few answers. It knows the client alone; whole
// workspaces are in hex/emulator.
package hextest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"hextui/hex"
)

// Answering is the network before a workspace that is only as large as a test needs: it answers a request with a status
// and what is sent as JSON.
type Answering func(*http.Request) (status int, body any, err error)

// RoundTrip answers a request.
func (a Answering) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body, err := a(r)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(raw)),
		Request: r,
	}, nil
}

// Client is a client over it, which never tries again and ends with the test.
func (a Answering) Client(t testing.TB) *hex.Client {
	t.Helper()
	c, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1:1", Limits: hex.NoLimits, RetryFor: -1, Transport: a})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
