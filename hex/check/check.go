// Package check says of a project's file, before it is imported, what Hex would refuse and what would break: in the form of the file,
// between its parts, and in the sources of its cells. It asks nothing of Hex, and does not know who asks.
package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hextui/hex"
	"hextui/hex/hexfile"
	"hextui/hex/lint"
)

// Finding is something in a file, at a line from 1, as a sentence.
type Finding struct {
	Line    int           `json:"line"`
	Level   hexfile.Level `json:"level"`
	Message string        `json:"message"`
}

// File looks at a file, in the order of its lines. earlier is what the import goes over: the export that Hex has, or nil.
func File(f, earlier *hexfile.File) []Finding {
	problems := f.Check()
	if earlier != nil {
		problems = append(problems, f.Against(earlier)...)
	}
	var found []Finding
	for _, p := range problems {
		found = append(found, Finding{p.Line, p.Level, p.Says})
	}
	cells := f.Cells()
	found = append(found, sources(cells, f.At("meta", "codeLanguage").Text() == "R")...)
	found = append(found, frames(cells)...)
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return slices.Compact(found)
}

// sources looks into the sources of the cells. A cell without one that makes names, such as an input, stands for code that makes them;
// what R makes is not known.
func sources(cells []hexfile.Cell, r bool) []Finding {
	notebook := make([]hex.Cell, len(cells))
	at := map[string]hexfile.Cell{}
	for i, c := range cells {
		id := strconv.Itoa(i) // the file's own may be missing
		at[id] = c
		notebook[i] = hex.Cell{StaticID: id, Label: c.Label(), Type: hex.CellType(c.Type())}
		source := c.Config("source").Text()
		switch c.Type() {
		case "SQL":
			notebook[i].DataConnectionID = c.Config("dataConnectionId").Text()
			notebook[i].Contents.SQL = &hex.SQLContents{Source: source, OutputDataframe: c.Config("resultVariableName").Text()}
		case "MARKDOWN":
			notebook[i].Contents.Markdown = &hex.MarkdownContents{Source: source}
		case "CODE":
			if !r {
				notebook[i].Contents.Code = &hex.CodeContents{Source: source}
			}
		case "COMPONENT_IMPORT":
		default:
			notebook[i].Type, notebook[i].Contents.Code = hex.CellCode, &hex.CodeContents{Source: assignments(c)}
		}
	}
	var found []Finding
	for _, f := range lint.Cells(notebook, nil) {
		c := at[f.Cell.StaticID]
		level := hexfile.Possible
		if f.Certainty == lint.Likely {
			level = hexfile.Breaks
		}
		found = append(found, Finding{lineOf(c, f.Line), level, capital(c.Name()) + ": " + f.Message + " " + f.Do})
	}
	return found
}

// capital begins a sentence.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// lineOf is the file's line of a line of a cell's source.
func lineOf(c hexfile.Cell, line int) int {
	source := c.Config("source")
	switch {
	case line == 0 || !source.Is():
		return c.Line()
	case source.SourceLine() == source.Line():
		return source.Line() // on one line, or with ends that are written as signs
	}
	return source.SourceLine() + line - 1
}

// assignments are what a cell makes, as code that makes it.
func assignments(c hexfile.Cell) string {
	var b strings.Builder
	for _, name := range made(c) {
		b.WriteString(name + " = None\n")
	}
	return b.String()
}

// made are the names that a cell gives to later ones.
func made(c hexfile.Cell) (names []string) {
	keys := map[string][]string{
		"SQL": {"resultVariableName"}, "INPUT": {"name"}, "TABLE_DISPLAY": {"resultVariable"}, "PIVOT": {"resultVariable"},
		"FILTER": {"resultVariable"}, "CHARTV2": {"resultVariable"}, "METRIC": {"valueResultVariable", "comparisonResultVariable"},
	}
	for _, key := range keys[c.Type()] {
		names = append(names, c.Config(key).Text())
	}
	switch c.Type() {
	case "EXPLORE":
		names = append(names, texts(c.Config("resultVariables"))...)
	case "CODE":
		names, _ = lint.Names(c.Config("source").Text())
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// texts are all texts in a value.
func texts(v hexfile.Value) (all []string) {
	if v.Kind() == hexfile.Text {
		return []string{v.Text()}
	}
	for _, one := range v.Items() {
		all = append(all, texts(one)...)
	}
	for m := range v.Members() {
		all = append(all, texts(m.Value)...)
	}
	return all
}

// used are the places of a cell without a source that name a dataframe or another variable.
func used(c hexfile.Cell) []hexfile.Value {
	keys := map[string][]string{
		"TABLE_DISPLAY": {"dataFrameVariableName"}, "EXPLORE": {"dataframe"}, "PIVOT": {"dataframeName"}, "FILTER": {"dataframe"},
		"METRIC": {"valueVariableName", "comparisonVariableName"},
	}
	var all []hexfile.Value
	for _, key := range keys[c.Type()] {
		all = append(all, c.Config(key))
	}
	switch c.Type() {
	case "CHARTV2":
		for _, layer := range c.Config("chartSpec", "layers").Items() {
			all = append(all, layer.At("dataFrame"))
		}
	case "INPUT":
		for _, key := range []string{"valueOptions", "multiValueOptions"} {
			all = append(all, c.Config("options", key, "dfName"), c.Config("options", key, "variableName"))
		}
	}
	return slices.DeleteFunc(all, func(v hexfile.Value) bool { return v.Text() == "" })
}

// frames looks whether what charts, tables and inputs show is made above them. What code makes on its inner levels, and what a
// component brings, is not known.
func frames(cells []hexfile.Cell) []Finding {
	first := map[string]int{}
	unknown := -1 // the first cell that may make more than is known
	for i, c := range cells {
		for _, name := range made(c) {
			if _, is := first[name]; !is {
				first[name] = i
			}
		}
		if unknown < 0 && (c.Type() == "CODE" || c.Type() == "COMPONENT_IMPORT") {
			unknown = i
		}
	}
	var found []Finding
	for i, c := range cells {
		for _, v := range used(c) {
			at, is := first[v.Text()]
			if is && at < i {
				continue
			}
			level := hexfile.Breaks
			if unknown >= 0 && unknown < i {
				level = hexfile.Possible
			}
			name := hex.OneLine(v.Text(), 80)
			says := capital(c.Name()) + " shows " + name + ", which no cell makes: give it a dataframe that a cell above makes."
			if is {
				says = capital(c.Name()) + " shows " + name + ", which " + cells[at].Name() + " makes, further down: " +
					"put that before it, since a cell sees only what is made above it."
			}
			found = append(found, Finding{v.Line(), level, says})
		}
	}
	return found
}
