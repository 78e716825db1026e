package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hextui/hex"
)

// codeNames is what the CODE cells of a notebook tell of names together.
type codeNames struct {
	cells map[int]pyNames // by the places of the cells
	gives map[string]bool
	uses  map[string]int // how often a name is asked for
	// unsure says that names may be given that stand nowhere.
	unsure bool
	// component says that a cell is of another project, whose imports count here too.
	component bool
}

func readCode(cells []hex.Cell) codeNames {
	p := codeNames{cells: map[int]pyNames{}, gives: map[string]bool{}, uses: map[string]int{}}
	for i, c := range cells {
		p.component = p.component || strings.Contains(string(c.Type), "COMPONENT")
		source, ok := c.Source()
		if !ok || c.Type != hex.CellCode {
			continue
		}
		names := readPython(source)
		p.cells[i] = names
		maps.Copy(p.gives, names.gives)
		for _, t := range names.uses {
			p.uses[t.Text]++
		}
		p.unsure = p.unsure || names.unsure
	}
	return p
}

// undefined finds the names in a CODE cell that neither a cell gives nor Python has, each where it is asked for first. Where a cell may
// give names of which the API tells nothing, such as an input, only slips of names that are known are found, and modules without import.
func (n makers) undefined(at int, source string) (found []Finding) {
	if n.code.unsure {
		return nil
	}
	seen := map[string]bool{}
	for _, t := range n.code.cells[at].uses {
		name := t.Text
		if seen[name] || n.code.gives[name] || len(n.at[name]) > 0 || ofPython(name) {
			continue
		}
		seen[name] = true
		f := Finding{Kind: UndefinedName, Name: name, Certainty: Likely, Line: lineAt(source, t.At),
			Message: fmt.Sprintf("No cell makes %q, nor does Python know it.", name),
			Do:      "Look whether it is spelled right, or make it in a cell above."}
		module := moduleOf(name, source[t.At+len(name):])
		meant := n.meant(name)
		switch {
		case module != "":
			f.Do = "Import it first: " + module + "."
		case meant != "":
			f.Do = fmt.Sprintf("Did you mean %q?", meant)
		}
		if len(n.silent) > 0 {
			slip := meant != "" && n.code.uses[name] == 1
			if f.Certainty = Possible; !slip && (module == "" || n.code.component) {
				continue
			}
		}
		found = append(found, f)
	}
	return found
}

// meant is a name that is known and that another one seems to be a slip of; empty where there is none.
func (n makers) meant(name string) (meant string) {
	better := func(other string) {
		close := strings.EqualFold(name, other) || min(len(name), len(other)) > 3 && slip(name, other)
		if close && (meant == "" || other < meant) {
			meant = other
		}
	}
	for other := range n.at {
		better(other)
	}
	if meant == "" {
		for _, other := range pyBuiltins {
			better(other)
		}
	}
	return meant
}

// moduleOf is how a module is imported that notebooks call by a name, where what follows takes something from it; else empty.
func moduleOf(name, follows string) string {
	if !strings.HasPrefix(follows, ".") {
		return ""
	}
	if i := slices.IndexFunc(modules, func(m [2]string) bool { return m[0] == name }); i >= 0 {
		if modules[i][1] == "" {
			return "import " + name
		}
		return "import " + modules[i][1] + " as " + name
	}
	return ""
}

// modules are those that notebooks use most, as they call them, and what they are called themselves where that is not the same.
var modules = [][2]string{{"pd", "pandas"}, {"np", "numpy"}, {"plt", "matplotlib.pyplot"}, {"sns", "seaborn"}, {"px", "plotly.express"},
	{"alt", "altair"}, {"pl", "polars"}, {"json", ""}, {"math", ""}, {"os", ""}, {"re", ""}, {"datetime", ""}, {"time", ""}, {"random", ""},
	{"requests", ""}, {"itertools", ""}, {"collections", ""}, {"statistics", ""}}

// ofPython tells whether Python, its notebooks or Hex has a name of itself.
func ofPython(name string) bool {
	return slices.Contains(pyBuiltins, name) || strings.HasPrefix(name, "hex_") || strings.Trim(name, "_0123456789") == "" ||
		strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__")
}

var pyBuiltins = strings.Fields(`
	ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
	BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
	ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup
	False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
	ImportWarning In IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
	MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError Out
	OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError
	ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning
	SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
	UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError abs
	aiter all anext any ascii bin bool breakpoint bytearray bytes callable case chr classmethod compile complex copyright
	credits delattr dict dir display divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr
	hash help hex id input int isinstance issubclass iter len license list locals map match max memoryview min next object
	oct open ord pow print property quit range repr reveal_type reversed round set setattr slice sorted staticmethod str
	sum super tuple type vars zip`)
