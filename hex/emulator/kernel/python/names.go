package python

import (
	"slices"
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/pytext"
)

// Names are the names of a source, by its words: nothing is run, and nothing parsed that may be wrong.
func (*Kernel) Names(source string) engine.Names {
	r := reader{tokens: scan(source), needed: map[string]bool{}, made: map[string]bool{}, fresh: map[string]bool{},
		changed: map[string]bool{}, had: map[string]bool{}, loops: map[string][]string{}, passed: map[string][]string{}}
	statements := r.split()
	for i, s := range statements {
		r.shade(s, statements[i+1:])
	}
	for _, s := range statements {
		r.read(s)
	}
	for name, of := range r.loops { // what is changed through the name of one of its parts
		if r.changed[name] {
			for _, whole := range of {
				r.made[whole] = true
			}
		}
	}
	sorted := func(set map[string]bool) (names []string) {
		for name := range set {
			names = append(names, name)
		}
		slices.Sort(names)
		return names
	}
	return engine.Names{Needed: sorted(r.needed), Made: sorted(r.made), Fresh: sorted(r.fresh), Modules: r.modules,
		Altering: r.altering(), Passed: r.passed}
}

// reader finds out what the statements of a source do with names.
type reader struct {
	tokens                       []token
	needed, made, fresh, changed map[string]bool
	had                          map[string]bool     // what loops and the like give within a source
	loops                        map[string][]string // what a name goes through the parts of
	modules                      []string
	functions                    []function
	altered                      []int // tokens of names that functions keep for themselves, and change
	passed                       map[string][]string
}

// statement is the tokens of a simple statement, or of the head of another one.
type statement struct {
	from, to int
	// column is how far from the left its line begins, opens that it is the first of it.
	column int
	opens  bool
	// outer tells that it is run whenever the cell is.
	outer bool
	// matches tells that it is the head of match or of case, which are names elsewhere.
	matches bool
}

func (r *reader) text(i int) string {
	if i < 0 || i >= len(r.tokens) {
		return ""
	}
	return r.tokens[i].text
}

// split cuts the tokens into statements.
func (r *reader) split() (all []statement) {
	var s statement
	compound := false
	end := func(i int) {
		if s.to = i; s.to > s.from {
			all = append(all, s)
		}
		s.from, s.opens = i, false
	}
	for i, t := range r.tokens {
		switch {
		case t.begins:
			end(i)
			s = statement{from: i, column: t.column, opens: true, outer: t.column == 0, matches: r.matches(i)}
			compound = s.matches || isCompound(t.text)
		case t.depth > 0:
		case t.text == ";":
			end(i)
			s.from = i + 1
		case t.text == ":" && compound && r.lambdas(s.from, i) == 0:
			end(i)
			s.from, s.outer, s.matches, compound = i+1, false, false, false
		}
	}
	end(len(r.tokens))
	return all
}

// matches tells whether a line begins with match or case, and a value or a pattern behind it.
func (r *reader) matches(i int) bool {
	if t := r.text(i); t != "match" && t != "case" || i+1 >= len(r.tokens) || r.tokens[i+1].begins {
		return false
	}
	next := r.tokens[i+1]
	if next.column == r.tokens[i].column+len(r.text(i)) {
		return false // match[i] = …
	}
	return next.word && (!pytext.IsKeyword(next.text) || strings.Contains("None True False not await", next.text)) ||
		slices.Contains([]string{"(", "[", "{", `""`, "0", "-", "*"}, next.text)
}

// lambdas are how many of them wait for their colon.
func (r *reader) lambdas(from, to int) (n int) {
	for _, t := range r.tokens[from:to] {
		switch {
		case t.depth > 0:
		case t.text == "lambda":
			n++
		case t.text == ":" && n > 0:
			n--
		}
	}
	return n
}

// shade marks the names that a statement, or what it is the head of, keeps for itself.
func (r *reader) shade(s statement, after []statement) {
	for i := s.from; i < s.to; i++ {
		switch t := r.tokens[i]; {
		case t.text == "lambda":
			colon := r.find(i+1, s.to, t.depth, ":")
			end := colon
			for end < s.to && r.tokens[end].depth >= t.depth {
				if t.depth > 0 && r.tokens[end].depth == t.depth && r.tokens[end].text == "," {
					break // the next argument
				}
				end++
			}
			r.mark(i, end, r.params(i+1, colon, t.depth))
		case t.text == "for" && t.depth > 0: // a comprehension
			open, close := i, i
			for open > s.from && r.tokens[open].depth >= t.depth {
				open--
			}
			for close < s.to && r.tokens[close].depth >= t.depth {
				close++
			}
			r.mark(open, close, r.words(i+1, r.find(i+1, s.to, t.depth, "in")))
		}
	}
	first := s.from
	if r.text(first) == "async" {
		first++
	}
	if kind := r.text(first); kind != "def" && kind != "class" || !s.opens {
		return
	}
	end, body := s.to, 0
	for _, next := range after {
		if next.opens && next.column <= s.column {
			break
		}
		end = next.to
		body++
	}
	kept, others := map[string]bool{}, map[string]bool{}
	for _, inner := range after[:body] {
		if t := r.text(inner.from); t == "global" || t == "nonlocal" {
			for _, name := range r.words(inner.from, inner.to) {
				others[name] = true
			}
			continue
		}
		for _, name := range r.gives(inner) {
			kept[name] = true
		}
	}
	if r.text(first) == "def" {
		open := r.find(first, s.to, 0, "(")
		f := function{name: r.text(first + 1), from: first, to: end}
		for _, name := range r.params(open+1, s.to, 1) {
			if !kept[name] && name != "self" && name != "cls" {
				f.params = append(f.params, name)
			}
			kept[name] = true
		}
		r.functions = append(r.functions, f)
	}
	var names []string
	for name := range kept {
		if !others[name] {
			names = append(names, name)
		}
	}
	r.mark(min(first+2, end), end, names)
}

// mark has names be local between two tokens.
func (r *reader) mark(from, to int, names []string) {
	for i := from; i < to; i++ {
		if t := &r.tokens[i]; t.word && slices.Contains(names, t.text) && r.text(i-1) != "." {
			t.local = true
		}
	}
}

// find is where a text stands next in as many brackets, or where to stop looking.
func (r *reader) find(from, to, depth int, text string) int {
	for i := from; i < to; i++ {
		if r.tokens[i].depth < depth || r.tokens[i].depth == depth && r.tokens[i].text == text {
			return i
		}
	}
	return to
}

// params are the names of parameters in so many brackets.
func (r *reader) params(from, to, depth int) (names []string) {
	for i := from; i < to; i++ {
		before := r.text(i - 1)
		begins := i == from || before == "," || before == "*" || before == "**"
		if t := r.tokens[i]; begins && t.word && t.depth == depth && !pytext.IsKeyword(t.text) {
			names = append(names, t.text)
		}
	}
	return names
}

// words are the names between two tokens.
func (r *reader) words(from, to int) (names []string) {
	for i := from; i < to; i++ {
		if t := r.tokens[i]; t.word && !pytext.IsKeyword(t.text) && r.text(i-1) != "." {
			names = append(names, t.text)
		}
	}
	return names
}

// gives are the names that a statement gives values to as a whole.
func (r *reader) gives(s statement) (names []string) {
	for _, i := range r.targets(s) {
		names = append(names, r.tokens[i].text)
	}
	return names
}

// targets are where the names stand that a statement gives values to as a whole.
func (r *reader) targets(s statement) (at []int) {
	first := r.text(s.from)
	if first == "async" {
		first = r.text(s.from + 1)
	}
	switch first {
	case "import", "from":
		from := s.from
		if first == "from" {
			if from = r.find(s.from, s.to, 0, "import"); r.text(from+1) == "*" {
				at = append(at, from+1)
			}
		}
		for i := from + 1; i < s.to; i++ {
			if before := r.text(i - 1); r.tokens[i].word && !pytext.IsKeyword(r.text(i)) && (before == "as" ||
				(before == "import" || before == "," || before == "(") && r.alias(i, s.to) == "") {
				at = append(at, i)
			}
		}
		return at
	case "def", "class":
		if i := r.find(s.from, s.to, 0, first) + 1; i < s.to && r.tokens[i].word {
			at = append(at, i)
		}
		return at
	case "for":
		at = r.bare(s.from+1, r.find(s.from, s.to, 0, "in"))
	case "case":
		if s.matches {
			at = r.bare(s.from+1, r.find(s.from, s.to, 0, "if"))
		}
	}
	begin := s.from
	for i := s.from; i < s.to; i++ {
		switch t := r.tokens[i]; {
		case t.text == "=" && t.depth == 0:
			at = append(at, r.bare(begin, i)...)
			begin = i + 1
		case t.text == ":=" && i > s.from, t.text == "as" && i+1 < s.to && r.tokens[i+1].word:
			if t.text == "as" {
				i++
				at = append(at, i)
			} else {
				at = append(at, i-1)
			}
		}
	}
	return at
}

// alias is the other name that an imported module is given; empty for none.
func (r *reader) alias(i, to int) string {
	for i+2 < to && r.text(i+1) == "." {
		i += 2
	}
	if r.text(i+1) == "as" {
		return r.text(i + 2)
	}
	return ""
}

// bare are where names stand of which nothing is taken: a and b of "a, (b, *c.d), e[f]: int".
func (r *reader) bare(from, to int) (at []int) {
	for i := from; i < to; i++ {
		switch t := r.tokens[i]; {
		case t.text == ":" && t.depth == r.tokens[from].depth:
			return at
		case (t.text == "[" || t.text == "(") && i > from && r.isValue(i-1):
			i = r.find(i+1, to, t.depth, map[string]string{"[": "]", "(": ")"}[t.text])
		case t.word && !pytext.IsKeyword(t.text) && r.text(i-1) != "." && r.text(i+1) != "." && r.text(i+1) != "[" && r.text(i+1) != "(":
			at = append(at, i)
		}
	}
	return at
}

// isValue tells whether a token ends a value, so that a bracket behind it takes something of it.
func (r *reader) isValue(i int) bool {
	t := r.tokens[i]
	return t.word && !pytext.IsKeyword(t.text) || t.text == ")" || t.text == "]"
}

// isName tells whether a token is a name that the statement does not keep for itself.
func (r *reader) isName(i int) bool {
	t := r.tokens[i]
	return t.word && !t.local && !pytext.IsKeyword(t.text) && r.text(i-1) != "."
}

// read notes what a statement does.
func (r *reader) read(s statement) {
	first := r.text(s.from)
	if first == "async" {
		first = r.text(s.from + 1)
	}
	targets := r.targets(s)
	if first == "import" || first == "from" {
		for _, i := range targets {
			if r.give(i, s.outer); !r.tokens[i].local {
				r.modules = append(r.modules, r.text(i))
			}
		}
		return
	}
	assigned := -1 // the last sign that assigns
	for i := s.from; i < s.to; i++ {
		t := r.tokens[i]
		if !t.word && t.depth == 0 && assigns(t.text) {
			assigned = i
		}
		if t.local && r.text(i-1) != "." && r.changes(s, i) {
			r.altered = append(r.altered, i)
		}
		if i == s.from && s.matches || !r.isName(i) || slices.Contains(targets, i) || r.isArgument(i) {
			continue
		}
		if !r.fresh[t.text] && !r.had[t.text] {
			r.needed[t.text] = true
		}
		r.pass(i)
		if first == "global" || first == "nonlocal" || first == "del" || r.changes(s, i) {
			r.made[t.text], r.changed[t.text] = true, true
		}
	}
	for i := s.from; i < assigned; i++ { // the roots of a.b = …, a[i] = … and a += …
		if r.text(i) == ":" && r.tokens[i].depth == 0 { // what follows is a type
			break
		}
		t := r.tokens[i]
		if t.depth == 0 && t.local && r.text(i-1) != "." && !slices.Contains(targets, i) {
			r.altered = append(r.altered, i)
		}
		if t.depth == 0 && r.isName(i) && !slices.Contains(targets, i) {
			r.made[t.text], r.changed[t.text] = true, true
		}
	}
	if s.to == s.from+3 && r.text(s.from+1) == "=" && r.tokens[s.from+2].word { // two names for the same
		r.loops[first] = append(r.loops[first], r.words(s.from+2, s.to)...)
	}
	if first == "for" {
		in := r.find(s.from, s.to, 0, "in")
		for _, i := range targets {
			r.loops[r.text(i)] = append(r.loops[r.text(i)], r.words(in, s.to)...)
		}
	}
	for _, i := range targets {
		head := s.matches || isCompoundHead(first)
		sure := s.outer && !head && r.text(i+1) != ":="
		if r.give(i, sure); head || r.text(i+1) == ":=" { // what follows sees it, if it is run
			r.had[r.text(i)] = true
		}
	}
}

// isCompoundHead tells whether what follows a word may not be run, or more than once.
func isCompoundHead(word string) bool {
	return isCompound(word) && word != "def" && word != "class" && word != "with"
}

// give has a name be given a value, anew where that is sure.
func (r *reader) give(i int, sure bool) {
	if t := r.tokens[i]; !t.local {
		r.made[t.text] = true
		if sure {
			r.fresh[t.text] = true
		}
	}
}

// isArgument tells whether a word is what an argument is called: x of f(x=1).
func (r *reader) isArgument(i int) bool {
	before := r.text(i - 1)
	return r.tokens[i].depth > 0 && r.text(i+1) == "=" && (before == "(" || before == ",")
}

// changes tells whether what is called of a name may change what it holds: what is known to, what is told to, and what stands for itself,
// so that its value is of no use, unless it is known as something to look at.
func (r *reader) changes(s statement, i int) bool {
	if r.text(i-1) == "(" && slices.Contains(altering(), r.text(i-2)) {
		return true
	}
	if r.text(i+1) == "(" { // what a function gives is another thing than the function
		return false
	}
	method, called := "", ""
	j := i + 1
	for j < s.to {
		switch r.text(j) {
		case ".":
			method = r.text(j + 1)
			j += 2
			continue
		case "[":
			j = r.find(j+1, s.to, r.tokens[j].depth, "]") + 1
			continue
		case "(":
			end := r.find(j+1, s.to, r.tokens[j].depth, ")")
			if method != "" && (slices.Contains(changing(), method) || r.inPlace(j, end)) {
				return true
			}
			if called == "" {
				called = method
			}
			j = end + 1
			method = ""
			continue
		}
		break
	}
	alone := (i == s.from || i == s.from+1 && r.text(s.from) == "await") && j >= s.to
	return alone && called != "" && !slices.Contains(looking(), called) && !strings.HasPrefix(called, "to_")
}

// inPlace tells whether the arguments of a call say inplace=True.
func (r *reader) inPlace(from, to int) bool {
	for i := from; i+2 < to; i++ {
		if r.text(i) == "inplace" && r.text(i+1) == "=" && r.text(i+2) != "False" {
			return true
		}
	}
	return false
}

// changing are methods that change what they are called of, and that are called for their value, too.
func changing() []string {
	return strings.Fields(`append appendleft add clear close difference_update discard extend extendleft fit fit_predict fit_transform insert
		intersection_update partial_fit pop popitem popleft push put remove reverse rotate set_params setdefault sort
		symmetric_difference_update update write writelines`)
}

// altering are functions that change their first argument.
func altering() []string {
	return strings.Fields(`copyto delattr fill_diagonal heapify heappop heappush heappushpop heapreplace insort insort_left insort_right
		putmask setattr shuffle`)
}

// looking are methods that are called to see what they give, at the end of a cell.
func looking() []string {
	return strings.Fields(`abs agg aggregate all any apply applymap assign astype boxplot copy corr count cov cumsum decode describe diff drop
		drop_duplicates dropna encode endswith equals explode fillna filter first format get groupby head hist idxmax idxmin index info isin
		isna isnull items iterrows itertuples join keys last lower map max mean median melt memory_usage merge min mode nlargest notna notnull
		nsmallest nunique pct_change pivot pivot_table plot predict query quantile rank rename replace reset_index resample rolling round
		sample score set_index shift size sort_index sort_values split startswith std strip sum summary tail transform transpose unique
		unstack upper value_counts values var where xs`)
}

// isCompound tells whether a word begins a statement that goes on behind a colon.
func isCompound(word string) bool {
	switch word {
	case "if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def", "class", "async":
		return true
	}
	return false
}

func assigns(sign string) bool {
	switch sign {
	case "=", "+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", ">>=", "<<=", "@=":
		return true
	}
	return false
}
