package screen

import (
	"time"

	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/present"
)

// Says is what an empty list means, in a sentence.
func Says(sentence string) func() grid.Message {
	return func() grid.Message { return grid.Message{Title: sentence} }
}

// InHex opens the workspace in the browser, for what Hex's API has no address of.
func InHex(env *Env) Offer {
	return Offer{Action: action.OpenWeb, Do: func() { env.Host.Browse(env.API.WorkspaceURL()) }}
}

// TextField is a column of plain text.
func TextField[T any](id, title string, weight, priority int, get func(T) string) grid.Field[T] {
	return grid.Field[T]{
		Column: grid.Column{ID: id, Title: title, Weight: weight, Priority: priority},
		Cell:   func(v T) grid.Cell { return grid.Cell{Text: get(v)} },
		Text:   get,
	}
}

// AgeField is a column of a time, shown as how long ago it was.
func AgeField[T any](env *Env, id, title string, priority int, get func(T) *time.Time) grid.Field[T] {
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
