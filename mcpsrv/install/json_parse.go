package install

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// parser finds where things are in JSON with comments.
type parser struct {
	src []byte
	at  int
	err error
	// depth bounds nesting: a file may be anything.
	depth int
}

var errNoJSON = errors.New("it is no JSON")

const maxDepth = 200

// space skips white space and comments.
func (p *parser) space() {
	for p.at < len(p.src) {
		rest := p.src[p.at:]
		switch {
		case bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0:
			p.at++
		case bytes.HasPrefix(rest, []byte("//")):
			if end := bytes.IndexByte(rest, '\n'); end >= 0 {
				p.at += end
			} else {
				p.at = len(p.src)
			}
		case bytes.HasPrefix(rest, []byte("/*")):
			end := bytes.Index(rest[2:], []byte("*/"))
			if end < 0 {
				p.err, p.at = errNoJSON, len(p.src)
				return
			}
			p.at += end + 4
		default:
			return
		}
	}
}

// is tells what comes next.
func (p *parser) is(c byte) bool { return p.at < len(p.src) && p.src[p.at] == c }

// object reads an object; the parser stands at its brace.
func (p *parser) object() (object, error) {
	o := object{value: value{from: p.at}, comma: -1}
	if !p.is('{') || p.depth > maxDepth {
		return o, errNoJSON
	}
	p.depth++
	defer func() { p.depth-- }()
	p.at++
	for seen := map[string]bool{}; ; {
		p.space()
		if p.is('}') {
			p.at++
			o.to = p.at
			return o, p.err
		}
		if len(o.members) > 0 && o.comma < 0 {
			return o, errNoJSON
		}
		m, err := p.pair()
		if err != nil {
			return o, err
		}
		if seen[m.name] {
			return o, fmt.Errorf("it has the member %q twice", m.name)
		}
		seen[m.name] = true
		o.members, o.comma = append(o.members, m), -1
		if p.space(); p.is(',') {
			o.comma = p.at
			p.at++
		}
	}
}

func (p *parser) pair() (placed, error) {
	m := placed{key: value{from: p.at}}
	if err := p.text(); err != nil {
		return m, err
	}
	m.key.to = p.at
	if json.Unmarshal(p.src[m.key.from:m.key.to], &m.name) != nil {
		return m, errNoJSON
	}
	if p.space(); !p.is(':') {
		return m, errNoJSON
	}
	p.at++
	p.space()
	m.at.from = p.at
	err := p.any()
	m.at.to = p.at
	return m, err
}

// text skips a string.
func (p *parser) text() error {
	if !p.is('"') {
		return errNoJSON
	}
	for p.at++; p.at < len(p.src); p.at++ {
		switch p.src[p.at] {
		case '\\':
			p.at++
		case '"':
			p.at++
			return nil
		}
	}
	return errNoJSON
}

// any skips a value.
func (p *parser) any() error {
	switch {
	case p.is('"'):
		return p.text()
	case p.is('{'):
		_, err := p.object()
		return err
	case p.is('['):
		return p.list()
	}
	from := p.at
	for p.at < len(p.src) && bytes.IndexByte([]byte(",]} \t\r\n/"), p.src[p.at]) < 0 {
		p.at++
	}
	if !json.Valid(p.src[from:p.at]) {
		return errNoJSON
	}
	return nil
}

func (p *parser) list() error {
	if p.depth > maxDepth {
		return errNoJSON
	}
	p.depth++
	defer func() { p.depth-- }()
	p.at++
	for comma := true; ; {
		p.space()
		if p.is(']') {
			p.at++
			return p.err
		}
		if !comma {
			return errNoJSON
		}
		if err := p.any(); err != nil {
			return err
		}
		if p.space(); p.is(',') {
			p.at++
		} else {
			comma = false
		}
	}
}
