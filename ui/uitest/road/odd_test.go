package road

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"hextui/hex"
)

// oddly is a network on which the first match of a pattern in each list of a path comes as something else.
type oddly struct {
	to       http.RoundTripper
	path     string
	old, odd string
}

func (o oddly) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := o.to.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, o.path) {
		return a, err
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		return nil, err
	}
	text := string(body)
	text = strings.Replace(text, regexp.MustCompile(o.old).FindString(text), o.odd, 1)
	a.Body, a.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	return a, nil
}

// One thing that cannot be understood is told of over the list of all others.
func TestAnOddItemDoesNotHideTheList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		odd   oddly
		turn  func(*desk)
		says  []string
		shows []string
	}{
		{"projects", oddly{path: "/projects", old: `"lastEditedAt":"[^"]*"`, odd: `"lastEditedAt":"soon"`}, func(*desk) {},
			[]string{"cannot be understood: lastEditedAt is “soon” where a time belongs."}, []string{"68 projects", "● now"}},
		{"connections", oddly{path: "/data-connections", old: `"port":\d+`, odd: `"port":"five"`}, func(d *desk) { d.Press("5") },
			[]string{"cannot be understood:", "is a text where a whole number belongs."}, []string{"● now"}},
		{"cells", oddly{path: "/cells", old: `"label":"weekly_orders"`, odd: `"label":["weekly_orders"]`},
			func(d *desk) { d.open("Weekly revenue") }, nil, []string{"CELLS", "understood:", "belongs."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.odd.to = http.DefaultTransport
			d := sit(t, setup{client: hex.Options{RetryFor: -1, Transport: c.odd}})
			c.turn(d)
			d.see(c.shows...)
			d.told(c.says...)
		})
	}
}
