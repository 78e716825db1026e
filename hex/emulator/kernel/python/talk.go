package python

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"hextui/hex/emulator/kernel/engine"
)

// Limits of the answers, all of which an honest kernel keeps by itself.
const (
	maxLine    = 2 << 20                  // of what is neither a row nor a figure
	maxRows    = 2 * engine.MaxFrameBytes // of a line of rows
	maxFigure  = 4 << 20
	maxFigures = 8
	maxColumns = 2000
	maxName    = 1000
)

// wrong is an answer that breaks the rules.
type wrong struct{ what string }

func (e *wrong) Error() string { return e.what }

func broken(format string, args ...any) error { return &wrong{fmt.Sprintf(format, args...)} }

// request is a line to the kernel; one member is set.
type request struct {
	Run   *runRequest `json:",omitempty"`
	Frame string      `json:",omitempty"`
	Value string      `json:",omitempty"`
}

// runRequest is a cell. The frames follow, a head and its rows each.
type runRequest struct {
	Cell, Source string
	Set          map[string]any
	Forget       []string
	Frames       []string
	// Mark is what standard output has after all that the cell wrote.
	Mark string
}

// answer is a line from the kernel, of which one member is set, or one to a question of a cell's, which has a frame, an error or
// nothing.
type answer struct {
	Done      *done           `json:",omitempty"`
	Query     *query          `json:",omitempty"`
	Connected *string         `json:",omitempty"`
	Frame     *head           `json:",omitempty"`
	Figure    *string         `json:",omitempty"`
	Value     json.RawMessage `json:",omitempty"`
	Error     *string         `json:",omitempty"`
}

// query is a question of a cell's to the notebook.
type query struct{ Connection, SQL string }

// done is what a cell came to. As many figures follow, and the frame of a table.
type done struct {
	Failure *engine.Failure
	// Full tells that memory ran out, and that what the session keeps leaves hardly any.
	Full    bool
	Shapes  struct{ Rows, Empty, Other []string }
	Figures int
	Table   bool
	Total   int
}

// head is what is said of a frame before its rows.
type head struct {
	Columns []engine.Column
	Rows    int
}

// chunk is how many rows stand in a line.
const chunk = 256

// talk is both directions of a conversation.
type talk struct {
	to   *bufio.Writer
	from *bufio.Reader
}

func newTalk(to io.Writer, from io.Reader) *talk {
	return &talk{to: bufio.NewWriterSize(to, 64<<10), from: bufio.NewReaderSize(from, 64<<10)}
}

// say writes a line.
func (t *talk) say(what any) error {
	line, err := json.Marshal(what)
	if err != nil {
		return err
	}
	_, err = t.to.Write(append(line, '\n'))
	return err
}

// line reads a line that has at most so many bytes.
func (t *talk) line(most int) ([]byte, error) {
	if err := t.to.Flush(); err != nil {
		return nil, err
	}
	var line []byte
	for {
		part, err := t.from.ReadSlice('\n')
		if len(line)+len(part) > most {
			return nil, broken("it wrote a line of more than %d bytes", most)
		}
		line = append(line, part...)
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// hear reads an answer.
func (t *talk) hear(most int) (answer, error) {
	line, err := t.line(most)
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(line, &a); err != nil {
		return answer{}, broken("it wrote what is no answer: %v", err)
	}
	return a, nil
}

// sayFrame writes a frame.
func (t *talk) sayFrame(f *engine.Frame) error {
	h := head{Columns: make([]engine.Column, len(f.Columns)), Rows: len(f.Rows)}
	for i, c := range f.Columns {
		if c.Type == engine.Numeric {
			c.Type = plainType(f, i)
		}
		h.Columns[i] = c
	}
	if err := t.say(answer{Frame: &h}); err != nil {
		return err
	}
	for rows := range slices.Chunk(f.Rows, chunk) {
		line := make([][]any, len(rows))
		for at, values := range rows {
			line[at] = make([]any, len(values))
			for i, v := range values {
				line[at][i] = written(f.Columns[i].Plain(v))
			}
		}
		if err := t.say(line); err != nil {
			return err
		}
	}
	return nil
}

// plainType is the type of a column of decimal numbers once they are plain ones.
func plainType(f *engine.Frame, column int) string {
	for _, row := range f.Rows {
		switch f.Columns[column].Plain(row[column]).(type) {
		case nil, int64:
		case float64:
			return "REAL"
		default:
			return engine.Numeric
		}
	}
	return "INTEGER"
}

// written is a value as lines have it.
func written(v any) any {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return [2]string{"f", strconv.FormatFloat(v, 'g', -1, 64)}
		}
	case []byte:
		return [2]string{"b", base64.StdEncoding.EncodeToString(v)}
	}
	return v
}

// hearFrame reads the rows of a frame.
func (t *talk) hearFrame(h head) (*engine.Frame, error) {
	if h.Rows < 0 || h.Rows > engine.MaxRows || len(h.Columns) > maxColumns {
		return nil, broken("it wrote a frame of %d rows and %d columns", h.Rows, len(h.Columns))
	}
	names := make([]string, len(h.Columns))
	for i, c := range h.Columns {
		if !isType(c.Type) || len(c.Name) > maxName {
			return nil, broken("it wrote a column of no known type, or with a name of %d bytes", len(c.Name))
		}
		names[i] = c.Name
	}
	f := &engine.Frame{Columns: engine.Columns(names)}
	for i, c := range h.Columns {
		f.Columns[i].Type = c.Type
	}
	room := engine.MaxFrameBytes
	for len(f.Rows) < h.Rows {
		line, err := t.line(maxRows)
		if err != nil {
			return nil, err
		}
		var rows [][]json.RawMessage
		if err := json.Unmarshal(line, &rows); err != nil || len(rows) == 0 || len(rows) > min(chunk, h.Rows-len(f.Rows)) {
			return nil, broken("it wrote %d rows where %d are left", len(rows), h.Rows-len(f.Rows))
		}
		for _, values := range rows {
			row, err := readRow(values, f.Columns)
			if err != nil {
				return nil, err
			}
			for _, v := range row {
				room -= engine.Size(v)
			}
			f.Rows = append(f.Rows, row)
		}
		if room < 0 {
			return nil, broken("it wrote a frame of more than %d MB", engine.MaxFrameBytes>>20)
		}
	}
	return f, nil
}

// isType tells whether a type is one that the kernel gives columns.
func isType(kind string) bool {
	switch kind {
	case "INTEGER", "REAL", "TEXT", "BLOB", "BOOLEAN", engine.Numeric, engine.Date, engine.Time, engine.Timestamp, engine.TimestampTZ,
		engine.Interval, "NULL":
		return true
	}
	return false
}

// readRow reads a row, whose values must be those of its columns' types.
func readRow(values []json.RawMessage, columns []engine.Column) ([]any, error) {
	if len(values) != len(columns) {
		return nil, broken("it wrote a row of %d values for %d columns", len(values), len(columns))
	}
	row := make([]any, len(values))
	for i, raw := range values {
		v, err := readValue(raw, columns[i].Type)
		if err != nil {
			return nil, broken("it wrote a value of %s that is no %s", columns[i].Name, columns[i].Type)
		}
		row[i] = v
	}
	return row, nil
}

// errType says that a value is not of its column's type.
var errType = errors.New("the value is of another type")

func readValue(raw json.RawMessage, kind string) (any, error) {
	if bytes.Equal(raw, []byte("null")) {
		return nil, nil
	}
	switch kind {
	case "INTEGER":
		return strconv.ParseInt(string(raw), 10, 64)
	case "BOOLEAN":
		return strconv.ParseBool(string(raw))
	case "REAL":
		if raw[0] != '[' {
			return strconv.ParseFloat(string(raw), 64)
		}
	}
	tag, text := "", ""
	if raw[0] == '[' {
		var pair []string
		if err := json.Unmarshal(raw, &pair); err != nil || len(pair) != 2 {
			return nil, errType
		}
		tag, text = pair[0], pair[1]
	} else if err := json.Unmarshal(raw, &text); err != nil {
		return nil, err
	}
	switch {
	case len(text) > 2*engine.MaxValueBytes:
	case kind == "REAL" && tag == "f":
		return strconv.ParseFloat(text, 64)
	case kind == "BLOB" && tag == "b":
		return base64.StdEncoding.DecodeString(text)
	case kind != "REAL" && kind != "BLOB" && tag == "" && len(text) <= engine.MaxValueBytes:
		return text, nil
	}
	return nil, errType
}

// readTemplate reads a value for a template. How deep it nests is bounded by its line.
func readTemplate(raw json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, broken("it wrote a value that is none: %v", err)
	}
	return plain(v), nil
}

// plain has int64 and float64 for numbers.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
		return v.String()
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	}
	return v
}
