package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestTheTerminalsClipboardIsReachedThroughWhatStandsBetween(t *testing.T) {
	env := func(pairs map[string]string) func(string) string {
		return func(name string) string { return pairs[name] }
	}
	const plain = "\x1b]52;c;aGVsbG8=\x07"
	if got := forTerminal("hello", env(nil)); got != plain {
		t.Errorf("a plain terminal gets %q", got)
	}
	tmux := plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"
	for _, pairs := range []map[string]string{{"TMUX": "/tmp/x"}, {"TERM": "tmux-256color"}} {
		if got := forTerminal("hello", env(pairs)); got != tmux {
			t.Errorf("tmux gets %q, want %q", got, tmux)
		}
	}
	long := strings.Repeat("x", 2000)
	got := forTerminal(long, env(map[string]string{"STY": "1.tty"}))
	pieces := strings.SplitAfter(got, "\x1b\\")
	for _, p := range pieces {
		if p != "" && (!strings.HasPrefix(p, "\x1bP") || len(p) > screenPiece+4) {
			t.Errorf("a piece for screen has %d bytes and begins %q", len(p), p[:2])
		}
	}
	if whole := strings.NewReplacer("\x1bP", "", "\x1b\\", "").Replace(got); whole != ansi.SetSystemClipboard(long) || len(pieces) < 4 {
		t.Errorf("screen gets %d pieces that are not the whole", len(pieces))
	}
}

func TestTheToolThatReachesThePersonsClipboard(t *testing.T) {
	there := func(names ...string) func(string) (string, error) {
		return func(name string) (string, error) {
			if slices.Contains(names, name) {
				return "/bin/" + name, nil
			}
			return "", errors.New("none")
		}
	}
	for name, c := range map[string]struct {
		env    map[string]string
		system string
		tools  []string
		want   string
	}{
		"Wayland": {map[string]string{"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", []string{"wl-copy", "xclip"},
			"wl-copy"},
		"Wayland without its tool":  {map[string]string{"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", []string{"xsel"}, "xsel"},
		"X":                         {map[string]string{"DISPLAY": ":0"}, "linux", []string{"xclip", "xsel"}, "xclip"},
		"macOS":                     {nil, "darwin", []string{"pbcopy"}, "pbcopy"},
		"Windows":                   {nil, "windows", []string{"clip.exe"}, "clip.exe"},
		"no display":                {nil, "linux", []string{"xclip", "wl-copy"}, ""},
		"tmux":                      {map[string]string{"TMUX": "x"}, "linux", []string{"tmux"}, "tmux"},
		"over ssh":                  {map[string]string{"SSH_CONNECTION": "a b"}, "darwin", []string{"pbcopy"}, ""},
		"over ssh, a display there": {map[string]string{"SSH_TTY": "/x", "DISPLAY": ":0"}, "linux", []string{"xclip"}, ""},
		"over ssh, a display here":  {map[string]string{"SSH_TTY": "/x", "DISPLAY": "localhost:10.0"}, "linux", []string{"xclip"}, "xclip"},
		"over ssh, in tmux":         {map[string]string{"SSH_TTY": "/x", "TMUX": "x"}, "linux", []string{"tmux"}, "tmux"},
	} {
		got := ""
		if tool := clipTool(func(name string) string { return c.env[name] }, c.system, there(c.tools...)); tool != nil {
			got = tool.words[0]
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAToolGetsTheTextAndItsFailureIsTold(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a shell script stands for the tool")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "copy")
	if err := os.WriteFile(path, []byte("#!/bin/sh\ncat > "+dir+"/got\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	by, err := (&tool{words: []string{path}}).set(context.Background(), "größer\n")
	got, readErr := os.ReadFile(filepath.Join(dir, "got"))
	if by != "copy" || err != nil || readErr != nil || string(got) != "größer\n" {
		t.Errorf("%s got %q (%v, %v)", by, got, err, readErr)
	}
	if _, err := (&tool{words: []string{"false"}}).set(context.Background(), "x"); err == nil {
		t.Error("a tool that fails is believed")
	}
}
