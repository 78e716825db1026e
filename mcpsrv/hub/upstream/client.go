package upstream

import (
	"net/http"
	"time"
)

// NewClient is a client that follows nobody elsewhere: a key would go along. firstByte is how long an answer may take to begin, 0 for
// as long as the request may take.
func NewClient(firstByte time.Duration) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.ResponseHeaderTimeout, t.MaxIdleConnsPerHost = firstByte, 16
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
