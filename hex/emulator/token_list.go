package emulator

import (
	"slices"
	"sync"
	"time"
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
