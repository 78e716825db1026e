package template

import (
	"context"
	"fmt"
	"strings"
)

// Piece is a part of a rendered template: text of the author's, or a value that took the place of an output.
type Piece struct {
	// Text is the author's; empty for a value.
	Text string
	// Offset is where the piece begins in the source, in bytes.
	Offset int
	// Value is nil, bool, int64, float64, string, []any, map[string]any or an [Identifier].
	Value any
	// Output is the output's expression as written; empty for text.
	Output string
}

// Bounds on what a template may grow to.
const (
	maxSteps  = 200_000
	maxBlocks = 100
	maxText   = 1 << 20 // bytes of one value
)

// block is a node of a template: a tag and, for if and for, what belongs to it.
type block struct {
	tag  tag
	stmt any
	body []block
	alt  []block // else, or the next elif as the only element
}

// readTemplate parses a whole source. Unlike Parameters it accepts no mistake.
func readTemplate(source string) ([]block, error) {
	tags, err := splitTemplate(source)
	if err != nil {
		return nil, err
	}
	r := &blockReader{source: source, tags: tags}
	blocks, err := r.sequence(0)
	if err == nil && r.pos < len(tags) {
		err = Errorf(tags[r.pos].offset, "unexpected Jinja statement %q", strings.TrimSpace(tags[r.pos].body))
	}
	return blocks, err
}

type blockReader struct {
	source string
	tags   []tag
	pos    int
}

// sequence reads up to an else, elif or end that belongs to an outer block, which it leaves.
func (r *blockReader) sequence(depth int) ([]block, error) {
	var out []block
	for r.pos < len(r.tags) {
		t := r.tags[r.pos]
		stmt, err := parseTag(t)
		if err != nil {
			return nil, err
		}
		b := block{tag: t, stmt: stmt}
		switch s := stmt.(type) {
		case elseStmt, endStmt:
			return out, nil
		case ifStmt:
			if s.elif {
				return out, nil
			}
			err = r.compound(&b, "endif", depth)
		case forStmt:
			err = r.compound(&b, "endfor", depth)
		default:
			r.pos++
		}
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// compound reads the parts of an if or for up to and with its end.
func (r *blockReader) compound(b *block, end string, depth int) (err error) {
	if depth > maxBlocks {
		return Errorf(b.tag.offset, "Jinja blocks nest deeper than %d", maxBlocks)
	}
	r.pos++
	if b.body, err = r.sequence(depth + 1); err != nil {
		return err
	}
	if r.pos < len(r.tags) {
		t := r.tags[r.pos]
		stmt, err := parseTag(t)
		if err != nil {
			return err
		}
		switch s := stmt.(type) {
		case ifStmt: // elif: the rest is an if of its own, sharing the end
			if end == "endif" {
				next := block{tag: t, stmt: s}
				b.alt = []block{next}
				return r.compound(&b.alt[0], end, depth+1)
			}
		case elseStmt:
			r.pos++
			if b.alt, err = r.sequence(depth + 1); err != nil {
				return err
			}
		}
	}
	if r.pos < len(r.tags) {
		if stmt, err := parseTag(r.tags[r.pos]); err == nil && stmt == (endStmt{end}) {
			r.pos++
			return nil
		}
		t := r.tags[r.pos]
		return Errorf(t.offset, "unexpected Jinja statement %q, expected %q", strings.TrimSpace(t.body), end)
	}
	return Errorf(b.tag.offset, "unexpected end of template: the block on line %d needs {%% %s %%}", Line(r.source, b.tag.offset), end)
}

// Variables finds a variable from outside the template.
type Variables func(name string) (any, bool)

// renderer runs a template.
type renderer struct {
	ctx     context.Context // of the one render that this value is for
	outside Variables
	known   map[string]any // what outside has given, since it may be costly to give
	scopes  []map[string]any
	pieces  []Piece
	steps   int
}

// Render runs source with the variables. Every output becomes a piece of its own, so that nothing of a value can be taken
// for SQL.
func Render(ctx context.Context, source string, vars Variables) ([]Piece, error) {
	blocks, err := readTemplate(source)
	if err != nil {
		return nil, err
	}
	r := &renderer{ctx: ctx, outside: vars, known: map[string]any{}, scopes: []map[string]any{{}}}
	if err := r.run(blocks); err != nil {
		return nil, err
	}
	return r.pieces, nil
}

// lookup finds a variable, innermost first.
func (r *renderer) lookup(name string) (any, bool) {
	for i := len(r.scopes) - 1; i >= 0; i-- {
		if v, ok := r.scopes[i][name]; ok {
			return v, true
		}
	}
	if v, ok := r.known[name]; ok {
		return v, true
	}
	v, ok := r.outside(name)
	if ok {
		r.known[name] = v
	}
	return v, ok
}

func (r *renderer) run(blocks []block) error {
	for _, b := range blocks {
		if err := r.spend(1, b.tag.offset); err != nil {
			return err
		}
		if err := r.step(b); err != nil {
			return err
		}
	}
	return nil
}

// spend counts the work, so that nested loops end.
func (r *renderer) spend(steps, offset int) error {
	if r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	if r.steps += steps; r.steps > maxSteps {
		return Errorf(offset, "the template takes more than %d steps: loop over less", maxSteps)
	}
	return nil
}

func (r *renderer) step(b block) error {
	switch s := b.stmt.(type) {
	case textStmt:
		r.pieces = append(r.pieces, Piece{Text: s.text, Offset: b.tag.offset})
	case outputStmt:
		v, err := r.eval(s.value)
		if err != nil {
			return err
		}
		if u, ok := v.(undefined); ok {
			return u.fail()
		}
		r.pieces = append(r.pieces, Piece{Value: v, Offset: b.tag.offset, Output: strings.TrimSpace(b.tag.body)})
	case setStmt:
		v, err := r.eval(s.value)
		if err != nil {
			return err
		}
		r.scopes[len(r.scopes)-1][s.name] = v
	case ifStmt:
		v, err := r.eval(s.cond)
		if err != nil {
			return err
		}
		if truth(v) {
			return r.run(b.body)
		}
		return r.run(b.alt)
	case forStmt:
		return r.loop(s, b)
	}
	return nil
}

func (r *renderer) loop(s forStmt, b block) error {
	v, err := r.eval(s.list)
	if err != nil {
		return err
	}
	if u, ok := v.(undefined); ok {
		return u.fail()
	}
	items, ok := sequenceOf(v)
	if !ok {
		return Errorf(b.tag.offset, "%s is not iterable", TypeName(v))
	}
	if len(items) == 0 {
		return r.run(b.alt)
	}
	defer func(n int) { r.scopes = r.scopes[:n] }(len(r.scopes))
	for i, item := range items {
		if err := r.spend(1, b.tag.offset); err != nil {
			return err
		}
		scope := map[string]any{"loop": map[string]any{
			"index": int64(i + 1), "index0": int64(i), "first": i == 0, "last": i == len(items)-1, "length": int64(len(items)),
		}}
		if err := unpack(scope, s.vars, item); err != nil {
			return Errorf(b.tag.offset, "%v", err)
		}
		r.scopes = append(r.scopes, scope)
		if err := r.run(b.body); err != nil {
			return err
		}
		r.scopes = r.scopes[:len(r.scopes)-1]
	}
	return nil
}

func unpack(scope map[string]any, vars []string, item any) error {
	if len(vars) == 1 {
		scope[vars[0]] = item
		return nil
	}
	parts, ok := item.([]any)
	if !ok || len(parts) != len(vars) {
		return fmt.Errorf("cannot unpack %s into %d variables", TypeName(item), len(vars))
	}
	for i, name := range vars {
		scope[name] = parts[i]
	}
	return nil
}
