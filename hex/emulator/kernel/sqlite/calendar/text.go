package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// pattern is one of the patterns of to_char and to_date.
type pattern struct {
	name  string
	write func(m Moment) string
	read  string // how Go reads it; "" for what only to_char has
}

// patterns are in an order in which none is the beginning of a later one.
func patterns() []pattern {
	number := func(form string, of func(m Moment) int) func(Moment) string {
		return func(m Moment) string { return fmt.Sprintf(form, of(m)) }
	}
	text := func(form string) func(Moment) string { return func(m Moment) string { return m.Format(form) } }
	return []pattern{
		{"YYYY", text("2006"), "2006"},
		{"IYYY", number("%04d", func(m Moment) int { y, _ := m.ISOWeek(); return y }), ""},
		{"YY", text("06"), "06"},
		{"MONTH", text("January"), "January"},
		{"MON", text("Jan"), "Jan"},
		{"MM", text("01"), "01"},
		{"MI", text("04"), "04"},
		{"MS", func(m Moment) string { return fmt.Sprintf("%03d", m.Nanosecond()/1e6) }, ""},
		{"DDD", number("%03d", func(m Moment) int { return m.YearDay() }), ""},
		{"DD", text("02"), "02"},
		{"DAY", text("Monday"), ""},
		{"DY", text("Mon"), ""},
		{"D", number("%d", func(m Moment) int { return int(m.Weekday()) + 1 }), ""},
		{"ID", number("%d", func(m Moment) int { return int(m.Weekday()+6)%7 + 1 }), ""},
		{"IW", number("%02d", func(m Moment) int { _, w := m.ISOWeek(); return w }), ""},
		{"WW", number("%02d", func(m Moment) int { return (m.YearDay()-1)/7 + 1 }), ""},
		{"W", number("%d", func(m Moment) int { return (m.Day()-1)/7 + 1 }), ""},
		{"HH24", text("15"), "15"},
		{"HH12", text("03"), "03"},
		{"HH", text("03"), "03"},
		{"SS", text("05"), "05"},
		{"US", func(m Moment) string { return fmt.Sprintf("%06d", m.Nanosecond()/1e3) }, ""},
		{"Q", number("%d", func(m Moment) int { return int(m.Month()-1)/3 + 1 }), ""},
		{"AM", text("PM"), "PM"},
		{"PM", text("PM"), "PM"},
	}
}

// word tells whether the pattern is written as words.
func (p *pattern) word() bool {
	switch p.name {
	case "MONTH", "MON", "DAY", "DY", "AM", "PM":
		return true
	}
	return false
}

// ToChar writes a moment by a format as PostgreSQL has them.
func ToChar(m Moment, format string) (string, error) {
	var b strings.Builder
	err := eachPattern(format, func(p *pattern, as string, full bool) error {
		if p == nil {
			b.WriteString(as)
			return nil
		}
		text := p.write(m)
		switch {
		case strings.HasPrefix(as, strings.ToLower(p.name)) && as == strings.ToLower(as):
			text = strings.ToLower(text)
		case as == p.name && (p.name == "MONTH" || p.name == "MON" || p.name == "DAY" || p.name == "DY"):
			text = strings.ToUpper(text)
		}
		switch {
		case full && (p.name == "MONTH" || p.name == "DAY"):
		case full:
			if text = strings.TrimLeft(text, "0"); text == "" {
				text = "0"
			}
		case p.name == "MONTH" || p.name == "DAY":
			text += strings.Repeat(" ", 9-len(text))
		}
		if strings.HasSuffix(as[len(p.name):], "th") {
			text += ordinal(text)
		} else if len(as) > len(p.name) {
			text += strings.ToUpper(ordinal(text))
		}
		b.WriteString(text)
		return nil
	})
	return b.String(), err
}

// ordinal is the ending of a number: st, nd, rd, th.
func ordinal(number string) string {
	n := len(number)
	if n == 0 || number[n-1] < '1' || number[n-1] > '3' || n > 1 && number[n-2] == '1' {
		return "th"
	}
	return []string{"st", "nd", "rd"}[number[n-1]-'1']
}

// eachPattern cuts a format into patterns and the text between them, for which p is nil. full is the prefix FM.
func eachPattern(format string, visit func(p *pattern, as string, full bool) error) error {
	known := patterns()
	for len(format) > 0 {
		if format[0] == '"' {
			text, rest, _ := strings.Cut(format[1:], `"`)
			if err := visit(nil, text, false); err != nil {
				return err
			}
			format = rest
			continue
		}
		rest, full := strings.CutPrefix(format, "FM")
		if !full {
			rest, full = strings.CutPrefix(format, "fm")
		}
		found := false
		for i := range known {
			p := &known[i]
			if len(rest) < len(p.name) || !strings.EqualFold(rest[:len(p.name)], p.name) {
				continue
			}
			as := rest[:len(p.name)]
			if end := rest[len(as):]; !p.word() && len(end) > 1 && strings.EqualFold(end[:2], "th") {
				as = rest[:len(as)+2]
			}
			if err := visit(p, as, full); err != nil {
				return err
			}
			format, found = rest[len(as):], true
			break
		}
		if found {
			continue
		}
		if c := format[0]; c|0x20 >= 'a' && c|0x20 <= 'z' && c != 'T' {
			return fmt.Errorf("the format has a pattern that does not run here, at %q; YYYY, MM, Mon, Month, DD, Dy, Day, HH24, MI, SS, "+
				"IW and Q do",
				format)
		}
		if err := visit(nil, format[:1], false); err != nil {
			return err
		}
		format = format[1:]
	}
	return nil
}

// FromChar reads a moment by a format. Numbers may have fewer digits than the format has letters.
func FromChar(text, format string) (Moment, error) {
	rest, form, values := strings.TrimSpace(text), "", ""
	wrong := fmt.Errorf("the text %s is not a date of the form %s", strconv.Quote(text), format)
	err := eachPattern(format, func(p *pattern, as string, _ bool) error {
		if p == nil {
			cut, ok := strings.CutPrefix(rest, as)
			if !ok {
				return wrong
			}
			rest = cut
			return nil
		}
		if p.read == "" || len(as) > len(p.name) {
			return fmt.Errorf("a date cannot be read by the pattern %s", as)
		}
		value := reading(rest, p.read)
		if value == "" {
			return wrong
		}
		rest = rest[len(value):]
		if p.read[0] == '0' {
			value = strings.Repeat("0", max(0, len(p.read)-len(value))) + value
		}
		form, values = form+" "+p.read, values+" "+value
		return nil
	})
	if err != nil {
		return Moment{}, err
	}
	t, err := time.Parse(form, values)
	if err != nil || strings.TrimSpace(rest) != "" {
		return Moment{}, wrong
	}
	return Moment{t, false}, nil
}

// reading is the beginning of a text that a pattern of Go's reads: digits, at most as many as it has, or a word.
func reading(text, read string) string {
	digit := read[0] >= '0' && read[0] <= '9'
	for i, r := range text {
		full := digit && i == len(read) || read == "Jan" && i == 3 || read == "PM" && i == 2
		if full || digit && (r < '0' || r > '9') || !digit && !unicode.IsLetter(r) {
			return text[:i]
		}
	}
	return text
}
