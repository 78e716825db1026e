// Package guides is the screen of the drafts of guides: the Markdown files that Hex's analyst follows for everybody once they are
// published. The API lists drafts by path only; neither their texts nor what is published can be read.
package guides

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// New returns the screen.
func New(env *screen.Env, _ screen.Target) screen.Screen {
	return screen.NewList(env, screen.Listing[hex.Guide]{
		Title: "Drafts of guides", Path: "Guides", Noun: "drafts", Scope: action.Guides, Rows: screen.Stored(&env.Store.Guides),
		Want: func() store.Want { return env.Store.Keep(store.Guides, "", store.ListWithin) },
		ID:   func(g hex.Guide) string { return g.ID },
		Fields: []grid.Field[hex.Guide]{
			{Column: grid.Column{ID: "path", Title: "PATH", MinWidth: 20, Weight: 3},
				Cell: func(g hex.Guide) grid.Cell { return grid.Cell{Text: g.FilePath} }},
			{Column: grid.Column{ID: "id", Title: "ID", MinWidth: 8, Weight: 1, Priority: 1},
				Cell: func(g hex.Guide) grid.Cell { return grid.Cell{Text: g.ID, Style: env.Theme.Faint} }},
		},
		About: func() []screen.Fact {
			return []screen.Fact{
				{Name: "what", Text: "Hex's analyst follows guides for everybody in the workspace, from when they are published."},
				{Name: "not here", Text: "Hex's API gives neither the texts of guides nor which are published; both are seen in Hex."},
			}
		},
		Offers: func(g hex.Guide, _ bool, none string) []screen.Offer { return offers(env, g, none) },
		Empty: func() grid.Message {
			return grid.Message{Title: "There is no draft of a guide.", Hint: env.Keys.Way(action.UploadGuide, action.Guides) +
				" writes one from a file, " + env.Keys.Way(action.WriteGuide, action.Guides) + " in your own editor."}
		},
	})
}

func offers(env *screen.Env, g hex.Guide, none string) []screen.Offer {
	noDrafts := ""
	if env.Store.Guides.Len() == 0 {
		noDrafts = "There is no draft to publish."
	}
	return []screen.Offer{
		{Action: action.UploadGuide, Do: func() { upload(env) }},
		{Action: action.WriteGuide, Do: func() { write(env, g.FilePath) }},
		{Action: action.PublishGuide, Reason: none, Do: func() {
			deed.Do(env, deed.Deed{
				Change: change.PublishGuides{IDs: []string{g.ID}}, Name: published,
				Title: "Publish the guide “" + g.FilePath + "”?", Yes: "publish it",
				Said: "The guide “" + g.FilePath + "” is published.",
			})
		}},
		{Action: action.PublishGuides, Reason: noDrafts, Do: func() {
			deed.Do(env, deed.Deed{
				Change: change.PublishGuides{All: true}, Name: published,
				Title: "Publish all drafts of guides?", Yes: "publish all",
				Said: "All drafts of guides are published.",
			})
		}},
		{Action: action.DropGuide, Reason: none, Do: func() {
			deed.Do(env, deed.Deed{
				Change: change.DeleteGuideDraft{ID: g.ID}, Name: words, Title: "Drop the draft of “" + g.FilePath + "”?", Yes: "drop it",
				Said: "The draft of “" + g.FilePath + "” was dropped.",
			})
		}},
		deed.Offer(env),
	}
}

// words say what becomes of a draft: Hex gives ids, which people do not read.
func words(f change.Field) change.Field {
	if f.Before != "" {
		f.Before = "draft"
	}
	if f.After == "" {
		f.After = "no draft"
	}
	f.Name = strings.TrimPrefix(f.Name, "draft ")
	f.After, _, _ = strings.Cut(f.After, ", sha256:")
	return f
}

// published leaves out that the draft goes: that the guide comes in its place says it.
func published(f change.Field) change.Field {
	guide, comes := strings.CutPrefix(f.Name, "guide ")
	if !comes {
		return change.Field{}
	}
	return change.Field{Name: guide, Before: "draft", After: f.After}
}

// upload asks for a file of this computer and the path of its guide.
func upload(env *screen.Env) {
	env.Host.Ask(overlay.NewForm("A draft of a guide", "go on", []*overlay.Entry{
		{Name: "file", Label: "file", Hint: "~/guides/revenue.md",
			Note: "A Markdown file on this computer, of at most 100,000 characters."},
		{Name: "path", Label: "as", Hint: "the name of the file",
			Note: "The path of the guide in Hex: the earlier draft of the same path is " +
				"replaced."},
	}, func(f *overlay.Form) string {
		text, name, complaint := read(f.Field("file").Value())
		if complaint != "" {
			return complaint
		}
		if as := strings.TrimSpace(f.Field("path").Value()); as != "" {
			name = as
		}
		send(env, name, text)
		return ""
	}))
}

// mostBytes is the size of a file that may have Hex's most characters.
const mostBytes = 4 * mostRunes

const mostRunes = 100_000

// read is the text of a file and the last part of its name, or why it is no guide.
func read(file string) (text, name, complaint string) {
	file = strings.TrimSpace(file)
	if file == "" {
		return "", "", "Type the name of a file."
	}
	if rest, ok := strings.CutPrefix(file, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", "", "It is not known where your home is: write the whole name. " + err.Error()
		}
		file = filepath.Join(home, rest)
	}
	about, err := os.Stat(file)
	switch {
	case err != nil:
		return "", "", "The file could not be read: " + err.Error() + "."
	case !about.Mode().IsRegular():
		return "", "", "That is no file."
	case about.Size() > mostBytes:
		return "", "", fmt.Sprintf("The file has %d bytes: a guide has at most 100,000 characters.", about.Size())
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", "", "The file could not be read: " + err.Error() + "."
	}
	return string(raw), filepath.Base(file), unfit(string(raw))
}

// unfit is why a text is no guide, empty where it is.
func unfit(text string) string {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return "This is no text: a guide is Markdown in UTF-8."
	case strings.TrimSpace(text) == "":
		return "It is empty: there is nothing to follow in it."
	case utf8.RuneCountInString(text) > mostRunes:
		return fmt.Sprintf("It has %d characters: a guide has at most 100,000.", utf8.RuneCountInString(text))
	}
	return ""
}

// write asks for the path of a guide and opens the person's own editor on it, which begins empty: the text of a draft cannot be read.
func write(env *screen.Env, likely string) {
	entry := &overlay.Entry{Name: "path", Label: "path", Hint: "guides/revenue.md",
		Note: "Your editor opens empty: Hex's API does not give the text that a draft has now."}
	if likely != "" {
		entry.Hint = path.Join(path.Dir(likely), "new.md")
	}
	env.Host.Ask(overlay.NewForm("A draft of a guide", "open the editor", []*overlay.Entry{entry}, func(f *overlay.Form) string {
		name := strings.TrimSpace(f.Field("path").Value())
		if name == "" {
			return "Type the path of the guide."
		}
		env.Host.External(nil, ".md", 1, 1, func(text []byte, err error) {
			switch why := unfit(string(text)); {
			case err != nil:
				env.Host.Notice(screen.Error, "Nothing was written: "+err.Error())
			case why != "":
				env.Host.Notice(screen.Warn, "Nothing was written. "+why)
			default:
				send(env, name, string(text))
			}
		})
		return ""
	}))
}

// send writes the draft.
func send(env *screen.Env, name, text string) {
	deed.Do(env, deed.Deed{
		Change: change.WriteGuides{Files: []hex.GuideFile{{FilePath: name, Contents: text}}}, Name: words,
		Title: "Write the draft of “" + name + "”?", Yes: "write it",
		Said: "The draft of “" + name + "” is written; the analyst follows it once it is published.",
		Done: func(r change.Result, err error) {
			if now, ok := r.Entity.(hex.GuideDrafts); ok && err == nil {
				for _, w := range now.Warnings {
					env.Host.Notice(screen.Warn, "Hex warns of "+w.FilePath+": "+w.Message)
				}
			}
		},
	})
}
