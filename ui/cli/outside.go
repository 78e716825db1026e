package cli

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/charmbracelet/x/editor"

	"hextui/hex/config"
)

// editorOf makes the command of the person's own editor for a file at a place: the configured one, $VISUAL, $EDITOR, or
// what every system of the kind has. It has the terminal.
func editorOf(s config.Settings, at Terminal) func(path string, line, col int) (*exec.Cmd, error) {
	return func(path string, line, col int) (*exec.Cmd, error) {
		usual := "nano"
		if runtime.GOOS == "windows" {
			usual = "notepad"
		}
		named := cmp.Or(strings.TrimSpace(s.Editor), strings.TrimSpace(os.Getenv("VISUAL")), strings.TrimSpace(os.Getenv("EDITOR")), usual)
		words, err := config.Command(named)
		if err != nil {
			return nil, fmt.Errorf("the command %s: %w", named, err)
		}
		args, holdsPath := atPlace(strings.TrimSuffix(filepath.Base(words[0]), ".exe"), path, line, col)
		args = slices.Concat(words[1:], args)
		if !holdsPath {
			args = append(args, path)
		}
		c := exec.Command(words[0], args...)
		c.Stdin, c.Stdout = at.In, at.Out
		return c, nil
	}
}

// atPlace is how an editor of that name is told a place in a file: its arguments, and whether they hold the path already. Lines and
// characters count from 1.
func atPlace(name, path string, line, col int) (args []string, holdsPath bool) {
	at := fmt.Sprintf("%d:%d", line, col)
	switch name {
	case "vi": // of the many vi, only vim knows more than a line
		return []string{fmt.Sprintf("+%d", line)}, false
	case "vim", "nvim", "vim.basic", "vim.nox", "gvim", "view": // their columns are bytes, so it goes there by characters
		move := fmt.Sprintf("+normal! %dG0", line)
		if col > 1 {
			move += fmt.Sprintf("%dl", col-1)
		}
		return []string{move}, false
	case "emacsclient", "micro":
		return []string{"+" + at}, false
	case "code", "code-insiders", "codium", "vscodium", "cursor":
		return []string{"--wait", "--goto", path + ":" + at}, true // else it ends at once, with the file still open
	case "subl", "zed":
		return []string{"--wait", path + ":" + at}, true
	case "helix":
		return []string{path + ":" + at}, true
	}
	return editor.AtPosition(line, col)(name, path)
}
