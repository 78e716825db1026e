package answer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"hextui/hex/change"
)

// Redacted stands where a secret was.
const Redacted = change.Redacted

// tokenShape is what Hex's tokens look like, personal and of a workspace.
var tokenShape = regexp.MustCompile(`hxt[pw]_[0-9A-Za-z]{8,}`)

// Cleaner is the one point that every text passes on its way out: results, failures, activity and log. It takes out
// secrets and makes control characters and hidden characters visible, as marks such as ⟨U+202E⟩.
type Cleaner struct {
	secrets []string
}

// NewCleaner takes the given values out besides what looks like a token.
func NewCleaner(secrets []string) Cleaner {
	c := Cleaner{}
	for _, s := range secrets {
		if len(s) >= 4 { // less would blank ordinary words
			c.secrets = append(c.secrets, s)
		}
	}
	return c
}

// Text cleans a text.
func (c Cleaner) Text(s string) string {
	return c.Redact(reveal(c.Redact(s)))
}

// Redact takes secrets out. It runs before and after the marking, which could otherwise hide or assemble one.
func (c Cleaner) Redact(s string) string {
	for _, secret := range c.secrets {
		s = strings.ReplaceAll(s, secret, Redacted)
	}
	if strings.Contains(s, "hxt") {
		s = tokenShape.ReplaceAllString(s, Redacted)
	}
	return s
}

// JSON cleans every string of a JSON text, member names too, and leaves everything else as it is.
func (c Cleaner) JSON(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		start := bytes.IndexByte(raw, '"')
		if start < 0 {
			return append(out, raw...)
		}
		out = append(out, raw[:start]...)
		end := literalEnd(raw[start:])
		out = append(out, c.literal(raw[start:start+end])...)
		raw = raw[start+end:]
	}
	return out
}

// Failure cleans a failure; it is a copy.
func (c Cleaner) Failure(f *Failure) *Failure {
	clean := *f
	for _, s := range []*string{
		&clean.Kind, &clean.Message, &clean.Hint, &clean.TraceID, &clean.ExpectedHash, &clean.Plan, &clean.Link,
	} {
		*s = c.Text(*s)
	}
	clean.Issues = nil
	for _, issue := range f.Issues {
		clean.Issues = append(clean.Issues, c.Text(issue))
	}
	return &clean
}

// literalEnd is the length of the string literal that raw begins with.
func literalEnd(raw []byte) int {
	for i := 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}

func (c Cleaner) literal(quoted []byte) []byte {
	var s string
	if inner, whole := bytes.CutSuffix(quoted[1:], []byte{'"'}); whole && bytes.IndexByte(inner, '\\') < 0 {
		s = string(inner) // as most are: it says what it spells
	} else if json.Unmarshal(quoted, &s) != nil {
		return []byte(`""`) // half a literal: never from json.Marshal
	}
	clean := c.Text(s)
	if clean == s {
		return quoted
	}
	b, _ := json.Marshal(clean)
	return b
}

// mark is how a character is shown that must not act.
func mark(r rune) string { return fmt.Sprintf("⟨U+%04X⟩", r) }

// MarkShape finds marks in a text.
var MarkShape = regexp.MustCompile(`⟨U\+([0-9A-F]{4,6})⟩`)

// reveal makes control, format and invisible characters visible. Newlines and tabs stay, as do the joiners and
// selectors that scripts and emoji need where they are needed.
func reveal(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\ufffd")
	var b strings.Builder
	b.Grow(len(s) + 16)
	before := rune(-1)
	for i, r := range s {
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if hidden(before, r, after) {
			b.WriteString(mark(r))
		} else {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// plain tells of most texts that there is nothing to do.
func plain(s string) bool {
	for i := range len(s) {
		if b := s[i]; b >= 0x7f || b < ' ' && b != '\n' && b != '\t' {
			return false
		}
	}
	return true
}

// Characters of the format class and its like that have an honest use.
const (
	nonJoiner     = '\u200c'
	joiner        = '\u200d'
	textSelector  = '\ufe0e'
	emojiSelector = '\ufe0f'
)

// hidden tells whether r would not be seen, or would change how others are seen, between its neighbours.
func hidden(before, r, after rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r == '\r':
		return after != '\n'
	case r == nonJoiner || r == joiner:
		return !joins(before) || !joins(after)
	case r == textSelector || r == emojiSelector:
		return !(unicode.Is(unicode.So, before) || unicode.Is(unicode.Sm, before) || unicode.Is(unicode.Po, before) ||
			unicode.IsDigit(before))
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Noncharacter_Code_Point,
		unicode.Other_Default_Ignorable_Code_Point)
}

// joins tells whether a character can stand beside a joiner: a letter or sign of a script that joins, or an emoji.
func joins(r rune) bool {
	return r > unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r)) &&
		r != joiner && r != nonJoiner
}
