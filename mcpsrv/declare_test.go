package mcpsrv

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write testdata/tools.json anew")

// TestToolsAreAsInTheSnapshot keeps what agents rely on. Read the difference before writing the snapshot anew.
func TestToolsAreAsInTheSnapshot(t *testing.T) {
	w := newFixture(t, nil).connect(t)
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
	kept := []json.RawMessage{}
	size := 0
	for i, one := range all {
		if strings.Contains(one.Name, "_hex_") { // the fixture's tools are not for the snapshot
			kept = append(kept, raws[i])
			size += len(raws[i])
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
	if most := 1700 * len(kept); size > most {
		t.Errorf("the %d tools take %d bytes of a model's attention, more than %d", len(kept), size, most)
	}
}

func TestEveryToolIsWellDeclared(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	foreign := regexp.MustCompile(`"(\$ref|anyOf|oneOf|allOf|not|const|pattern)":|"type":\[|"null"`)
	for _, s := range tools() {
		t.Run(s.name, func(t *testing.T) {
			if !name.MatchString(s.name) || len(s.name) > 40 {
				t.Error("the name does not fit every client")
			}
			if s.title == "" || s.toolset == "" || s.about == "" || utf8.RuneCountInString(s.about) > 400 {
				t.Errorf("title %q, toolset %q, description of %d characters", s.title, s.toolset, len(s.about))
			}
			d := s.declare()
			h, ok := s.class.hints()
			if !ok || *d.Annotations.ReadOnlyHint != (s.class == Read) || *d.Annotations.ReadOnlyHint != h.readOnly {
				t.Errorf("class %q, annotations %+v", s.class, d.Annotations)
			}
			if s.class != Read && s.advice.check == "" {
				t.Error("a write must say how to find out what became of it")
			}
			for _, schema := range []json.RawMessage{d.RawInputSchema, d.RawOutputSchema} {
				if found := foreign.Find(schema); found != nil || !json.Valid(schema) {
					t.Errorf("not every client understands %s in %s", found, schema)
				}
			}
		})
	}
}

func TestHintsOfEveryClass(t *testing.T) {
	for class, want := range map[Class]hints{
		Read: {readOnly: true, idempotent: true}, Execute: {destructive: true}, Write: {}, Overwrite: {destructive: true, idempotent: true},
		Access: {destructive: true, idempotent: true}, Destroy: {destructive: true, idempotent: true}, Secret: {destructive: true},
	} {
		if got, ok := class.hints(); !ok || got != want {
			t.Errorf("%s has %+v", class, got)
		}
	}
	if _, ok := Class("else").hints(); ok {
		t.Error("a class that is none has hints")
	}
}
