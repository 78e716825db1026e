// Package browser finds the program that shows people a page. It reads command lines as the configuration does.
package browser

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"hextui/hex/config"
)

// Command is the command line that opens a link: the first of those of BROWSER, which may name several, else the system's; nil where
// there is no display to show a page on.
func Command(link string) []string {
	if all := commands(link, os.Getenv, runtime.GOOS); len(all) > 0 {
		return all[0]
	}
	return nil
}

// commands are the command lines that open a link, to be tried in their order.
func commands(link string, getenv func(string) string, system string) [][]string {
	var all [][]string
	for _, one := range strings.Split(getenv("BROWSER"), string(os.PathListSeparator)) {
		words, err := config.Command(one)
		if len(words) == 0 || err != nil {
			continue
		}
		for i, w := range words {
			words[i] = strings.NewReplacer("%s", link, "%%", "%").Replace(w)
		}
		if !strings.Contains(one, "%s") {
			words = append(words, link)
		}
		all = append(all, words)
	}
	switch {
	case len(all) > 0:
		return all
	case system == "darwin":
		return [][]string{{"open", link}}
	case system == "windows":
		return [][]string{{"rundll32", "url.dll,FileProtocolHandler", link}}
	case getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "":
		return nil
	}
	return [][]string{{"xdg-open", link}}
}

// Open shows a link by the first program that can, and returns when it has ended, which may be with its window.
func Open(link string) error {
	failed := errors.New("this computer has no display, and BROWSER names no browser")
	for _, words := range commands(link, os.Getenv, runtime.GOOS) {
		name := filepath.Base(words[0])
		err := exec.Command(words[0], words[1:]...).Run()
		switch {
		case err == nil:
			return nil
		case errors.Is(err, exec.ErrNotFound):
			failed = fmt.Errorf("this computer has no %s, which opens links", name)
		default:
			failed = fmt.Errorf("%s, which opens links, failed: %w", name, err)
		}
	}
	return failed
}
