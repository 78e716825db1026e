package wire

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/mcpsrv/wire/wiretest"
)

func someSkills() []Skill {
	return []Skill{{
		Name: "mend", FrontMatter: map[string]string{"name": "mend", "description": "Mends."},
		Files: []SkillFile{
			{Path: "SKILL.md", MIMEType: "text/markdown", Text: "---\nname: mend\ndescription: Mends.\n---\nMend it. Ä\n"},
			{Path: "references/deep/how.md", MIMEType: "text/markdown", Text: "So."},
			{Path: "references/why.md", MIMEType: "text/markdown", Text: "Because."},
		},
	}}
}

// asks sends requests to a server: over a pair of streams or over HTTP, in one age of the protocol.
type asks func(t *testing.T, method, name string, params map[string]any) wiretest.Reply

// everyWay are all ways to ask a server.
func everyWay(t *testing.T, s *Server) map[string]asks {
	modern := json.RawMessage(`{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`)
	lines := func(meta json.RawMessage) asks {
		w := wiretest.Connect(t, s.ServeStdio)
		if meta == nil {
			w.Handshake("older", map[string]any{})
		}
		return func(t *testing.T, method, _ string, params map[string]any) wiretest.Reply {
			if w.T = t; meta != nil {
				params["_meta"] = meta
			}
			_, line := w.Request(method, params)
			w.Send(line)
			return w.Read()
		}
	}
	older, newer := serveWeb(t, s, HTTPOptions{}), serveWeb(t, s, HTTPOptions{})
	older.Handshake("older", "{}")
	one := func(t *testing.T, all []wiretest.Reply) wiretest.Reply {
		t.Helper()
		if len(all) != 1 {
			t.Fatalf("got %v", all)
		}
		return all[0]
	}
	return map[string]asks{
		"older stdio": lines(nil),
		"newer stdio": lines(modern),
		"older HTTP": func(t *testing.T, method, _ string, params map[string]any) wiretest.Reply {
			older.T = t
			raw, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
			if err != nil {
				t.Fatal(err)
			}
			return one(t, older.Messages(older.Ask("POST", "/mcp", string(raw))))
		},
		"newer HTTP": func(t *testing.T, method, name string, params map[string]any) wiretest.Reply {
			newer.T = t
			return one(t, newer.Messages(newer.Modern(1, method, name, params, "{}")))
		},
	}
}

// Skills are listed, got and read with the digests of what is read, and so are their folders.
func TestSkills(t *testing.T) {
	s := New(Options{Name: "fixture", Version: "1", Skills: someSkills()})
	for way, ask := range everyWay(t, s) {
		t.Run(way, func(t *testing.T) {
			type entry struct {
				URI         string
				FrontMatter map[string]string
				Resources   []struct {
					URI, Digest string
					Size        int
				}
			}
			var list struct {
				Result struct {
					Skills                 []entry
					TTLMs                  int
					ResultType, CacheScope string
				}
			}
			decode(t, ask(t, "skills/list", "", map[string]any{}), &list)
			got := list.Result
			if got.ResultType != "complete" || got.TTLMs != 300000 || got.CacheScope != "private" || len(got.Skills) != 1 ||
				got.Skills[0].URI != "skill://mend/SKILL.md" || got.Skills[0].FrontMatter["description"] != "Mends." {
				t.Fatalf("got %+v", got)
			}
			var single struct{ Result struct{ Skill entry } }
			decode(t, ask(t, "skills/get", "", map[string]any{"uri": "skill://mend/SKILL.md"}), &single)
			if fmt.Sprint(single.Result.Skill) != fmt.Sprint(got.Skills[0]) {
				t.Errorf("got %+v", single)
			}
			if len(got.Skills[0].Resources) != 3 {
				t.Fatalf("got %+v", got.Skills[0].Resources)
			}
			for _, file := range got.Skills[0].Resources {
				var read struct {
					Result struct {
						Contents []struct{ URI, MIMEType, Text string }
					}
				}
				decode(t, ask(t, "resources/read", file.URI, map[string]any{"uri": file.URI}), &read)
				c := read.Result.Contents
				if len(c) != 1 || c[0].URI != file.URI || c[0].MIMEType != "text/markdown" || len(c[0].Text) != file.Size ||
					fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(c[0].Text))) != file.Digest {
					t.Errorf("%+v is read as %+v", file, c)
				}
			}
			for folder, want := range map[string]string{
				"skill://mend":                 "[mend text/markdown] [references inode/directory]",
				"skill://mend/references":      "[deep inode/directory] [why.md text/markdown]",
				"skill://mend/references/deep": "[how.md text/markdown]",
			} {
				var members struct {
					Result struct{ Resources []mcp.Resource }
				}
				decode(t, ask(t, "resources/directory/read", "", map[string]any{"uri": folder}), &members)
				var said []string
				for _, r := range members.Result.Resources {
					said = append(said, fmt.Sprintf("[%s %s]", r.Name, r.MIMEType))
				}
				if got := strings.Join(said, " "); got != want {
					t.Errorf("%s has %s", folder, got)
				}
			}
			for _, bad := range []struct{ method, uri, cursor string }{
				{"skills/get", "skill://mend", ""}, {"skills/get", "skill://mend/references/why.md", ""}, {"skills/get", "", ""},
				{"skills/list", "", "x"}, {"resources/directory/read", "skill://mend/SKILL.md", ""},
				{"resources/directory/read", "skill://", ""},
			} {
				params := map[string]any{"uri": bad.uri, "cursor": bad.cursor}
				if a := ask(t, bad.method, "", params); a.Error == nil || a.Error.Code != mcp.INVALID_PARAMS {
					t.Errorf("%v got %s", bad, a.Raw)
				}
			}
		})
	}
}

func decode(t *testing.T, a wiretest.Reply, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.Raw), into); err != nil || a.Error != nil {
		t.Fatalf("%v: %s", err, a.Raw)
	}
}

// Skills are declared in the answer to either first message, and not where there are none.
func TestSkillsAreDeclared(t *testing.T) {
	const declared = `"io.modelcontextprotocol/skills":{"directoryRead":true}`
	for _, skills := range [][]Skill{someSkills(), nil} {
		s := New(Options{Name: "fixture", Version: "1", Skills: skills})
		for _, first := range []string{initialize("2025-11-25"), discover} {
			w := wiretest.Connect(t, s.ServeStdio)
			w.Send(first)
			if a := w.Read(); strings.Contains(a.Raw, declared) != (skills != nil) {
				t.Errorf("with %d skills: %s", len(skills), a.Raw)
			}
			w.Send(`{"jsonrpc":"2.0","id":2,"method":"skills/list"}`)
			if a := w.Read(); (a.Error == nil) != (skills != nil) || skills == nil && a.Error.Code != mcp.METHOD_NOT_FOUND {
				t.Errorf("with %d skills: %s", len(skills), a.Raw)
			}
		}
	}
}

// A resource that there is not has the code of its age: one that nothing is called like, and one that its reader does not find.
func TestMissingResources(t *testing.T) {
	s := newFixture(t).Server
	for way, ask := range everyWay(t, s) {
		want := mcp.RESOURCE_NOT_FOUND
		if strings.HasPrefix(way, "newer") {
			want = mcp.INVALID_PARAMS
		}
		for uri, code := range map[string]int{"test://now/gone": want, "test://never/x": want, "skill://mend/SKILL.md": want,
			"test://now/burst": mcp.INTERNAL_ERROR} {
			a := ask(t, "resources/read", uri, map[string]any{"uri": uri})
			if a.Error == nil || a.Error.Code != code || strings.Contains(a.Raw, `"data":{"uri":"`+uri+`"}`) != (code == want) {
				t.Errorf("%s: %s got %s", way, uri, a.Raw)
			}
		}
	}
}
