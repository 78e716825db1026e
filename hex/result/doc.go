// Package result is what can be made of the rows that a cell gave: texts that leave for elsewhere, figures about a column, and what
// is not as in the result before. It knows neither screens nor the network, and no number goes through it rounded.
package result

import (
	"slices"
	"strings"

	"hextui/hex"
)

// Part is a table of some rows and columns of t, in the order of their numbers; nil means all of them. Its total is its own.
func Part(t *hex.ResultTable, rows, columns []int) *hex.ResultTable {
	p := &hex.ResultTable{TotalKind: hex.TotalExact}
	if columns == nil {
		columns = numbers(len(t.Columns))
	}
	if rows == nil {
		rows = numbers(len(t.Rows))
	}
	for _, c := range columns {
		p.Columns = append(p.Columns, t.Columns[c])
	}
	p.Rows = make([][]*string, len(rows))
	for i, r := range rows {
		p.Rows[i] = make([]*string, len(columns))
		for j, c := range columns {
			p.Rows[i][j] = Value(t, r, c)
		}
	}
	p.RowsReturned, p.TotalRows = len(rows), len(rows)
	return p
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// Value is the value of a row in a column, both by their numbers; nil for NULL, and where the row is too short.
func Value(t *hex.ResultTable, row, column int) *string {
	if r := t.Rows[row]; column < len(r) {
		return r[column]
	}
	return nil
}

// kind is what a column's values are, as far as its type tells.
type kind int

const (
	isText kind = iota
	isNumber
	isInteger
	isBoolean
)

// Numeric tells whether a column's type is one of numbers. The words for types are those of the databases, such as INTEGER,
// Decimal(10,2), Nullable(Float64) or double precision.
func Numeric(columnType string) bool { k := kindOf(columnType); return k == isNumber || k == isInteger }

func kindOf(columnType string) kind {
	words := strings.FieldsFunc(strings.ToLower(columnType), func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z'
	})
	if slices.Contains(words, "array") || strings.Contains(columnType, "[]") {
		return isText
	}
	for _, w := range words {
		switch strings.TrimRight(w, "0123456789") {
		case "int", "integer", "bigint", "smallint", "tinyint", "mediumint", "hugeint", "byteint", "uint", "uinteger", "ubigint",
			"serial", "bigserial", "long", "short":
			return isInteger
		case "real", "float", "double", "decimal", "numeric", "number", "bignumeric", "money":
			return isNumber
		case "bool", "boolean":
			return isBoolean
		}
	}
	return isText
}
