package hosted_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hextui/hex/hosted"
)

// Whoever cannot wait gets the link, others the same one, and calls go on once somebody has consented.
func TestAsk(t *testing.T) {
	w := newWorld(t)
	c := w.client(alone)
	defer c.Close()
	asking, err := c.Ask(t.Context())
	if err != nil || !strings.Contains(asking.Link(), "/oauth2/authorize?") {
		t.Fatalf("%v, %v", asking, err)
	}
	if again, err := c.Ask(t.Context()); err != nil || again != asking {
		t.Errorf("asked twice: %v, %v", again, err)
	}
	if err := w.consent(t.Context(), asking.Link()); err != nil {
		t.Fatal(err)
	}
	if err := asking.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if me, err := c.Me(t.Context()); err != nil || me.Name == "" {
		t.Errorf("%+v, %v", me, err)
	}
	w.counted("consent", 1)
}

// A call that was refused while somebody signed in needs no further sign-in; one that was refused after that does.
func TestAskSince(t *testing.T) {
	w := newWorld(t)
	c := w.client(alone)
	defer c.Close()
	before := c.Changes()
	asking, err := c.AskSince(t.Context(), before)
	if err != nil || asking.Link() == "" {
		t.Fatalf("%v, %v", asking, err)
	}
	if err := w.consent(t.Context(), asking.Link()); err != nil {
		t.Fatal(err)
	}
	if err := asking.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	done, err := c.AskSince(t.Context(), before)
	if err != nil || done.Link() != "" || done.Wait(t.Context()) != nil {
		t.Errorf("%v, %v: somebody has signed in since", done, err)
	}
	if more, err := c.AskSince(t.Context(), c.Changes()); err != nil || more.Link() == "" {
		t.Errorf("%v, %v: nobody has signed in since", more, err)
	}
	w.counted("consent", 1)
}

func TestAskGivenUp(t *testing.T) {
	w := newWorld(t)
	c := w.client(alone)
	asking, err := c.Ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	w.says(asking.Err(), "given up")
	link, err := url.Parse(asking.Link())
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.Get(link.Query().Get("redirect_uri")); err == nil {
		resp.Body.Close()
		t.Error("the port of the redirect is still open")
	}
	if in, err := c.SignedIn(t.Context()); in || err != nil {
		t.Errorf("signed in: %v, %v", in, err)
	}
}

// Where there is no server, asking says so at once.
func TestAskNobody(t *testing.T) {
	w := newWorld(t)
	c := w.client(alone, func(o *hosted.Options) { o.Endpoint = "http://127.0.0.1:1/mcp" })
	_, err := c.Ask(t.Context())
	w.says(err, "cannot be reached")
}
