package shell

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/itchyny/gojq"

	"hextui/hex/exit"
)

// jq prints what an expression makes of the document, or with ndjson of each row.
type jq struct {
	w      io.Writer
	code   *gojq.Code
	each   bool
	fields []string
	// gathered is the document of which the rows are still to come.
	gathered page
	any      bool
}

func newJQ(w io.Writer, expression string, each bool, fields []string) (*jq, error) {
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, usage("--jq is no expression of jq: %w", err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, usage("--jq is no expression of jq: %w", err)
	}
	return &jq{w: w, code: code, each: each, fields: fields}, nil
}

func (p *jq) page(g page) error {
	for i, r := range g.rows {
		g.rows[i] = r.only(p.fields)
	}
	switch {
	case p.each && g.list == "":
		return p.print(g.doc.only(p.fields))
	case p.each:
		for _, r := range g.rows {
			if err := p.print(r); err != nil {
				return err
			}
		}
		return nil
	}
	rows := append(p.gathered.rows, g.rows...)
	p.gathered, p.any = g, true
	p.gathered.rows = rows
	return nil
}

func (p *jq) end() error {
	if !p.any {
		return nil
	}
	g := p.gathered
	if g.list == "" {
		return p.print(g.doc.only(p.fields))
	}
	raw, err := json.Marshal(append([]document{}, g.rows...))
	if err != nil {
		return err
	}
	return p.print(g.doc.with(g.list, raw))
}

// print prints what comes of a document: texts as they are, everything else as JSON.
func (p *jq) print(d document) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	n := json.NewDecoder(bytes.NewReader(raw))
	n.UseNumber()
	var in any
	if err := n.Decode(&in); err != nil {
		return err
	}
	for results := p.code.Run(in); ; {
		out, more := results.Next()
		if !more {
			return nil
		}
		if err, is := out.(error); is {
			return exit.With(exit.Failed, "--jq: %w", err)
		}
		text, is := out.(string)
		if !is {
			raw, err := gojq.Marshal(out)
			if err != nil {
				return err
			}
			text = string(raw)
		}
		if _, err := io.WriteString(p.w, text+"\n"); err != nil {
			return err
		}
	}
}
