package shell

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"hextui/hex"
	"hextui/mcpsrv/answer"
)

// failure is a failed call as a person at a shell reads it: without the names that only agents know.
type failure struct {
	*answer.Failure
	arguments []argument
}

// Unwrap is the failure.
func (f *failure) Unwrap() error { return f.Failure }

func (f *failure) Error() string {
	var b strings.Builder
	b.WriteString(f.Message)
	if f.Message != "" && !strings.ContainsAny(f.Message[len(f.Message)-1:], ".:!?") {
		b.WriteByte('.')
	}
	for _, issue := range f.Issues {
		b.WriteString("\n  " + issue)
	}
	switch f.Kind {
	case answer.KindDeclined, answer.KindDenied, answer.KindConflict:
	case string(hex.RateLimited):
		fmt.Fprintf(&b, " Try again in %d s; --max-wait waits for it.", f.RetryAfterS)
	default:
		if f.Hint != "" && len(f.Issues) > 0 {
			b.WriteByte('\n')
		}
		if f.Hint != "" {
			b.WriteString(" " + f.Hint)
		}
	}
	if f.TraceID != "" {
		b.WriteString(" (trace id " + f.TraceID + ")")
	}
	return strings.TrimSpace(forPeople().Replace(spoken(b.String(), f.arguments)))
}

// forPeople puts the commands in the place of the names of tools, and says otherwise what only agents can do or meet.
var forPeople = sync.OnceValue(func() *strings.Replacer {
	paths := map[string]string{}
	for _, r := range rows() {
		if paths[r.tool] == "" {
			paths[r.tool] = "hextui " + r.path()
		}
	}
	pairs := []string{
		"What was started read-only, or without this tool, does not do this.", "--read-only lets nothing through that writes.",
		"; or the cursor of an audit", "",
	}
	names := slices.SortedFunc(maps.Keys(paths), func(a, b string) int { return len(b) - len(a) }) // some begin as others are
	for _, name := range names {
		pairs = append(pairs, name, paths[name])
	}
	return strings.NewReplacer(pairs...)
})
