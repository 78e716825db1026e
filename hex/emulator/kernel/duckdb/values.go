//go:build duckdb

package duckdb

import (
	"fmt"
	"strconv"
	"strings"

	"hextui/hex/emulator/kernel/engine"
)

// typeName is the name of a type in results.
func typeName(kind string) string {
	switch {
	case strings.HasSuffix(kind, "]"), nested(kind):
		return kind
	case strings.HasPrefix(kind, "DECIMAL"):
		return engine.Numeric
	case strings.HasPrefix(kind, "TIMESTAMP_"):
		return engine.Timestamp
	case whole(kind):
		return "INTEGER"
	}
	switch kind {
	case "FLOAT", "DOUBLE":
		return "REAL"
	case "VARCHAR", "ENUM", "BIT":
		return "TEXT"
	case "SQLNULL":
		return "NULL"
	case "TIMESTAMP WITH TIME ZONE":
		return engine.TimestampTZ
	}
	return kind
}

// whole tells whether a type is one of whole numbers.
func whole(kind string) bool {
	switch kind {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "BIGNUM":
		return true
	}
	return false
}

// nested tells whether a value has members with names.
func nested(kind string) bool {
	return strings.Contains(kind, "STRUCT(") || strings.Contains(kind, "MAP(")
}

// selected is how a column of a type is read. What frames have no value for is read as the text that DuckDB writes for it: what the
// driver makes of it has lost something, of JSON the order of its members and the digits of its numbers, of a time its zone, of a date
// that it is infinite.
func selected(column, kind string) string {
	switch kind {
	case "BOOLEAN", "FLOAT", "DOUBLE", "VARCHAR", "BLOB", "SQLNULL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT":
		return column
	}
	if nested(kind) {
		column = "to_json(" + column + ")"
	}
	return "CAST(" + column + " AS VARCHAR)"
}

// value is a value of a result.
func value(v any, kind string) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, []byte:
		return v
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && whole(kind) {
			return n
		}
		return v
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case float32:
		f, _ := strconv.ParseFloat(strconv.FormatFloat(float64(v), 'g', -1, 32), 64) // the digits that it has, and no more
		return f
	}
	return fmt.Sprint(v)
}
