package hex

import (
	"strings"
	"unicode"
)

// maxSentence bounds a text from the network that becomes part of an error, in runes.
const maxSentence = 1000

// cleaner makes what came from the network fit for an error: by [OneLine], and without the token, which a server or a proxy
// may have quoted.
func cleaner(token string) func(string) string {
	return func(s string) string {
		if token != "" {
			s = strings.ReplaceAll(s, token, "[token]")
		}
		return OneLine(s, maxSentence)
	}
}

// OneLine makes a text from the network fit for a sentence: one line without control and invisible characters, of at most so many
// runes, behind which an ellipsis stands for the rest.
func OneLine(s string, most int) string {
	if len(s) > 4*most {
		s = s[:4*most]
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return s
}

// sentence ends s with a full stop, if it has no end.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}
