package mcpsrv

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex/emulator"
)

// walk is an agent at one piece of work. It takes every handle that it goes on with from the text of an answer and, apart from
// that, from its structure, and the two must be the same: clients hand their models one of them.
type walk struct {
	*agent
	calls int
	bytes int // of what answered, text alone
}

// answered is an answer as a client gets it.
type answered struct {
	w         *walk
	tool      string
	text      string
	structure any
	pictures  int
}

// ask calls a tool, and counts it.
func (w *walk) ask(tool string, given args) answered {
	w.t.Helper()
	r := w.result(tool, given)
	got := answered{w: w, tool: tool}
	for _, c := range r.Content {
		switch c := c.(type) {
		case mcp.TextContent:
			got.text += c.Text
		case mcp.ImageContent:
			got.pictures++
		}
	}
	if r.StructuredContent != nil {
		got.structure = structureOf(w.t, r)
	}
	w.calls++
	w.bytes += len(got.text)
	return got
}

// agreed calls a tool that somebody has to agree to, shows what it would do, and calls it again with the token that came with that.
func (w *walk) agreed(tool string, given args, shown ...string) answered {
	w.t.Helper()
	asked := w.ask(tool, given)
	asked.wants(shown...)
	given["confirm_token"] = asked.handle("error.confirm_token", `(?m)^confirm_token: (\S+)$`)
	return w.ask(tool, given)
}

// handle is what stands in the structure at a path such as candidates.0.id, and in the text as the first group of a pattern.
func (r answered) handle(path, inText string) string {
	r.w.t.Helper()
	value := r.structure
	for _, step := range strings.Split(path, ".") {
		switch at := value.(type) {
		case map[string]any:
			value = at[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(at) {
				r.w.t.Fatalf("%s answers no %s: %v", r.tool, path, r.structure)
			}
			value = at[i]
		}
	}
	structure := fmt.Sprint(value)
	found := regexp.MustCompile(inText).FindStringSubmatch(r.text)
	if found == nil || found[1] != structure {
		r.w.t.Fatalf("%s answers %s as %s in its structure, and as %q in its text, which is\n%s", r.tool, path, structure, found, r.text)
	}
	return structure
}

// wants demands words in the text, and in the structure as one reads it.
func (r answered) wants(words ...string) {
	r.w.t.Helper()
	raw, err := json.Marshal(r.structure)
	if err != nil {
		r.w.t.Fatal(err)
	}
	for _, word := range words {
		quoted, err := json.Marshal(word)
		if err != nil {
			r.w.t.Fatal(err)
		}
		if !strings.Contains(r.text, word) || !strings.Contains(string(raw), strings.Trim(string(quoted), `"`)) {
			r.w.t.Errorf("%s does not answer %q both ways:\n%s\n%s", r.tool, word, r.text, raw)
		}
	}
}

// id is the pattern of an id that stands before a name.
func id(name string) string { return `([0-9a-f-]{36}) ` + regexp.QuoteMeta(name) }

// setOff is a walk over a workspace of its own, with a server as it is started by default.
func setOff(t *testing.T) *walk {
	t.Helper()
	a := newAgent(t, emulator.Options{})
	b := a.with(Options{})
	return &walk{agent: b}
}
