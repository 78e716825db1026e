package python

import (
	"slices"

	"hextui/hex/pytext"
)

// function is one that a source defines: where it stands, and those of its parameters that it gives no other value.
type function struct {
	name     string
	from, to int
	params   []string
}

// altering are the functions that change what they are given, themselves or part by part.
func (r *reader) altering() (names []string) {
	for _, i := range r.altered {
		name := r.text(i)
		changed := append([]string{name}, r.loops[name]...)
		for _, f := range r.functions {
			alters := func(name string) bool { return slices.Contains(f.params, name) }
			if i >= f.from && i < f.to && slices.ContainsFunc(changed, alters) && !slices.Contains(names, f.name) {
				names = append(names, f.name)
			}
		}
	}
	return names
}

// pass notes a name that is given to a function as it stands: rows of f(1, rows) and of f(of=rows).
func (r *reader) pass(i int) {
	before := i - 1
	if r.text(before) == "=" && before > 0 && r.tokens[before-1].word {
		before -= 2
	}
	after := r.text(i + 1)
	if r.tokens[i].depth == 0 || after != "," && after != ")" || r.text(before) != "," && r.text(before) != "(" {
		return
	}
	open := i
	for open > 0 && r.tokens[open].depth >= r.tokens[i].depth {
		open--
	}
	if open == 0 || r.text(open) != "(" {
		return
	}
	if f := r.tokens[open-1]; f.word && !pytext.IsKeyword(f.text) {
		r.passed[f.text] = append(r.passed[f.text], r.text(i))
	}
}
