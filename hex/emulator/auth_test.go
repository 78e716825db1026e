package emulator

import "testing"

func TestUnauthorizedIsPlainText(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	for _, c := range []struct{ name, token, challenge string }{
		{"no token", "", "Bearer"},
		{"an unknown token", "hxtp_nonsense", `Bearer error="invalid_token"`},
		{"an expired token", w.sample(expiredToken), `Bearer error="invalid_token"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := w.send(c.token, "GET", "/projects", "").is(401)
			if r.text != "Unauthorized" || r.header.Get("Www-Authenticate") != c.challenge {
				t.Errorf("%q with challenge %q", r.text, r.header.Get("Www-Authenticate"))
			}
		})
	}
}

func TestTokenDies(t *testing.T) {
	t.Parallel()
	t.Run("when revoked", func(t *testing.T) {
		w := serve(t, Options{})
		token := w.Token()
		w.get("/users/me").is(200)
		w.Revoke(token)
		w.send(token, "GET", "/users/me", "").is(401)
	})
	t.Run("when it expires", func(t *testing.T) {
		w := serve(t, Options{})
		token := w.sample(editorToken)
		w.send(token, "GET", "/users/me", "").is(200)
		w.clock.advance(31 * 24 * 3600e9)
		w.send(token, "GET", "/users/me", "").is(401)
	})
	t.Run("when its user is deactivated", func(t *testing.T) {
		w := serve(t, Options{})
		id := w.send(w.sample(editorToken), "GET", "/users/me", "").is(200).word("id")
		w.post("/users/"+id+"/deactivate", "").is(200)
		w.send(w.sample(editorToken), "GET", "/users/me", "").is(401)
	})
}

func TestOwnTokens(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Tokens: []Token{{Value: "dev"}}})
	if w.Token() != "dev" {
		t.Errorf("token %q", w.Token())
	}
	r := w.get("/users/me").is(200)
	if r.word("role") != "ADMIN" || r.at("token.exp") != nil {
		t.Errorf("a token of nobody in particular acts for the first administrator, for ever; it is %s", r.text)
	}
}

func TestMe(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	r := w.get("/users/me").is(200)
	if r.word("email") != "maya@acme.example" || r.word("org.id") == "" || r.at("token.exp") != float64(noon.AddDate(0, 0, 90).Unix()) {
		t.Errorf("the administrator is %s", r.text)
	}
	var members map[string]any
	w.send(w.sample(workspaceToken), "GET", "/users/me", "").is(200).into(&members)
	if members["org"] == nil || members["email"] != nil || members["id"] != nil {
		t.Errorf("a workspace token learns only its workspace, not %v", members)
	}
}

func TestScopesAndRoles(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	cell := w.cell(project, "Notes").ID
	for _, c := range []struct {
		token        int
		method, path string
		status       int
		form         shape
		words        string
	}{
		{workspaceToken, "GET", "/projects", 200, newer, ""},
		{workspaceToken, "PATCH", "/cells/" + cell, 403, newer, "cells:write"},
		{workspaceToken, "PATCH", "/projects/" + project, 403, newer, "projects:write"},
		{workspaceToken, "DELETE", "/groups/" + project, 403, older, "groups:write"},
		{editorToken, "POST", "/groups", 403, older, "ADMIN"},
		{editorToken, "POST", "/users/" + project + "/deactivate", 403, newer, "ADMIN"},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			r := w.send(w.sample(c.token), c.method, c.path, "")
			if c.status == 200 {
				r.is(200)
				return
			}
			r.refusedWith(c.status, c.form, c.words)
		})
	}
}

func TestOnlyV1Exists(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	for _, path := range []string{"//api/projects", "//api/v2/projects", "//api/v1/v1/projects", "//api/v1/nothing", "//api/"} {
		w.get(path).refusedWith(404, newer, "/api/v1/")
	}
	w.send(w.Token(), "PUT", "/projects", "").refusedWith(404, newer, "PUT")
}
