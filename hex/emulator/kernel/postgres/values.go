package postgres

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"hextui/hex/emulator/kernel/engine"
)

// The server's numbers of the types that are more than text here.
const (
	boolean, bytea, char8, name, int8, int2, int4, text, oid = 16, 17, 18, 19, 20, 21, 23, 25, 26
	float4, float8, bpchar, varchar                          = 700, 701, 1042, 1043
	date, clock, timestamp, timestamptz                      = 1082, 1083, 1114, 1184
	interval, numeric, uuid, json, jsonb, unknown            = 1186, 1700, 2950, 114, 3802, 705
)

// typeNames are the names of types in results; of the others the server is asked.
func typeName(number uint32) string {
	switch number {
	case boolean:
		return "BOOLEAN"
	case bytea:
		return "BLOB"
	case int8, int2, int4, oid:
		return "INTEGER"
	case float4, float8:
		return "REAL"
	case numeric:
		return engine.Numeric
	case date:
		return "DATE"
	case clock:
		return "TIME"
	case timestamp:
		return "TIMESTAMP"
	case timestamptz:
		return "TIMESTAMPTZ"
	case interval:
		return "INTERVAL"
	case uuid:
		return "UUID"
	case json, jsonb:
		return "JSON"
	case char8, name, text, bpchar, varchar, unknown:
		return "TEXT"
	}
	return ""
}

// argument is a bound parameter as text, with its type; a text has none, so that it may stand for a date.
func argument(v any) ([]byte, uint32) {
	switch v := v.(type) {
	case nil:
		return nil, 0
	case bool:
		return []byte(strconv.FormatBool(v)), boolean
	case int64:
		return []byte(strconv.FormatInt(v, 10)), int8
	case float64:
		return []byte(strconv.FormatFloat(v, 'g', -1, 64)), float8
	}
	return []byte(fmt.Sprint(v)), 0
}

// value is a value of a result, that came as text. Numbers with decimals, moments, arrays and all that is made of parts stay
// the text that the server wrote, which is exact.
func value(raw []byte, number uint32) (any, error) {
	if raw == nil {
		return nil, nil
	}
	s := string(raw)
	switch number {
	case boolean:
		return s == "t", nil
	case int8, int2, int4, oid:
		return strconv.ParseInt(s, 10, 64)
	case float4:
		return strconv.ParseFloat(s, 64)
	case float8:
		return strconv.ParseFloat(s, 64)
	case bytea:
		return hex.DecodeString(strings.TrimPrefix(s, `\x`))
	}
	return s, nil
}

// name gives the columns the names of their types.
func (c *connection) name(ctx context.Context, f *engine.Frame, numbers []uint32) error {
	for i, number := range numbers {
		known := typeName(number)
		if known == "" {
			known = c.types[number]
		}
		if known == "" {
			r := c.conn.ExecParams(ctx, "SELECT format_type($1::oid, NULL)", [][]byte{[]byte(strconv.FormatUint(uint64(number), 10))},
				nil, nil, nil).Read()
			if r.Err != nil || len(r.Rows) != 1 {
				return c.explain(ctx, "", r.Err)
			}
			known = strings.ToUpper(string(r.Rows[0][0]))
			c.types[number] = known
		}
		f.Columns[i].Type = known
	}
	return nil
}
