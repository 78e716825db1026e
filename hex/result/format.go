package result

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hextui/hex"
)

// Format is a form in which a table leaves.
type Format string

// The forms. In TSV and CSV a NULL and an empty text are both nothing; the others tell them apart.
const (
	TSV      Format = "TSV"
	CSV      Format = "CSV"
	JSON     Format = "JSON"
	Markdown Format = "Markdown"
	SQL      Format = "SQL values"
)

// Formats are all forms, in the order in which they are offered.
var Formats = [...]Format{TSV, CSV, JSON, Markdown, SQL}

// Write writes a table:
//
//	TSV, CSV  with a line of names; values that hold the separator, a quote or a line end are quoted
//	JSON      an array of objects; numbers and booleans as such where the column's type says so, with the digits they came with.
//	          Of several columns of one name the later ones are name_2, name_3 …
//	Markdown  a table, in which a line end is <br>
//	SQL       the rows of a VALUES clause of standard SQL
func Write(w io.Writer, t *hex.ResultTable, f Format) error {
	switch f {
	case TSV:
		return separated(w, t, '\t')
	case CSV:
		return separated(w, t, ',')
	case JSON:
		return objects(w, t)
	case Markdown:
		return lines(w, markdown(t))
	case SQL:
		return lines(w, values(t))
	}
	return fmt.Errorf("there is no form %q of a result: give one of %v", f, Formats)
}

func separated(w io.Writer, t *hex.ResultTable, comma rune) error {
	out := csv.NewWriter(w)
	out.Comma = comma
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for row := range t.Rows {
		for i := range record {
			record[i] = ""
			if v := Value(t, row, i); v != nil {
				record[i] = *v
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func objects(w io.Writer, t *hex.ResultTable) error {
	names, kinds := make([]string, len(t.Columns)), make([]kind, len(t.Columns))
	taken := map[string]bool{}
	for i, c := range t.Columns {
		name := c.Name
		for n := 2; taken[name]; n++ {
			name = c.Name + "_" + strconv.Itoa(n)
		}
		taken[name] = true
		quoted, err := quote(name)
		if err != nil {
			return err
		}
		names[i], kinds[i] = quoted, kindOf(c.Type)
	}
	var b strings.Builder
	for row := range t.Rows {
		b.Reset()
		b.WriteString(map[bool]string{true: "[\n", false: ",\n"}[row == 0])
		for i, name := range names {
			text, err := literal(Value(t, row, i), kinds[i])
			if err != nil {
				return err
			}
			b.WriteString(map[bool]string{true: "  {", false: ", "}[i == 0])
			b.WriteString(name + ": " + text)
		}
		b.WriteString("}")
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	end := "\n]\n"
	if len(t.Rows) == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// literal is a value in JSON, a number with the digits it came with.
func literal(v *string, k kind) (string, error) {
	switch {
	case v == nil:
		return "null", nil
	case (k == isNumber || k == isInteger) && json.Valid([]byte(*v)) && plainNumber(*v):
		return *v, nil
	case k == isBoolean && (*v == "true" || *v == "false"):
		return *v, nil
	}
	return quote(*v)
}

// quote is a text as JSON, with < and & as they are.
func quote(text string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(text)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// plainNumber tells whether a text is a number and nothing else; what JSON and SQL both read as one.
func plainNumber(text string) bool {
	if text == "" || strings.Trim(text, "+-.0123456789eE") != "" {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil || strings.Contains(err.Error(), "out of range")
}

func lines(w io.Writer, all func(yield func(string) bool)) error {
	for line := range all {
		if _, err := io.WriteString(w, line+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func markdown(t *hex.ResultTable) func(yield func(string) bool) {
	clean := strings.NewReplacer("\\", "\\\\", "|", "\\|", "\r\n", "<br>", "\n", "<br>", "\r", "<br>")
	return func(yield func(string) bool) {
		head, rule := "|", "|"
		for _, c := range t.Columns {
			head += " " + clean.Replace(c.Name) + " |"
			rule += map[bool]string{true: " ---: |", false: " --- |"}[Numeric(c.Type)]
		}
		if !yield(head) || !yield(rule) {
			return
		}
		for row := range t.Rows {
			line := "|"
			for i := range t.Columns {
				text := "*null*"
				if v := Value(t, row, i); v != nil {
					text = clean.Replace(*v)
				}
				line += " " + text + " |"
			}
			if !yield(line) {
				return
			}
		}
	}
}

func values(t *hex.ResultTable) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for row := range t.Rows {
			line := "("
			for i, c := range t.Columns {
				if i > 0 {
					line += ", "
				}
				line += sqlLiteral(Value(t, row, i), kindOf(c.Type))
			}
			if line += ")"; row < len(t.Rows)-1 {
				line += ","
			}
			if !yield(line) {
				return
			}
		}
	}
}

func sqlLiteral(v *string, k kind) string {
	switch {
	case v == nil:
		return "NULL"
	case (k == isNumber || k == isInteger) && plainNumber(*v), k == isBoolean && (*v == "true" || *v == "false"):
		return *v
	}
	return "'" + strings.ReplaceAll(*v, "'", "''") + "'"
}
