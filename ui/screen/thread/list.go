// Package thread is talking with Hex's analyst: the list of threads, a thread with its answers, and the writing of questions.
// It knows the analyst by the road in its surroundings only; who waits for an answer is the root of the UI.
package thread

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// NewList lists the threads of the workspace, and those asked here.
func NewList(env *screen.Env, _ screen.Target) screen.Screen {
	ask := func() { env.Host.Go(screen.Target{Place: screen.Ask}) }
	return screen.NewList(env, screen.Listing[hex.Thread]{
		Title: "Threads", Noun: "threads", Scope: action.Threads, Rows: screen.Stored(&env.Store.Threads),
		Want: func() store.Want { return env.Store.Keep(store.Threads, "", store.ListWithin) },
		ID:   func(t hex.Thread) string { return t.ID },
		Fields: []grid.Field[hex.Thread]{
			text("title", "TITLE", 40, 3, 0, title),
			text("topics", "TOPICS", 8, 1, 3, topics),
			text("source", "SOURCE", 8, 0, 1, func(t hex.Thread) string { return spaced(t.Source) }),
			text("type", "TYPE", 8, 0, 2, func(t hex.Thread) string { return spaced(t.Type) }),
			created(env),
		},
		Open: func(t hex.Thread) { env.Host.Go(screen.Target{Place: screen.Thread, ID: t.ID, Title: title(t)}) },
		Link: func(t hex.Thread) string { return t.URL },
		Offers: func(hex.Thread, bool, string) []screen.Offer {
			return []screen.Offer{{Action: action.AskOn, Do: ask}, env.SigningIn()}
		},
		About: func() []screen.Fact {
			if hex.IsKind(env.Store.Threads.Err, hex.Forbidden) && env.Store.Threads.Len() > 0 {
				return []screen.Fact{{Name: "asked here", Text: forManagers + " These are the ones that were asked here."}}
			}
			return nil
		},
		Empty: func() grid.Message {
			return grid.Message{Title: "No threads yet.", Hint: env.Keys.Way(action.AskOn, action.Threads) + " asks Hex about the data."}
		},
		Unread: func(err error) (grid.Message, bool) {
			return grid.Message{Title: forManagers,
					Hint: env.Keys.Way(action.AskOn, action.Threads) + " asks Hex about the data; what is asked here is listed then."},
				hex.IsKind(err, hex.Forbidden)
		},
	})
}

const forManagers = "Hex lists threads for managers and admins only."

// text is a column of plain text.
func text(id, head string, least, weight, priority int, get func(hex.Thread) string) grid.Field[hex.Thread] {
	return grid.Field[hex.Thread]{
		Column: grid.Column{ID: id, Title: head, Weight: weight, MinWidth: least, Priority: priority},
		Cell:   func(t hex.Thread) grid.Cell { return grid.Cell{Text: get(t)} },
		Text:   get,
	}
}

func created(env *screen.Env) grid.Field[hex.Thread] {
	return grid.Field[hex.Thread]{
		Column: grid.Column{ID: "created", Title: "CREATED", MinWidth: 10, Priority: 1, Descending: true},
		Cell: func(t hex.Thread) grid.Cell {
			if t.CreatedAt.IsZero() {
				return grid.Cell{Text: "–", Style: env.Theme.Faint}
			}
			return grid.Cell{Text: present.Ago(t.CreatedAt, env.Now()), Style: env.Theme.Faint}
		},
		Text:    func(t hex.Thread) string { return t.CreatedAt.Format(time.DateOnly) },
		Compare: func(a, b hex.Thread) int { return a.CreatedAt.Compare(b.CreatedAt) },
	}
}

// title is what a thread is called. Of a private one of others Hex gives no title.
func title(t hex.Thread) string {
	switch {
	case t.Title != "":
		return strings.Join(strings.Fields(t.Title), " ")
	case t.Sensitive:
		return "private thread " + present.ShortID(t.ID)
	}
	return "thread " + present.ShortID(t.ID)
}

func topics(t hex.Thread) string {
	names := make([]string, len(t.Topics))
	for i, topic := range t.Topics {
		names[i] = topic.Name
	}
	return strings.Join(names, ", ")
}

func spaced(word string) string { return strings.ReplaceAll(strings.ToLower(word), "_", " ") }
