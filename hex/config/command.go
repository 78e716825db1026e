package config

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// ErrQuote is the error for a command line with a quotation mark that is not closed.
var ErrQuote = errors.New("a quotation mark is not closed")

// Command is the words of a command line that a person gave: of EDITOR, of BROWSER, of a setting. A line that as a whole names a
// program is that program, spaces or not. A ~ at the beginning is the home folder. It is empty for an empty line.
func Command(line string) ([]string, error) {
	line = strings.TrimSpace(line)
	if line == "" {
		return nil, nil
	}
	if path := atHome(line); strings.ContainsAny(line, " \t") {
		if _, err := exec.LookPath(path); err == nil {
			return []string{path}, nil
		}
	}
	words, err := Words(line, runtime.GOOS == "windows")
	if len(words) > 0 {
		words[0] = atHome(words[0])
	}
	return words, err
}

func atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// Words takes a line apart as a shell does: words between blanks, with quotation marks of both kinds and, unless backslashes stand
// in paths, with backslashes before signs that are meant as they are. Nothing is expanded.
func Words(line string, paths bool) ([]string, error) {
	var words []string
	var word strings.Builder
	var quote rune
	begun, escaped := false, false
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for _, r := range line {
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("$`\"\\", r) {
				word.WriteRune('\\') // which between these marks is a sign like others, but before them
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'' && !paths:
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n'):
			end()
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if escaped {
		word.WriteRune('\\')
	}
	if end(); quote != 0 {
		return words, ErrQuote
	}
	return words, nil
}
