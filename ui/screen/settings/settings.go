// Package settings is the screen of what can be set, and of where it stands: the workspace and its token, profiles, colours, keys
// and limits. What the rows are, and what turning one does, is the program's.
package settings

import (
	"hextui/hex"
	"hextui/ui/grid"
	"hextui/ui/screen"
)

// Setting is one of the rows.
type Setting struct {
	// ID tells the row from others; Group, Name and Value are shown, Note says where it is set.
	ID, Group, Name, Value, Note string
	// Bad marks what needs the person.
	Bad bool
	// Do changes it, or shows more of it; nil where that cannot be done here, and then Reason says how it can.
	Do     func()
	Reason string
}

// New returns the screen of the rows that a function gives.
func New(env *screen.Env, all func() []Setting) screen.Screen {
	s := &rows{env: env, all: all}
	return screen.NewList(env, screen.Listing[Setting]{
		Title: "Settings", Noun: "settings", Rows: s,
		ID: func(v Setting) string { return v.ID },
		Fields: []grid.Field[Setting]{
			column("group", "", 10, 0, func(v Setting) grid.Cell { return grid.Cell{Text: v.Group, Style: env.Theme.Accent} }),
			column("name", "SETTING", 12, 0, func(v Setting) grid.Cell { return grid.Cell{Text: v.Name} }),
			column("value", "VALUE", 16, 3, func(v Setting) grid.Cell {
				if v.Bad {
					return grid.Cell{Text: v.Value, Style: env.Theme.Error}
				}
				return grid.Cell{Text: v.Value}
			}),
			column("note", "WHERE", 16, 3, func(v Setting) grid.Cell { return grid.Cell{Text: v.Note, Style: env.Theme.Faint} }),
		},
		Open: func(v Setting) {
			if v.Do == nil {
				env.Host.Notice(screen.Info, v.Reason)
				return
			}
			v.Do()
		},
		OpenWord: "change",
		Empty:    func() grid.Message { return grid.Message{Title: "Nothing can be set."} },
	})
}

func column(id, title string, least, weight int, cell func(Setting) grid.Cell) grid.Field[Setting] {
	return grid.Field[Setting]{
		Column: grid.Column{ID: id, Title: title, MinWidth: least, Weight: weight, NoSort: id == "group"},
		Cell:   cell, Text: func(v Setting) string { return cell(v).Text },
	}
}

// rows are the settings as they are now. They are few, and made anew for each frame.
type rows struct {
	env   *screen.Env
	all   func() []Setting
	made  []plain
	count int
}

// plain is what tells a row from what it was.
type plain struct {
	id, value, note string
	bad             bool
}

// State counts the changes.
func (r *rows) State() any {
	now := r.all()
	same := len(now) == len(r.made)
	next := make([]plain, len(now))
	for i, v := range now {
		next[i] = plain{v.ID, v.Value, v.Note, v.Bad}
		same = same && next[i] == r.made[i]
	}
	if !same {
		r.made = next
		r.count++
	}
	return r.count
}

func (r *rows) All() []Setting { return r.all() }

func (*rows) Odd() []hex.Odd { return nil }

func (r *rows) Fresh() screen.Freshness {
	return screen.Freshness{At: r.env.Now(), Note: "as it is now"}
}
