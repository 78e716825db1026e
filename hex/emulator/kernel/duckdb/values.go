//go:build duckdb

package duckdb

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// typeName is the name of a type in results.
func typeName(kind string) string {
	switch {
	case strings.HasSuffix(kind, "[]"), strings.HasPrefix(kind, "STRUCT"), strings.HasPrefix(kind, "MAP"):
		return kind
	case strings.HasPrefix(kind, "DECIMAL"):
		return engine.Numeric
	case strings.HasPrefix(kind, "TIMESTAMP_"):
		return "TIMESTAMP"
	}
	switch kind {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "BIGNUM":
		return "INTEGER"
	case "FLOAT", "DOUBLE":
		return "REAL"
	case "VARCHAR", "ENUM", "BIT":
		return "TEXT"
	case "SQLNULL":
		return "NULL"
	}
	return kind
}

// value is a value of a result. What frames have no value for is the text that DuckDB writes for it.
func value(v any, kind string) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, string:
		return v
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case uint8:
		return int64(v)
	case uint16:
		return int64(v)
	case uint32:
		return int64(v)
	case float32:
		f, _ := strconv.ParseFloat(strconv.FormatFloat(float64(v), 'g', -1, 32), 64) // the digits that it has, and no more
		return f
	case *big.Int:
		if v.IsInt64() {
			return v.Int64()
		}
		return v.String()
	case []byte:
		if kind == "UUID" && len(v) == 16 {
			id := duckdb.UUID(v)
			return id.String()
		}
		return v
	}
	return written(v, kind, false)
}

// written is a value as DuckDB writes it, inside of a list or struct with quotes where there must be some.
func written(v any, kind string, inside bool) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		if inside && strings.ContainsAny(v, `,'"[]{}() `+"\n") {
			return sqltext.Quote(v)
		}
		return v
	case float64:
		return sqltext.Float(v)
	case time.Time:
		return clock(v, kind)
	case duckdb.Decimal:
		return exact(v)
	case duckdb.Interval:
		return interval(v)
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = written(item, strings.TrimSuffix(kind, "[]"), true)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if kind == "JSON" || strings.HasPrefix(kind, "STRUCT") {
		if text, err := json.Marshal(v); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(v)
}

func clock(t time.Time, kind string) string {
	t = t.UTC()
	switch {
	case kind == "DATE":
		return t.Format(time.DateOnly)
	case strings.HasPrefix(kind, "TIMESTAMPTZ"), kind == "TIMESTAMP WITH TIME ZONE":
		return t.Format("2006-01-02 15:04:05.999999") + "+00"
	case strings.HasPrefix(kind, "TIMESTAMP"):
		return t.Format("2006-01-02 15:04:05.999999999")
	case strings.HasPrefix(kind, "TIME"):
		return t.Format("15:04:05.999999")
	}
	return t.Format("2006-01-02 15:04:05.999999")
}

// exact is a decimal number with all of its places.
func exact(d duckdb.Decimal) string {
	if d.Scale == 0 {
		return d.Value.String()
	}
	r := new(big.Rat).SetFrac(d.Value, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Scale)), nil))
	return r.FloatString(int(d.Scale))
}

// interval is a length of time, such as "1 year 2 months 3 days 04:05:06".
func interval(i duckdb.Interval) string {
	var parts []string
	add := func(n int32, unit string) {
		if n != 0 {
			word := fmt.Sprintf("%d %s", n, unit)
			if n != 1 && n != -1 {
				word += "s"
			}
			parts = append(parts, word)
		}
	}
	add(i.Months/12, "year")
	add(i.Months%12, "month")
	add(i.Days, "day")
	if i.Micros != 0 || len(parts) == 0 {
		sign, micros := "", i.Micros
		if micros < 0 {
			sign, micros = "-", -micros
		}
		seconds := micros / 1e6
		text := fmt.Sprintf("%s%02d:%02d:%02d", sign, seconds/3600, seconds/60%60, seconds%60)
		if rest := micros % 1e6; rest != 0 {
			text += strings.TrimRight(fmt.Sprintf(".%06d", rest), "0")
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}
