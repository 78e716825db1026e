package vim_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/ui/editor"
	"hextui/ui/editor/vim"
	"hextui/ui/lex"
)

var update = flag.Bool("update", false, "record what vim itself does")

const recorded = "testdata/recorded.json"

// record is what a version of vim did.
type record struct {
	Version int // as vim counts it: 900 is 9.0
	Cases   []outcome
}

// outcome is what keys leave: the text, and where the cursor is, both counted from 1 and in bytes.
type outcome struct {
	Text, Keys string
	Want       string
	Line, Col  int
}

// specials are the keys with names, as vim writes them.
var specials = regexp.MustCompile(`<(Esc|CR|BS|Tab|Del|Space|C-[A-Z])>`)

// pressed are the single keys of a text of them.
func pressed(keys string) (all []string) {
	name := map[string]string{"Esc": "esc", "CR": "enter", "BS": "backspace", "Tab": "tab", "Del": "delete", "Space": " "}
	for keys != "" {
		if at := specials.FindStringSubmatchIndex(keys); at != nil && at[0] == 0 {
			k := keys[at[2]:at[3]]
			if ctrl, ok := strings.CutPrefix(k, "C-"); ok {
				name[k] = "ctrl+" + strings.ToLower(ctrl)
			}
			all, keys = append(all, name[k]), keys[at[1]:]
			continue
		}
		r := []rune(keys)
		all, keys = append(all, string(r[0])), string(r[1:])
	}
	return all
}

// typed is what keys leave of a text here.
func typed(text, keys string) outcome {
	e := editor.New(lex.ByName("sql"))
	e.SetSource([]byte(text))
	m := vim.New(e)
	for _, k := range pressed(keys) {
		if k == "delete" && m.Mode() == vim.Insert {
			m.Do(editor.DeleteRight)
			continue
		}
		m.Key(k)
	}
	at := e.State().Cursor
	return outcome{text, keys, string(e.Bytes()), at.Line + 1, at.Col + 1}
}

// Every text and the keys typed in it give what vim gave.
func TestAsVim(t *testing.T) {
	data, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	var all record
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	known := map[string]outcome{}
	for _, o := range all.Cases {
		known[o.Text+"\x00"+o.Keys] = o
	}
	for _, c := range cases {
		for _, keys := range c.keys {
			want, ok := known[c.text+"\x00"+keys]
			if !ok {
				t.Errorf("%s in %.20q was never recorded: go test ./ui/editor/vim -update does, where vim is", keys, c.text)
				continue
			}
			if got := typed(c.text, keys); got != want {
				t.Errorf("%s in %q\n got %q %d:%d\nvim: %q %d:%d", keys, c.text,
					got.Want, got.Line, got.Col, want.Want, want.Line, want.Col)
			}
		}
	}
}

// What comes from the clipboard, with the line ends that it has there, gets those of the source and loses nothing.
func TestTheClipboardsLinesGetTheSourcesEnds(t *testing.T) {
	for _, c := range []struct{ source, clip, keys, want string }{
		{"one\r\ntwo", "xy\n", `V"+p`, "xy\r\ntwo"},
		{"one\r\ntwo", "xy\n", `"+p`, "one\r\nxy\r\ntwo"},
		{"one\r\ntwo", "xy\n", `j"+p`, "one\r\ntwo\r\nxy"},
		{"one\r\ntwo", "a\nb", `"+P`, "a\r\nbone\r\ntwo"},
		{"one\ntwo", "xy\r\n", `V"+p`, "xy\ntwo"},
		{"one\ntwo", "xy\r\n", `j"+p`, "one\ntwo\nxy"},
	} {
		e := editor.New(lex.ByName("sql"))
		e.SetSource([]byte(c.source))
		e.SetClipboard(c.clip)
		m := vim.New(e)
		for _, k := range pressed(c.keys) {
			m.Key(k)
		}
		if got := string(e.Bytes()); got != c.want {
			t.Errorf("%s with %q in %q makes %q, want %q", c.keys, c.clip, c.source, got, c.want)
		}
	}
}

//go:generate go test . -run TestRecorded -update

// What is recorded is what the vim that is installed does.
func TestRecorded(t *testing.T) {
	program, err := exec.LookPath("vim")
	if err != nil {
		t.Skip("there is no vim here to hold the recorded behaviour against; .ci/run installs it")
	}
	var asked []outcome
	for _, c := range cases {
		for _, keys := range c.keys {
			asked = append(asked, outcome{Text: c.text, Keys: keys})
		}
	}
	got := ask(t, program, asked)
	if *update {
		write(t, got)
		return
	}
	data, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	var have record
	if err := json.Unmarshal(data, &have); err != nil {
		t.Fatal(err)
	}
	if got.Version != have.Version {
		t.Skipf("this vim is version %d, and what is recorded is of version %d: they differ in small things", got.Version, have.Version)
	}
	if diff := cmp.Diff(have.Cases, got.Cases); diff != "" {
		t.Errorf("vim does other things than those in %s; go generate records it anew (- recorded, + vim):\n%s", recorded, diff)
	}
}

// write keeps what vim did, a case a line.
func write(t *testing.T, r record) {
	t.Helper()
	lines := make([]string, len(r.Cases))
	for i, o := range r.Cases {
		line, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = string(line)
	}
	text := fmt.Sprintf("{\"Version\": %d, \"Cases\": [\n%s\n]}\n", r.Version, strings.Join(lines, ",\n"))
	if err := os.WriteFile(recorded, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// script has vim type the keys of each case in a buffer of its own.
const script = `
set nocompatible encoding=utf-8 autoindent expandtab shiftwidth=2 softtabstop=2 backspace=indent,eol,start nojoinspaces nomore
set noswapfile viminfo= nohlsearch belloff=all matchpairs=(:),{:},[:]
let out = []
for c in json_decode(join(readfile($CASES), ''))
  enew!
  let [levels, &undolevels] = [&undolevels, -1]
  call setline(1, split(c.Text, "\n", 1))
  let &undolevels = levels
  for r in split('"0123456789abcdefghijklmnopqrstuvwxyz-', '\zs')
    call setreg(r, [])
  endfor
  let @/ = ''
  call setcharsearch({'char': ''})
  call cursor(1, 1)
  execute 'let keys = "' . substitute(escape(c.Keys, '\"'), '<\(Esc\|CR\|BS\|Tab\|Del\|Space\|C-\u\)>', '\\<\1>', 'g') . '"'
  silent! call feedkeys(keys, 'tx')
  call add(out, {'Text': c.Text, 'Keys': c.Keys, 'Want': join(getline(1, '$'), "\n"), 'Line': line('.'), 'Col': col('.')})
endfor
call writefile([json_encode({'Version': v:version, 'Cases': out})], $RESULT)
qall!
`

// ask has vim itself type.
func ask(t *testing.T, program string, cases []outcome) (out record) {
	t.Helper()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	data, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"cases": string(data), "script": script} {
		if err := os.WriteFile(file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "-u", "NONE", "-i", "NONE", "-n", "-T", "dumb", "--not-a-term", "-S", file("script"))
	cmd.Env = append(os.Environ(), "CASES="+file("cases"), "RESULT="+file("result"), "LANG=C.UTF-8")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	result, err := os.ReadFile(file("result"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(result, &out); err != nil {
		t.Fatal(fmt.Errorf("%w in %.200s", err, result))
	}
	return out
}
