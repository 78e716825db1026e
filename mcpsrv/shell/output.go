package shell

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"hextui/mcpsrv/answer"
)

// page is a part of what a command prints: a whole answer, or one of several that go on from one another.
type page struct {
	doc document
	// rows are those of the answer, in the member list; without one the answer has none, and doc is all.
	rows []document
	list string
	// text is the answer in prose.
	text string
}

// printer writes what a command prints, page by page.
type printer interface {
	page(page) error
	// end writes what is left.
	end() error
}

// format is how the data is printed.
type format struct {
	line     *line
	row      row
	terminal bool
	width    int
	columns  []string
	clean    answer.Cleaner
	project  string // that the command is about, empty where it is about none
}

// printer is the one that the flags ask for.
func (f format) printer(w io.Writer) (printer, error) {
	l := f.line
	if l.jq != "" {
		return newJQ(w, l.jq, l.ndjson, l.fields)
	}
	switch {
	case l.ndjson:
		return &ndjson{w, l.fields}, nil
	case l.json:
		return &oneJSON{w: w, fields: l.fields, indent: f.terminal}, nil
	case l.csv:
		return &separated{columns: f.columns, put: csvLine(w)}, nil
	case f.row.body != "":
		return &body{w, f.row.body, f.row.prose || f.terminal}, nil
	case f.row.prose:
		return &prose{w}, nil
	case f.terminal:
		return &table{w: w, columns: f.columns, width: f.width, ids: f.row.tool == "resolve_hex", now: l.Now}, nil
	}
	return &separated{columns: f.columns, put: tsvLine(w)}, nil
}

// ndjson prints an object a line.
type ndjson struct {
	w      io.Writer
	fields []string
}

func (p *ndjson) page(g page) error {
	rows := g.rows
	if g.list == "" {
		rows = []document{g.doc}
	}
	for _, r := range rows {
		raw, err := json.Marshal(r.only(p.fields))
		if err != nil {
			return err
		}
		if _, err := p.w.Write(append(raw, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (p *ndjson) end() error { return nil }

// oneJSON prints one document: the first page's, with the rows of all of them, which are written as they come, and what else the last
// one says.
type oneJSON struct {
	w      io.Writer
	fields []string
	indent bool
	last   page
	begun  bool
	any    bool
}

func (p *oneJSON) page(g page) error {
	p.last = g
	if g.list == "" {
		return nil
	}
	if !p.begun {
		p.begun = true
		name, err := json.Marshal(g.list)
		if err != nil {
			return err
		}
		if err := p.put("{" + string(name) + ":["); err != nil {
			return err
		}
	}
	for _, r := range g.rows {
		raw, err := json.Marshal(r.only(p.fields))
		if err != nil {
			return err
		}
		lead := ","
		if !p.any {
			lead, p.any = "", true
		}
		if p.indent {
			lead += "\n  "
		}
		if err := p.put(lead + string(raw)); err != nil {
			return err
		}
	}
	return nil
}

func (p *oneJSON) put(text string) error {
	_, err := io.WriteString(p.w, text)
	return err
}

func (p *oneJSON) end() error {
	if !p.begun {
		return p.whole(p.last.doc.only(p.fields))
	}
	rest := slices.DeleteFunc(p.last.doc.kept(), func(m member) bool { return m.name == p.last.list })
	raw, err := json.Marshal(rest)
	if err != nil {
		return err
	}
	lead := "]"
	if p.indent {
		lead = "\n]"
	}
	if len(rest) > 0 {
		lead += ","
	}
	return p.put(lead + string(raw[1:]) + "\n")
}

// whole prints a document that has no rows.
func (p *oneJSON) whole(d document) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if p.indent {
		var b bytes.Buffer
		if err := json.Indent(&b, raw, "", "  "); err != nil {
			return err
		}
		raw = b.Bytes()
	}
	return p.put(string(raw) + "\n")
}

// separated prints a header, and a line for each row, or one for an answer without rows.
type separated struct {
	columns []string
	begun   bool
	put     func([]string) error
}

func (p *separated) page(g page) error {
	rows := g.rows
	if g.list == "" {
		rows = []document{g.doc}
	}
	if len(p.columns) == 0 && len(rows) > 0 {
		p.columns = rows[0].names()
	}
	if !p.begun && len(p.columns) > 0 {
		p.begun = true
		if err := p.put(heads(p.columns)); err != nil {
			return err
		}
	}
	for _, r := range rows {
		values := make([]string, len(p.columns))
		for i, name := range p.columns {
			values[i] = shown(r.get(name))
		}
		if err := p.put(values); err != nil {
			return err
		}
	}
	return nil
}

func (p *separated) end() error { return nil }

// heads are the names over columns: those of members of members without the outer one.
func heads(columns []string) []string {
	made := make([]string, len(columns))
	for i, name := range columns {
		made[i] = name[strings.LastIndexByte(name, '.')+1:]
	}
	return made
}

func csvLine(w io.Writer) func([]string) error {
	c := csv.NewWriter(w)
	return func(values []string) error {
		if err := c.Write(values); err != nil {
			return err
		}
		c.Flush()
		return c.Error()
	}
}

// tsvLine writes lines with tabs between their values. Signs that would part values or lines are written as \t, \n, \r and \\.
func tsvLine(w io.Writer) func([]string) error {
	escape := strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)
	return func(values []string) error {
		for i := range values {
			values[i] = escape.Replace(values[i])
		}
		_, err := io.WriteString(w, strings.Join(values, "\t")+"\n")
		return err
	}
}

// body prints a member that is the data, as it is: the first of the names that there is.
type body struct {
	w     io.Writer
	names string
	// line is set where a text without an end of its last line gets one.
	line bool
}

func (p *body) page(g page) error {
	for name := range strings.FieldsSeq(p.names) {
		if raw := g.doc.get(name); raw != nil {
			text := shown(raw)
			if p.line && !strings.HasSuffix(text, "\n") {
				text += "\n"
			}
			_, err := io.WriteString(p.w, text)
			return err
		}
	}
	_, err := io.WriteString(p.w, g.text+"\n")
	return err
}

func (p *body) end() error { return nil }

// prose prints the text of the answer.
type prose struct{ w io.Writer }

func (p *prose) page(g page) error {
	_, err := io.WriteString(p.w, strings.TrimRight(g.text, "\n")+"\n")
	return err
}

func (p *prose) end() error { return nil }
