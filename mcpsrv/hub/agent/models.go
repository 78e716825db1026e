package agent

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/provider"
	"hextui/mcpsrv/hub/search"
	"hextui/mcpsrv/hub/upstream"
)

// Models find the model to ask; the error says what to set where there is none.
type Models interface {
	Model(ctx context.Context) (provider.Model, error)
}

// Web searches the web.
type Web interface {
	Search(ctx context.Context, query string) (search.Found, error)
}

// Python checks and runs Python in a sandbox, or says why it cannot.
type Python interface {
	Check(ctx context.Context, code string) (pyrun.Findings, error)
	RunChecked(ctx context.Context, code string) (pyrun.Result, error)
}

// nonsense is the error of a model that did not do what it was asked.
func nonsense(m provider.Model, what string) error { return upstream.Meaningless(m.Provider(), what) }

// quoted sets a text of somebody else's apart inside a prompt: it is material, whatever it says.
func quoted(tag, text string) string {
	text = strings.ReplaceAll(text, "</"+tag, "< /"+tag)
	return fmt.Sprintf("<%s>\n%s\n</%[1]s>\n", tag, text)
}

// cutTo is the beginning of a text, of at most so many characters.
func cutTo(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}
