package emulator

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"hextui/hex/emulator/store"
)

// tokenList is the tokens in force.
type tokenList struct {
	mu     sync.RWMutex
	tokens []Token
}

func (l *tokenList) find(value string, now time.Time) (Token, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, t := range l.tokens {
		if t.Value != "" && t.Value == value && !t.expired(now) {
			return t, true
		}
	}
	return Token{}, false
}

func (t Token) expired(now time.Time) bool { return !t.Expires.IsZero() && !now.Before(t.Expires) }

func (l *tokenList) first(now time.Time) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, t := range l.tokens {
		if !t.expired(now) {
			return t.Value
		}
	}
	return ""
}

func (l *tokenList) revoke(value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tokens = slices.DeleteFunc(l.tokens, func(t Token) bool { return t.Value == value })
}

// Token is the value of the first token that the workspace accepts now,
// normally an administrator's; empty when there is none.
func (s *Server) Token() string { return s.tokens.first(s.o.Now()) }

// Revoke makes a token worthless at once; requests with it get 401.
func (s *Server) Revoke(value string) { s.tokens.revoke(value) }

// TokenInfo describes a token that the workspace accepts, or did before it
// expired, to the person who serves it.
type TokenInfo struct {
	Kind    string    // "personal" or "workspace"
	Name    string    // of the user whom it acts for
	Email   string    // of that user
	Role    string    // of that user, such as "ADMIN"
	Scopes  []Scope   // of a workspace token
	Expires time.Time // zero for never
	Expired bool
	Value   string // the token itself: a secret, unless the workspace is a sample
}

// Tokens describes the tokens that have not been revoked, in the order in which
// they were given. Tokens of users whom the workspace does not have are left out.
func (s *Server) Tokens(ctx context.Context) ([]TokenInfo, error) {
	s.tokens.mu.RLock()
	known := slices.Clone(s.tokens.tokens)
	s.tokens.mu.RUnlock()
	var all []TokenInfo
	for _, t := range known {
		user, err := s.userOf(ctx, t)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		info := TokenInfo{Kind: "personal", Name: user.Name, Email: user.Email, Role: user.Role, Expires: t.Expires,
			Expired: t.expired(s.o.Now()), Value: t.Value}
		if t.Workspace {
			info.Kind, info.Scopes = "workspace", slices.Clone(t.Scopes)
		}
		all = append(all, info)
	}
	return all, nil
}
