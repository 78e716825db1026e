package shell

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hextui/mcpsrv/schema"
)

// titled is something by what it is called.
type titled struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// seen is what was seen last of a workspace, by kind: what completion offers without asking Hex.
type seen map[string][]titled

// mostSeen is how many of a kind are kept, the newest first.
const mostSeen = 5000

// learn takes note of the rows of a page.
func (s *seen) learn(noun string, g page) {
	if g.list == "members" { // of a group
		noun = string(schema.User)
	}
	n, kept := nounOf(noun)
	if !kept || g.list == "" {
		return
	}
	if *s == nil {
		*s = seen{}
	}
	for _, r := range g.rows {
		t := titled{ID: r.text("id")}
		for _, name := range []string{"title", "email", "name"} {
			if t.Title == "" {
				t.Title = oneLine(r.text(name))
			}
		}
		if t.ID != "" && t.Title != "" {
			(*s)[string(n)] = append((*s)[string(n)], t)
		}
	}
}

// seenFile is where it is kept of a workspace.
func seenFile(dir, name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(dir, "seen", fmt.Sprintf("%x.json", sum[:6]))
}

// readSeen is what is kept of a workspace: nothing where nothing can be read, since a key press waits for it.
func readSeen(dir, name string) seen {
	s := seen{}
	if dir == "" {
		return s
	}
	text, err := os.ReadFile(seenFile(dir, name))
	if err != nil || json.Unmarshal(text, &s) != nil {
		return seen{}
	}
	return s
}

// save adds what was seen to what is kept. That it cannot be kept is no matter for a command.
func (s seen) save(dir, name string) {
	if len(s) == 0 {
		return
	}
	kept := readSeen(dir, name)
	for kind, now := range s {
		have := map[string]bool{}
		var all []titled
		for _, t := range append(now, kept[kind]...) {
			if !have[t.ID] && len(all) < mostSeen {
				have[t.ID], all = true, append(all, t)
			}
		}
		kept[kind] = all
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return
	}
	path := seenFile(dir, name)
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".seen.*")
	if err != nil {
		return
	}
	_, err = f.Write(raw)
	if closeErr := f.Close(); err != nil || closeErr != nil || os.Rename(f.Name(), path) != nil {
		_ = os.Remove(f.Name())
	}
}

// complete completes the arguments without a flag.
func (l *line) complete(all []argument) cobra.CompletionFunc {
	return func(_ *cobra.Command, words []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		at := len(words)
		for _, a := range all {
			switch {
			case a.flag != "":
				continue
			case at > 0 && !a.many:
				at--
				continue
			case a.form == asFiles:
				return nil, cobra.ShellCompDirectiveDefault
			}
			return l.offered(a, begun)
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlag completes the values of a flag, with files where it may name one.
func (l *line) completeFlag(c *cobra.Command, flag string, a argument) {
	if a.form != asText && a.form != asList && a.form != asGrants {
		return
	}
	offer := func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return l.offered(a, begun)
	}
	if err := c.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(err) // the flag is there, and once
	}
}

// offered are the values that an argument may have: those that the tool names, or the titles that were seen last.
func (l *line) offered(a argument, begun string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, value := range a.Enum {
		if strings.HasPrefix(strings.ToLower(value), strings.ToLower(begun)) {
			all = append(all, value)
		}
	}
	if who, level, leveled := strings.Cut(begun, "="); a.form == asGrants && leveled {
		return levels(a, who, level), cobra.ShellCompDirectiveNoFileComp
	}
	if a.form == asGrants {
		return l.titles(a.granted(), "=", begun), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return append(all, l.titles(a.ID, "", begun)...), cobra.ShellCompDirectiveNoFileComp
}

// levels are the accesses that somebody may be given.
func levels(a argument, who, begun string) (all []cobra.Completion) {
	for _, f := range schema.Of(a.Type.Elem()).Fields[1:] {
		for _, level := range f.Enum {
			if strings.HasPrefix(level, strings.ToUpper(begun)) {
				all = append(all, who+"="+level)
			}
		}
	}
	return all
}

// titles are those that were seen last of a kind of thing, with what comes after each. Nothing is asked of Hex for it.
func (l *line) titles(noun schema.Noun, after, begun string) (all []cobra.Completion) {
	dir, name := l.Known(l.place)
	for _, kind := range kinds(noun) {
		for _, t := range readSeen(dir, name)[kind] {
			if strings.HasPrefix(strings.ToLower(t.Title), strings.ToLower(begun)) {
				all = append(all, cobra.CompletionWithDesc(t.Title+after, t.ID))
			}
		}
	}
	return all
}
