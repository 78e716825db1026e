package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// chromium is a browser without a window, driven by the protocol of WebDriver.
type chromium struct {
	t       *testing.T
	session string // its address
}

// startChromium starts the browser, and skips the test where there is none.
func startChromium(t *testing.T) chromium {
	t.Helper()
	driver, err := exec.LookPath("chromedriver")
	if err != nil {
		t.Skip("there is no chromedriver here (Debian: chromium-driver), so the consent page is not tried in a browser")
	}
	var browser string
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if browser, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if err != nil {
		t.Skip("there is a chromedriver here and no Chromium, so the consent page is not tried in a browser")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	cmd := exec.CommandContext(ctx, driver, "--port=0")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	c := chromium{t: t, session: "http://127.0.0.1:" + portIn(t, out)}
	var made struct{ SessionID string }
	args := []string{"--headless", "--no-sandbox", "--disable-dev-shm-usage", "about:blank"} // without a page at once it may find none
	err = c.do("POST", "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:chromeOptions": map[string]any{"binary": browser, "args": args},
	}}}, &made)
	if err != nil {
		t.Fatal(err)
	}
	c.session += "/session/" + made.SessionID
	t.Cleanup(func() { c.must(c.do("DELETE", "", nil, nil)) })
	return c
}

// portIn reads from what chromedriver says at its start where it listens; the rest is read away.
func portIn(t *testing.T, out io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if port := regexp.MustCompile(`started successfully on port (\d+)`).FindStringSubmatch(lines.Text()); port != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return port[1]
		}
	}
	t.Fatal("chromedriver did not start")
	return ""
}

func (c chromium) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Error(err)
	}
}

// do sends one command; into is the value of its answer.
func (c chromium) do(method, path string, body, into any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if body == nil && method != "POST" {
		sent = nil
	} else if body == nil {
		sent = []byte("{}")
	}
	req, err := http.NewRequestWithContext(context.Background(), method, c.session+path, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	resp, err := (&http.Client{Timeout: time.Minute}).Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return err
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("the browser answers %s %s with %s", method, path, got)
	case into == nil:
		return nil
	}
	return json.Unmarshal(got, &struct{ Value any }{into})
}

// clicks opens a link, clicks on a button of the page, and returns what the page says that it leads to.
func (c chromium) clicks(link, button string) (asked, then string, err error) {
	if err := c.do("POST", "/url", map[string]string{"url": link}, nil); err != nil {
		return "", "", err
	}
	asked, err = c.text("body")
	if err != nil {
		return "", "", err
	}
	at, err := c.element(button)
	if err != nil {
		return asked, "", err
	}
	if err := c.do("POST", at+"/click", nil, nil); err != nil {
		return asked, "", err
	}
	// The page is there for a moment yet, and then none is, until the next one has come.
	for began := time.Now(); time.Since(began) < 20*time.Second; {
		if then, err = c.text("body"); err == nil && then != "" && then != asked {
			return asked, then, nil
		}
	}
	return asked, then, err
}

// element is the path of an element of the page.
func (c chromium) element(css string) (string, error) {
	var found map[string]string
	if err := c.do("POST", "/element", map[string]string{"using": "css selector", "value": css}, &found); err != nil {
		return "", err
	}
	for _, id := range found {
		return "/element/" + id, nil
	}
	return "", errors.New("the page has no " + css)
}

func (c chromium) text(css string) (text string, err error) {
	at, err := c.element(css)
	if err == nil {
		err = c.do("GET", at+"/text", nil, &text)
	}
	return text, err
}

// A person signs in with a real browser, or declines.
func TestConsentInABrowser(t *testing.T) {
	t.Setenv("HEXTUI_CONFIG_DIR", t.TempDir())
	browser := startChromium(t)
	for button, want := range map[string]string{
		"#allow": "signed in as Maya Lindqvist <maya@acme.example>, admin",
		"#deny":  "the sign-in was declined in the browser",
	} {
		var asked, then string
		p := &person{t: t, did: make(chan error, 1), answers: func(_ context.Context, link string) (err error) {
			asked, then, err = browser.clicks(link, button)
			return err
		}}
		says, err := runAs(t, p, "login", "--demo", "--no-browser")
		if err != nil {
			says += err.Error()
		}
		if !strings.Contains(says, want) || (err == nil) != (button == "#allow") {
			t.Errorf("after a click on %s it says\n%s", button, says)
		}
		if !strings.Contains(asked, "hextui asks for access to Acme Analytics") || !strings.Contains(asked, "offline_access") ||
			!strings.Contains(then, "Back to the terminal") {
			t.Errorf("the page says %q, and after a click on %s %q", asked, button, then)
		}
	}
}
