package agent

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"unicode/utf8"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/upstream"
)

// Words are what may be said of an error to whoever asked: a sentence without keys, paths, addresses, and the words of others. What
// is no error of these rooms is for the log only.
func Words(err error) string {
	var refused *Invalid
	var failed *upstream.Error
	var none *pyrun.Unavailable
	switch {
	case errors.As(err, &refused):
		return refused.Message
	case errors.As(err, &failed):
		return scrubbed(failed.Message)
	case errors.As(err, &none):
		return scrubbed(none.Error())
	case errors.Is(err, errOver):
		return errOver.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long and was given up"
	case errors.Is(err, context.Canceled):
		return "it was cancelled"
	}
	return "a fault inside the hub ended this: its log has the details"
}

// mostWords is how long what is said of an error may be, in characters.
const mostWords = 500

// scrubs are what is taken out of words, and what stands there then.
var scrubs = sync.OnceValue(func() []scrub {
	return []scrub{
		{regexp.MustCompile(`(?i)\b(bearer)\s+\S+`), "$1 ***"},
		{regexp.MustCompile(`(?i)\b(\w*(?:key|token|secret|password))(\s*[=:]\s*)[^\s,;]+`), "$1$2***"},
		{regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://\S+`), "[address]"},
		{regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b`), "[address]"},
		{regexp.MustCompile(`(^|[\s"'(=])(?:~|/[\w.-]+)(?:/[\w.@+-]+)+/?|\b[A-Za-z]:\\[^\s"']+`), "$1[path]"},
	}
})

type scrub struct {
	what *regexp.Regexp
	by   string
}

// scrubbed is a sentence of our own, made sure of: no key, path or address of this computer or of a server is in it.
func scrubbed(s string) string {
	for _, x := range scrubs() {
		s = x.what.ReplaceAllString(s, x.by)
	}
	if utf8.RuneCountInString(s) > mostWords {
		s = cutTo(s, mostWords) + "... (truncated)"
	}
	return s
}
