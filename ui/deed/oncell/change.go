package oncell

import (
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
)

func (on On) noSQL() string {
	if on.Cell.Type != hex.CellSQL {
		return "Only an SQL cell has a data connection and a result with a name."
	}
	return ""
}

// ref names the cell.
func (on On) ref() change.CellRef {
	return change.CellRef{ProjectID: on.ProjectID, ID: on.Cell.ID, StaticID: on.Cell.StaticID}
}

// connect lets another data connection be picked for the cell, or none.
func (on On) connect() {
	on.Env.Host.Begin()
	on.withConnections(func() {
		var choices []overlay.Choice
		add := func(title, detail, id string) {
			c := overlay.Choice{Title: title, Detail: detail, Do: func() { on.connectTo(id, title) }}
			if id == on.Cell.DataConnectionID {
				c.Reason = "It asks this one now."
			}
			choices = append(choices, c)
		}
		for _, c := range on.connections(on.uses()) {
			add(c.Name, string(c.Type), c.ID)
		}
		add("dataframes", "no connection: it asks the results of other cells", "")
		deed.Pick(on.Env, "What "+on.Name+" asks", "a data connection", "", choices)
	})
}

// connectTo has the cell ask another connection, and writes nothing else.
func (on On) connectTo(id, name string) {
	d := deed.Deed{
		Change: change.SaveCell{Cell: on.ref(), DataConnectionID: &id},
		Title:  "Have " + on.Name + " ask “" + name + "”?", Yes: "change it", Said: on.Name + " asks " + name + " now.",
		Name: on.connectionNames,
		Says: func(*change.Prepared) []string {
			return []string{"Its source stays as it is in Hex; another connection may speak another SQL."}
		},
	}
	if id == "" {
		d.Title = "Have " + on.Name + " ask the results of other cells?"
	}
	deed.Do(on.Env, d)
}

// connectionNames puts the ids of connections into names.
func (on On) connectionNames(f change.Field) change.Field {
	if f.Name != "data connection" {
		return f
	}
	for _, id := range []*string{&f.Before, &f.After} {
		if c, ok := on.Env.Store.Connections.Get(*id); ok {
			*id = c.Name
		} else if *id == "" {
			*id = "dataframes"
		}
	}
	return f
}

// rename gives the result of an SQL cell another name.
func (on On) rename() {
	name := (&overlay.Entry{Name: "result", Label: "result", Note: "Cells that speak of it by its old name are not changed."}).
		Preset(on.Cell.OutputDataframe())
	on.Env.Host.Ask(overlay.NewForm("The result of "+on.Name, "go on", []*overlay.Entry{name}, func(*overlay.Form) string {
		typed := strings.TrimSpace(name.Value())
		if typed == "" {
			return "Type a name for the result."
		}
		if complaint := on.wrongName(typed, false); complaint != "" {
			return complaint
		}
		deed.Do(on.Env, deed.Deed{
			Change: change.SaveCell{Cell: on.ref(), OutputDataframe: &typed},
			Title:  "Name the result of " + on.Name + " “" + typed + "”?", Yes: "rename it",
			Said: "The result is called " + typed + " now.",
			Says: func(*change.Prepared) []string { return on.readers() },
		})
		return ""
	}))
}

// readers say which cells speak of the result.
func (on On) readers() []string {
	var names []string
	cells := on.cells()
	for _, i := range change.Readers(on.Cell, cells) {
		names = append(names, present.CellName(cells[i], i+1))
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"The old name stands in " + strings.Join(names, ", ") + ": change it there, too."}
}
