package sqlite

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// numberToChar writes a number by a format as PostgreSQL has them: 9 and 0 for digits, a comma and a point, FM for no padding, and
// signs such as $ and % before and behind.
func numberToChar(v driver.Value, format string) (any, error) {
	f, err := numberOf(v)
	if err != nil {
		return nil, fmt.Errorf("to_char writes dates and numbers here: %w", err)
	}
	pattern := strings.NewReplacer("FM", "", "fm", "", "D", ".", "G", ",").Replace(format)
	from, to := strings.IndexAny(pattern, "09.,"), strings.LastIndexAny(pattern, "09.,")+1
	if from < 0 || strings.Trim(pattern[from:to], "09.,") != "" || strings.Count(pattern[from:to], ".") > 1 ||
		strings.ContainsFunc(pattern[:from]+pattern[to:], func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }) {
		return nil, fmt.Errorf("the format %s does not run here; such as FM999,999,990.00 and 00 do", strconv.Quote(format))
	}
	plain := strings.EqualFold(format[:min(2, len(format))], "FM")
	whole, places, point := strings.Cut(pattern[from:to], ".")
	written := strconv.FormatFloat(math.Abs(f), 'f', -1, 64)
	if rounded, err := round([]driver.Value{math.Abs(f), int64(len(places))}); err == nil {
		written = strconv.FormatFloat(rounded.(float64), 'f', len(places), 64)
	}
	digits, parts, _ := strings.Cut(written, ".")
	text := grouped(digits, whole, point && places != "")
	if point {
		text += "." + fractionText(parts, places, plain)
	}
	sign, blanks := "", ""
	if !plain {
		sign, blanks = " ", strings.Repeat(" ", max(0, len(pattern[from:to])-len(text)))
	}
	if f < 0 {
		sign = "-"
	}
	return strings.Trim(pattern[:from], `"`) + blanks + sign + text + strings.Trim(pattern[to:], `"`), nil
}

// grouped puts digits where the pattern has them, and # where it has too few.
func grouped(digits, pattern string, fraction bool) string {
	if digits == "0" && fraction && !strings.Contains(pattern, "0") {
		digits = ""
	}
	lacking := strings.Count(pattern, "9") + strings.Count(pattern, "0") - len(digits)
	var b strings.Builder
	for _, c := range pattern {
		switch {
		case c == ',' && b.Len() > 0:
			b.WriteByte(',')
		case c == ',':
		case lacking < 0:
			b.WriteByte('#')
		case lacking > 0:
			if lacking--; c == '0' || b.Len() > 0 {
				b.WriteByte('0')
			}
		default:
			b.WriteByte(digits[0])
			digits = digits[1:]
		}
	}
	return b.String()
}

// fractionText is what stands behind the point; without padding zeros at its end go where the pattern has 9.
func fractionText(parts, pattern string, plain bool) string {
	for plain && len(parts) > strings.LastIndexByte(pattern, '0')+1 && parts[len(parts)-1] == '0' {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// placed writes a number with so many places behind its point.
func placed(args []driver.Value) (any, error) {
	places, err := wholeOf(args[1])
	if _, whole := args[0].(int64); err != nil || whole && places == 0 {
		return args[0], err
	}
	n, err := round([]driver.Value{args[0], int64(places)})
	if err != nil {
		return nil, err
	}
	f, err := numberOf(n)
	return strconv.FormatFloat(f, 'f', places, 64), err
}
