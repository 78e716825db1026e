package config

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestACommandLineIsTakenApartAsAShellDoes(t *testing.T) {
	for line, words := range map[string][]string{
		`vim`:                           {"vim"},
		`  code   --wait `:              {"code", "--wait"},
		`vim -c "set tw=80"`:            {"vim", "-c", "set tw=80"},
		`vim -c 'set tw=80' -c "x\"y"`:  {"vim", "-c", "set tw=80", "-c", `x"y`},
		`/opt/my\ editor/ed -f`:         {"/opt/my editor/ed", "-f"},
		`"/opt/my editor/ed" ''`:        {"/opt/my editor/ed", ""},
		`a"b c"d`:                       {"ab cd"},
		`emacsclient -a "C:\Program x"`: {"emacsclient", "-a", `C:\Program x`},
		``:                              nil,
	} {
		got, err := Words(line, false)
		check(t, err)
		want(t, line, got, words)
	}
	got, err := Words(`"C:\Program Files\Vim\vim.exe" -f`, true)
	check(t, err)
	want(t, "a path of Windows", got, []string{`C:\Program Files\Vim\vim.exe`, "-f"})
	for _, line := range []string{`vim "x`, `vim 'x`} {
		if _, err := Words(line, false); !errors.Is(err, ErrQuote) {
			t.Errorf("%s gives %v", line, err)
		}
	}
}

func TestAProgramWithASpaceInItsPathIsOne(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	path := filepath.Join(home, "my editor")
	check(t, os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755))
	for _, line := range []string{path, "~/my editor"} {
		got, err := Command(line)
		check(t, err)
		want(t, line, got, []string{path})
	}
	got, err := Command(`~/my\ editor -w`)
	check(t, err)
	want(t, "with an argument", got, []string{path, "-w"})
}
