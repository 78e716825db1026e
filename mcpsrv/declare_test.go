package mcpsrv

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

var update = flag.Bool("update", false, "write testdata/tools.json anew")

// TestToolsAreAsInTheSnapshot keeps what agents rely on. Read the difference before writing the snapshot anew.
func TestToolsAreAsInTheSnapshot(t *testing.T) {
	w := connect(t, New(Options{}))
	_, line := w.request("tools/list", map[string]any{})
	w.send(line)
	var all []struct {
		Name string `json:"name"`
	}
	var raws []json.RawMessage
	listed := w.read().Result.Tools
	if err := json.Unmarshal(listed, &raws); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(listed, &all); err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, s := range tools.All() {
		declared[s.Name] = true
	}
	kept := []json.RawMessage{}
	for i, one := range all {
		if declared[one.Name] { // the fixture's tools are not for the snapshot
			kept = append(kept, raws[i])
		}
	}
	var got bytes.Buffer
	text, err := json.Marshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Indent(&got, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	if *update {
		if err := os.WriteFile("testdata/tools.json", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/tools.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("tools/list is not as in testdata/tools.json; if that is meant, run the test with -update and read the difference. Got:\n%s", got.Bytes())
	}
}

// TestToolsAreShort keeps small what every model has to read before it does anything: the bytes of tools/list.
func TestToolsAreShort(t *testing.T) {
	for _, c := range []struct {
		name   string
		policy policy.Policy
		most   int
	}{
		{"all", policy.Policy{}, 60_000},
		{"read-only", policy.Policy{ReadOnly: true}, 20_000},
	} {
		w := connect(t, New(Options{Policy: c.policy}))
		_, line := w.request("tools/list", map[string]any{})
		w.send(line)
		var list []json.RawMessage
		raw := w.read().Result.Tools
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d tools, %d bytes", c.name, len(list), len(raw))
		if len(raw) > c.most {
			t.Errorf("tools/list of the set %s takes %d bytes, more than %d", c.name, len(raw), c.most)
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
			pictured := s.Name == "get_hex_cell_image"
			if pictured != (d.Output == nil) || !pictured && len(d.Output) < 40 || !slices.Contains(policy.Toolsets(), s.Toolset) {
				t.Errorf("output schema %s, toolset %q", d.Output, s.Toolset)
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
	for _, seed := range []string{`{}`, `{"project_id":".."}`, `{"user_permissions":[{"user_id":null}]}`, `{"connection_details":{"port":"x"},"connection_type":"trino","name":"n"}`, `{"files":{"file_path":"a.md","contents":"b"}}`, `"{\"find\":\"(\",\"regex\":true}"`} {
		f.Add(seed)
	}
	server := New(Options{})
	all := tools.All()
	f.Fuzz(func(t *testing.T, raw string) {
		for _, s := range all {
			if _, refused := s.Bind(server.work, json.RawMessage(raw)); refused != nil && (refused.Kind != answer.KindInvalid || refused.Message == "") {
				t.Fatalf("%s %q was refused without a word: %+v", s.Name, raw, refused)
			}
		}
	})
}
