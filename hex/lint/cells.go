package lint

import (
	"fmt"
	"strings"

	"hextui/hex"
)

// Kind is what a finding is about.
type Kind string

// The kinds of findings.
const (
	// MissingConnection is an SQL cell that reads a table and has no data connection, or one that is not there.
	MissingConnection Kind = "missing_connection"
	// StrayTemplate is {{ }} where nothing is filled in.
	StrayTemplate Kind = "stray_template"
	// UnbalancedTemplate is {{, {% or {# that nothing closes, or a block without its end.
	UnbalancedTemplate Kind = "unbalanced_template"
	// UsedBeforeMade is the name of something that only a cell further down makes.
	UsedBeforeMade Kind = "used_before_made"
	// UndefinedName is a name in {{ }} or in code that no cell makes, or that seems to be a slip of another one.
	UndefinedName Kind = "undefined_name"
	// QuotedParameter is '{{ x }}': Hex fills values in, so that the quotes are two too many.
	QuotedParameter Kind = "quoted_parameter"
)

// Certainty is how far a finding can be trusted.
type Certainty string

// How far a finding can be trusted.
const (
	Likely   Certainty = "likely"
	Possible Certainty = "possible"
)

// Finding is something in a cell that is known to make runs fail, or to give what nobody meant.
type Finding struct {
	Kind      Kind
	Certainty Certainty
	Cell      hex.Cell
	// Line is where in the cell's source, from 1; 0 for the whole cell.
	Line int
	// Name is what an [UndefinedName] is about.
	Name string
	// Message says what is there, Do what to make of it.
	Message, Do string
}

// Cells looks at the cells of a notebook, in its order. Connections are the kinds of the data connections that can be seen, by their
// ids: each cell is read as its connection speaks SQL, one without as DuckDB. Nil when that is not known.
func Cells(cells []hex.Cell, connections map[string]hex.ConnectionType) []Finding {
	var found []Finding
	known := names(cells)
	made := map[string]bool{} // the results of the cells above, in small letters
	for at, c := range cells {
		source, ok := c.Source()
		if !ok {
			continue
		}
		switch c.Type {
		case hex.CellSQL:
			speaks := dialectOf(connections[c.DataConnectionID])
			if c.DataConnectionID == "" {
				speaks = dialectOf("duckdb") // which asks dataframes
			}
			spans := scan(source, &speaks)
			found = append(found, in(c, known.connection(at, c, source, spans, made, connections))...)
			found = append(found, in(c, known.parameters(at, source, spans))...)
			found = append(found, in(c, templates(source, spans))...)
			found = append(found, in(c, quoted(source, spans))...)
			made[strings.ToLower(c.OutputDataframe())] = true
		case hex.CellMarkdown:
			spans := scan(source, nil)
			found = append(found, in(c, known.parameters(at, source, spans))...)
			found = append(found, in(c, templates(source, spans))...)
		case hex.CellCode:
			found = append(found, in(c, code(source))...)
			found = append(found, in(c, known.results(at, source))...)
			found = append(found, in(c, known.undefined(at, source))...)
			names := known.code.cells[at]
			for _, name := range names.outer {
				made[strings.ToLower(name)] = true
			}
			if names.unsure { // it may be any of them
				for name := range names.gives {
					made[strings.ToLower(name)] = true
				}
			}
		}
	}
	return found
}

// Names are the names that a CODE cell's source gives on its outermost level, in their order: to values, and to functions, classes and
// modules.
func Names(source string) (values, defined []string) {
	names := readPython(source)
	return names.outer, names.defined
}

func in(c hex.Cell, found []Finding) []Finding {
	for i := range found {
		found[i].Cell = c
	}
	return found
}

var (
	// codeTemplate is a template where none is filled in.
	codeTemplate = pattern(`\{\{\s*[A-Za-z_]\w*\s*\}\}`)
	// formatted are Python's own texts with places, in which {{ is a brace.
	formatted = pattern(`(?i)\b[rb]?f[rb]?["']|\.format\(`)
	// fromTable is what a query reads from.
	fromTable = pattern(`(?i)\b(?:from|join)\s+"?([A-Za-z_][\w.]*)`)
	// ownTable is a table that a query defines for itself.
	ownTable = pattern(`(?i)(?:\bwith|\brecursive|,)\s*"?([A-Za-z_]\w*)"?\s*(?:\([^()]*\)\s*)?as\s*(?:(?:not\s+)?materialized\s*)?\(`)
)

// code finds the templates of a language that Python is not.
func code(source string) []Finding {
	at := codeTemplate().FindStringIndex(source)
	if at == nil || formatted().MatchString(source) {
		return nil
	}
	return []Finding{{Kind: StrayTemplate, Certainty: Possible, Line: lineAt(source, at[0]),
		Message: "Code has {{ }}, which is filled in within SQL and Markdown only.", Do: "Use the variable by its name."}}
}

func (n makers) connection(at int, c hex.Cell, source string, spans []span, made map[string]bool,
	connections map[string]hex.ConnectionType) []Finding {
	if c.DataConnectionID != "" {
		if _, seen := connections[c.DataConnectionID]; seen || connections == nil {
			return nil
		}
		return []Finding{{Kind: MissingConnection, Certainty: Possible,
			Message: "The cell's data connection " + c.DataConnectionID +
				" is not among those that can be seen: it was deleted, or is not shared.",
			Do: "Look at the data connections, and give the cell one that is there."}}
	}
	table, place := strangeTable(plain(source, spans), made)
	if table == "" {
		return nil
	}
	if below, sure := n.below(strings.TrimPrefix(table, "dataframes."), at); below != "" {
		return []Finding{early(table, below, lineAt(source, place), sure)}
	}
	return []Finding{{Kind: MissingConnection, Certainty: Likely, Line: lineAt(source, place),
		Message: fmt.Sprintf("The cell has no data connection, and %q is not the result of a cell before it.", table),
		Do:      "Give the cell a data connection."}}
}

// strangeTable is the first table that a query reads and that neither a cell above nor the query itself makes, and where it stands.
func strangeTable(query string, made map[string]bool) (string, int) {
	own := map[string]bool{}
	for _, m := range ownTable().FindAllStringSubmatch(query, -1) {
		own[strings.ToLower(m[1])] = true
	}
	for _, at := range fromTable().FindAllStringSubmatchIndex(query, -1) {
		table := query[at[2]:at[3]]
		name := strings.TrimPrefix(strings.ToLower(table), "dataframes.")
		called := strings.HasPrefix(strings.TrimLeft(query[at[3]:], " \t\""), "(") // a function that gives rows
		if !made[name] && !own[name] && !called {
			return table, at[2]
		}
	}
	return "", 0
}

func lineAt(source string, at int) int { return strings.Count(source[:at], "\n") + 1 }
