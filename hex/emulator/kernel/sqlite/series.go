package sqlite

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"modernc.org/sqlite/vtab"

	"hextui/hex/emulator/sqltext"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// seriesModule makes the table generate_series(first, last, step): of whole numbers, or of moments and an interval.
type seriesModule struct{}

// Create is Connect: the table is always there.
func (seriesModule) Create(c vtab.Context, args []string) (vtab.Table, error) {
	return seriesModule{}.Connect(c, args)
}

// Connect declares the table.
func (seriesModule) Connect(c vtab.Context, _ []string) (vtab.Table, error) {
	return seriesTable{}, c.Declare("CREATE TABLE x (value, first HIDDEN, last HIDDEN, step HIDDEN)")
}

type seriesTable struct{}

// BestIndex hands the arguments to Filter, in their order; IdxNum has a bit for each.
func (seriesTable) BestIndex(info *vtab.IndexInfo) error {
	given := map[int]int{} // constraint by column
	for i, c := range info.Constraints {
		if c.Op == vtab.OpEQ && c.Column >= 1 && c.Column <= 3 {
			if !c.Usable {
				info.EstimatedCost = 1e12
				return nil
			}
			given[c.Column] = i
		}
	}
	next := 0
	for column := 1; column <= 3; column++ {
		if i, ok := given[column]; ok {
			info.Constraints[i].ArgIndex = next
			info.Constraints[i].Omit = true
			info.IdxNum |= 1 << (column - 1)
			next++
		}
	}
	info.EstimatedCost, info.EstimatedRows = 100, 1000
	return nil
}

// Open begins a scan.
func (seriesTable) Open() (vtab.Cursor, error) { return &series{}, nil }

// Disconnect has nothing to end.
func (seriesTable) Disconnect() error { return nil }

// Destroy has nothing to end.
func (seriesTable) Destroy() error { return nil }

// series is a scan of generate_series.
type series struct {
	at, last, step float64
	whole          bool
	moment, until  calendar.Moment
	by             calendar.Length
	dates          bool
	row            int64
	done           bool
}

// Filter begins with the arguments.
func (s *series) Filter(given int, _ string, args []vtab.Value) error {
	*s = series{}
	if given&3 != 3 {
		return errors.New("generate_series takes the first and the last value, and perhaps a step")
	}
	for _, a := range args {
		if a == nil {
			s.done = true
			return nil
		}
	}
	if text, ok := args[0].(string); ok {
		return s.moments(text, args)
	}
	s.step, s.whole = 1, true
	numbers := []*float64{&s.at, &s.last, &s.step}
	for i, a := range args {
		n, err := numberOf(a)
		if err != nil {
			return err
		}
		if _, is := a.(int64); !is {
			s.whole = false
		}
		*numbers[i] = n
	}
	if s.step == 0 {
		return errors.New("step size cannot equal zero")
	}
	s.end()
	return nil
}

func (s *series) moments(first string, args []vtab.Value) (err error) {
	s.dates = true
	if s.moment, err = calendar.ParseMoment(first); err != nil {
		return err
	}
	if s.until, err = momentOf(args[1]); err != nil {
		return err
	}
	length := "1 day"
	if len(args) > 2 {
		length = textOf(args[2])
	}
	if s.by, err = calendar.ParseLength(length); err != nil {
		return err
	}
	if s.by == (calendar.Length{}) {
		return fmt.Errorf("the step %q does not lead on", length)
	}
	s.end()
	return nil
}

// end finds out whether the series has come to its end.
func (s *series) end() {
	if !s.dates {
		s.done = s.step > 0 && s.at > s.last || s.step < 0 && s.at < s.last
		return
	}
	if down := s.moment.Plus(s.by, 1).Before(s.moment.Time); down {
		s.done = s.moment.Before(s.until.Time)
	} else {
		s.done = s.moment.After(s.until.Time)
	}
}

// Next goes to the next value.
func (s *series) Next() error {
	s.row++
	if s.dates {
		s.moment = s.moment.Plus(s.by, 1)
	} else {
		s.at += s.step
	}
	s.end()
	return nil
}

// Eof tells whether there is no more.
func (s *series) Eof() bool { return s.done }

// Column is the value.
func (s *series) Column(column int) (vtab.Value, error) {
	switch {
	case column != 0:
		return nil, nil
	case s.dates:
		return s.moment.String(), nil
	case s.whole:
		return int64(s.at), nil
	}
	return s.at, nil
}

// Rowid numbers the values.
func (s *series) Rowid() (int64, error) { return s.row, nil }

// Close has nothing to end.
func (s *series) Close() error { return nil }

// series makes a table of generate_series(…) AS name(column), where SQLite names no columns of a function.
func (p *phrase) series(i int) int {
	if before := p.peek(i - 1); !before.word("FROM", "JOIN", "LATERAL") && !before.is(",") {
		return p.spine(i)
	}
	end := p.closed(i + 1).end
	at := end + 1
	if p.peek(at).word("AS") {
		at++
	}
	table, column := "generate_series", "generate_series"
	if t := p.peek(at); (t.kind == sqltext.Word || t.kind == sqltext.Quoted) && !p.clause(at) {
		table, column = t.text, t.text
		if at++; p.peek(at).is("(") && p.peek(at+2).is(")") {
			column = p.peek(at + 1).text
			at += 3
		}
	} else {
		at = end + 1
	}
	p.names(column, operand{})
	p.drop(end+1, at)
	p.wrap(i, end, "(select value as "+column+" from ", ") as "+table)
	return at - 1
}

// spine makes SELECT value FROM generate_series(…) of SELECT generate_series(…), where nothing else is selected.
func (p *phrase) spine(i int) int {
	wrong := func() {
		p.refuse(i, "generate_series is a table here: select d from generate_series(1, 5) as d"+elsewhere)
	}
	if !p.peek(i-1).word("SELECT") || p.duckdb {
		wrong()
	}
	end := p.closed(i + 1).end
	column, open, close := "generate_series", "value", ""
	at := end + 1
	for p.peek(at).is("::") {
		kind, next := p.typeAt(at + 1)
		if kind == "" {
			wrong()
		}
		open, close = "as_type("+open, close+", "+sqltext.Quote(kind)+p.cutting()+")"
		at = next
	}
	switch t := p.peek(at); {
	case t.word("AS"):
		column = p.peek(at + 1).text
		at += 2
	case (t.kind == sqltext.Word || t.kind == sqltext.Quoted) && !p.clause(at):
		column = t.text
		at++
	}
	selected := " " + open + close + " as " + column + " from"
	switch t := p.peek(at); {
	case t.word("FROM"):
		if !p.between(i, end, at, selected) {
			wrong()
		}
	case at < len(p.tokens) && !t.is(")", ";", "") && !t.word("UNION", "ORDER", "LIMIT"):
		wrong()
	default:
		p.tokens[i-1].close += selected
	}
	p.drop(end+1, at)
	return at - 1
}

// between has the bounds of a series come from a query: SELECT generate_series(min(x), max(x), '1 month') FROM t. It tells whether it can.
func (p *phrase) between(i, end, from int, selected string) bool {
	args, _ := p.arguments(i + 1)
	last := from
	for ; last < len(p.tokens) && !p.tokens[last].is(")", ";", "") && !p.tokens[last].word("UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT",
		"OFFSET", "FETCH"); last++ {
		if p.tokens[last].is("(") {
			last = p.closing(last)
		}
	}
	if len(args) < 2 {
		return false
	}
	var bounds []string
	for k, a := range args {
		name := "bound" + strconv.Itoa(k)
		p.tokens[a[1]].close += " as " + name
		bounds = append(bounds, "bounds."+name)
	}
	p.tokens[i-1].close += selected + " (select"
	p.drop(i, i+2)
	p.drop(end, end+1)
	p.tokens[last-1].close += ") as bounds, generate_series(" + strings.Join(bounds, ", ") + ")"
	return true
}
