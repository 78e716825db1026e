package lint

import (
	"fmt"
	"slices"

	"hextui/hex"
)

// makers are the names that a notebook's cells make.
type makers struct {
	// cells are how the cells are called, in their order.
	cells []string
	// at are the places of the cells that make a name.
	at map[string][]int
	// silent are the places of the cells that may make names of which the API tells nothing, such as inputs.
	silent []int
	code   codeNames
	// asked is how often a name stands in a template of the cells.
	asked map[string]int
}

func names(cells []hex.Cell) makers {
	n := makers{at: map[string][]int{}, code: readCode(cells), asked: map[string]int{}}
	for i, c := range cells {
		n.cells = append(n.cells, called(c, i))
		source, ok := c.Source()
		if c.Type == hex.CellSQL || c.Type == hex.CellMarkdown {
			for _, m := range asks().FindAllStringSubmatch(source, -1) {
				n.asked[m[1]]++
			}
		}
		switch {
		case !ok:
			n.silent = append(n.silent, i)
		case c.Type == hex.CellSQL:
			n.add(c.OutputDataframe(), i)
		case c.Type == hex.CellCode:
			for name := range n.code.cells[i].gives {
				n.add(name, i)
			}
			if n.code.cells[i].unsure {
				n.silent = append(n.silent, i)
			}
		}
	}
	return n
}

func called(c hex.Cell, at int) string {
	if c.Label != "" {
		return fmt.Sprintf("%d, %s", at+1, hex.OneLine(c.Label, mostQuoted))
	}
	return fmt.Sprint(at + 1)
}

func (n makers) add(name string, at int) {
	if name != "" && !slices.Contains(n.at[name], at) {
		n.at[name] = append(n.at[name], at)
	}
}

// below is the first cell behind a place that makes a name which no cell before it makes; empty when there is none. It is likely, and
// only possible where a cell before may make the name too.
func (n makers) below(name string, at int) (cell string, sure Certainty) {
	made := n.at[name]
	if len(made) == 0 || made[0] <= at {
		return "", ""
	}
	if slices.ContainsFunc(n.silent, func(i int) bool { return i < at }) {
		return n.cells[made[0]], Possible
	}
	return n.cells[made[0]], Likely
}

// parameters finds names in {{ }} that are made too late, or nowhere.
func (n makers) parameters(at int, source string, spans []span) []Finding {
	own := map[string]bool{}
	for _, s := range spans {
		if s.kind == statement {
			for _, word := range nameWord().FindAllString(s.text(source), -1) {
				own[word] = true // set here, or asked for here on purpose
			}
		}
	}
	var found []Finding
	for _, s := range spans {
		m := parameter().FindStringSubmatch(s.text(source))
		if s.kind != expression || s.open || m == nil || own[m[1]] || builtin(m[1]) {
			continue
		}
		line := lineAt(source, s.from)
		switch below, sure := n.below(m[1], at); {
		case below != "":
			found = append(found, early(m[1], below, line, sure))
		case len(n.at[m[1]]) == 0 && len(n.silent) == 0:
			found = append(found, Finding{Kind: UndefinedName, Name: m[1], Certainty: Likely, Line: line,
				Message: fmt.Sprintf("No cell here makes %q, and there is no input.", m[1]),
				Do:      "Look whether it is spelled right, or make it in a cell above."})
		case len(n.at[m[1]]) == 0 && n.misspelt(m[1]) != "":
			found = append(found, Finding{Kind: UndefinedName, Name: m[1], Certainty: Possible, Line: line,
				Message: fmt.Sprintf("%q is asked for only here; elsewhere it is %q.", m[1], n.misspelt(m[1])),
				Do:      "Look whether it is spelled right, or is the name of an input."})
		}
	}
	return found
}

// misspelt is a name that cells make, or ask for more than once, and that a name which is asked for only once is but a slip away from;
// empty where there is none. Names that differ in a digit are of a row of names.
func (n makers) misspelt(name string) (meant string) {
	if n.asked[name] != 1 {
		return ""
	}
	is := func(other string) {
		if min(len(name), len(other)) > 3 && slip(name, other) && (meant == "" || other < meant) {
			meant = other
		}
	}
	for other := range n.at {
		is(other)
	}
	for other, times := range n.asked {
		if times > 1 {
			is(other)
		}
	}
	return meant
}

// slip tells whether one letter is missing, too many, another one, or in the place of its neighbour.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch left, right := a[i:], b[i:]; {
	case len(right) == 0:
		return false
	case right[0] >= '0' && right[0] <= '9' || left != "" && left[0] >= '0' && left[0] <= '9':
		return false
	case len(left) < len(right):
		return left == right[1:]
	case left[1:] == right[1:]:
		return true
	default:
		return len(left) > 1 && left[0] == right[1] && left[1] == right[0] && left[2:] == right[2:]
	}
}

// results finds names that code asks for above the cell that makes them.
func (n makers) results(at int, source string) []Finding {
	var found []Finding
	seen := map[string]bool{}
	for _, t := range n.code.cells[at].uses {
		if seen[t.Text] || ofPython(t.Text) {
			continue
		}
		seen[t.Text] = true
		below, sure := n.below(t.Text, at)
		if n.code.cells[at].unsure {
			sure = Possible
		}
		if below != "" && !slices.Contains(n.at[t.Text], at) {
			found = append(found, early(t.Text, below, lineAt(source, t.At), sure))
		}
	}
	return found
}

func early(name, below string, line int, sure Certainty) Finding {
	return Finding{Kind: UsedBeforeMade, Certainty: sure, Line: line,
		Message: fmt.Sprintf("%q is made by cell %s, which comes later.", name, below),
		Do:      "Put that cell before this one: a cell sees only what is made above it."}
}

// builtin tells whether a template has a name of itself.
func builtin(name string) bool {
	return slices.Contains([]string{"range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "true", "false", "none", "True",
		"False", "None", "caller", "varargs", "kwargs", "self", "super", "not", "hex_scheduled", "hex_context_id", "hex_status",
		"hex_user_email",
		"hex_run_context", "hex_timezone", "hex_user_attributes", "hex_project_id", "hex_project_name", "hex_run_id"}, name)
}

var (
	nameWord = pattern(`[A-Za-z_]\w*`)
	// parameter is the name that a {{ }} begins with; a text or a number has none.
	parameter = pattern(`^\{\{[-+]?\s*([A-Za-z_]\w*)`)
	asks      = pattern(`\{\{[-+]?\s*([A-Za-z_]\w*)`)
)
