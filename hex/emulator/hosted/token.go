package hosted

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
)

// pass is an access or a refresh token. Those of one consent are a family: a refresh token that comes twice ends it.
type pass struct {
	client, scope, resource, family string
	ends                            time.Time
	used                            bool
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	form := r.PostFormValue
	if s.in(TokenTrouble) {
		deny(w, http.StatusServiceUnavailable, "temporarily_unavailable", "Try again later")
		return
	}
	c, there := s.known(form("client_id"))
	if !there || s.in(ForgetfulOfClients) || subtle.ConstantTimeCompare([]byte(c.Secret), []byte(form("client_secret"))) != 1 {
		s.leave(ForgetfulOfClients)
		deny(w, http.StatusUnauthorized, "invalid_client", "There is no such client")
		return
	}
	switch form("grant_type") {
	case "authorization_code":
		s.count("code")
		s.redeem(w, r, c)
	case "refresh_token":
		s.count("refresh")
		s.rotate(w, r, c)
	default:
		deny(w, http.StatusBadRequest, "unsupported_grant_type", "grant_type is authorization_code or refresh_token")
	}
}

// leave takes the server out of one mood.
func (s *Server) leave(m Mood) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.moods, m)
}

func (s *Server) redeem(w http.ResponseWriter, r *http.Request, c client) {
	form := r.PostFormValue
	s.mu.Lock()
	s.secrets = append(s.secrets, form("code"), form("code_verifier"))
	given, there := s.codes[form("code")]
	delete(s.codes, form("code"))
	s.mu.Unlock()
	sum := sha256.Sum256([]byte(form("code_verifier")))
	switch {
	case !there || given.client != c.ID || given.redirect != form("redirect_uri") || s.o.Now().Sub(given.made) > time.Minute:
		deny(w, http.StatusBadRequest, "invalid_grant", "The code is not good, or no more")
	case base64.RawURLEncoding.EncodeToString(sum[:]) != given.challenge:
		deny(w, http.StatusBadRequest, "invalid_grant", "The verifier does not belong to the challenge")
	case form("resource") != given.resource:
		deny(w, http.StatusBadRequest, "invalid_target", "The resource is not the one that was consented to")
	default:
		s.give(w, pass{client: c.ID, scope: given.scope, resource: given.resource, family: secret("")})
	}
}

func (s *Server) rotate(w http.ResponseWriter, r *http.Request, c client) {
	value := r.PostFormValue("refresh_token")
	s.mu.Lock()
	old, there := s.refresh[value]
	good := there && old.client == c.ID && !old.used && !s.ended[old.family] && r.PostFormValue("resource") == old.resource
	if there && old.used {
		s.ended[old.family] = true // somebody else has it too
	}
	if good {
		old.used = true
		s.refresh[value] = old
	}
	s.mu.Unlock()
	if !good {
		deny(w, http.StatusBadRequest, "invalid_grant", "The refresh token is not good, or no more")
		return
	}
	old.used = false
	s.give(w, old)
}

// give answers with new tokens of a family.
func (s *Server) give(w http.ResponseWriter, p pass) {
	access, refresh := secret("at-"), secret("rt-")
	p.ends = s.o.Now().Add(s.o.Life)
	body := map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": int(s.o.Life.Seconds()), "scope": p.scope}
	s.mu.Lock()
	s.access[access] = p
	s.secrets = append(s.secrets, access, refresh)
	if strings.Contains(p.scope, "offline_access") && !s.moods[NoRefresh] {
		s.refresh[refresh] = p
		body["refresh_token"] = refresh
	}
	s.mu.Unlock()
	reply(w, http.StatusOK, body)
}

func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	s.count("revoke")
	value := r.PostFormValue("token")
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, passes := range []map[string]pass{s.access, s.refresh} {
		if p, there := passes[value]; there && p.client == r.PostFormValue("client_id") {
			s.ended[p.family] = true
		}
	}
	w.WriteHeader(http.StatusOK)
}

// RevokeAll ends every sign-in, as an administrator would.
func (s *Server) RevokeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, passes := range []map[string]pass{s.access, s.refresh} {
		for _, p := range passes {
			s.ended[p.family] = true
		}
	}
}

// Secrets are all codes, verifiers, tokens and clients' secrets that went over the wire: a test looks for them where they must not
// be.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.secrets)
}

// admit finds whom a request of the MCP server acts for, or answers with the challenge.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) (pass, bool) {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	s.mu.Lock()
	p, there := s.access[value]
	good := there && strings.EqualFold(scheme, "Bearer") && s.o.Now().Before(p.ends) && !s.ended[p.family] && p.resource == resource(r)
	s.mu.Unlock()
	if good {
		return p, true
	}
	var says []string
	if link := s.metadata(r); link != "" {
		says = append(says, `resource_metadata="`+link+`"`)
	}
	if value != "" {
		says = append(says, `error="invalid_token"`)
	}
	w.Header().Set("WWW-Authenticate", strings.TrimSpace("Bearer "+strings.Join(says, ", ")))
	deny(w, http.StatusUnauthorized, "invalid_token", "Sign in first")
	return p, false
}

// EndAccess makes all access tokens bad before their time; those that refresh them stay good.
func (s *Server) EndAccess() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.access)
}
