package mcpsrv

import (
	"fmt"
	"regexp"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/words"
)

// cause is something that is known to make runs fail. Certain is only what Hex itself said; likely is what the source
// shows; possible is what cannot be told from here.
type cause struct {
	Kind      string `json:"kind"`
	Certainty string `json:"certainty"`
	CellID    string `json:"cell_id,omitempty"`
	StaticID  string `json:"static_id,omitempty"`
	Label     string `json:"label,omitempty"`
	Line      int    `json:"line,omitempty"`
	Message   string `json:"message"`
	Do        string `json:"do"`
}

func (c cause) line() string {
	where := ""
	if c.CellID != "" {
		where = fmt.Sprintf(" cell %s %s", words.OneLine(c.Label), c.CellID)
	}
	if c.Line > 0 {
		where += fmt.Sprintf(" line %d", c.Line)
	}
	return fmt.Sprintf("- %s (%s)%s: %s %s", c.Kind, c.Certainty, where, c.Message, c.Do)
}

func (c cause) in(h hex.Cell) cause {
	c.CellID, c.StaticID, c.Label = h.ID, h.StaticID, h.Label
	return c
}

var (
	// emptyTemplate is {{ }} with nothing in it.
	emptyTemplate = regexp.MustCompile(`\{\{\s*\}\}`)
	// quotedTemplate is a parameter between quotes: Hex fills parameters in as values, quotes and all.
	quotedTemplate = regexp.MustCompile(`'[^'\n]*\{\{[^}\n]*\}\}[^'\n]*'`)
	// codeTemplate is a template where none is filled in.
	codeTemplate = regexp.MustCompile(`\{\{\s*[A-Za-z_]\w*\s*\}\}`)
	// fromTable is what a query reads from.
	fromTable = regexp.MustCompile(`(?i)\b(?:from|join)\s+"?([A-Za-z_][\w.]*)`)
	assigned  = regexp.MustCompile(`(?m)^([A-Za-z_]\w*)\s*=[^=]`)
	// ownTable is a table that a query defines for itself.
	ownTable = regexp.MustCompile(`(?i)(?:\bwith|,)\s*([A-Za-z_]\w*)\s+as\s*\(`)
)

// causesIn looks at the sources of a notebook for what is known to fail. Connections are the ids of those that can be
// seen; nil when they could not be listed.
func causesIn(cells []hex.Cell, connections map[string]bool) []cause {
	found := []cause{}
	names := map[string]bool{} // what cells before have made
	for _, c := range cells {
		source, ok := c.Source()
		if !ok {
			continue
		}
		switch c.Type {
		case hex.CellSQL:
			found = append(found, causesInSQL(c, source, names, connections)...)
			names[strings.ToLower(c.OutputDataframe())] = true
		case hex.CellCode:
			if at := codeTemplate.FindStringIndex(source); at != nil && !strings.Contains(source, `f"`) && !strings.Contains(source, "f'") {
				found = append(found, cause{Kind: "stray_template", Certainty: "possible", Line: lineAt(source, at[0]),
					Message: "Code has {{ }}, which is filled in within SQL and Markdown only.", Do: "Use the variable by its name."}.in(c))
			}
			for _, m := range assigned.FindAllStringSubmatch(source, -1) {
				names[strings.ToLower(m[1])] = true
			}
		}
	}
	return found
}

func causesInSQL(c hex.Cell, source string, names, connections map[string]bool) []cause {
	var found []cause
	add := func(at int, made cause) {
		if at >= 0 {
			made.Line = lineAt(source, at)
		}
		found = append(found, made.in(c))
	}
	if table := strangeTable(source, names); c.DataConnectionID == "" && table != "" {
		add(-1, cause{Kind: "missing_connection", Certainty: "likely",
			Message: fmt.Sprintf("The cell has no data connection, and %s is not the result of a cell before it.", words.Quoted(table)),
			Do:      "Give it one with update_hex_cell data_connection_id; list_hex_data_connections shows them."})
	} else if c.DataConnectionID != "" && connections != nil && !connections[c.DataConnectionID] {
		add(-1, cause{Kind: "missing_connection", Certainty: "possible",
			Message: "The cell's data connection " + c.DataConnectionID + " is not among those that this token can see: it was deleted, or is not shared with it.",
			Do:      "Look at list_hex_data_connections, and change it with update_hex_cell."})
	}
	if at := emptyTemplate.FindStringIndex(source); at != nil {
		add(at[0], cause{Kind: "stray_template", Certainty: "likely", Message: "There is an empty {{ }}.", Do: "Name a variable in it, or take it out."})
	} else if open, closed := strings.Count(source, "{{"), strings.Count(source, "}}"); open != closed {
		add(max(strings.Index(source, "{{"), strings.Index(source, "}}")), cause{Kind: "stray_template", Certainty: "likely",
			Message: fmt.Sprintf("There are %d {{ and %d }}.", open, closed), Do: "Close each {{ with }}."})
	}
	for _, at := range quotedTemplate.FindAllStringIndex(source, -1) {
		if text := source[at[0]:at[1]]; !strings.Contains(text, "sqlsafe") {
			add(at[0], cause{Kind: "quoted_parameter", Certainty: "likely",
				Message: "A parameter stands in quotes: " + words.Quoted(text) + ". Hex fills parameters in as values.",
				Do:      "Take the quotes away; join texts with || or concat."})
		}
	}
	return found
}

// strangeTable is the first table that a query reads and that no cell before has made, or that names itself.
func strangeTable(source string, names map[string]bool) string {
	own := map[string]bool{}
	for _, m := range ownTable.FindAllStringSubmatch(source, -1) {
		own[strings.ToLower(m[1])] = true
	}
	for _, m := range fromTable.FindAllStringSubmatch(source, -1) {
		if name := strings.ToLower(m[1]); !names[name] && !own[name] {
			return m[1]
		}
	}
	return ""
}

func lineAt(source string, at int) int { return strings.Count(source[:at], "\n") + 1 }
