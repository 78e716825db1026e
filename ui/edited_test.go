package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What an editor does by habit is no edit; what cannot be text is refused.
func TestWhatAnEditorLeft(t *testing.T) {
	for _, c := range []struct{ source, left, want, says string }{
		{"a\nb", "a\nb\n", "a\nb", ""},
		{"a\nb", "a\r\nb\r\n", "a\nb", "LF again"},
		{"a\r\nb\r\n", "a\nc\n", "a\r\nc\r\n", "CR LF again"},
		{"a\nb", "a\nb\n\n", "a\nb\n", ""},
		{"a\n", "a\nb\n", "a\nb\n", ""},
		{"a\n", "a", "a", ""},
		{"", "\n", "", ""},
		{"a", "", "", ""},
		{"a\nb\r\n", "a\r\nb\n", "a\r\nb\n", ""},
		{"a", "a\r\nb\n", "a\nb", "all end with LF now"},
		{"a\nb", "a\r\nb\nc", "a\nb\nc", "all end with LF now"},
		{"a\r\nb", "a\r\nb\nc", "a\r\nb\r\nc", "all end with CR LF now"},
		{"\xef\xbb\xbfa", "\xef\xbb\xbfb", "\xef\xbb\xbfb", ""},
	} {
		got, note, err := edited([]byte(c.source), []byte(c.left))
		if err != nil || string(got) != c.want || !strings.Contains(note, c.says) || (note == "") != (c.says == "") {
			t.Errorf("%q left as %q: %q, %q, %v; want %q, %q", c.source, c.left, got, note, err, c.want, c.says)
		}
	}
	for left, says := range map[string]string{
		"\xef\xbb\xbfa": "begins with a byte order mark of UTF-8", "\xff\xfea\x00": "mark of UTF-16", "a\nf\xfcr\n": "line 2 is not UTF-8",
	} {
		if got, _, err := edited([]byte("a"), []byte(left)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q was taken: %q, %v; want an error that says %q", left, got, err, says)
		}
	}
}

// What the editor left comes into the cell, or stays in its file, whose path is said.
func TestTheEditorsFileIsKeptWhenItIsRefused(t *testing.T) {
	w := watch(t)
	for _, c := range []struct {
		left  string
		fails bool
		taken string
		says  string
	}{
		{"select 1\n", false, "select 1", ""},
		{"sel", false, "sel", ""}, {"", false, "", ""}, {"select 0\r\n", false, "select 0", ""}, {"a\r\nb\r\n", false, "a\r\nb", ""},
		{"select 'f\xfcr'", false, "", "line 1 is not UTF-8"},
		{"\xef\xbb\xbfselect", false, "", "byte order mark"},
		{"select 2", true, "", "ended with an error"},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "cell.sql")
		if err := os.WriteFile(path, []byte(c.left), 0o600); err != nil {
			t.Fatal(err)
		}
		var err error
		if c.fails {
			err = &exec.ExitError{ProcessState: &os.ProcessState{}}
		}
		taken, said := "", ""
		take := func(text []byte, _ error) { taken = string(text) }
		w.Do(func(tea.Model) {
			w.app.takeEdited(editorClosed{dir: dir, path: path, source: []byte("select 0"), err: err, done: take})
			said = w.app.notice.text
		})
		_, gone := os.Stat(path)
		if taken != c.taken || (gone == nil) != (c.says != "") {
			t.Errorf("%q: taken %q, want %q; the file: %v", c.left, taken, c.taken, gone)
		}
		if c.says != "" && (!strings.Contains(said, c.says) || !strings.Contains(said, path)) {
			t.Errorf("%q: said is %q, want %q and the path", c.left, said, c.says)
		}
	}
}
