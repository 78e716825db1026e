package tools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// view are the arguments of every list on how its rows are shown.
type view struct {
	Fields []string `json:"fields" arg:"hidden" doc:"Only these members."`
	Detail string   `json:"detail" arg:"hidden,enum=compact|full" doc:"full: all members."`
}

// full tells whether rows are made with all they can have.
func (v view) full() bool { return v.Detail == "full" || len(v.Fields) > 0 }

// turning are the arguments of every list that Hex pages with cursors.
type turning struct {
	After  string `json:"after" doc:"pagination.after, to go on."`
	Before string `json:"before" arg:"hidden" doc:"pagination.before, to go back."`
}

func (t turning) check() *answer.Failure {
	if t.After != "" && t.Before != "" {
		return answer.Refuse("after and before exclude each other.", "Give after to go on, before to go back.")
	}
	_, f := t.cursor()
	return f
}

// cursor is a place in one of Hex's lists. Hex's own cursors stand at the ends of pages; where an answer was cut
// within a page, the place is counted from the last of those.
type cursor struct {
	raw  string
	back bool
	// skip is the number of rows behind raw that were shown; going back, take is the number of rows before raw that
	// are left.
	skip, take int
}

func (t turning) cursor() (cursor, *answer.Failure) {
	if t.Before != "" {
		return readCursor("before", t.Before, true)
	}
	return readCursor("after", t.After, false)
}

// readCursor reads a cursor of Hex's, or one of ours: a tilde, the letter of the direction, a number, a dot and Hex's.
func readCursor(name, text string, back bool) (cursor, *answer.Failure) {
	rest, ours := strings.CutPrefix(text, "~")
	if !ours {
		return cursor{raw: text, back: back}, nil
	}
	number, raw, dot := strings.Cut(rest, ".")
	bad := answer.Refuse(fmt.Sprintf("%s is not a cursor of this server: %s.", name, words.Quoted(text)),
		"Give it as it came, or leave it out to begin anew.")
	if !dot || len(number) < 2 {
		return cursor{}, bad
	}
	n, err := strconv.Atoi(number[1:])
	if err != nil || n < 1 || n > 500 {
		return cursor{}, bad
	}
	switch number[0] {
	case 's':
		return cursor{raw: raw, skip: n}, nil
	case 't':
		return cursor{raw: raw, back: true, take: n}, nil
	}
	return cursor{}, bad
}

// paging asks for the rows at the cursor, at most limit of them. Most is Hex's limit.
func (c cursor) paging(limit, most int) hex.Paging {
	switch {
	case c.back && c.take > 0:
		return hex.Paging{Before: c.raw, Limit: c.take}
	case c.back:
		return hex.Paging{Before: c.raw, Limit: limit}
	}
	return hex.Paging{After: c.raw, Limit: min(limit+c.skip, most)}
}

// behind is the place behind the first n of the rows that were got at the cursor, of total.
func (c cursor) behind(n, total int) string {
	if c.back {
		return fmt.Sprintf("~t%d.%s", total-n, c.raw)
	}
	return fmt.Sprintf("~s%d.%s", c.skip+n, c.raw)
}

// onward says how a list goes on. It is part of every list's result.
type onward struct {
	Pagination pagination `json:"pagination"`
	HasMore    bool       `json:"has_more"`
	Next       string     `json:"next,omitempty"`
	Odd        []oddRow   `json:"odd,omitempty" doc:"Items that cannot be understood."`

	at     cursor
	fields []string
}

type pagination struct {
	After  string `json:"after,omitempty"`
	Before string `json:"before,omitempty"`
}

// end is how the list goes on, as the end of a text.
func (o onward) end() string {
	return strings.TrimSpace(words.Record(o, "next") + "\n" + o.Next)
}

const nextPage = "Call again with after set to pagination.after."

// got is what a page of Hex's is for the caller: the rows behind the cursor's place, and how it goes on.
func got[T any](page hex.Page[T], at cursor, v view) ([]T, onward) {
	o := onward{Pagination: pagination{After: page.After, Before: page.Before}, HasMore: page.After != "", at: at, fields: v.Fields,
		Odd: oddRows(page.Odd)}
	if o.HasMore {
		o.Next = nextPage
	}
	return page.Items[min(at.skip, len(page.Items)):], o
}

// cut is how it goes on when only the first n of total rows are shown.
func (o onward) cut(n, total int) onward {
	o.HasMore = true
	o.Pagination.After = o.at.behind(n, total)
	o.Next = fmt.Sprintf("Cut after %d of %d rows, to keep the answer short. %s", n, total, nextPage)
	return o
}

// chosen are rows with the named members alone. Every member of a row is optional, so that what is not named is not
// there.
func chosen[R any](rows []R, fields []string) []R {
	if len(fields) == 0 {
		return rows
	}
	for i := range rows {
		v := reflect.ValueOf(&rows[i]).Elem()
		for _, f := range schema.Of(v.Type()).Fields {
			if !hasName(fields, f.Name) {
				v.FieldByIndex(f.Index).SetZero()
			}
		}
	}
	return rows
}

func hasName(fields []string, name string) bool {
	for _, f := range fields {
		if strings.EqualFold(f, name) {
			return true
		}
	}
	return false
}

// checkFields refuses names that rows of the kind do not have.
func checkFields[R any](v view) *answer.Failure {
	known := schema.Of(reflect.TypeFor[R]())
	for _, f := range v.Fields {
		if !hasName(strings.Split(known.Names(), ", "), f) {
			return answer.Refuse(fmt.Sprintf("fields names %s, which no row has.", words.Quoted(f)), "Rows have: "+known.Names()+".")
		}
	}
	return nil
}

// rowText is the row of a list as text: its line, or where members were chosen, those.
func rowText[R any](fields []string, line func(R) string) func(R) string {
	if len(fields) == 0 {
		return line
	}
	return func(r R) string {
		raw, err := json.Marshal(r)
		if err != nil {
			return line(r)
		}
		return string(raw)
	}
}

// mostGiven is how many things are read one by one.
const mostGiven = 20

// few tells whether calls may see only a few things of a kind.
func (w *Workspace) few(n schema.Noun) bool { return len(w.only[n]) > 0 && len(w.only[n]) <= mostGiven }

// given are the few things of a kind that calls may see. In a list of all they would be far behind others that are left out of it.
// One that cannot be understood stands beside the others, as in a list.
func given[T any](ctx context.Context, w *Workspace, n schema.Noun, read func(context.Context, string) (T, error)) (hex.Page[T], error) {
	var all hex.Page[T]
	var refused error
	for i, id := range w.only[n] {
		w.progress(i, len(w.only[n]), "reading what this server was given")
		var unread *hex.Error
		switch one, err := read(ctx, id); {
		case hex.IsKind(err, hex.NotFound): // a list would not have it either
		case hex.IsKind(err, hex.Forbidden):
			refused = err
		case errors.As(err, &unread) && unread.Kind == hex.Decode:
			refused = err
			all.Odd = append(all.Odd, hex.Odd{ID: id, Why: strings.TrimSuffix(unread.Message, ".")})
		case err != nil:
			return all, err
		default:
			all.Items = append(all.Items, one)
		}
	}
	if len(all.Items) == 0 && refused != nil {
		return all, refused
	}
	return all, nil
}

// portion are those of all rows that are at the cursor, at most limit of them, and how it goes on.
func portion[T any](all hex.Page[T], at cursor, limit int, v view) ([]T, onward) {
	rest := all.Items[min(at.skip, len(all.Items)):]
	page := rest[:min(limit, len(rest))]
	o := onward{at: at, fields: v.Fields, Odd: oddRows(all.Odd)}
	if len(page) < len(rest) {
		o.Pagination.After, o.HasMore, o.Next = at.behind(len(page), len(rest)), true, nextPage
	}
	return page, o
}

// firstFailure is the first that is one.
func firstFailure(all ...*answer.Failure) *answer.Failure {
	for _, f := range all {
		if f != nil {
			return f
		}
	}
	return nil
}

// place are the arguments of a tool that shows a long text in parts.
type place struct {
	FromLine int `json:"from_line" arg:"min=1,default=1" doc:"First line."`
	FromChar int `json:"from_char" arg:"hidden,min=0" doc:"Characters of it to skip."`
	Lines    int `json:"lines" arg:"min=1" doc:"At most so many lines."`
}

// passage is a part of a long text. The text itself is a member of the result that the passage belongs to.
type passage struct {
	FromLine   int    `json:"from_line,omitempty"`
	FromChar   int    `json:"from_char,omitempty"`
	ToLine     int    `json:"to_line,omitempty"`
	TotalLines int    `json:"total_lines"`
	Complete   bool   `json:"complete" doc:"False when only a part of the text is shown."`
	Next       string `json:"next,omitempty"`
}

// passageOf is the part of a text from a place on, with its text.
func passageOf(whole string, at place) (passage, string) {
	p := passage{FromLine: max(at.FromLine, 1), FromChar: at.FromChar, TotalLines: lineCount(whole)}
	text := whole
	for range p.FromLine - 1 {
		_, rest, more := strings.Cut(text, "\n")
		if text = rest; !more {
			break
		}
	}
	if at.FromChar > 0 {
		line, _, _ := strings.Cut(text, "\n")
		text = text[len(line)-len(skipRunes(line, at.FromChar)):]
	}
	p.ToLine, p.Complete = p.TotalLines, p.FromLine == 1 && p.FromChar == 0
	if at.Lines > 0 {
		end := 0
		for range at.Lines {
			i := strings.IndexByte(text[end:], '\n')
			if i < 0 {
				end = len(text)
				break
			}
			end += i + 1
		}
		return p.cut(text, end)
	}
	return p, text
}

// cut keeps about the first n bytes of the passage's text: whole lines, or where not even one fits, a part of it.
func (p passage) cut(text string, n int) (passage, string) {
	if n >= len(text) {
		return p, text
	}
	line, char := p.FromLine, p.FromChar
	end := strings.LastIndexByte(text[:n], '\n') + 1
	if end > 0 {
		line, char = line+strings.Count(text[:end], "\n"), 0
	} else {
		for end = n; end > 0 && !utf8.RuneStart(text[end]); end-- {
		}
		char += utf8.RuneCountInString(text[:end])
	}
	p.ToLine, p.Complete = line, false
	if char == 0 {
		p.ToLine--
	}
	p.Next = fmt.Sprintf("The text goes on: call again with from_line %d", line)
	if char > 0 {
		p.Next += fmt.Sprintf(" and from_char %d", char)
	}
	p.Next += "."
	return p, text[:end]
}

func lineCount(text string) int {
	return strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
}

func skipRunes(s string, n int) string {
	for ; n > 0 && s != ""; n-- {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}

// oddRow is an item of one of Hex's lists that cannot be understood: what it calls itself, and why.
type oddRow struct {
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
}

// maxOdd is how many of them an answer has one by one.
const maxOdd = 20

// oddRows are those of a page, nil for none.
func oddRows(all []hex.Odd) []oddRow {
	var rows []oddRow
	for _, o := range all[:min(len(all), maxOdd)] {
		rows = append(rows, oddRow{ID: o.ID, Name: o.Name, Reason: "Cannot be understood: " + o.Why + "."})
	}
	if more := len(all) - maxOdd; more > 0 {
		rows = append(rows, oddRow{Reason: words.Count(more, "item") + " more cannot be understood."})
	}
	return rows
}

// oddTimes are the times of a thing that are none.
func oddTimes(id string, odd []string) []oddRow {
	var rows []oddRow
	for _, why := range odd {
		rows = append(rows, oddRow{ID: id, Reason: "A time cannot be understood: " + why + "."})
	}
	return rows
}

// oddText says which there are, empty for none.
func oddText(rows []oddRow) string {
	return words.Record(struct {
		Odd []oddRow `json:"odd,omitempty"`
	}{rows})
}
