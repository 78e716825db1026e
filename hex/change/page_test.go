package change_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"hextui/hex/change"
)

//go:generate go test . -run TestRequestsPage -update

var update = flag.Bool("update", false, "write docs/requests.md anew")

const pagePath = "../../docs/requests.md"

// mostRequests is what a change may cost: its target read once, once more when it is carried out, the write and its read-back.
const mostRequests = 4

func matching(text string) *regexp.Regexp { return regexp.MustCompile(regexp.QuoteMeta(text)) }

// cost are the operations of each step of a change, as the workspace was asked.
type cost struct {
	kind                       string
	prepare, check, deed, back []string
}

func costOf(t *testing.T, w *world, k kind) cost {
	t.Helper()
	s := k.make(w)
	w.net.taken()
	p := prepare(t, w, s)
	made := cost{kind: k.name, prepare: ops(w.net.taken())}
	if _, err := p.Commit(w.ctx); err != nil {
		t.Fatalf("%s: %v", k.name, err)
	}
	for _, q := range w.net.taken() {
		switch {
		case q.Method != "GET":
			made.deed = append(made.deed, q.Op)
		case len(made.deed) == 0:
			made.check = append(made.check, q.Op)
		default:
			made.back = append(made.back, q.Op)
		}
	}
	return made
}

func (c cost) total() int { return len(c.prepare) + len(c.check) + len(c.deed) + len(c.back) }

func ops(all []change.Request) []string {
	var names []string
	for _, q := range all {
		names = append(names, q.Op)
	}
	return names
}

// TestRequestsPage fails where a change costs more than it may, or docs/requests.md does not say what it costs; with -update it
// writes the page.
func TestRequestsPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<!-- Written by go generate ./hex/change. Do not edit. -->

# What a change costs

Hex takes 60 requests a minute from a token. A change that somebody reads before it is carried out costs at
most ` + fmt.Sprint(mostRequests) + `: its target is read once for the plan, once more when it is carried out, then it is sent, and read back
where Hex's answer does not show what came of it. The requests below are those that reached the embedded workspace in
` + "`hex/emulator/`" + `. A change that nobody is asked about is not looked at a second time.

| Change | For the plan | Before it is sent | Sent | Read back | Requests |
| --- | --- | --- | --- | --- | --- |
`)
	w := newWorld(t)
	for _, k := range kinds() {
		var c cost
		w.within(t, k.name, func(t *testing.T) { c = costOf(t, w, k) })
		if c.total() > mostRequests {
			t.Errorf("%s costs %d requests: %v, %v, %v, %v", c.kind, c.total(), c.prepare, c.check, c.deed, c.back)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d |\n", c.kind, listed(c.prepare), listed(c.check), listed(c.deed), listed(c.back),
			c.total())
	}
	b.WriteString(`
What costs more:

- A name that is not known: of a user who is added to a group by the id alone, and of a group where a collection is shared with users
  and groups at once. One request.
- A list longer than a page: of members, groups, collections, drafts of guides or cells. One request a page, each time it is read.
- Many cells at once: the list of them twice, and three requests a cell (looked at, written, read back).
- A cell that is named by an id that it had before, or by its static id: its project's list of cells, once.
- Sharing with users, groups, collections and everybody in one go: one request for each of these kinds.
- More than 25 who are shared with, and more than 100 members: one request for each further 25 or 100.
`)
	if *update {
		if err := os.WriteFile(pagePath, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(pagePath)
	if err != nil || string(got) != b.String() {
		t.Errorf("docs/requests.md is out of date; run go generate ./hex/change (%v)", err)
	}
}

func listed(ops []string) string {
	if len(ops) == 0 {
		return "–"
	}
	return strings.Join(ops, ", ")
}
