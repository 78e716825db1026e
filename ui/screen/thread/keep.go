package thread

import (
	"io"
	"strings"

	"hextui/ui/overlay"
	"hextui/ui/screen"
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
	for _, t := range s.results().Tables {
		if title := oneLine(t.Title); title != "" {
			b.WriteString("\n**" + title + "**\n")
		}
		b.WriteString("\n" + tableMarkdown(t))
	}
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

// save writes the thread to a file.
func (s *Screen) save() {
	where := (&overlay.Entry{Name: "file", Label: "file", Note: "Markdown."}).Preset(screen.FileName(s.title(), "thread") + ".md")
	s.env.Host.Ask(overlay.NewForm("Save the thread", "save", []*overlay.Entry{where}, func(f *overlay.Form) string {
		return s.keep(f.Field("file").Value())
	}))
}

func (s *Screen) keep(path string) (complaint string) {
	text := s.Markdown()
	said := screen.Ready(func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	return screen.Keep(s.env, path, said, func(path string, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "The thread was not saved: "+err.Error()+".")
			return
		}
		s.env.Host.Notice(screen.OK, "Saved to "+path+".")
	})
}
