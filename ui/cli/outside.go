package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/charmbracelet/x/editor"

	"hextui/hex/config"
)

// editorOf makes the command of the person's own editor for a file at a place: the configured one, $VISUAL, $EDITOR, or
// what every system of the kind has.
func editorOf(s config.Settings) func(path string, line, col int) (*exec.Cmd, error) {
	return func(path string, line, col int) (*exec.Cmd, error) {
		usual := "nano"
		if runtime.GOOS == "windows" {
			usual = "notepad"
		}
		var words []string
		for _, named := range []string{s.Editor, os.Getenv("VISUAL"), os.Getenv("EDITOR"), usual} {
			if words = strings.Fields(named); len(words) > 0 {
				break
			}
		}
		args, holdsPath := editor.AtPosition(line, col)(filepath.Base(words[0]), path)
		args = append(words[1:], args...)
		if !holdsPath {
			args = append(args, path)
		}
		return exec.Command(words[0], args...), nil
	}
}

// openURL hands a link to the system.
func openURL(url string) error {
	var c *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		c = exec.Command("open", url)
	case "windows":
		c = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	default:
		c = exec.Command("xdg-open", url)
	}
	err := c.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("this computer has no " + c.Args[0] + ", which opens links")
	case err != nil:
		return fmt.Errorf("%s, which opens links, failed: %w", c.Args[0], err)
	}
	return nil
}
