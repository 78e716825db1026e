package cli

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/exit"
)

func TestByHand(t *testing.T) {
	const link = "https://auth.app.hex.tech/oauth2/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A40123%2Fcallback"
	if here := byHand(link, false); strings.Contains(here, "ssh") || !strings.Contains(here, link) {
		t.Error(here)
	}
	if far := byHand(link, true); !strings.Contains(far, "ssh -N -L 40123:127.0.0.1:40123 <") || !strings.Contains(far, link) {
		t.Error(far)
	}
	// The page of the embedded workspace is on this computer too.
	demo := strings.Replace(link, "https://auth.app.hex.tech", "http://127.0.0.1:8765/auth", 1)
	if far := byHand(demo, true); !strings.Contains(far, "ssh -N -L 40123:127.0.0.1:40123 -L 8765:127.0.0.1:8765 <") {
		t.Error(far)
	}
}

// person reads what is printed, opens the link in it and answers what the page asks.
type person struct {
	t       *testing.T
	text    strings.Builder
	answers func(ctx context.Context, link string) error
	did     chan error
}

var linkIn = regexp.MustCompile(`http://\S+/authorize\?\S+`)

func (p *person) Write(b []byte) (int, error) {
	if link := linkIn.FindString(string(b)); link != "" {
		go func() { p.did <- p.answers(p.t.Context(), link) }()
	}
	return p.text.Write(b)
}

func allow(ctx context.Context, link string) error { return fake.Visit(ctx, link, "allow") }

func deny(ctx context.Context, link string) error { return fake.Visit(ctx, link, "deny") }

// run runs one of the commands as a person would who allows everything, and returns what it printed.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	return runAs(t, &person{t: t, answers: allow, did: make(chan error, 1)}, args...)
}

// runAs runs one of the commands as a person, and returns what it printed.
func runAs(t *testing.T, p *person, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	for _, c := range Commands("test") {
		if c.Name() != args[0] {
			continue
		}
		c.SetOut(&out)
		c.SetErr(p)
		c.SetArgs(args[1:])
		c.SilenceErrors, c.SilenceUsage = true, true
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := c.ExecuteContext(ctx)
		if linkIn.MatchString(p.text.String()) {
			if err := <-p.did; err != nil {
				t.Error(err)
			}
		}
		return out.String() + p.text.String(), err
	}
	t.Fatalf("there is no command %s", args[0])
	return "", nil
}

func TestDemo(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HEXTUI_CONFIG_DIR", home)
	says, err := run(t, "login", "--demo", "--no-browser")
	if err != nil || !strings.Contains(says, "signed in as Maya Lindqvist <maya@acme.example>, admin") ||
		!strings.Contains(says, "nothing of it is kept") {
		t.Errorf("%v\n%s", err, says)
	}
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// login, status and logout, from one process after the other, at two servers.
func TestCommands(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HEXTUI_CONFIG_DIR", home)
	// A bus that is not there: the tests must not use a person's keyring.
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(home, "no-bus"))
	var addresses []string
	for range 2 {
		r, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close() })
		addresses = append(addresses, strings.TrimSuffix(r.URL(), "/api/v1")+"/mcp")
	}
	at := func(i int, command ...string) string {
		t.Helper()
		t.Setenv("HEX_MCP_URL", addresses[i])
		says, err := run(t, command...)
		if err != nil {
			says += err.Error()
		}
		return says
	}
	expect := func(says string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(says, part) {
				t.Errorf("it says, without %q:\n%s", part, says)
			}
		}
	}
	expect(at(0, "status"), "you are not signed in to "+addresses[0]+": there is no sign-in. Run hextui login")
	expect(at(0, "login", "--no-browser"), "Waiting for the answer", addresses[0]+"\n  signed in as Maya")
	expect(at(1, "login", "--no-browser", "--scope", "threads:write"), "offline_access threads:write")
	expect(at(1, "login", "--no-browser", "--try", `search_projects {"query": "weekly revenue"}`), "  search_projects Projects that match")
	expect(at(1, "status"), addresses[1]+"\n  signed in as Maya", addresses[0]+"\n  signed in as Maya", "search_projects create_thread")
	expect(at(0, "logout"), "is no longer on this computer")
	p := &person{t: t, answers: deny, did: make(chan error, 1)}
	if _, err := runAs(t, p, "login", "--no-browser"); exit.Code(err) != exit.Refused {
		t.Errorf("a sign-in that was declined ends with %v", err)
	}
	expect(at(0, "logout"), "You were not signed in")
	if says := at(1, "status"); strings.Contains(says, addresses[0]) {
		t.Errorf("the other account is still listed:\n%s", says)
	}
}
