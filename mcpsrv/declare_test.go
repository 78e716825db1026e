package mcpsrv

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

var update = flag.Bool("update", false, "write testdata/tools and docs/tools.md anew")

// listed is tools/list of a server, by the tools' names, and its length in bytes.
func listed(t *testing.T, o Options) (map[string]json.RawMessage, int) {
	t.Helper()
	w := connect(t, New(o))
	_, line := w.Request("tools/list", map[string]any{})
	w.Send(line)
	raw := w.Read().Result.Tools
	var all []json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	list := map[string]json.RawMessage{}
	for _, one := range all {
		var named struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(one, &named); err != nil {
			t.Fatal(err)
		}
		list[named.Name] = one
	}
	return list, len(raw)
}

// TestToolsAreAsInTheSnapshots keeps what agents rely on, one file a tool. Read the difference before writing them anew.
func TestToolsAreAsInTheSnapshots(t *testing.T) {
	const folder = "testdata/tools"
	list, _ := listed(t, Options{})
	if *update {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, one := range list {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := json.Indent(&got, one, "", "  "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
			file := filepath.Join(folder, name+".json")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if want = bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")); !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s is not as in %s; if that is meant, run the test with -update and read the difference. Got:\n%s", name, file,
					got.Bytes())
			}
		})
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if list[strings.TrimSuffix(f.Name(), ".json")] == nil {
			t.Errorf("%s/%s is of no tool that there is", folder, f.Name())
		}
	}
}

// TestToolsAreShort keeps small what every model has to read before it does anything: the bytes of tools/list.
func TestToolsAreShort(t *testing.T) {
	usual := policy.Policy{Toolsets: []string{policy.Usual}}
	for _, c := range []struct {
		name        string
		options     Options
		tools, most int
	}{
		{"usual", Options{Policy: usual}, 36, 25_000},
		{"usual, tainted", Options{Policy: usual, Taint: true}, 36, 25_000},
		{"usual, without tokens", Options{Policy: usual, Confirm: ConfirmNever}, 36, 25_000},
		{"all", Options{}, 80, 50_000},
		{"read-only", Options{Policy: policy.Policy{ReadOnly: true}}, 40, 19_500},
	} {
		list, size := listed(t, c.options)
		t.Logf("%s: %d tools, %d bytes", c.name, len(list), size)
		if len(list) > c.tools || size > c.most {
			t.Errorf("tools/list of the set %s has %d tools and %d bytes, more than %d and %d", c.name, len(list), size, c.tools, c.most)
		}
	}
}

// The usual tools are those of hex-mcp and what everyday work needs; their texts send nobody to a tool that is not there.
func TestTheUsualToolsDoTheWork(t *testing.T) {
	list, _ := listed(t, Options{Policy: policy.Policy{Toolsets: []string{policy.Usual}}})
	for name := range strings.FieldsSeq(`list_hex_projects search_hex_projects get_hex_project get_hex_run_status get_hex_project_runs run_hex_project
		cancel_hex_run list_hex_cells update_hex_cell update_hex_project_user_sharing update_hex_project_group_sharing
		update_hex_project_collection_sharing update_hex_project_workspace_sharing list_hex_collections get_hex_collection
		create_hex_collection update_hex_collection list_hex_groups get_hex_group create_hex_group update_hex_group delete_hex_group
		list_hex_data_connections get_hex_data_connection create_hex_data_connection update_hex_data_connection
		resolve_hex get_hex_cell get_hex_cell_output wait_hex_run explain_hex_run run_hex_draft create_hex_cell delete_hex_cell
		ask_hex search_hex_cells`) {
		if list[name] == nil {
			t.Errorf("%s is not among the usual tools", name)
		}
	}
	for _, s := range tools.All() {
		for name, one := range list {
			if list[s.Name] == nil && bytes.Contains(one, []byte(s.Name)) {
				t.Errorf("%s names %s, which is not among the usual tools", name, s.Name)
			}
		}
	}
}

func TestEveryToolIsWellDeclared(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	foreign := regexp.MustCompile(`"(\$ref|anyOf|oneOf|allOf|not|const|additionalProperties)":|"pattern":"|"type":\[|"null"`)
	server := New(Options{Confirm: ConfirmNever})
	for _, s := range tools.All() {
		t.Run(s.Name, func(t *testing.T) {
			if !name.MatchString(s.Name) || len(s.Name) > 40 {
				t.Error("the name does not fit every client")
			}
			if s.Title == "" || s.Toolset == "" || s.About == "" || utf8.RuneCountInString(s.About) > 400 {
				t.Errorf("title %q, toolset %q, description of %d characters", s.Title, s.Toolset, len(s.About))
			}
			d := server.offered(s)
			h, ok := s.Class.Hints()
			if !ok || d.Hints.ReadOnly != (s.Class == policy.Read) || d.Hints.ReadOnly != h.ReadOnly {
				t.Errorf("class %q, hints %+v", s.Class, d.Hints)
			}
			pictured, promise := s.Name == "get_hex_cell_image", s.Output.OutputSchema()
			if pictured != (promise == nil) || pictured != (d.Output == nil) || !pictured && len(promise) < 40 ||
				!slices.Contains(policy.Toolsets(), s.Toolset) {
				t.Errorf("output schema %s, toolset %q", promise, s.Toolset)
			}
			if takes := strings.Contains(string(d.Input), `"dry_run"`); takes != (s.Class != policy.Read) {
				t.Errorf("class %s, takes dry_run: %v", s.Class, takes)
			}
			if s.Class != policy.Read && s.Advice.Check == "" {
				t.Error("a write must say how to find out what became of it")
			}
			for _, schema := range []json.RawMessage{d.Input, d.Output} {
				if schema == nil {
					continue
				}
				if found := foreign.Find(schema); found != nil || !json.Valid(schema) {
					t.Errorf("not every client understands %s in %s", found, schema)
				}
			}
		})
	}
}

// FuzzToolArguments reads anything as the arguments of every tool: it is taken or refused in a sentence, and asks Hex nothing.
func FuzzToolArguments(f *testing.F) {
	for _, seed := range []string{`{}`, `{"project_id":".."}`, `{"user_permissions":[{"user_id":null}]}`,
		`{"connection_details":{"port":"x"},"connection_type":"trino","name":"n"}`, `{"files":{"file_path":"a.md","contents":"b"}}`,
		`"{\"find\":\"(\",\"regex\":true}"`} {
		f.Add(seed)
	}
	server := New(Options{})
	all := tools.All()
	f.Fuzz(func(t *testing.T, raw string) {
		for _, s := range all {
			if _, refused := s.Bind(server.work, json.RawMessage(raw)); refused != nil &&
				(refused.Kind != answer.KindInvalid || refused.Message == "") {
				t.Fatalf("%s %q was refused without a word: %+v", s.Name, raw, refused)
			}
		}
	})
}

// What the tools of the default set advise names tools of the default set: a model cannot call others, and looks for them in vain.
func TestTheDefaultAdvisesWhatItOffers(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	b := a.with(Options{Policy: policy.Policy{Toolsets: []string{policy.Usual}}})
	for _, offered := range b.server.offer() {
		spec := tools.All()[slices.IndexFunc(tools.All(), func(s tools.Spec) bool { return s.Name == offered.Name })]
		said := spec.Advice.Missing + " " + spec.Advice.Check + " " + textOf(b.result(spec.Name, nil))
		for _, other := range tools.All() {
			if !b.server.rules.Offers(other.Name) && strings.Contains(said, other.Name) {
				t.Errorf("%s advises %s: %s", spec.Name, other.Name, said)
			}
		}
	}
}
