package browser

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestCommand(t *testing.T) {
	for _, test := range []struct {
		system string
		env    map[string]string
		want   [][]string
	}{
		{"linux", map[string]string{"BROWSER": "firefox -P work", "DISPLAY": ":0"}, [][]string{{"firefox", "-P", "work", "LINK"}}},
		{"linux", map[string]string{"BROWSER": "w3m %s -o x"}, [][]string{{"w3m", "LINK", "-o", "x"}}},
		{"linux", map[string]string{"WAYLAND_DISPLAY": "w"}, [][]string{{"xdg-open", "LINK"}}},
		{"linux", nil, nil},
		{"darwin", nil, [][]string{{"open", "LINK"}}},
		{"windows", nil, [][]string{{"rundll32", "url.dll,FileProtocolHandler", "LINK"}}},
		{"linux", map[string]string{"BROWSER": "'my browser' --url=%s --x=100%%:firefox:"},
			[][]string{{"my browser", "--url=LINK", "--x=100%"}, {"firefox", "LINK"}}},
	} {
		got := commands("LINK", func(name string) string { return test.env[name] }, test.system)
		if !slices.EqualFunc(got, test.want, slices.Equal) {
			t.Errorf("%s %v: %q, want %q", test.system, test.env, got, test.want)
		}
	}
}

func TestOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the browser of this test is a script of a shell")
	}
	folder := t.TempDir()
	script, got := filepath.Join(folder, "show"), filepath.Join(folder, "got")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf %s \"$1\" >"+got+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BROWSER", script)
	if err := Open("https://app.hex.tech/?a=1&b=2"); err != nil {
		t.Fatal(err)
	}
	if link, err := os.ReadFile(got); err != nil || string(link) != "https://app.hex.tech/?a=1&b=2" {
		t.Errorf("it was given %q, %v", link, err)
	}
	t.Setenv("BROWSER", filepath.Join(folder, "none"))
	if err := Open("x"); err == nil || !strings.Contains(err.Error(), "none, which opens links") {
		t.Errorf("a browser that there is not: %v", err)
	}
}
