package cli

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hextui/hex/config"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
)

// signIn signs the shell's computer in to the workspace's hosted server, and takes its token away.
func (s shell) signIn(t *testing.T) {
	t.Helper()
	t.Setenv("HEX_API_KEY", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "no-bus")) // no person's keyring
	c, err := config.Load(config.Env{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := hosted.Open(c, config.Flags{}, hosted.Options{Consent: allow})
	if err == nil {
		err = client.Login(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// allow is a person who consents to everything.
func allow(_ context.Context, link string) error {
	resp, err := http.Get(link)
	if err != nil {
		return err
	}
	page, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return err
	}
	request := regexp.MustCompile(`name="request" value="([^"]+)"`).FindStringSubmatch(string(page))
	resp, err = http.PostForm(link, url.Values{"request": {request[1]}, "answer": {"allow"}})
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Who is signed in asks by the hosted server: the same question has the same answer, without a token.
func TestByTheHostedServer(t *testing.T) {
	sh := sit(t)
	const pattern = `(?P<number>[\d,]+)`
	byAPI := sh.call(t.Context(), "", question, "--pattern", pattern)
	byAPI.want(t, 0)
	sh.signIn(t)
	got := sh.call(t.Context(), "", question, "--pattern", pattern)
	got.want(t, 0)
	if got.out != byAPI.out {
		t.Errorf("the hosted server says %q, the API %q", got.out, byAPI.out)
	}
	if n := sh.Hosted().Count("create_thread"); n != 1 {
		t.Errorf("the hosted server was asked %d times", n)
	}
	id := regexp.MustCompile(`asked in the thread (\S+)`).FindStringSubmatch(got.talk)
	if id == nil {
		t.Fatal(got.talk)
	}
	sh.call(t.Context(), "", "And the month before?", "--thread", id[1]).want(t, 0)
	if n := sh.Hosted().Count("continue_thread"); n != 1 {
		t.Errorf("it was continued %d times", n)
	}
	sh.call(t.Context(), "", "delete from orders where id = 1").want(t, 2, "writes")
	sh.call(t.Context(), "", question, "--project", "0f1e2d3c-4b5a-4678-9abc-def012345678").want(t, 4, "HEX_API_KEY")
}

func TestMoodsOfTheHostedServer(t *testing.T) {
	sh := sit(t)
	sh.signIn(t)
	sh.Hosted().SetMoods(fake.UnknownWord)
	sh.call(t.Context(), "", question, "--wait", "3s").want(t, 3, "HIBERNATING")
	sh.Hosted().SetMoods(fake.CutStreams)
	before := sh.Hosted().Count("create_thread")
	sh.call(t.Context(), "", question).want(t, 3, "whether it was done is not known")
	if n := sh.Hosted().Count("create_thread") - before; n != 1 {
		t.Errorf("a question whose answer broke off was put %d times", n)
	}
	sh.Hosted().SetMoods(fake.IdleInProse)
	sh.call(t.Context(), "", question).want(t, 0)
	sh.Hosted().SetMoods()
	sh.Hosted().RevokeAll()
	got := sh.call(t.Context(), "", question)
	got.want(t, 4, "Run hextui login")
	if strings.Contains(got.talk, "asked in the thread") {
		t.Error(got.talk)
	}
}
