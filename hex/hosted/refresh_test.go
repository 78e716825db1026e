package hosted_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
)

// Several processes find the token near its end at once: one refreshes it, and all go on. The server ends the sign-in of whoever
// shows a refresh token twice.
func TestRefreshOnce(t *testing.T) {
	w := newWorld(t)
	w.login()
	for round := 1; round <= 3; round++ {
		w.clock.pass(57 * time.Minute) // of an hour
		var all sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			c := w.client(alone)
			all.Go(func() { _, errs[i] = c.Me(t.Context()) })
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		w.counted("refresh", round)
	}
	w.counted("consent", 1)
}

// The server may refuse a token that should still be good: it is refreshed, and the call, which was not looked at, repeated.
func TestRefusedToken(t *testing.T) {
	w := newWorld(t)
	c := w.login()
	w.fake.EndAccess()
	if _, err := c.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.counted("refresh", 1)
	w.counted("consent", 1)
}

func TestRevoked(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.fake.RevokeAll()
	var none *hosted.NotSignedIn
	if _, err := w.client(alone).Me(t.Context()); !errors.As(err, &none) {
		t.Fatalf("after it was revoked: %v", err)
	}
	w.says(none, "ended or was revoked")
	if _, err := w.client().Me(t.Context()); err != nil { // where somebody can be asked, the call goes on after it
		t.Error(err)
	}
	w.counted("consent", 2)
}

func TestExpired(t *testing.T) {
	w := newWorld(t, fake.NoRefresh)
	c := w.login()
	w.clock.pass(59 * time.Minute)
	if _, err := c.Me(t.Context()); err != nil { // early, but there is nothing to refresh with
		t.Fatal(err)
	}
	w.clock.pass(2 * time.Minute)
	_, err := w.client(alone).Me(t.Context())
	w.says(err, "the sign-in has ended")
}

// A server in trouble costs nobody the sign-in.
func TestPassingTrouble(t *testing.T) {
	w := newWorld(t)
	c := w.login()
	w.fake.SetMoods(fake.TokenTrouble)
	w.clock.pass(57 * time.Minute)
	if _, err := c.Me(t.Context()); err != nil {
		t.Fatalf("while the token is still good: %v", err)
	}
	w.clock.pass(10 * time.Minute)
	_, err := c.Me(t.Context())
	w.says(err, "temporarily_unavailable")
	w.fake.SetMoods()
	if _, err := w.client(alone).Me(t.Context()); err != nil {
		t.Errorf("when it is over: %v", err)
	}
	w.counted("consent", 1)
}

// The server has forgotten the client: the next sign-in registers anew.
func TestForgottenClient(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.fake.ForgetClients()
	w.clock.pass(2 * time.Hour)
	_, err := w.client(alone).Me(t.Context())
	w.says(err, "does not know this client any more")
	w.login()
	w.counted("register", 2)
}

// No token, code, verifier or secret is in any log, error or value that prints itself.
func TestNothingShows(t *testing.T) {
	w := newWorld(t, fake.SecretClients)
	c := w.login()
	var shown strings.Builder
	note := func(err error) {
		if err != nil {
			shown.WriteString(err.Error() + "\n")
		}
	}
	_, err := c.Me(t.Context())
	note(err)
	w.clock.pass(2 * time.Hour)
	_, err = c.Me(t.Context())
	note(err)
	w.fake.RevokeAll()
	_, err = w.client(alone).Me(t.Context())
	note(err)
	for _, m := range []fake.Mood{fake.WrongState, fake.WrongIss, fake.ForgetfulOfClients, fake.TokenTrouble} {
		w.fake.SetMoods(fake.SecretClients, m)
		note(w.client().Login(t.Context()))
	}
	if strings.Count(shown.String(), "\n") < 4 {
		t.Fatalf("too few errors to look into: %s", &shown)
	}
	text := shown.String() + w.log.String()
	secrets := w.fake.Secrets()
	if len(secrets) < 8 {
		t.Fatalf("only %d secrets went over the wire", len(secrets))
	}
	for _, s := range secrets {
		if s != "" && strings.Contains(text, s) {
			t.Errorf("%s… shows in a log or an error", s[:min(len(s), 10)])
		}
	}
}
