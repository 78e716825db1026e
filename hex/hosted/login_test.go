package hosted_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
)

func TestLogin(t *testing.T) {
	w := newWorld(t)
	c := w.login()
	me, err := c.Me(t.Context())
	if err != nil || me.Email != "maya@acme.example" || me.Role != "ADMIN" || me.Workspace == "" {
		t.Fatalf("signed in as %+v, %v", me, err)
	}
	link, err := url.Parse(w.links[0])
	if err != nil {
		t.Fatal(err)
	}
	q := link.Query()
	if q.Get("resource") != c.Endpoint() || q.Get("code_challenge_method") != "S256" ||
		q.Get("scope") != "openid profile email offline_access" {
		t.Errorf("the link is %s", link)
	}
	if resp, err := http.Get(q.Get("redirect_uri")); err == nil {
		resp.Body.Close()
		t.Error("the port of the redirect is still open")
	}
	// Another process finds the sign-in, and a second login the registration.
	if other, err := w.client(alone).Me(t.Context()); err != nil || other != me {
		t.Errorf("another process is signed in as %+v, %v", other, err)
	}
	w.login()
	w.counted("register", 1)
	w.counted("consent", 2)
}

func TestLogout(t *testing.T) {
	w := newWorld(t)
	c := w.login()
	was, err := c.Logout(t.Context())
	if !was || err != nil {
		t.Fatalf("signed out: %v, %v", was, err)
	}
	w.counted("revoke", 1)
	if in, err := c.SignedIn(t.Context()); in || err != nil {
		t.Errorf("still signed in: %v, %v", in, err)
	}
	var none *hosted.NotSignedIn
	if _, err := w.client(alone).Me(t.Context()); !errors.As(err, &none) {
		t.Errorf("a call after it: %v", err)
	}
	for name := range w.ring.entries {
		if strings.HasPrefix(name, "sign-in ") {
			t.Errorf("%s is still kept", name)
		}
	}
	if was, err := c.Logout(t.Context()); was || err != nil {
		t.Errorf("signed out twice: %v, %v", was, err)
	}
	w.login()
	w.counted("register", 1)
}

// Without a keyring the sign-in is in a file that nobody else can read.
func TestWithoutKeyring(t *testing.T) {
	w := newWorld(t)
	w.ring.broken = true
	w.login()
	info, err := os.Stat(filepath.Join(w.dir, "sign-ins.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("sign-ins.json: %v, %v", info, err)
	}
	if _, err := w.client(alone).Me(t.Context()); err != nil {
		t.Error(err)
	}
	w.ring.broken = false // an older entry of the keyring does not count, and the next sign-in goes there
	w.login()
	text, err := os.ReadFile(filepath.Join(w.dir, "sign-ins.json"))
	if err != nil || strings.Contains(string(text), "sign-in http") {
		t.Errorf("the file still has a sign-in that is in the keyring: %v", err)
	}
}

// A call without a sign-in gets one by the link, and goes on by itself.
func TestCallSignsIn(t *testing.T) {
	w := newWorld(t)
	if me, err := w.client().Me(t.Context()); err != nil || me.Name == "" {
		t.Fatalf("%+v, %v", me, err)
	}
	w.counted("consent", 1)
}

func TestDeclined(t *testing.T) {
	w := newWorld(t)
	w.deny = true
	w.says(w.client().Login(t.Context()), "declined in the browser")
}

func TestDiscovery(t *testing.T) {
	for _, test := range []struct {
		mood fake.Mood
		says string // empty: it goes well
	}{
		{fake.OnlyAtPath, ""},
		{fake.OnlyAtRoot, ""},
		{fake.WebPages, "answers text/html, not JSON"},
		{fake.OtherResource, "the document of another resource"},
		{fake.WrongIssuer, "is another's (https://auth.elsewhere.example)"},
		{fake.NoS256, "PKCE with S256"},
		{fake.NoRegistration, "--client-id"},
		{fake.RegistrationRefused, "refused to register hextui: access_denied"},
		{fake.SecretClients, ""},
	} {
		t.Run(string(test.mood), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, test.mood)
			c := w.client()
			err := c.Login(t.Context())
			if test.says != "" {
				w.says(err, test.says)
				w.counted("consent", 0)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Me(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// What the browser brings back is used only if it belongs to this sign-in and comes from this issuer.
func TestAnswers(t *testing.T) {
	for mood, says := range map[fake.Mood]string{
		fake.WrongState: "its state is wrong", fake.MissingIss: "iss is missing", fake.WrongIss: "another authorization server",
	} {
		t.Run(string(mood), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mood)
			w.says(w.client().Login(t.Context()), says)
			w.counted("code", 0)
		})
	}
}

func TestIdentities(t *testing.T) {
	w := newWorld(t, fake.DocumentClients)
	const document = "https://hextui.example/client.json"
	byDocument := w.client(func(o *hosted.Options) { o.ClientMetadataURL = document })
	if err := byDocument.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.fake.SetMoods()
	own := w.fake.Register()
	byID := w.client(func(o *hosted.Options) { o.ClientID, o.ClientMetadataURL = own, document })
	if err := byID.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, link := range w.links {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, u.Query().Get("client_id"))
	}
	if want := []string{document, own}; !slices.Equal(got, want) {
		t.Errorf("the clients are %q, want %q", got, want)
	}
	w.counted("register", 0)
}

// A registration that the server has forgotten is made anew; so is one with another issuer.
func TestRegistersAgain(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.fake.SetMoods(fake.ForgetfulOfClients)
	w.login()
	w.counted("register", 2)
	w.fake.SetMoods(fake.OtherIssuer)
	c := w.login()
	w.counted("register", 3)
	if _, err := c.Me(t.Context()); err != nil {
		t.Error(err)
	}
	grants := 0
	for name := range w.ring.entries {
		if strings.HasPrefix(name, "sign-in ") {
			grants++
		}
	}
	if grants != 1 {
		t.Errorf("%d sign-ins are kept, want the last one", grants)
	}
}

func TestStepUp(t *testing.T) {
	w := newWorld(t, fake.NeedsMore)
	c := w.login()
	var needs *hosted.NeedsScope
	if _, err := w.client(alone).CreateThread(t.Context(), "Revenue by region last month"); !errors.As(err, &needs) ||
		!slices.Equal(needs.Scopes, []string{"threads:write"}) {
		t.Fatalf("where nobody can be asked: %v", err)
	}
	if thread, err := c.CreateThread(t.Context(), "Revenue by region last month"); err != nil || thread.ID == "" {
		t.Fatalf("%+v, %v", thread, err)
	}
	w.counted("create_thread", 1)
	w.counted("consent", 2)
	scopes, err := c.Scopes(t.Context())
	if want := []string{"threads:write", "offline_access", "openid", "profile", "email"}; err != nil || !slices.Equal(scopes, want) {
		t.Errorf("the scopes are %q, %v", scopes, err)
	}
}
