// Package browse is the plain lists of the workspace: groups and their members, collections and their projects, data
// connections, users, and the drafts on this computer.
package browse

import (
	"time"

	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// says is what an empty list means, in a sentence.
func says(sentence string) func() grid.Message {
	return func() grid.Message { return grid.Message{Title: sentence} }
}

// lists wants a list as fresh as lists are.
func lists(env *screen.Env, kind store.Kind, id string) func() store.Want {
	return func() store.Want { return env.Store.Keep(kind, id, store.ListWithin) }
}

// text is a column of plain text.
func text[T any](id, title string, weight, priority int, get func(T) string) grid.Field[T] {
	return grid.Field[T]{
		Column: grid.Column{ID: id, Title: title, Weight: weight, MinWidth: 8, Priority: priority},
		Cell:   func(v T) grid.Cell { return grid.Cell{Text: get(v)} },
		Text:   get,
	}
}

// when is a column of a time, shown as how long ago it was.
func when[T any](env *screen.Env, id, title string, priority int, get func(T) *time.Time) grid.Field[T] {
	at := func(v T) time.Time {
		if t := get(v); t != nil {
			return *t
		}
		return time.Time{}
	}
	return grid.Field[T]{
		Column: grid.Column{ID: id, Title: title, MinWidth: 10, Priority: priority, Descending: true},
		Cell: func(v T) grid.Cell {
			if at(v).IsZero() {
				return grid.Cell{Text: "–", Style: env.Theme.Faint}
			}
			return grid.Cell{Text: present.Ago(at(v), env.Now()), Style: env.Theme.Faint}
		},
		Text:    func(v T) string { return at(v).Format(time.DateOnly) },
		Compare: func(a, b T) int { return at(a).Compare(at(b)) },
	}
}
