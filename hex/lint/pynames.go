package lint

import (
	"slices"
	"strings"

	"hextui/hex/pytext"
)

// pyNames are the names of a CODE cell's source, as far as its words tell them: nothing is parsed that may be wrong, and what may
// give a name gives it. So a name that a function keeps for itself counts as given.
type pyNames struct {
	gives map[string]bool
	// outer are those that values are given to on the outermost level, in their order.
	outer []string
	// defined are the functions, classes and modules that are given on it.
	defined []string
	// uses are where names are asked for, in their order; a name that is given there is not among them.
	uses []pytext.Token
	// unsure says that the source may give names that do not stand in it, or is not whole.
	unsure bool
}

// readPython finds the names of a source.
func readPython(source string) pyNames {
	tokens, whole := pytext.Scan(source)
	r := pyReader{source: source, tokens: tokens, silent: make([]bool, len(tokens)), outside: map[string]bool{},
		pyNames: pyNames{gives: map[string]bool{}, unsure: !whole || otherLanguage(source)}}
	for from := 0; from < len(tokens); {
		from = r.statement(from)
	}
	for i, t := range tokens {
		if t.Kind != pytext.Name {
			continue
		}
		if !whole {
			r.gives[t.Text] = true
		}
		switch {
		case r.silent[i] || r.text(i-1) == "." || r.isArgument(i):
		case slices.Contains(hidesNames, t.Text):
			r.unsure = true
		default:
			r.uses = append(r.uses, t)
		}
	}
	return r.pyNames
}

// isArgument tells whether a token is what an argument is called: x of f(x=1).
func (r *pyReader) isArgument(i int) bool {
	before := r.text(i - 1)
	return r.tokens[i].Depth > 0 && r.text(i+1) == "=" && (before == "(" || before == ",")
}

// hidesNames give names that do not stand in a source, or ask whether one is there.
var hidesNames = []string{"exec", "globals", "locals", "vars", "get_ipython", "NameError", "__builtins__", "builtins",
	"library", "function"} // the last two are R

// otherLanguage tells whether a source seems to be R, which code cells may be too.
func otherLanguage(source string) bool {
	return strings.Contains(source, "<-") || strings.Contains(source, "%>%") || strings.Contains(source, "|>")
}

// pyReader reads the tokens of a source, statement by statement.
type pyReader struct {
	pyNames
	source  string
	tokens  []pytext.Token
	outside map[string]bool // the names in outer
	silent  []bool          // the names that are not asked for where they stand
}

func (r *pyReader) text(i int) string {
	if i < 0 || i >= len(r.tokens) || r.tokens[i].Kind == pytext.Text {
		return ""
	}
	return r.tokens[i].Text
}

// give has a name be given where it stands.
func (r *pyReader) give(i int) {
	if i < len(r.tokens) && r.tokens[i].Kind == pytext.Name {
		r.gives[r.tokens[i].Text] = true
		r.silent[i] = true
	}
}

// heads gives the names from one token to another that values go to: a and b of "(a, *b)", and neither of "a.x, b[i]".
func (r *pyReader) heads(from, to int) {
	behind := -1 // the depth of brackets behind a value, in which nothing is given
	for i := from; i < to; i++ {
		t := r.tokens[i]
		switch next := r.text(i + 1); {
		case behind >= 0:
			if t.Depth == behind && strings.Contains(")]}", t.Text) && t.Kind == pytext.Sign {
				behind = -1
			}
		case (t.Text == "[" || t.Text == "(") && t.Kind == pytext.Sign && i > from && r.isValue(i-1):
			behind = t.Depth
		case t.Kind == pytext.Name && r.text(i-1) != "." && next != "." && next != "[" && next != "(":
			r.give(i)
		}
	}
}

// isValue tells whether a token ends a value, so that a bracket behind it is a call or takes a part of it.
func (r *pyReader) isValue(i int) bool {
	t := r.tokens[i]
	return t.Kind == pytext.Name || t.Kind == pytext.Text || t.Text == ")" || t.Text == "]" || t.Text == "}"
}

// pyHeads begin a statement that goes on behind a colon.
var pyHeads = strings.Fields("if elif else for while with try except finally def class async match case")

// statement reads the statement that begins at a token, and returns where the next one does. What stands behind the colon of "if x: y = 1"
// is a statement of its own.
func (r *pyReader) statement(from int) (next int) {
	first := r.tokens[from]
	compound := slices.Contains(pyHeads, first.Text) && (first.Kind == pytext.Keyword || r.softly(from))
	switch first.Text {
	case "import", "from":
		return r.imports(from)
	case "%", "!": // a command of the notebook, which may do anything
		r.unsure = true
	}
	target, lambdas := from, 0
	for i := from; i < len(r.tokens); i++ {
		t := r.tokens[i]
		r.gift(i)
		if t.Text == "lambda" && t.Kind == pytext.Keyword && t.Depth == first.Depth {
			lambdas++
		}
		if t.Depth != first.Depth || t.Kind != pytext.Sign {
			continue
		}
		switch {
		case t.Text == "\n" || t.Text == ";":
			return i + 1
		case t.Text == ":" && lambdas > 0:
			lambdas--
		case t.Text == ":" && compound:
			if first.Text == "case" {
				r.heads(from+1, i)
			}
			return i + 1
		case t.Text == ":": // what follows is a type
			r.assign(from, target, i)
			target = len(r.tokens)
		case assigns(t.Text):
			if r.assign(from, target, i); first.Text == "type" && r.tokens[from+1].Kind == pytext.Name {
				r.give(from + 1)
				r.params(from+2, i)
			}
			target = i + 1
		case t.Text == "!" || t.Text == "%" && r.text(i-1) == "=":
			r.unsure = true
		}
	}
	return len(r.tokens)
}

// assign gives the names that a statement gives values to, those from one token to another.
func (r *pyReader) assign(statement, from, to int) {
	r.heads(min(from, to), to)
	if !r.outermost(statement) {
		return
	}
	for i := from; i < to; i++ {
		if name := r.tokens[i].Text; r.silent[i] && !r.outside[name] {
			r.outside[name] = true
			r.outer = append(r.outer, name)
		}
	}
}

// outermost tells whether a statement that begins with a token is in no other one.
func (r *pyReader) outermost(statement int) bool {
	first := r.tokens[statement]
	return first.Depth == 0 && (first.At == 0 || r.source[first.At-1] == '\n')
}

func assigns(sign string) bool {
	return sign == "=" || len(sign) > 1 && strings.HasSuffix(sign, "=") && !slices.Contains([]string{"==", "!=", "<=", ">=", ":="}, sign)
}

// softly tells whether match or case begins a statement of its own: what follows could not follow a name.
func (r *pyReader) softly(i int) bool {
	next := r.text(i + 1)
	return r.tokens[i].Kind == pytext.Name && !assigns(next) && !slices.Contains([]string{".", ",", ":", ";", ")", "\n"}, next)
}

// imports reads the names of an import. Those of the module before "import" are neither given nor asked for.
func (r *pyReader) imports(from int) (next int) {
	i := from
	giving := r.text(from) == "import"
	for ; i < len(r.tokens); i++ {
		t := r.tokens[i]
		if t.Depth == r.tokens[from].Depth && (t.Text == "\n" || t.Text == ";") {
			return i + 1
		}
		switch {
		case t.Text == "import":
			giving = true
		case t.Text == "*":
			r.unsure = true
		case t.Kind != pytext.Name:
		case giving && r.text(i-1) != "." && r.text(i+1) != "as" && r.dotted(i) != "as":
			if r.give(i); r.outermost(from) {
				r.defined = append(r.defined, t.Text)
			}
		default:
			r.silent[i] = true
		}
	}
	return i
}

// dotted is what stands behind a name and what follows it behind dots.
func (r *pyReader) dotted(i int) string {
	for r.text(i+1) == "." {
		i += 2
	}
	return r.text(i + 1)
}

// gift reads what gives names within a statement, wherever it stands.
func (r *pyReader) gift(i int) {
	t := r.tokens[i]
	if t.Kind == pytext.Name && r.text(i+1) == ":=" {
		r.give(i)
	}
	if t.Kind != pytext.Keyword {
		return
	}
	switch t.Text {
	case "for":
		r.heads(i+1, r.find(i+1, t.Depth, "in"))
	case "as":
		r.aliases(i + 1)
	case "global", "nonlocal":
		r.heads(i+1, r.find(i+1, t.Depth, "\n"))
	case "class", "def":
		r.give(i + 1)
		if r.outermost(i) && i+1 < len(r.tokens) && r.tokens[i+1].Kind == pytext.Name {
			r.defined = append(r.defined, r.tokens[i+1].Text)
		}
		if r.text(i+2) == "[" { // types that it is for
			r.params(i+2, r.find(i+3, t.Depth, "]"))
		}
		if at := r.find(i+1, t.Depth, "("); t.Text == "def" && r.text(at) == "(" {
			r.params(at, r.find(at+1, t.Depth, ")"))
		}
	case "lambda":
		r.params(i, r.lambdaEnd(i))
	}
}

// aliases gives the name behind as, or those in brackets.
func (r *pyReader) aliases(i int) {
	switch r.text(i) {
	case "(":
		r.heads(i, r.find(i, r.tokens[i].Depth, ")"))
	case "[":
		r.heads(i, r.find(i, r.tokens[i].Depth, "]"))
	default:
		r.heads(i, min(i+1, len(r.tokens)))
	}
}

// params gives the names of parameters, the first of which follows a token: one stands behind a comma, a star, or what they begin with.
func (r *pyReader) params(from, to int) {
	depth := r.tokens[from].Depth
	if opens := r.text(from); opens == "(" || opens == "[" {
		depth++
	}
	for i := from + 1; i < to; i++ {
		t, before := r.tokens[i], r.text(i-1)
		if t.Kind == pytext.Name && t.Depth == depth && (i == from+1 || before == "," || before == "*" || before == "**") {
			r.give(i)
		}
	}
}

// lambdaEnd is where the colon of a lambda is. Those that a parameter is without a value have one too.
func (r *pyReader) lambdaEnd(from int) int {
	depth, to := r.tokens[from].Depth, min(from+farthest, len(r.tokens))
	for i, open := from, 0; i < to; i++ {
		switch t := r.tokens[i]; {
		case t.Depth < depth || t.Text == "\n":
			return i
		case t.Depth == depth && t.Text == "lambda":
			open++
		case t.Depth == depth && t.Text == ":":
			if open--; open == 0 {
				return i
			}
		}
	}
	r.unsure = r.unsure || to < len(r.tokens)
	return to
}

// farthest is how many tokens on a word or sign is looked for: what belongs together is hardly ever farther apart.
const farthest = 2000

// find is where a word or sign stands next in as many brackets; where it does not, where to stop looking.
func (r *pyReader) find(from, depth int, text string) int {
	to := min(from+farthest, len(r.tokens))
	for i := from; i < to; i++ {
		t := r.tokens[i]
		if t.Depth < depth || t.Kind != pytext.Text && (t.Text == "\n" || t.Depth == depth && t.Text == text) {
			return i
		}
	}
	r.unsure = r.unsure || to < len(r.tokens)
	return to
}
