package thread

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// Markdown is what was said, with what the latest answer comes from and the link; empty while nothing is known.
func (s *Screen) Markdown() string {
	var b strings.Builder
	for _, t := range s.talk.turns {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		switch text := strings.TrimSpace(t.Text); {
		case t.Failure != nil:
			b.WriteString("**" + t.Failure.Error() + "**")
		case t.Role == "user":
			b.WriteString("> " + strings.ReplaceAll(text, "\n", "\n> "))
		default:
			b.WriteString(text)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	b.WriteString("\n")
	for i, c := range s.cites {
		if i == 0 {
			b.WriteString("\nFrom:\n\n")
		}
		b.WriteString("- " + c.name(s.env) + "\n")
	}
	if url := s.thread().URL; url != "" {
		b.WriteString("\n" + url + "\n")
	}
	return b.String()
}

// save writes the thread to a file that there is not yet.
func (s *Screen) save() {
	where := (&overlay.Entry{Name: "file", Label: "file", Note: "Markdown. A file that is there already is not written over."}).
		Preset(fileName(s.title()))
	s.env.Host.Ask(overlay.NewForm("Save the thread", "save", []*overlay.Entry{where}, func(f *overlay.Form) string {
		path := strings.TrimSpace(f.Field("file").Value())
		if path == "" {
			return "Say where to."
		}
		s.keep(path)
		return ""
	}))
}

func (s *Screen) keep(path string) {
	text := s.Markdown()
	task.Do(s.env.Tasks, "", func(context.Context) (string, error) { return written(path, text) }, func(path string, err error) {
		switch {
		case errors.Is(err, fs.ErrExist):
			s.env.Host.Notice(screen.Warn, "There is a file "+path+" already, and it was left as it is: choose another name.")
		case err != nil:
			s.env.Host.Notice(screen.Error, "The thread was not saved. "+err.Error())
		default:
			s.env.Host.Notice(screen.OK, "Saved to "+path+".")
		}
	})
}

// written writes a new file, and returns its whole path.
func written(path, text string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return path, err
		}
		path = filepath.Join(home, rest)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return path, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return path, err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		err = fmt.Errorf("%s could not be written whole: %w", path, err)
	}
	return path, err
}

// fileName is a title as the name of a file.
func fileName(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := []rune(strings.Join(words, "-"))
	if len(name) > 50 {
		name = name[:50]
	}
	if len(name) == 0 {
		return "thread.md"
	}
	return string(name) + ".md"
}
