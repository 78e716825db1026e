package install

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

var server = Server{Name: "hex", Command: "/opt/hextui", Args: []string{"--mcp", "--read-only"}}

func TestEditJSON(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		client              Client
		replaces            bool
	}{
		{name: "nothing there", before: "", client: Cursor, after: `{
  "mcpServers": {
    "hex": {
      "command": "/opt/hextui",
      "args": ["--mcp", "--read-only"]
    }
  }
}
`},
		{name: "an empty object", before: "{}", client: Gemini, after: `{
  "mcpServers": {
    "hex": {
      "command": "/opt/hextui",
      "args": ["--mcp", "--read-only"]
    }
  }
}`},
		{name: "other settings", client: Gemini, before: "{\n\t\"theme\": \"dark\", // mine\n\t\"n\": 1.50\n}\n",
			after: "{\n\t\"theme\": \"dark\", // mine\n\t\"n\": 1.50,\n\t\"mcpServers\": {\n\t\t\"hex\": {\n\t\t\t\"command\": " +
				"\"/opt/hextui\",\n\t\t\t\"args\": [\"--mcp\", \"--read-only\"]\n\t\t}\n\t}\n}\n"},
		{name: "other servers, comments and a last comma", client: VSCode, before: `{
    // my servers
    "servers": {
        "other": { "command": "x", "args": [ ] }, // keep me
    },
    "inputs": []
}`, after: `{
    // my servers
    "servers": {
        "other": { "command": "x", "args": [ ] }, // keep me
        "hex": {
            "type": "stdio",
            "command": "/opt/hextui",
            "args": ["--mcp", "--read-only"]
        },
    },
    "inputs": []
}`},
		{name: "a comment behind the last", client: Cursor, before: "{\n  \"mcpServers\": {\n    \"a\": {} // about a\n  }\n}\n",
			after: "{\n  \"mcpServers\": {\n    \"a\": {}, // about a\n    \"hex\": {\n      \"command\": \"/opt/hextui\",\n      " +
				"\"args\": [\"--mcp\", \"--read-only\"]\n    }\n  }\n}\n"},
		{name: "on one line", client: Cursor, before: `{"mcpServers":{"a":{"command":"x"}}}`,
			after: `{"mcpServers":{"a":{"command":"x"}, "hex": {"command": "/opt/hextui", "args": ["--mcp", "--read-only"]}}}`},
		{name: "Windows lines and a mark", client: Cursor, before: "\ufeff{\r\n  \"mcpServers\": {}\r\n}\r\n",
			after: "\ufeff{\r\n  \"mcpServers\": {\r\n    \"hex\": {\r\n      \"command\": \"/opt/hextui\",\r\n      \"args\": " +
				"[\"--mcp\", \"--read-only\"]\r\n    }\r\n  }\r\n}\r\n"},
		{name: "our own, from elsewhere, with members of the person", client: Cursor, replaces: true,
			before: "{\n  \"mcpServers\": {\n    \"hex\": { \"args\": [\"--mcp\"], \"env\": {\"HEX_PROFILE\": \"work\"}, \"command\": " +
				"\"/old/hextui\" },\n    \"z\": {}\n  }\n}\n",
			after: "{\n  \"mcpServers\": {\n    \"hex\": { \"args\": [\"--mcp\", \"--read-only\"], \"env\": {\"HEX_PROFILE\": " +
				"\"work\"}, \"command\": \"/opt/hextui\" },\n    \"z\": {}\n  }\n}\n"},
		{name: "up to date already", client: Cursor, replaces: true,
			before: "{ \"mcpServers\": { \"hex\": {\"command\":\"/opt/hextui\",\n\"args\":[\"--mcp\" , \"--read-only\"]} } }",
			after:  "{ \"mcpServers\": { \"hex\": {\"command\":\"/opt/hextui\",\n\"args\":[\"--mcp\" , \"--read-only\"]} } }"},
		{name: "our own without arguments", client: Cursor, replaces: true,
			before: `{"mcpServers": {"hex": {"command": "hextui.exe"}}}`,
			after:  `{"mcpServers": {"hex": {"command": "/opt/hextui", "args": ["--mcp", "--read-only"]}}}`},
		{name: "only a comment", client: Cursor, before: "{\n  // nothing yet\n}\n",
			after: "{\n  \"mcpServers\": {\n    \"hex\": {\n      \"command\": \"/opt/hextui\",\n      \"args\": [\"--mcp\", " +
				"\"--read-only\"]\n    }\n  }\n  // nothing yet\n}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, member := c.client.file(Home{Getenv: func(string) string { return "" }})
			got, replaces, err := editJSON([]byte(c.before), c.client, member, server)
			if err != nil || replaces != c.replaces {
				t.Fatalf("replaces %v: %v", replaces, err)
			}
			if string(got) != c.after {
				t.Errorf("got\n%q\nwant\n%q", got, c.after)
			}
			again, _, err := editJSON(got, c.client, member, server)
			if err != nil || !bytes.Equal(again, got) {
				t.Errorf("a second time changes it: %v\n%s", err, again)
			}
		})
	}
}

func TestEditJSONRefuses(t *testing.T) {
	for name, before := range map[string]string{
		"no JSON": "{", "text behind": "{} x", "a list": "[]", "a list of servers": `{"mcpServers": []}`,
		"an entry that is none": `{"mcpServers": {"hex": 1}}`,
		"a member twice":        `{"a": 1, "a": 2}`, "no comma": `{"a": 1 "b": 2}`, "two commas": `{"a": 1,, "b": 2}`,
		"an open comment": "{} /*",
		"deep":            strings.Repeat(`{"a":`, 5000), "a bad word": `{"a": nul}`,
	} {
		if out, _, err := editJSON([]byte(before), Cursor, "mcpServers", server); err == nil {
			t.Errorf("%s became %s", name, out)
		}
	}
	var taken *Taken
	if _, _, err := editJSON([]byte(`{"mcpServers": {"hex": {"command": "uvx", "args": ["hex-mcp"]}}}`), Cursor, "mcpServers",
		server); !errors.As(err, &taken) || taken.Command != "uvx" {
		t.Errorf("another program's entry: %v", err)
	}
	if _, _, err := editJSON([]byte(`{"mcpServers": {"hex": {"url": "https://app.hex.tech/mcp"}}}`), Cursor, "mcpServers",
		server); !errors.As(err, &taken) {
		t.Errorf("a server elsewhere: %v", err)
	}
}

const table = "[mcp_servers.hex]\ncommand = \"/opt/hextui\"\nargs = [\"--mcp\", \"--read-only\"]\n"

func TestEditTOML(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		replaces            bool
	}{
		{"nothing there", "", table, false},
		{"other settings", "model = \"x\" # mine\n\n[mcp_servers.other]\ncommand = 'a'",
			"model = \"x\" # mine\n\n[mcp_servers.other]\ncommand = 'a'\n\n" + table, false},
		{"Windows lines", "a = 1\r\n", "a = 1\r\n\r\n" + strings.ReplaceAll(table, "\n", "\r\n"), false},
		{"up to date", "# x\n" + table, "# x\n" + table, true},
		{"our own, from elsewhere, with keys of the person", `[mcp_servers.hex] # Hex
# how long it may take
startup_timeout_sec = 20
args = [
  "--mcp", # not = here
  "] [x]",
]
command = '/old/hextui'
env = { HEX_PROFILE = "work" }

[mcp_servers.hex.more]
command = "stays"

[other]
args = ["stays"]
`, `[mcp_servers.hex] # Hex
command = "/opt/hextui"
args = ["--mcp", "--read-only"]
# how long it may take
startup_timeout_sec = 20
env = { HEX_PROFILE = "work" }

[mcp_servers.hex.more]
command = "stays"

[other]
args = ["stays"]
`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, replaces, err := editTOML([]byte(c.before), Codex, "mcp_servers", server)
			if err != nil || replaces != c.replaces || string(got) != c.after {
				t.Fatalf("replaces %v: %v\n%s", replaces, err, got)
			}
		})
	}
	for name, before := range map[string]string{
		"no TOML": "a = ", "servers on one line": `mcp_servers = { a = { command = "x" } }`,
		"dotted keys":       "mcp_servers.hex.command = \"hextui\"\n",
		"another program's": "[mcp_servers.hex]\ncommand = \"uvx\"\n",
		"elsewhere":         "[mcp_servers.hex]\nurl = \"https://app.hex.tech/mcp\"\n",
	} {
		if out, _, err := editTOML([]byte(before), Codex, "mcp_servers", server); err == nil {
			t.Errorf("%s became\n%s", name, out)
		}
	}
}

func TestPrepareAndWrite(t *testing.T) {
	for _, client := range Clients() {
		for _, system := range []string{"linux", "darwin", "windows"} {
			t.Run(string(client)+" on "+system, func(t *testing.T) {
				home := Home{Dir: t.TempDir(), OS: system, Getenv: func(string) string { return "" }}
				c, err := Prepare(client, server, home)
				if err != nil || !c.Needed() || c.Replaces || c.Before != nil || !strings.HasPrefix(c.Path, home.Dir) {
					t.Fatalf("%+v: %v", c, err)
				}
				if _, err := os.Stat(c.Path); !errors.Is(err, os.ErrNotExist) {
					t.Fatal("preparing has written")
				}
				if err := c.Write(); err != nil {
					t.Fatal(err)
				}
				written, err := os.ReadFile(c.Path)
				if err != nil || string(written) != c.Snippet {
					t.Fatalf("%v:\n%s", err, written)
				}
				if info, _ := os.Stat(c.Path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
					t.Errorf("the file is %v", info.Mode())
				}
				again, err := Prepare(client, server, home)
				if err != nil || again.Needed() || !again.Replaces {
					t.Errorf("again: %+v: %v", again, err)
				}
			})
		}
	}
}

func TestWriteKeepsWhatOthersWrote(t *testing.T) {
	home := Home{Dir: t.TempDir(), OS: "linux", Getenv: func(string) string { return "" }}
	kept := filepath.Join(home.Dir, "dotfiles.json")
	if err := os.WriteFile(kept, []byte("{}"), 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(home.Dir, ".cursor", "mcp.json")
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(kept, link); err != nil {
		t.Skip("no links here: ", err)
	}
	c, err := Prepare(Cursor, server, home)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept, []byte(`{"new": 1}`), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(); err == nil || !strings.Contains(err.Error(), "changed meanwhile") {
		t.Errorf("what was written meanwhile is gone: %v", err)
	}
	if c, err = Prepare(Cursor, server, home); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if info, err := os.Stat(kept); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v: %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(home.Dir, ".*.json-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNoTokenIsWritten(t *testing.T) {
	for _, s := range []Server{
		{Command: "/opt/hextui", Args: []string{"--mcp", "--token=hxtp_0123456789"}}, {Command: "/hxtw_abcdef/hextui"},
		{Name: "a b", Command: "x"}, {Name: "x"},
	} {
		if c, err := Prepare(Cursor, s, Home{Dir: t.TempDir()}); err == nil || strings.Contains(err.Error(), "hxt") {
			t.Errorf("%+v: %+v, %v", s, c, err)
		}
	}
	var unread *Unread
	home := Home{Dir: t.TempDir(), OS: "linux", Getenv: func(string) string { return "" }}
	if err := os.WriteFile(filepath.Join(home.Dir, ".claude.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Prepare(Claude, server, home); !errors.As(err, &unread) || !strings.Contains(err.Error(), `"/opt/hextui"`) {
		t.Errorf("got %v", err)
	}
}

func TestParseClient(t *testing.T) {
	for _, c := range Clients() {
		if got, err := ParseClient(" " + strings.ToUpper(string(c))); err != nil || got != c {
			t.Errorf("%s: %s, %v", c, got, err)
		}
	}
	if _, err := ParseClient("emacs"); err == nil || !strings.Contains(err.Error(), "cursor") {
		t.Errorf("got %v", err)
	}
}

// Whatever the file holds: all of it is there afterwards, and the entry.
func FuzzEditJSON(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"a":[1,{"b":null}],"mcpServers":{"x":{}}}`,
		"{\n \"mcpServers\":{\"hex\":{\"command\":\"hextui\"}}\n}", "// x\n{/*y*/}", `{"mcpServers":{"a":1,}}`,
		"{\r\n\t\"a\" : \"\\\"\"\r\n}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, _, err := editJSON(src, Cursor, "mcpServers", server)
		if err != nil {
			return
		}
		root, err := readObject(out)
		if err != nil {
			t.Fatalf("%q became %q: %v", src, out, err)
		}
		list, _ := root.member("mcpServers")
		servers, err := list.object(out)
		if err != nil {
			t.Fatal(err)
		}
		entry, ok := servers.member("hex")
		if !ok {
			t.Fatalf("%q became %q", src, out)
		}
		mine, _ := entry.object(out)
		for name, want := range map[string]any{"command": server.Command, "args": server.Args} {
			at, ok := mine.member(name)
			if !ok || !same(out[at.from:at.to], want) {
				t.Fatalf("%q became %q", src, out)
			}
		}
		var before, after map[string]any
		if json.Unmarshal(src, &before) != nil { // it has comments, or the like
			return
		}
		if err := json.Unmarshal(out, &after); err != nil {
			t.Fatalf("%q became %q", src, out)
		}
		for _, tree := range []map[string]any{before, after} {
			if servers, ok := tree["mcpServers"].(map[string]any); ok {
				if own, ok := servers["hex"].(map[string]any); ok {
					delete(own, "command")
					delete(own, "args")
					if len(own) == 0 {
						delete(servers, "hex")
					}
				}
				if len(servers) == 0 {
					delete(tree, "mcpServers")
				}
			}
		}
		if len(before)+len(after) > 0 && !reflect.DeepEqual(before, after) {
			t.Fatalf("%q became %q", src, out)
		}
	})
}

func FuzzEditTOML(f *testing.F) {
	for _, seed := range []string{"", "a = 1", table, "[mcp_servers.hex]\ncommand = \"hextui\"\nargs = [\n\"x\"]\n[b]\n",
		"[mcp_servers]\n[[x]]\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, _, err := editTOML(src, Codex, "mcp_servers", server)
		if err != nil {
			return
		}
		var tree map[string]any
		err = toml.Unmarshal(bytes.TrimPrefix(out, bom), &tree)
		servers, _ := tree["mcp_servers"].(map[string]any)
		if mine, _ := servers["hex"].(map[string]any); err != nil || mine["command"] != server.Command {
			t.Fatalf("%q became %q: %v", src, out, err)
		}
	})
}
