package hosted_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"

	"hextui/hex/hosted"
)

// losing is a network that loses the answer to each request with a word in it, once it has arrived.
type losing struct{ word string }

func (l losing) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && bytes.Contains(body, []byte(l.word)) {
		resp.Body.Close()
		return nil, errors.New("connection reset by peer")
	}
	return resp, err
}

// A question whose answer is lost on the way may have been asked: it is not put again, and that is said.
func TestLostAnswer(t *testing.T) {
	w := newWorld(t)
	w.login()
	c := w.client(alone, func(o *hosted.Options) { o.Transport = losing{`"create_thread"`} })
	var cut *hosted.CutOff
	if _, err := c.CreateThread(t.Context(), question); !errors.As(err, &cut) {
		t.Fatal(err)
	}
	w.counted("create_thread", 1)
}
