package oncell

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// draft is a cell that is about to be made.
type draft struct {
	hex.NewCell
	place change.Place
	// where says where it goes, such as "below weekly_orders"; like says of which cell it is a copy.
	where, like string
}

func (on On) cannotPutAbove() string {
	if ids := on.Env.Store.Cells(on.ProjectID).IDs(); len(ids) == 0 || ids[0] == on.Cell.StaticID {
		return "Hex's API puts a new cell behind another one: none can be put above the first. Make it below, and move it in Hex."
	}
	return ""
}

// above asks of which kind the new cell is that goes above this one, below the same for below it.
func (on On) above() {
	p, _ := change.Above(on.cells(), on.Cell.StaticID)
	on.pickKind(draft{place: p, where: "above " + on.Name})
}

func (on On) below() {
	if on.Cell.StaticID == "" { // a project without cells
		on.pickKind(draft{where: "in “" + on.Title + "”"})
		return
	}
	on.pickKind(draft{place: change.Below(on.Cell), where: "below " + on.Name})
}

func (on On) cannotDuplicate() string {
	if _, ok := on.Cell.Source(); !ok {
		return "Hex's API gives nothing of a cell of this kind, and makes none: it is duplicated in Hex."
	}
	return ""
}

// duplicate makes another cell like this one, with what was typed into it.
func (on On) duplicate() {
	n := draft{place: change.Below(on.Cell), where: "below " + on.Name, like: on.Name, NewCell: hex.NewCell{
		Type: on.Cell.Type, DataConnectionID: on.Cell.DataConnectionID,
		DataframeSQL: on.Cell.Type == hex.CellSQL && on.Cell.DataConnectionID == "",
	}}
	n.Source, _ = on.Cell.Source()
	if on.Draft != nil {
		n.Source = on.Draft()
	}
	if on.Cell.Label != "" {
		n.Label = on.Cell.Label + " copy"
	}
	on.fill(n)
}

// pickKind asks of which kind a new cell is, and of which connection it asks.
func (on On) pickKind(n draft) {
	on.Env.Host.Begin()
	on.withConnections(func() {
		var choices []overlay.Choice
		for _, k := range on.kinds() {
			choices = append(choices, overlay.Choice{Title: k.title, Detail: k.detail, Do: func() {
				next := n
				next.Type, next.DataConnectionID, next.DataframeSQL = k.of, k.connection, k.of == hex.CellSQL && k.connection == ""
				on.fill(next)
			}})
		}
		deed.Pick(on.Env, "A new cell "+n.where, "of which kind", "", choices)
	})
}

// kind is what a new cell can be.
type kind struct {
	title, detail string
	of            hex.CellType
	connection    string
}

// kinds are what there is to choose from: what the selected cell is, then the connection that the project asks most, then the others.
// In a project that asks none, none is first.
func (on On) kinds() []kind {
	all := []kind{
		{"Code", "Python, or what the project speaks", hex.CellCode, ""},
		{"Markdown", "text", hex.CellMarkdown, ""},
		{"SQL on dataframes", "asks the results of other cells", hex.CellSQL, ""},
	}
	uses := on.uses()
	for i, c := range on.connections(uses) {
		k := kind{"SQL on " + c.Name, string(c.Type), hex.CellSQL, c.ID}
		if i == 0 && uses[c.ID] > 0 {
			all = slices.Insert(all, 0, k)
		} else {
			all = append(all, k)
		}
	}
	same := func(k kind) int {
		if k.of == on.Cell.Type && k.connection == on.Cell.DataConnectionID {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b kind) int { return cmp.Compare(same(a), same(b)) })
	return all
}

// connections are those of the workspace: first the selected cell's, then those that more cells of the project ask, then by name.
func (on On) connections(uses map[string]int) []hex.DataConnection {
	all := on.Env.Store.Connections.All()
	slices.SortStableFunc(all, func(a, b hex.DataConnection) int {
		return cmp.Or(cmp.Compare(uses[b.ID], uses[a.ID]), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return all
}

// uses is how many cells of the project ask each connection; the selected cell's counts as if all did.
func (on On) uses() map[string]int {
	cells := on.cells()
	uses := map[string]int{on.Cell.DataConnectionID: len(cells)}
	for _, c := range cells {
		uses[c.DataConnectionID]++
	}
	return uses
}

// withConnections does something once the data connections are known. Where they cannot be read it is done without them.
func (on On) withConnections(then func()) {
	l := &on.Env.Store.Connections
	if l.Known() {
		then()
		return
	}
	busy := overlay.NewBusy("Data connections", "reading which there are", on.Env.Spin, func() { on.Env.Tasks.Cancel(readKey) })
	on.Env.Host.Ask(busy)
	task.Do(on.Env.Tasks, readKey, func(ctx context.Context) ([]hex.DataConnection, error) {
		return hex.Collect(on.Env.API.DataConnectionPages(ctx, hex.ConnectionQuery{Paging: hex.Paging{Limit: 100}}))
	}, func(all []hex.DataConnection, err error) {
		busy.Withdraw()
		if err != nil {
			on.Env.Host.Notice(screen.Warn, "The data connections could not be read, so none is offered. "+err.Error())
		} else {
			l.Fill(all, func(c hex.DataConnection) string { return c.ID }, nil, on.Env.Now())
		}
		then()
	})
}

const readKey = "connections for a cell"

// fill asks what the new cell is called, and makes it.
func (on On) fill(n draft) {
	title := "A new " + word(n.Type) + " cell " + n.where
	if n.like != "" {
		title = "Another cell like " + n.like
	}
	label := &overlay.Entry{Name: "label", Label: "label", Hint: "may be left empty", Note: "Only Hex itself changes it later."}
	entries := []*overlay.Entry{label.Preset(n.Label)}
	result := &overlay.Entry{Name: "result", Label: "result", Hint: "Hex makes a name up",
		Note: "What its rows are called in the cells below."}
	if n.Type == hex.CellSQL {
		entries = append(entries, result.Preset(""))
	}
	on.Env.Host.Ask(overlay.NewForm(title, "make it", entries, func(f *overlay.Form) string {
		n.Label = strings.TrimSpace(label.Value())
		if n.Type == hex.CellSQL {
			n.OutputDataframe = strings.TrimSpace(result.Value())
			if complaint := on.wrongName(n.OutputDataframe, true); complaint != "" {
				return complaint
			}
		}
		on.make(n)
		return ""
	}))
}

// word is a kind of cell as people call it.
func word(t hex.CellType) string {
	switch t {
	case hex.CellSQL:
		return "SQL"
	case hex.CellMarkdown:
		return "Markdown"
	}
	return "code"
}

// wrongName says what is wrong with a name for the result of the cell, or of a new one, or nothing.
func (on On) wrongName(name string, fresh bool) string {
	if name == "" {
		return ""
	}
	if !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).MatchString(name) {
		return "“" + name + "” is no name of a result: letters, digits and _ are, and no digit first."
	}
	for i, c := range on.cells() {
		if c.OutputDataframe() == name && (fresh || c.StaticID != on.Cell.StaticID) {
			return name + " is the result of " + present.CellName(c, i+1) + " already."
		}
	}
	return ""
}

func (on On) make(n draft) {
	n.ProjectID = on.ProjectID
	said := "A new " + word(n.Type) + " cell was added " + n.where + "."
	if n.Label != "" {
		said = n.Label + " was added " + n.where + "."
	}
	deed.Do(on.Env, deed.Deed{
		Change: change.CreateCell{Cell: n.NewCell, Place: n.place}, Agreed: true,
		Title: "Add a " + word(n.Type) + " cell " + n.where + "?", Yes: "add it", Said: said,
		Done: func(r change.Result, err error) {
			if c, ok := r.Entity.(hex.Cell); ok && err == nil {
				on.place(c, n.place, n.like == "")
			}
		},
	})
}
