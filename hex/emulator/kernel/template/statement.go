package template

import "strings"

// The tags of a template, parsed. A template's control flow is small enough to be run straight from the list of tags.
type (
	textStmt   struct{ text string }
	outputStmt struct{ value expr }
	ifStmt     struct { // if and elif
		cond expr
		elif bool
	}
	forStmt struct {
		vars []string
		list expr
	}
	setStmt struct {
		name  string
		value expr
	}
	elseStmt struct{}
	endStmt  struct{ word string } // endif, endfor
)

// parseTag reads one segment.
func parseTag(t tag) (any, error) {
	switch t.kind {
	case textTag:
		return textStmt{t.body}, nil
	case outputTag:
		e, err := newExprParser(t.body, t.offset).whole()
		return outputStmt{e}, err
	}
	p := newExprParser(t.body, t.offset)
	word := p.tok
	if p.kind != 'n' {
		p.unexpected("expected a statement")
		return nil, p.broken
	}
	p.next()
	switch word {
	case "if", "elif":
		e, err := p.whole()
		return ifStmt{e, word == "elif"}, err
	case "else":
		p.end()
		return elseStmt{}, p.broken
	case "endif", "endfor":
		p.end()
		return endStmt{word}, p.broken
	case "set":
		name := p.name()
		p.expect("=")
		e, err := p.whole()
		return setStmt{name, e}, err
	case "for":
		vars := []string{p.name()}
		for p.accept(",") {
			vars = append(vars, p.name())
		}
		p.expect("in")
		e, err := p.whole()
		return forStmt{vars, e}, err
	}
	const message = "the Jinja statement %q is not supported here (if, elif, else, for, set and raw are)"
	return nil, Errorf(t.offset, message, strings.TrimSpace(word))
}

// name takes a variable's name.
func (p *exprParser) name() string {
	name := p.tok
	if p.kind != 'n' {
		p.unexpected("expected a name")
	}
	p.next()
	return name
}
