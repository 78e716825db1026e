package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Token is a Hex API token. It does not show itself: whatever prints, logs or encodes it writes [Hidden] instead. The
// zero value is no token.
type Token struct {
	// A function, since printers and comparers that walk unexported fields cannot look into one.
	reveal func() string
}

// Hidden is what stands for a token wherever one would be printed.
const Hidden = "[hidden]"

// errors of a text that can be no token; they never hold it.
var (
	errEmptyToken  = errors.New("it is empty")
	errBearerToken = errors.New(`it begins with "Bearer": give only what follows`)
	errQuotedToken = errors.New("it stands in quotation marks: give it without them")
	errBrokenToken = errors.New("it holds spaces, line breaks or characters that no token has: copy it again, whole and alone")
	errLongToken   = errors.New("it is far too long for a token")
)

// NewToken takes a token as people paste it: space around it is dropped. The error says what is wrong with the text
// without repeating it; it is a [*NotFilledIn] for what only stands for a token. Any form that HTTP can carry is accepted, since old
// tokens have no prefix.
func NewToken(text string) (Token, error) {
	text = strings.TrimSpace(text)
	if err := FilledIn(text); err != nil {
		return Token{}, err
	}
	switch {
	case text == "":
		return Token{}, errEmptyToken
	case len(text) > 8192:
		return Token{}, errLongToken
	case len(text) >= 7 && strings.EqualFold(text[:7], "bearer "):
		return Token{}, errBearerToken
	case strings.ContainsAny(text[:1]+text[len(text)-1:], "\"'`"):
		return Token{}, errQuotedToken
	}
	for i := range len(text) {
		if text[i] <= ' ' || text[i] >= 0x7f {
			return Token{}, errBrokenToken
		}
	}
	return Token{func() string { return text }}, nil
}

// Reveal returns the token itself, for the one place that sends it.
func (t Token) Reveal() string {
	if t.reveal == nil {
		return ""
	}
	return t.reveal()
}

// IsZero tells whether there is no token.
func (t Token) IsZero() bool { return t.reveal == nil }

// Kind is "personal token" or "workspace token" by the token's prefix, else "token".
func (t Token) Kind() string {
	switch v := t.Reveal(); {
	case strings.HasPrefix(v, "hxtp_"):
		return "personal token"
	case strings.HasPrefix(v, "hxtw_"):
		return "workspace token"
	}
	return "token"
}

// String hides the token.
func (t Token) String() string {
	if t.IsZero() {
		return ""
	}
	return Hidden
}

// Format hides the token from every verb of fmt.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// GoString hides the token.
func (t Token) GoString() string { return t.String() }

// MarshalText hides the token from encoders, JSON's among them.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// LogValue hides the token from logs.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }
