package contract

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

var update = flag.Bool("update", false, "write docs/operations.md anew")

const pagePath = "../../docs/operations.md"

// row is what is known of one operation.
type row struct {
	name, method, path string
	published          bool
	emulated           bool
}

// rows are all operations of the client in the order of its calls, with the requests that it really makes.
func rows(t *testing.T) []row {
	t.Helper()
	emulated, inNoDocument := emulatedOperations(), map[string]bool{}
	for _, op := range unpublished {
		inNoDocument[op.name] = true
	}
	var all []row
	for _, call := range calls() {
		if slices.ContainsFunc(all, func(r row) bool { return r.name == call.op }) {
			continue
		}
		sent := &firstRequest{}
		err := call.do(t.Context(), clientOf(t, sent, ""), &scene{t: t, instead: placeholders})
		if sent.path == "" {
			t.Errorf("%s sends nothing: %v", call.op, err)
		}
		all = append(all, row{call.op, sent.method, strings.TrimPrefix(sent.path, "/api"), !inNoDocument[call.op], emulated[call.op]})
	}
	return all
}

// firstRequest is a network that only notes what is sent first.
type firstRequest struct{ method, path string }

func (f *firstRequest) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.path == "" {
		f.method, f.path = r.Method, r.URL.Path
	}
	return nil, errors.New("nobody is there")
}

// TestOperationsPage fails where docs/operations.md does not say what is so; with -update it writes the page.
func TestOperationsPage(t *testing.T) {
	want := operationsPage(rows(t))
	if *update {
		if err := os.WriteFile(pagePath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(pagePath)
	if err != nil || string(got) != want {
		t.Errorf("docs/operations.md is out of date; run go generate ./hex/contract (%v)", err)
	}
}

// TestOperationsAreWhatTheyAreCalled: every operation is a method of the client, and the workspace has it where the client
// looks for it.
func TestOperationsAreWhatTheyAreCalled(t *testing.T) {
	known := map[string]row{}
	for _, r := range rows(t) {
		known[r.name] = r
		if _, ok := reflect.TypeFor[*hex.Client]().MethodByName(r.name); !ok {
			t.Errorf("the client has no method %s", r.name)
		}
	}
	for _, op := range emulator.Operations() {
		r, ok := known[op.Name]
		if !ok {
			t.Errorf("the workspace answers %s, which the client does not know", op.Name)
			continue
		}
		if want := op.Method + " " + withoutNames(op.Path); r.method+" "+withoutNames(r.path) != want {
			t.Errorf("%s is asked for at %s %s and answered at %s %s", op.Name, r.method, r.path, op.Method, op.Path)
		}
	}
}

// withoutNames is a path whose parameters have no names.
func withoutNames(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

func operationsPage(all []row) string {
	var b strings.Builder
	b.WriteString(`<!-- Written by go generate ./hex/contract. Do not edit. -->

# Operations

Every operation of Hex's API that the client in ` + "`hex/`" + ` has, the request it makes below ` + "`/api`" + `, and whether the embedded
workspace in ` + "`hex/emulator/`" + ` answers it.

`)
	counts := map[string]int{}
	for _, r := range all {
		if r.published {
			counts["published"]++
		} else {
			counts["unpublished"]++
		}
		if r.emulated {
			counts["emulated"]++
		}
	}
	fmt.Fprintf(&b, "%d of them are in Hex's published document. %d are not: other tools of Hex's or of others' use them, and a "+
		"workspace may refuse them.\nThe embedded workspace answers %d.\n\n",
		counts["published"], counts["unpublished"], counts["emulated"])
	b.WriteString(`The last column says what ` + "`go test ./hex/contract`" + ` holds against the published document: the requests with nothing, with everything
and with each choice that makes another form of them, and the workspace's answers, good ones and refusals.

| Operation | Request | Client | Workspace | Held against the document |
| --- | --- | --- | --- | --- |
`)
	for _, r := range all {
		name, workspace, checked := r.name, "no", "requests"
		if r.emulated {
			workspace, checked = "yes", "requests and answers"
		}
		if !r.published {
			name, checked = name+" (unpublished)", "in no document"
		}
		fmt.Fprintf(&b, "| %s | `%s %s` | `Client.%s` | %s | %s |\n", name, r.method, r.path, r.name, workspace, checked)
	}
	b.WriteString("\n## Where they depart from the document\n\n" +
		"The document at hand is the earlier of two that are known. These departures are deliberate, and there are no others.\n\n" +
		"| What | Operations | Where | Reason |\n| --- | --- | --- | --- |\n")
	for _, d := range differences {
		where := "`" + d.where + "`"
		if d.newerOnly {
			where += ", unless the workspace answers by the earlier document"
		}
		side := d.side
		if d.statuses != nil {
			side += " " + listed(d.statuses)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", side, listed(d.operations), where, d.why)
	}
	return b.String()
}

func listed[T any](some []T) string {
	if some == nil {
		return "all"
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(some), "[]"), " ", ", ")
}
