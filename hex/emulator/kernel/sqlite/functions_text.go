package sqlite

import (
	"crypto/md5"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// like matches a pattern of LIKE without regard to the case of letters, in any script.
func (p *expressions) like(args []driver.Value) (any, error) {
	escape := rune(-1)
	if len(args) > 2 {
		escape, _ = utf8.DecodeRuneInString(textOf(args[2]))
	}
	var b strings.Builder
	b.WriteString("(?is)^")
	escaped := false
	for _, r := range textOf(args[0]) {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case r == escape:
			escaped = true
		case r == '%':
			b.WriteString(".*")
		case r == '_':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	re, err := p.compiled(b.String() + "$")
	if err != nil {
		return nil, err
	}
	return re.MatchString(textOf(args[1])), nil
}

// expressions are the regular expressions that were used last, so that one is not read anew for each row.
type expressions struct {
	mu    sync.Mutex
	known map[string]*regexp.Regexp
}

// mostPatterns is how many are kept.
const mostPatterns = 64

func (p *expressions) compiled(pattern string) (*regexp.Regexp, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if re := p.known[pattern]; re != nil {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("invalid regular expression '%.80s': %s", pattern, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	if len(p.known) >= mostPatterns || p.known == nil {
		p.known = map[string]*regexp.Regexp{}
	}
	p.known[pattern] = re
	return re, nil
}

func textFunctions() map[string]function {
	p := &expressions{}
	text1 := func(f func(string) any) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) { return f(textOf(args[0])), nil }}
	}
	text2 := func(f func(a, b string) any) function {
		return function{least: 2, most: 2, call: func(args []driver.Value) (any, error) { return f(textOf(args[0]), textOf(args[1])), nil }}
	}
	length := text1(func(s string) any { return int64(utf8.RuneCountInString(s)) })
	return map[string]function{
		"match":            {least: 2, most: 3, call: p.like},
		"regexp":           {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return p.matches(args[1], args[0], "") }},
		"regexp_like":      {least: 2, most: 3, call: p.regexpLike},
		"regexp_matches":   {least: 2, most: 3, call: p.regexpLike},
		"regexp_contains":  {least: 2, most: 2, call: p.regexpLike},
		"regexp_replace":   {least: 2, most: 4, call: p.regexpReplace},
		"regexp_extract":   {least: 2, most: 3, call: p.regexpExtract},
		"regexp_substr":    {least: 2, most: 2, call: p.regexpExtract},
		"upper":            text1(func(s string) any { return strings.ToUpper(s) }),
		"as_upper_sharp":   text1(func(s string) any { return sharp(strings.ToUpper(s)) }),
		"as_initcap_sharp": text1(func(s string) any { return sharpFirst(initcap(s)) }),
		"as_upper_plain": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			return evenly(textOf(args[0]), strings.ToUpper)
		}},
		"as_initcap_plain": {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return evenly(textOf(args[0]), initcap) }},
		"lower":            text1(func(s string) any { return strings.ToLower(s) }),
		"initcap":          text1(func(s string) any { return initcap(s) }),
		"reverse":          text1(func(s string) any { return reversed(s) }),
		"md5":              text1(func(s string) any { sum := md5.Sum([]byte(s)); return hex.EncodeToString(sum[:]) }),
		"char_length":      length,
		"character_length": length,
		"len":              length,
		"starts_with":      text2(func(a, b string) any { return strings.HasPrefix(a, b) }),
		"startswith":       text2(func(a, b string) any { return strings.HasPrefix(a, b) }),
		"ends_with":        text2(func(a, b string) any { return strings.HasSuffix(a, b) }),
		"endswith":         text2(func(a, b string) any { return strings.HasSuffix(a, b) }),
		"contains":         text2(func(a, b string) any { return strings.Contains(a, b) }),
		"strpos":           text2(func(a, b string) any { return place(a, b) }),
		"position":         text2(func(a, b string) any { return place(b, a) }),
		"charindex":        text2(func(a, b string) any { return place(b, a) }),
		"left":             {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return end(args, false) }},
		"right":            {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return end(args, true) }},
		"split_part":       {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return splitPart(args, false) }},
		"as_split_part":    {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return splitPart(args, true) }},
		"lpad":             {least: 2, most: 3, call: func(args []driver.Value) (any, error) { return pad(args, true) }},
		"rpad":             {least: 2, most: 3, call: func(args []driver.Value) (any, error) { return pad(args, false) }},
		"repeat":           {least: 2, most: 2, call: repeat},
		"translate":        {least: 3, most: 3, call: translate},
		"as_substr":        {least: 2, most: 3, call: p.substr},
		"as_substr_back":   {least: 2, most: 3, call: func(args []driver.Value) (any, error) { return substrBack(args, false) }},
		"as_substr_one":    {least: 2, most: 3, call: func(args []driver.Value) (any, error) { return substrBack(args, true) }},
		"as_pair":          {least: 2, most: 2, call: pair},
		"as_trim":          {least: 3, most: 3, call: trim},
		"btrim": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			return trim([]driver.Value{"both", append(args, " ")[1], args[0]})
		}},
		"regexp_count": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			re, err := p.compiled(textOf(args[1]))
			if err != nil {
				return nil, err
			}
			return int64(len(re.FindAllStringIndex(textOf(args[0]), -1))), nil
		}},
		"chr": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			n, err := wholeOf(args[0])
			if err != nil || n < 1 || n > utf8.MaxRune {
				return nil, errors.Join(err, errors.New("there is no such character"))
			}
			return string(rune(n)), nil
		}},
		"bit_length":    text1(func(s string) any { return int64(8 * len(s)) }),
		"to_hex":        {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return hexadecimal(args[0], "%x") }},
		"as_hex":        {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return hexadecimal(args[0], "%X") }},
		"quote_literal": text1(func(s string) any { return sqltext.Quote(s) }),
		"quote_ident":   text1(func(s string) any { return identifier(s) }),
		"format":        {least: 1, most: -1, nulls: true, call: formattedText},
		"overlay":       {least: 3, most: 4, call: overlay},
		"ascii":         text1(func(s string) any { r, _ := utf8.DecodeRuneInString(s + "\x00"); return int64(r) }),
		"concat_null": {least: 1, most: -1, call: func(args []driver.Value) (any, error) {
			var b strings.Builder
			for _, a := range args {
				b.WriteString(textOf(a))
			}
			return b.String(), nil
		}},
	}
}

func hexadecimal(v driver.Value, form string) (any, error) {
	n, err := wholeOf(v)
	return fmt.Sprintf(form, uint64(n)), err
}

// identifier is a name as PostgreSQL quotes it, where it must.
func identifier(s string) string {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return sqltext.QuoteName(s)
		}
	}
	return s
}

// formattedText puts values into the places %s, %I and %L of a text.
func formattedText(args []driver.Value) (any, error) {
	if args[0] == nil {
		return nil, nil
	}
	var b strings.Builder
	rest, next := textOf(args[0]), 1
	for {
		before, after, found := strings.Cut(rest, "%")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		if strings.HasPrefix(after, "%") {
			b.WriteByte('%')
			rest = after[1:]
			continue
		}
		if next >= len(args) || after == "" {
			return nil, errors.New("format has more places than values")
		}
		v := args[next]
		switch next++; {
		case after[0] == 's' && v == nil:
		case after[0] == 's':
			b.WriteString(textOf(v))
		case after[0] == 'I' && v != nil:
			b.WriteString(identifier(textOf(v)))
		case after[0] == 'L' && v == nil:
			b.WriteString("NULL")
		case after[0] == 'L':
			b.WriteString(sqltext.Quote(textOf(v)))
		default:
			return nil, fmt.Errorf("format knows %%s, %%I and %%L here, not %%%.4s%s", after, elsewhere)
		}
		rest = after[1:]
	}
}

// overlay puts a text in the place of a part of another: the text, what is put, from where, and how much of it goes.
func overlay(args []driver.Value) (any, error) {
	r, with := []rune(textOf(args[0])), textOf(args[1])
	from, err := wholeOf(args[2])
	long := utf8.RuneCountInString(with)
	if len(args) > 3 && err == nil {
		long, err = wholeOf(args[3])
	}
	if err == nil && (from < 1 || long < 0) {
		err = errors.New("overlay begins at 1 or later, and takes no negative length")
	}
	if err != nil {
		return nil, err
	}
	return string(r[:min(len(r), from-1)]) + with + string(r[min(len(r), from-1+long):]), nil
}

func place(s, part string) int64 {
	i := strings.Index(s, part)
	if i < 0 {
		return 0
	}
	return int64(utf8.RuneCountInString(s[:i])) + 1
}

func reversed(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func initcap(s string) string {
	inside := false
	return strings.Map(func(r rune) rune {
		was := inside
		inside = unicode.IsLetter(r) || unicode.IsDigit(r)
		if was {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

// end is the beginning or the end of a text; with a negative length all but so many characters.
func end(args []driver.Value, right bool) (any, error) {
	n, err := wholeOf(args[1])
	if err != nil {
		return nil, err
	}
	r := []rune(textOf(args[0]))
	if n < 0 {
		n = max(0, len(r)+n)
	}
	n = min(n, len(r))
	if right {
		return string(r[len(r)-n:]), nil
	}
	return string(r[:n]), nil
}

func splitPart(args []driver.Value, letters bool) (any, error) {
	n, err := wholeOf(args[2])
	if err != nil || n == 0 {
		return nil, errors.Join(err, errors.New("the first part of split_part has the number 1"))
	}
	parts := []string{textOf(args[0])}
	if mark := textOf(args[1]); mark != "" || letters { // of which DuckDB takes each for a part
		parts = strings.Split(parts[0], mark)
	}
	if n < 0 {
		n += len(parts) + 1
	}
	if n < 1 || n > len(parts) {
		return "", nil
	}
	return parts[n-1], nil
}

var errLong = fmt.Errorf("string or blob too big: a value may have %d bytes", engine.MaxValueBytes)

func pad(args []driver.Value, left bool) (any, error) {
	n, err := wholeOf(args[1])
	if err != nil {
		return nil, err
	}
	if n > engine.MaxValueBytes {
		return nil, errLong
	}
	r, fill := []rune(textOf(args[0])), []rune(" ")
	if len(args) > 2 {
		fill = []rune(textOf(args[2]))
	}
	if n <= len(r) {
		return string(r[:max(0, n)]), nil
	}
	if len(fill) == 0 {
		return string(r), nil
	}
	more := make([]rune, n-len(r))
	for i := range more {
		more[i] = fill[i%len(fill)]
	}
	if left {
		return string(more) + string(r), nil
	}
	return string(r) + string(more), nil
}

func repeat(args []driver.Value) (any, error) {
	n, err := wholeOf(args[1])
	if err != nil {
		return nil, err
	}
	s := textOf(args[0])
	if n > 0 && len(s) > 0 && n > engine.MaxValueBytes/len(s) {
		return nil, errLong
	}
	return strings.Repeat(s, max(0, n)), nil
}

func translate(args []driver.Value) (any, error) {
	from, to := []rune(textOf(args[1])), []rune(textOf(args[2]))
	return strings.Map(func(r rune) rune {
		for i, f := range from {
			if f == r && i < len(to) {
				return to[i]
			}
			if f == r {
				return -1
			}
		}
		return r
	}, textOf(args[0])), nil
}

// trim takes characters away: the side, the characters, the text.
func trim(args []driver.Value) (any, error) {
	text, cut := textOf(args[2]), textOf(args[1])
	if side := textOf(args[0]); side != "trailing" {
		text = strings.TrimLeft(text, cut)
	}
	if side := textOf(args[0]); side != "leading" {
		text = strings.TrimRight(text, cut)
	}
	return text, nil
}

// substrBack counts from the end where the place is negative. one tells that the places 0 and 1 are the same.
func substrBack(args []driver.Value, one bool) (any, error) {
	from, err := wholeOf(args[1])
	if err != nil {
		return nil, err
	}
	if from < 0 {
		from += utf8.RuneCountInString(textOf(args[0])) + 1
	} else if from == 0 && one {
		from = 1
	}
	return part(args, from)
}

// substr counts from the first character, also where that lies before the text. With a regular expression it is what matches.
func (p *expressions) substr(args []driver.Value) (any, error) {
	if pattern, is := args[1].(string); is && len(args) == 2 {
		if _, err := calculable(pattern); err != nil {
			return p.regexpExtract(args)
		}
	}
	from, err := wholeOf(args[1])
	if err != nil {
		return nil, err
	}
	return part(args, from)
}

// part is what stands in a text from a place on, which may lie before the text: to its end, or as long as the third argument says.
func part(args []driver.Value, from int) (any, error) {
	r := []rune(textOf(args[0]))
	to := len(r) + 1
	if len(args) > 2 {
		n, err := wholeOf(args[2])
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, errors.New("a part of a text has no negative length")
		}
		to = min(to, from+n)
	}
	from = max(1, from)
	if from >= to {
		return "", nil
	}
	return string(r[from-1 : to-1]), nil
}

func (p *expressions) matches(value, pattern driver.Value, flags string) (any, error) {
	text := textOf(pattern)
	if strings.Contains(flags, "i") {
		text = "(?i)" + text
	}
	re, err := p.compiled(text)
	if err != nil {
		return nil, err
	}
	return re.MatchString(textOf(value)), nil
}

func (p *expressions) regexpLike(args []driver.Value) (any, error) {
	flags := ""
	if len(args) > 2 {
		flags = textOf(args[2])
	}
	return p.matches(args[0], args[1], flags)
}

func (p *expressions) regexpReplace(args []driver.Value) (any, error) {
	with, flags := "", ""
	if len(args) > 2 {
		with = textOf(args[2])
	}
	if len(args) > 3 {
		flags = textOf(args[3])
	}
	pattern := textOf(args[1])
	if strings.Contains(flags, "i") {
		pattern = "(?i)" + pattern
	}
	re, err := p.compiled(pattern)
	if err != nil {
		return nil, err
	}
	s := textOf(args[0])
	with = backReference().ReplaceAllString(strings.ReplaceAll(strings.ReplaceAll(with, "$", "$$"), `\&`, `\0`), "$${$1}")
	if strings.Contains(flags, "g") {
		return re.ReplaceAllString(s, with), nil
	}
	at := re.FindStringSubmatchIndex(s)
	if at == nil {
		return s, nil
	}
	return s[:at[0]] + string(re.ExpandString(nil, with, s, at)) + s[at[1]:], nil
}

// sharp writes ß as the capital letter that DuckDB has for it.
func sharp(s string) string { return strings.ReplaceAll(s, "ß", "ẞ") }

// sharpFirst does so where a word begins with it.
func sharpFirst(s string) string {
	before := ' '
	return strings.Map(func(r rune) rune {
		was := before
		before = r
		if r == 'ß' && !unicode.IsLetter(was) && !unicode.IsDigit(was) {
			return 'ẞ'
		}
		return r
	}, s)
}

// evenly makes capitals, unless a letter has several that databases choose from.
func evenly(s string, capitals func(string) string) (any, error) {
	if at := strings.IndexAny(s, "ßŉǰΐΰևẖẗẘẙẚﬀﬁﬂﬃﬄﬅﬆ"); at >= 0 {
		r, _ := utf8.DecodeRuneInString(s[at:])
		return nil, fmt.Errorf("databases have different capitals for %c: write replace(x, '%c', 'ss'), or what you want for it%s", r, r,
			elsewhere)
	}
	return capitals(s), nil
}

var backReference = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\(\d)`) })

// regexpExtract is what matches, or the group of that number; without one the only group there is.
func (p *expressions) regexpExtract(args []driver.Value) (any, error) {
	re, err := p.compiled(textOf(args[1]))
	if err != nil {
		return nil, err
	}
	group := min(1, re.NumSubexp())
	if len(args) > 2 {
		if group, err = wholeOf(args[2]); err != nil {
			return nil, err
		}
	}
	found := re.FindStringSubmatch(textOf(args[0]))
	if found == nil || group < 0 || group >= len(found) {
		return nil, nil
	}
	return found[group], nil
}
