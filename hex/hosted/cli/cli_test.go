package cli

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hextui/hex/emulator"
)

func TestBrowserCommand(t *testing.T) {
	for _, test := range []struct {
		system string
		env    map[string]string
		want   []string
	}{
		{"linux", map[string]string{"BROWSER": "firefox -P work", "DISPLAY": ":0"}, []string{"firefox", "-P", "work", "LINK"}},
		{"linux", map[string]string{"BROWSER": "w3m %s -o x"}, []string{"w3m", "LINK", "-o", "x"}},
		{"linux", map[string]string{"WAYLAND_DISPLAY": "w"}, []string{"xdg-open", "LINK"}},
		{"linux", nil, nil},
		{"darwin", nil, []string{"open", "LINK"}},
		{"windows", nil, []string{"rundll32", "url.dll,FileProtocolHandler", "LINK"}},
	} {
		if got := command("LINK", func(name string) string { return test.env[name] }, test.system); !slices.Equal(got, test.want) {
			t.Errorf("%s %v: %q, want %q", test.system, test.env, got, test.want)
		}
	}
}

func TestByHand(t *testing.T) {
	const link = "https://auth.app.hex.tech/oauth2/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A40123%2Fcallback"
	if here := byHand(link, false); strings.Contains(here, "ssh") || !strings.Contains(here, link) {
		t.Error(here)
	}
	if far := byHand(link, true); !strings.Contains(far, "ssh -N -L 40123:127.0.0.1:40123") || !strings.Contains(far, link) {
		t.Error(far)
	}
}

// person reads what is printed, opens the link in it and allows what the page asks.
type person struct {
	t    *testing.T
	text strings.Builder
	did  chan error
}

var (
	linkIn    = regexp.MustCompile(`http://\S+/authorize\?\S+`)
	requestIn = regexp.MustCompile(`name="request" value="([^"]+)"`)
)

func (p *person) Write(b []byte) (int, error) {
	if link := linkIn.FindString(string(b)); link != "" {
		go func() { p.did <- allow(p.t.Context(), link) }()
	}
	return p.text.Write(b)
}

func allow(ctx context.Context, link string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	page, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return err
	}
	form := url.Values{"request": {requestIn.FindStringSubmatch(string(page))[1]}, "answer": {"allow"}}
	resp, err = http.PostForm(link, form)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// run runs one of the commands as a person would, and returns what it printed.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	for _, c := range Commands("test") {
		if c.Name() != args[0] {
			continue
		}
		p := &person{t: t, did: make(chan error, 1)}
		c.SetOut(&out)
		c.SetErr(p)
		c.SetArgs(args[1:])
		c.SilenceErrors, c.SilenceUsage = true, true
		err := c.ExecuteContext(t.Context())
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
	expect(at(1, "status"), addresses[1]+"\n  signed in as Maya", addresses[0]+"\n  signed in as Maya", "search_projects create_thread")
	expect(at(0, "logout"), "is no longer on this computer")
	expect(at(0, "logout"), "You were not signed in")
	if says := at(1, "status"); strings.Contains(says, addresses[0]) {
		t.Errorf("the other account is still listed:\n%s", says)
	}
}
