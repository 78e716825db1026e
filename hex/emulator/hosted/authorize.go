package hosted

import (
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// client is one that registered.
type client struct {
	ID        string   `json:"client_id"`
	Secret    string   `json:"client_secret,omitempty"`
	Name      string   `json:"client_name"`
	Kind      string   `json:"application_type"`
	Redirects []string `json:"redirect_uris"`
	Grants    []string `json:"grant_types"`
	Responses []string `json:"response_types"`
	Method    string   `json:"token_endpoint_auth_method"`
	Scope     string   `json:"scope,omitempty"`
}

func (s *Server) register(w http.ResponseWriter, r *http.Request) {
	s.count("register")
	var c client
	foreign := func(u string) bool { return !loopback(u) && !strings.HasPrefix(u, "https://") }
	switch err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&c); {
	case s.in(RegistrationRefused):
		deny(w, http.StatusForbidden, "access_denied", "Clients are registered by the administrators of this workspace")
		return
	case err != nil:
		deny(w, http.StatusBadRequest, "invalid_client_metadata", "The body is not a client's metadata")
		return
	case len(c.Redirects) == 0 || slices.ContainsFunc(c.Redirects, foreign):
		deny(w, http.StatusBadRequest, "invalid_redirect_uri", "redirect_uris must be https, or http to the loopback address")
		return
	case c.Kind != "native" && slices.ContainsFunc(c.Redirects, loopback):
		deny(w, http.StatusBadRequest, "invalid_client_metadata",
			"A client that is redirected to the loopback address is of the type native")
		return
	case !slices.Contains(c.Grants, "authorization_code") || !slices.Contains(c.Grants, "refresh_token"):
		deny(w, http.StatusBadRequest, "invalid_client_metadata", "grant_types must have authorization_code and refresh_token")
		return
	}
	c.ID, c.Secret = secret("client-"), ""
	if s.in(SecretClients) {
		c.Secret = secret("secret-")
	}
	s.mu.Lock()
	s.clients[c.ID] = c
	if c.Secret != "" {
		s.secrets = append(s.secrets, c.Secret)
	}
	s.mu.Unlock()
	reply(w, http.StatusCreated, c)
}

// Register makes a client beforehand, as an administrator would, and returns its id.
func (s *Server) Register() string {
	c := client{ID: secret("client-"), Name: "hextui", Kind: "native", Redirects: []string{"http://127.0.0.1/callback"}, Method: "none"}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[c.ID] = c
	return c.ID
}

// ForgetClients makes all registrations unknown.
func (s *Server) ForgetClients() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.clients)
}

// known finds a client; one that is named by the address of its document stands for itself.
func (s *Server) known(id string) (client, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, there := s.clients[id]; there {
		return c, true
	}
	if s.moods[DocumentClients] && strings.HasPrefix(id, "https://") {
		return client{ID: id, Name: id, Redirects: []string{"http://127.0.0.1/callback"}, Method: "none"}, true
	}
	return client{}, false
}

// redirects tells whether a client may be redirected there. Of loopback addresses the port is not compared.
func (c client) redirects(to string) bool {
	asked, err := url.Parse(to)
	return err == nil && slices.ContainsFunc(c.Redirects, func(known string) bool {
		u, err := url.Parse(known)
		if err != nil || !loopback(known) {
			return known == to
		}
		return loopback(to) && u.Hostname() == asked.Hostname() && u.Path == asked.Path
	})
}

// ask is a request for consent.
type ask struct {
	client, name, redirect, state, challenge, scope, resource, issuer string
}

func (s *Server) askConsent(w http.ResponseWriter, r *http.Request) {
	s.count("consent")
	q := r.URL.Query()
	c, there := s.known(q.Get("client_id"))
	// A request that may come from nowhere is not sent anywhere.
	if !there || !c.redirects(q.Get("redirect_uri")) {
		http.Error(w, "This link is not of a client that this workspace knows.", http.StatusBadRequest)
		return
	}
	a := ask{
		c.ID, c.Name, q.Get("redirect_uri"), q.Get("state"), q.Get("code_challenge"), q.Get("scope"), q.Get("resource"),
		base(r) + strings.TrimSuffix(r.URL.Path, "/oauth2/authorize"),
	}
	switch {
	case q.Get("response_type") != "code":
		a.back(w, r, url.Values{"error": {"unsupported_response_type"}})
	case a.challenge == "" || q.Get("code_challenge_method") != "S256":
		a.back(w, r, url.Values{"error": {"invalid_request"}, "error_description": {"PKCE with S256 is required"}})
	case a.resource != resource(r):
		a.back(w, r, url.Values{"error": {"invalid_target"}, "error_description": {"resource must be " + resource(r)}})
	default:
		id := secret("")
		s.mu.Lock()
		s.asked[id] = a
		s.mu.Unlock()
		showPage(w, a, id)
	}
}

// back sends the browser back with an answer.
func (a ask) back(w http.ResponseWriter, r *http.Request, answer url.Values) {
	answer.Set("state", a.state)
	if a.issuer != "" {
		answer.Set("iss", a.issuer)
	}
	http.Redirect(w, r, a.redirect+"?"+answer.Encode(), http.StatusSeeOther)
}

func showPage(w http.ResponseWriter, a ask, id string) {
	page := template.Must(template.New("").Parse(`<!doctype html><html lang="en">
<head><meta charset="utf-8"><title>Sign in to Acme Analytics</title></head>
<body style="font-family:sans-serif;margin:4em;max-width:40em">
<h1>{{.Name}} asks for access to Acme Analytics</h1>
<p>This is the embedded workspace: it has sample data only. {{.Name}} would act as you, with these rights:</p>
<ul>{{range .Scopes}}<li>{{.}}</li>{{end}}</ul>
<form method="post"><input type="hidden" name="request" value="{{.ID}}">
<button id="allow" name="answer" value="allow">Allow</button> <button id="deny" name="answer" value="deny">Deny</button></form>
</body></html>
`))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	_ = page.Execute(w, map[string]any{"Name": a.name, "Scopes": strings.Fields(a.scope), "ID": id})
}

// code is what a consent gives to the client.
type code struct {
	ask
	made time.Time
}

func (s *Server) consented(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	a, there := s.asked[r.PostFormValue("request")]
	delete(s.asked, r.PostFormValue("request"))
	s.mu.Unlock()
	if !there {
		http.Error(w, "This page has been answered already. Begin again where you came from.", http.StatusBadRequest)
		return
	}
	if r.PostFormValue("answer") != "allow" {
		a.back(w, r, url.Values{"error": {"access_denied"}})
		return
	}
	given := secret("code-")
	s.mu.Lock()
	s.codes[given] = code{a, s.o.Now()}
	s.mu.Unlock()
	if s.in(WrongState) {
		a.state = "of-another-sign-in"
	}
	if s.in(WrongIss) {
		a.issuer = "https://auth.elsewhere.example"
	}
	if s.in(MissingIss) {
		a.issuer = ""
	}
	a.back(w, r, url.Values{"code": {given}})
}
