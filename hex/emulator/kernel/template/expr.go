package template

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// expr is a Jinja expression.
type expr any

type (
	literal  struct{ value any }
	nameExpr struct {
		name   string
		offset int
	}
	listExpr  struct{ items []expr }
	unaryExpr struct {
		op string
		x  expr
	}
	binaryExpr struct {
		op     string
		x, y   expr
		offset int
	}
	testExpr struct { // x is [not] name
		x      expr
		name   string
		negate bool
		offset int
	}
	condExpr  struct{ cond, yes, no expr }
	indexExpr struct { // x[key] and x.key
		x, key expr
		offset int
	}
	filterExpr struct {
		x      expr
		name   string
		args   []expr
		offset int
	}
)

// walkNames calls visit for every variable in e, from left to right.
func walkNames(e expr, visit func(string)) {
	switch e := e.(type) {
	case nameExpr:
		visit(e.name)
	case listExpr:
		for _, x := range e.items {
			walkNames(x, visit)
		}
	case unaryExpr:
		walkNames(e.x, visit)
	case binaryExpr:
		walkNames(e.x, visit)
		walkNames(e.y, visit)
	case testExpr:
		walkNames(e.x, visit)
	case condExpr:
		walkNames(e.yes, visit)
		walkNames(e.cond, visit)
		walkNames(e.no, visit)
	case indexExpr:
		walkNames(e.x, visit)
		walkNames(e.key, visit)
	case filterExpr:
		walkNames(e.x, visit)
		for _, x := range e.args {
			walkNames(x, visit)
		}
	}
}

// exprDepth is how deep an expression may nest.
const exprDepth = 100

// exprParser reads the inside of a tag.
type exprParser struct {
	src    string
	base   int // offset of src in the template
	pos    int
	tok    string // "" at the end
	kind   byte   // n name, d number, s string, p punctuation, 0 end
	start  int
	depth  int
	broken error
}

func newExprParser(src string, base int) *exprParser {
	p := &exprParser{src: src, base: base}
	p.next()
	return p
}

func (p *exprParser) at() int { return p.base + p.start }

func (p *exprParser) fail(format string, args ...any) {
	if p.broken == nil {
		p.broken = Errorf(p.at(), format, args...)
	}
	p.tok, p.kind, p.pos = "", 0, len(p.src)
}

// expect takes the given token.
func (p *exprParser) expect(tok string) {
	if !p.accept(tok) {
		p.unexpected("expected " + strconv.Quote(tok))
	}
}

func (p *exprParser) unexpected(hint string) {
	if p.kind == 0 {
		p.fail("unexpected end of the Jinja expression, %s", hint)
	} else {
		p.fail("unexpected %q in the Jinja expression, %s", p.tok, hint)
	}
}

// accept takes tok if it comes next. Strings never match.
func (p *exprParser) accept(tok string) bool {
	if p.kind == 's' || p.kind == 0 || p.tok != tok {
		return false
	}
	p.next()
	return true
}

func (p *exprParser) next() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
	p.start = p.pos
	if p.pos >= len(p.src) {
		p.tok, p.kind = "", 0
		return
	}
	c := p.src[p.pos]
	switch {
	case isNameStart(c):
		p.take('n', func(c byte) bool { return isNameStart(c) || isDigit(c) })
	case isDigit(c):
		p.take('d', func(c byte) bool { return isDigit(c) || c == '.' || c == '_' })
	case c == '\'' || c == '"':
		end := endOfString(p.src, p.pos)
		if end < 0 {
			p.fail("a string in the Jinja expression is never closed")
			return
		}
		p.tok, p.kind = unescape(p.src[p.pos+1:end]), 's'
		p.pos = end + 1
	default:
		n := 1
		for _, op := range []string{"==", "!=", "<=", ">=", "//", "**"} {
			if strings.HasPrefix(p.src[p.pos:], op) {
				n = 2
			}
		}
		if c >= utf8.RuneSelf {
			_, n = utf8.DecodeRuneInString(p.src[p.pos:])
		}
		p.tok, p.kind = p.src[p.pos:p.pos+n], 'p'
		p.pos += n
	}
}

func (p *exprParser) take(kind byte, in func(byte) bool) {
	end := p.pos
	for end < len(p.src) && in(p.src[end]) {
		end++
	}
	p.tok, p.kind, p.pos = p.src[p.pos:end], kind, end
}

func isNameStart(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }

func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`, `\'`, "'", `\"`, `"`).Replace(s)
}

// whole parses an expression that must fill the rest of the tag.
func (p *exprParser) whole() (expr, error) {
	e := p.ternary()
	p.end()
	return e, p.broken
}

func (p *exprParser) end() {
	if p.kind != 0 {
		p.unexpected("expected its end")
	}
}

// enter guards against nesting that would exhaust the stack; the caller defers leave.
func (p *exprParser) enter() {
	if p.depth++; p.depth > exprDepth {
		p.fail("the Jinja expression nests deeper than %d", exprDepth)
	}
}

func (p *exprParser) leave() { p.depth-- }

func (p *exprParser) ternary() expr {
	p.enter()
	defer p.leave()
	yes := p.or()
	if !p.accept("if") {
		return yes
	}
	cond := p.or()
	var no expr = literal{nil}
	if p.accept("else") {
		no = p.ternary()
	}
	return condExpr{cond, yes, no}
}

func (p *exprParser) or() expr  { return p.chain(p.and, "or") }
func (p *exprParser) and() expr { return p.chain(p.not, "and") }

// chain parses operators of one precedence, grouping to the left.
func (p *exprParser) chain(operand func() expr, ops ...string) expr {
	x := operand()
	for {
		op, at := "", p.at()
		for _, o := range ops {
			if p.accept(o) {
				op = o
				break
			}
		}
		if op == "" {
			return x
		}
		x = binaryExpr{op, x, operand(), at}
	}
}

func (p *exprParser) not() expr {
	p.enter()
	defer p.leave()
	if p.accept("not") {
		return unaryExpr{"not", p.not()}
	}
	return p.comparison()
}

func (p *exprParser) comparison() expr {
	x := p.sum()
	for {
		at := p.at()
		switch {
		case p.accept("is"):
			negate := p.accept("not")
			if p.kind != 'n' {
				p.unexpected("expected the name of a test")
				return x
			}
			x = testExpr{x, p.tok, negate, at}
			p.next()
		case p.accept("in"):
			x = binaryExpr{"in", x, p.sum(), at}
		case p.kind == 'n' && p.tok == "not":
			p.next()
			p.expect("in")
			x = unaryExpr{"not", binaryExpr{"in", x, p.sum(), at}}
		default:
			op := ""
			for _, o := range []string{"==", "!=", "<=", ">=", "<", ">"} {
				if p.accept(o) {
					op = o
					break
				}
			}
			if op == "" {
				return x
			}
			x = binaryExpr{op, x, p.sum(), at}
		}
	}
}

func (p *exprParser) sum() expr  { return p.chain(p.term, "+", "-", "~") }
func (p *exprParser) term() expr { return p.chain(p.unary, "*", "//", "/", "%") }

func (p *exprParser) unary() expr {
	p.enter()
	defer p.leave()
	if p.accept("-") {
		return unaryExpr{"-", p.unary()}
	}
	return p.postfix(p.primary())
}

func (p *exprParser) primary() expr {
	tok, kind, at := p.tok, p.kind, p.at()
	switch kind {
	case 'n':
		p.next()
		switch tok {
		case "true", "True":
			return literal{true}
		case "false", "False":
			return literal{false}
		case "none", "None":
			return literal{nil}
		case "and", "or", "in", "is", "if", "else", "not":
			p.fail("unexpected %q in the Jinja expression", tok)
		}
		return nameExpr{tok, at}
	case 's':
		p.next()
		return literal{tok}
	case 'd':
		p.next()
		return p.number(tok)
	}
	switch {
	case p.accept("("):
		e := p.items(")")
		if len(e) == 1 {
			return e[0]
		}
		return listExpr{e}
	case p.accept("["):
		return listExpr{p.items("]")}
	}
	p.unexpected("expected a value")
	return literal{}
}

func (p *exprParser) number(text string) expr {
	text = strings.ReplaceAll(text, "_", "")
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return literal{n}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		p.fail("%q is not a number", text)
	}
	return literal{f}
}

// items parses a list up to and with its closing token.
func (p *exprParser) items(closing string) []expr {
	var items []expr
	for p.broken == nil && !p.accept(closing) {
		items = append(items, p.ternary())
		if !p.accept(",") {
			p.expect(closing)
			break
		}
	}
	return items
}

func (p *exprParser) postfix(x expr) expr {
	for {
		at := p.at()
		switch {
		case p.accept("."):
			x = indexExpr{x, literal{p.tok}, at}
			if p.kind != 'n' {
				p.unexpected("expected a name")
			}
			p.next()
		case p.accept("["):
			x = indexExpr{x, p.ternary(), at}
			p.expect("]")
		case p.accept("|"):
			f := filterExpr{x: x, name: p.tok, offset: p.at()}
			if p.kind != 'n' {
				p.unexpected("expected the name of a filter")
			}
			p.next()
			if p.accept("(") {
				f.args = p.items(")")
			}
			x = f
		case p.kind == 'p' && p.tok == "(":
			p.fail("calls in Jinja expressions are not supported here: compute the value in a CODE cell and name its variable")
			return x
		default:
			return x
		}
	}
}
