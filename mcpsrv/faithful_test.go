package mcpsrv

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex/emulator"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// same demands that the text of an answer says whatever its structure does, for clients that hand their model only one of the two.
// Every call that a test makes is looked at.
func (a *agent) same(tool string, r *mcp.CallToolResult) {
	a.t.Helper()
	if r.StructuredContent == nil {
		return
	}
	var missing []string
	text := textOf(r)
	leaves(a.t, structureOf(a.t, r), func(path string, leaf any) {
		if !says(text, path, leaf) {
			missing = append(missing, fmt.Sprintf("%s is %v", path, leaf))
		}
	})
	if len(missing) > 0 {
		slices.Sort(missing)
		a.t.Errorf("the text of %s does not say that %s:\n%.2000s", tool, strings.Join(missing[:min(len(missing), 8)], ", "), text)
	}
}

// structureOf is the structure of an answer as a client gets it.
func structureOf(t *testing.T, r *mcp.CallToolResult) any {
	t.Helper()
	raw, err := json.Marshal(r.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// leaves goes over every value of a JSON that has no members.
func leaves(t *testing.T, v any, visit func(path string, leaf any)) {
	t.Helper()
	var walk func(string, any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				walk(strings.TrimPrefix(path+"."+name, "."), member)
			}
		case []any:
			for i, item := range v {
				walk(fmt.Sprintf("%s[%d]", path, i), item)
			}
		default:
			visit(path, v)
		}
	}
	walk("", v)
}

// says tells whether a text holds a value of an answer.
func says(text, path string, leaf any) bool {
	switch v := leaf.(type) {
	case string:
		oneLine := func(s string) string { return strings.Join(strings.Fields(shownSpace.ReplaceAllString(s, " ")), " ") }
		return strings.Contains(text, v) || strings.Contains(oneLine(text), oneLine(v)) ||
			slices.ContainsFunc(quotings(v), func(q string) bool { return strings.Contains(text, q) })
	case json.Number:
		if v == "0" {
			return true // an empty list or no time at all, which need no number
		}
		number := regexp.MustCompile(`(^|[^\d.])` + regexp.QuoteMeta(v.String()) + `($|\D)`)
		return number.MatchString(text) || strings.HasSuffix(path, "_s") && lasts(text, v)
	case bool:
		name := path[strings.LastIndexAny(path, ".")+1:]
		said := fmt.Sprintf("%s %v", name, v)
		return strings.Contains(text, said) || strings.Contains(text, fmt.Sprintf("%q:%v", name, v)) ||
			slices.ContainsFunc(inWords[said], func(word string) bool { return strings.Contains(text, word) })
	}
	return true // null is nothing
}

// inWords are booleans as sentences say them.
var inWords = map[string][]string{
	"dry_run true":           {"Dry run"},
	"deleted true":           {"Deleted: ", "Dropped: "},
	"changed true":           {"Written, "},
	"changed false":          {"nothing was written"},
	"resolved true":          {"Exactly this is meant"},
	"resolved false":         {"Not resolved"},
	"complete true":          {" was changed.", ": nothing was changed", " written, 0 not."},
	"less true":              {"(less than before)"},
	"cancelled true":         {"is being stopped"},
	"cancelled false":        {"Not cancelled: "},
	"complete false":         {" in part only", "Look at the cells that were not written"},
	"unpublished_route true": {"by a route that is not in Hex's published document"},
	"from_this_run true":     {"failed (of this run)"},
	"from_this_run false":    {"failed (in the draft's session, perhaps in another run)"},
	"has_more false":         {", kind no_rows: ", ", kind not_run: ", ", kind running: ", ", kind cell_run_error: "},
	"enabled true":           {"\nschedule: "},
	"enabled false":          {" (off)"},
}

// quotings are a text as it stands between quotes, in a record and in the body of a request.
func quotings(s string) []string {
	var all []string
	for _, html := range []bool{false, true} {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(html)
		if e.Encode(s) == nil {
			all = append(all, strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), `"`), `"`))
		}
	}
	return append(all, strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s))
}

// shownSpace is white space that a structure shows by a sign and a text of one line as a space.
var shownSpace = regexp.MustCompile(`⟨U\+00(?:0B|0C|0D|85)⟩`)

var (
	span     = regexp.MustCompile(`(\d+(?:\.\d+)? ?(?:days?|d|hours?|h|minutes?|min|m|seconds?|s)\b,? ?)+`)
	spanPart = regexp.MustCompile(`(\d+(?:\.\d+)?) ?([dhms])`)
)

// lasts tells whether a text has a number of seconds as people write spans, to the least part that is written.
func lasts(text string, seconds json.Number) bool {
	want, err := seconds.Float64()
	if err != nil {
		return false
	}
	for _, written := range span.FindAllString(text, -1) {
		got, least := 0.0, 0.0
		for _, part := range spanPart.FindAllStringSubmatch(written, -1) {
			least = map[string]float64{"d": 86400, "h": 3600, "m": 60, "s": 1}[part[2]]
			var n float64
			if _, err := fmt.Sscan(part[1], &n); err == nil {
				got += n * least
			}
		}
		if least > 0 && got-want < least && want-got < least {
			return true
		}
	}
	return false
}

// readValues are good arguments for the tools that read.
func readValues(a *agent) args {
	project := a.find("Weekly revenue")
	var thread threadStarted
	a.call("create_thread", args{"prompt": "How much revenue did we have last month?"}, &thread)
	if err := a.work.Settled(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": project, "limit": 1}, &runs)
	var groups groupPage
	a.call("list_hex_groups", nil, &groups)
	var collections collectionPage
	a.call("list_hex_collections", nil, &collections)
	var connections connectionPage
	a.call("list_hex_data_connections", nil, &connections)
	return args{
		"project_id": project, "cell_id": a.cell(project, "refunds").ID, "run_id": runs.Runs[0].RunID, "text": "Weekly revenue",
		"search_pattern": "a", "find": "select", "thread_id": thread.ThreadID, "timeout_s": 1, "group_id": groups.Groups[0].ID,
		"collection_id": collections.Collections[0].ID, "connection_id": connections.Connections[0].ID,
		"suggestion_id": a.suggestion(),
	}
}

// readWith are those of the values that a tool needs.
func readWith(s tools.Spec, values args) args {
	given := args{}
	for _, f := range s.Input.Fields {
		if v, known := values[f.Name]; known && (f.Required || f.Name == "thread_id" || s.Name == "explain_hex_run" ||
			s.Name == "audit_hex_access" && f.Name == "project_id") {
			given[f.Name] = v
		}
	}
	return given
}

// The text of every tool's answer says all that its structure does: compact and full, whole and a page of it, good and refused.
func TestTheTextSaysAll(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	values := readValues(a)
	project := values["project_id"].(string)
	a.call("run_hex_draft", args{"project_id": project}, &draftStarted{})
	if err := a.work.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, s := range tools.All() {
		if s.Class != policy.Read || s.Toolset == policy.Hub || s.Way == tools.ByHosted {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			a.t = t
			given := readWith(s, values)
			if s.Name == "get_hex_cell_image" {
				given["cell_id"] = a.cell(project, "Revenue by week").ID
			}
			ways := []args{{}}
			for _, f := range s.Input.Fields {
				switch f.Name {
				case "detail":
					ways = append(ways, args{"detail": "full"})
				case "limit":
					ways = append(ways, args{"limit": 2})
				case "lines":
					ways = append(ways, args{"lines": 1})
				case "messages":
					ways = append(ways, args{"messages": 5})
				}
			}
			for _, way := range ways {
				for k, v := range given {
					way[k] = v
				}
				if r := a.result(s.Name, way); r.IsError {
					t.Errorf("%v failed: %s", way, textOf(r))
				}
			}
		})
	}
	t.Run("one of every kind", func(t *testing.T) {
		a.t = t
		for tool, list := range map[string]struct{ tool, rows, argument string }{
			"get_hex_project":         {"list_hex_projects", "projects", "project_id"},
			"get_hex_group":           {"list_hex_groups", "groups", "group_id"},
			"get_hex_collection":      {"list_hex_collections", "collections", "collection_id"},
			"get_hex_data_connection": {"list_hex_data_connections", "connections", "connection_id"},
		} {
			rows := structureOf(t, a.result(list.tool, args{"limit": 100})).(map[string]any)[list.rows].([]any)
			if len(rows) == 0 {
				t.Errorf("there are no %s", list.rows)
			}
			for _, row := range rows {
				a.result(tool, args{list.argument: row.(map[string]any)["id"]})
			}
		}
	})
	a.t = t
	for _, w := range writes(a) {
		t.Run(w.tool, func(t *testing.T) {
			a.t = t
			given := args{"dry_run": true}
			for k, v := range w.given {
				given[k] = v
			}
			var dry dryRunResult
			a.call(w.tool, given, &dry)
			given["dry_run"] = false
			if w.tool == "replace_in_hex_cells" {
				given["plan_version"] = dry.Plan.Version
			}
			a.result(w.tool, given)
		})
	}
}

// handle takes one handle out of an answer: the member of a name, and what a pattern finds in the text. Both must be the same.
func handle(t *testing.T, r *mcp.CallToolResult, member, pattern string) (structure, text string) {
	t.Helper()
	leaves(t, structureOf(t, r), func(path string, leaf any) {
		if path == member {
			structure = fmt.Sprint(leaf)
		}
	})
	if m := regexp.MustCompile(pattern).FindStringSubmatch(textOf(r)); m != nil {
		text = m[1]
	}
	if structure == "" || structure != text {
		t.Fatalf("the structure says %s %q, the text %q:\n%s", member, structure, text, textOf(r))
	}
	return structure, text
}

// What an agent does is done with handles from text alone, and from structure alone.
func TestWorkFromTextAloneAndFromStructureAlone(t *testing.T) {
	for _, way := range []string{"text", "structure"} {
		t.Run(way, func(t *testing.T) {
			a := newAgent(t, emulator.Options{})
			if err := a.work.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
			good := func(a *agent, tool string, given args) *mcp.CallToolResult {
				t.Helper()
				r := a.result(tool, given)
				if r.IsError {
					t.Fatalf("%s %v: %s", tool, given, textOf(r))
				}
				return r
			}
			take := func(r *mcp.CallToolResult, member, pattern string) string {
				t.Helper()
				structure, text := handle(t, r, member, pattern)
				if way == "text" {
					return text
				}
				return structure
			}

			first := good(a, "list_hex_projects", args{"limit": 2})
			second := good(a, "list_hex_projects", args{"limit": 2, "cursor": take(first, "next_cursor", `next_cursor (\S+)`)})
			one, _ := handle(t, first, "projects[0].id", `\n(\S+)`)
			if two, _ := handle(t, second, "projects[0].id", `\n(\S+)`); one == two {
				t.Error("the second page is the first")
			}

			project := take(good(a, "search_hex_projects", args{"search_pattern": "^Weekly revenue$"}), "values[0].id", `\n(\S+)`)
			found := good(a, "search_hex_cells", args{"project_id": project, "find": "refund", "cell_types": "SQL"})
			cell := take(found, "matches[0].cell_id", `\n(\S+)`)
			shown := good(a, "get_hex_cell", args{"cell_id": cell})
			hash := take(shown, "hash", `, hash ([^\s,]+)`)
			written := good(a, "update_hex_cell", args{"cell_id": cell, "expected_hash": hash,
				"sql_source": "select 1 as refunds from orders"})
			if before, _ := handle(t, written, "previous_hash", `previous_hash ([^\s,]+)`); before != hash {
				t.Errorf("written on %s, not on %s", before, hash)
			}

			renaming := args{"project_id": project, "find": "orders", "replace": "purchases"}
			renaming["plan_version"] = take(good(a, "replace_in_hex_cells", renaming), "plan.version", `plan_version ([^\s,]+[^\s,.])`)
			renaming["dry_run"] = false
			good(a, "replace_in_hex_cells", renaming)

			parcels := take(good(a, "resolve_hex", args{"text": "Parcels by carrier"}), "candidates[0].id", `\nproject (\S+)`)
			run := take(good(a, "run_hex_project", args{"project_id": parcels}), "run_id", `[Rr]un ([0-9a-f-]{36})`)
			good(a, "get_hex_run_status", args{"project_id": parcels, "run_id": run})
			waited := good(a, "wait_hex_run", args{"project_id": parcels, "run_id": run})
			if done, _ := handle(t, waited, "run.run_id", `[Rr]un ([0-9a-f-]{36})`); done != run {
				t.Errorf("waited for %s", done)
			}
			good(a, "run_hex_draft", args{"project_id": parcels})
			if err := a.work.Settled(t.Context()); err != nil {
				t.Fatal(err)
			}
			list := good(a, "get_hex_outline", args{"project_id": parcels})
			at := regexp.MustCompile(`(?m)^(\d+)\. SQL`).FindStringSubmatch(textOf(list))
			if at == nil {
				t.Fatalf("no SQL cell in %s", textOf(list))
			}
			var n int
			fmt.Sscan(at[1], &n)
			good(a, "get_hex_cell_output", args{"cell_id": take(list, fmt.Sprintf("cells[%d].id", n-1),
				`(?m)^`+at[1]+`\. SQL.*?, id ([^\s,]+)`)})

			started := good(a, "create_thread", args{"prompt": "How many orders did we have last month?"})
			thread := take(started, "thread_id", `Thread ([^\s,]+)`)
			if err := a.work.Settled(t.Context()); err != nil {
				t.Fatal(err)
			}
			answer := good(a, "ask_hex", args{"thread_id": thread, "pattern": "no such words"})
			if how, _ := handle(t, answer, "outcome", `^(\w+)`); how != "not_found" {
				t.Errorf("got %s", textOf(answer))
			}
			take(answer, "raw", `(?s)The whole answer:\n(.*)$`)
			good(a, "continue_thread", args{"thread_id": take(answer, "thread_id", `thread_id ([^\s,]+)`),
				"prompt": "And how much revenue?"})

			careful := a.with(Options{})
			group := take(good(careful, "list_hex_groups", nil), "groups[1].id", `\n.*\n(\S+)`)
			asks := careful.result("delete_hex_group", args{"group_id": group})
			deleted := good(careful, "delete_hex_group", args{
				"group_id": group, "confirm_token": take(asks, "error.confirm_token", `confirm_token: (\S+)`),
			})
			if gone, _ := handle(t, deleted, "group_id", `group ([^\s.]+)`); gone != group {
				t.Errorf("deleted %s", gone)
			}
		})
	}
}
