package mcpsrv

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/skills"
	"hextui/mcpsrv/tools"
)

// writtenCall is a call as a skill writes it: a line of its own.
type writtenCall struct{ tool, args string }

func callsIn(text string) (all []writtenCall) {
	for _, m := range regexp.MustCompile(`(?m)^([a-z_]+) (\{.*\})$`).FindAllStringSubmatch(text, -1) {
		all = append(all, writtenCall{m[1], m[2]})
	}
	return all
}

// Every tool that a skill names exists, and every argument of its calls; and its sentences name no word of a schema or an answer
// that there is not.
func TestSkillsNameWhatThereIs(t *testing.T) {
	specs, known := map[string]tools.Spec{}, map[string]bool{confirmToken: true, answer.KindUnconfirmed: true,
		answer.KindUnknownOutcome: true}
	var allowed strings.Builder
	for _, s := range tools.All() {
		specs[s.Name], known[s.Name] = s, true
		allowed.Write(s.Input.InputSchema())
		for _, shape := range []schema.Shape{s.Input, s.Output} {
			for _, f := range shape.Fields {
				known[f.Name] = true
				namesIn(f.Type, known)
			}
		}
	}
	named := regexp.MustCompile("`([a-z]+(?:_[a-z]+)+|[A-Z]+(?:_[A-Z]+)+)`")
	for _, k := range skills.All() {
		for _, f := range k.Files {
			for _, c := range callsIn(f.Text) {
				s, ok := specs[c.tool]
				var given map[string]any
				if err := json.Unmarshal([]byte(c.args), &given); err != nil || !ok {
					t.Errorf("%s: %s %s is no call: %v", k.Name, c.tool, c.args, err)
				}
				for name := range given {
					if !slices.ContainsFunc(s.Input.Fields, func(f schema.Field) bool { return f.Name == name }) {
						t.Errorf("%s: %s takes no %s", k.Name, c.tool, name)
					}
				}
			}
			for _, m := range named.FindAllStringSubmatch(f.Text, -1) {
				if !known[m[1]] && !strings.Contains(allowed.String(), `"`+m[1]+`"`) {
					t.Errorf("%s: nothing is called %s", k.Name, m[1])
				}
			}
		}
		for _, name := range k.Needs {
			if _, ok := specs[name]; !ok || !strings.Contains(k.Files[0].Text, name) {
				t.Errorf("%s needs %s, and there is no such tool or it does not name it", k.Name, name)
			}
		}
	}
}

// namesIn notes the names of a result's members, whatever their depth.
func namesIn(of reflect.Type, known map[string]bool) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct {
		return
	}
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if seen := known[name] && name != ""; !seen {
			known[name] = name != ""
			namesIn(f.Type, known)
		}
	}
}

// What is read of the front matter is what YAML has there, within the bounds of the Agent Skills specification.
func TestSkillsHaveTheirForm(t *testing.T) {
	for _, k := range skills.All() {
		_, rest, begins := strings.Cut(k.Files[0].Text, "---\n")
		head, body, ends := strings.Cut(rest, "\n---\n")
		var want map[string]string
		if err := yaml.Unmarshal([]byte(head), &want); err != nil || !begins || !ends || strings.TrimSpace(body) == "" {
			t.Fatalf("%s: %v", k.Name, err)
		}
		if !maps.Equal(k.FrontMatter, want) {
			t.Errorf("%s has %q, want %q", k.Name, k.FrontMatter, want)
		}
		about := k.FrontMatter["description"]
		if k.FrontMatter["name"] != k.Name || len(k.Name) > 64 || !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(k.Name) ||
			about == "" || len(about) > 1024 {
			t.Errorf("%s has the front matter %q", k.Name, k.FrontMatter)
		}
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(body, -1) {
			if !slices.ContainsFunc(k.Files, func(f skills.File) bool { return f.Path == link[1] }) {
				t.Errorf("%s links to %s, which it does not have", k.Name, link[1])
			}
		}
	}
}

// learnt is what the answer of a tool gives for a word in capitals, by a path into it.
var learnt = []struct{ tool, word, path string }{
	{"resolve_hex", "PROJECT_ID", "candidates.0.id"},
	{"run_hex_draft", "RUN_ID", "run.run_id"},
	{"run_hex_draft", "CELL_ID", "explanation.cell_errors.0.cell_id"},
	{"run_hex_draft", "ROW", "output.rows.0"},
	{"get_hex_cell", "HASH", "hash"},
	{"get_hex_cell", "SOURCE", "source"},
	{"update_hex_cell", "HASH", "hash"},
	{"update_hex_cell", "STATIC_ID", "cell.static_id"},
	{"update_hex_cell", "NEW_CELL_ID", "cell.id"},
	{"create_hex_cell", "HASH", "hash"},
	{"create_hex_cell", "NEW_CELL_ID", "cell.id"},
	{"replace_in_hex_cells", "VERSION", "plan.version"},
	{"replace_in_hex_cells", "WRITTEN", "written"},
	{"list_hex_groups", "GROUP_ID", "groups.0.id"},
	{"get_hex_group", "USER_ID", "members.0.id"},
	{"list_hex_collections", "COLLECTION_ID", "collections.0.id"},
	{"list_hex_data_connections", "CONNECTION_ID", "connections.0.id"},
	{"delete_hex_cell", "DELETED", "deleted"},
}

// The calls of each skill, made one after the other as they are written, do what the skill says: on a project that fails, on one
// whose table is renamed, on one that gets a cell, and on the sharing of one.
func TestSkillsCanBeFollowed(t *testing.T) {
	for name, c := range map[string]struct {
		title, cell string
		words       map[string]string
		// learns are the words that its answers must give.
		learns string
	}{
		"fix-failing-hex-run": {title: "Parcels by carrier",
			words:  map[string]string{"NEW_SOURCE": "select status as carrier, count(*) as parcels from orders group by 1 order by 1"},
			learns: "RUN_ID CELL_ID HASH STATIC_ID ROW"},
		"audit-hex-access": {title: "Weekly revenue", learns: "GROUP_ID USER_ID COLLECTION_ID CONNECTION_ID"},
		"rename-hex-table": {title: "Weekly revenue", cell: "refunds",
			words:  map[string]string{"OLD_TABLE": "orders", "NEW_TABLE": "purchases", "NEW_SOURCE": "select 1 as one"},
			learns: "VERSION WRITTEN HASH RUN_ID"},
		"write-hex-cell": {title: "Weekly revenue", cell: "weekly_orders",
			words:  map[string]string{"NEW_SOURCE": "select count(*) as n from orders", "LABEL": "How many", "RESULT_NAME": "how_many"},
			learns: "NEW_CELL_ID HASH ROW DELETED"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAgent(t, emulator.Options{})
			at := slices.IndexFunc(skills.All(), func(k skills.Skill) bool { return k.Name == name })
			words := map[string]string{"TITLE_OR_LINK": c.title, "PROJECT_ID": a.find(c.title)}
			if c.cell != "" {
				cell := a.cell(words["PROJECT_ID"], c.cell)
				words["CELL_ID"], words["CONNECTION_ID"] = cell.ID, cell.DataConnectionID
			}
			maps.Copy(words, c.words)
			for _, call := range callsIn(skills.All()[at].Files[0].Text) {
				given := regexp.MustCompile(`[A-Z]+(?:_[A-Z]+)+|HASH|LABEL|VERSION`).ReplaceAllStringFunc(call.args,
					func(word string) string {
						if stands, ok := words[word]; ok {
							return stands
						}
						return word // one of Hex's, such as CAN_VIEW
					})
				var arguments args
				if err := json.Unmarshal([]byte(given), &arguments); err != nil {
					t.Fatalf("%s: %v", given, err)
				}
				var said any
				a.call(call.tool, arguments, &said)
				for _, l := range learnt {
					if value, ok := inside(said, l.path); ok && l.tool == call.tool {
						words[l.word] = fmt.Sprint(value)
					}
				}
			}
			for word := range strings.FieldsSeq(c.learns) {
				if words[word] == "" || words[word] == "0" {
					t.Errorf("no answer gave %s", word)
				}
			}
		})
	}
}

// inside is what is at a path of names and numbers, with dots between.
func inside(node any, path string) (any, bool) {
	for step := range strings.SplitSeq(path, ".") {
		switch v := node.(type) {
		case map[string]any:
			node = v[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(v) {
				return nil, false
			}
			node = v[n]
		default:
			return nil, false
		}
	}
	return node, node != nil
}

// A skill is offered only with the tools that it needs.
func TestSkillsFollowThePolicy(t *testing.T) {
	for _, c := range []struct {
		policy policy.Policy
		want   string
	}{
		{policy.Policy{Toolsets: []string{policy.Usual}}, "audit-hex-access fix-failing-hex-run rename-hex-table write-hex-cell"},
		{policy.Policy{ReadOnly: true}, "audit-hex-access"},
		{policy.Policy{Tools: []string{"create_hex_cell", "list_hex_cells"}}, "write-hex-cell"},
		{policy.Policy{Tools: []string{"list_hex_groups"}}, ""},
	} {
		s := New(Options{Policy: c.policy})
		var got []string
		for _, k := range s.skills() {
			got = append(got, k.Name)
		}
		told := connect(t, s).Handshake("tester", map[string]any{}).Result.Instructions
		if strings.Join(got, " ") != c.want || !strings.Contains(told, strings.ReplaceAll(c.want, " ", ", ")) ||
			strings.Contains(told, "skill://") != (c.want != "") {
			t.Errorf("%+v offers %v and tells %s", c.policy, got, told[len(told)-200:])
		}
	}
}
