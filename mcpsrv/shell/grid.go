package shell

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hextui/mcpsrv/schema"
)

// table prints rows for a person: in columns that fit the width of the terminal, or for an answer without rows a line for each member.
type table struct {
	w       io.Writer
	columns []string
	width   int
	// widths are those of the columns, by the first page; a column that has nothing there is left out.
	widths []int
	begun  bool
	// ids is set where they are what was asked for.
	ids bool
	// now is the clock, ages is set where there is no room for times: they are told by how long ago they were.
	now  func() time.Time
	ages bool
}

const (
	between    = 2
	leastWidth = 8
	// comfortable is how much of a text is worth more than an id.
	comfortable = 24
)

func (p *table) page(g page) error {
	if g.list == "" {
		return p.record(g.doc)
	}
	if len(g.rows) == 0 {
		return nil
	}
	if !p.begun {
		p.begun = true
		if len(p.columns) == 0 {
			p.columns = g.rows[0].names()
		}
		p.fit(g.rows)
		if err := p.put(heads(p.columns)); err != nil {
			return err
		}
	}
	for _, r := range g.rows {
		values := make([]string, len(p.columns))
		for i, name := range p.columns {
			values[i] = p.seenAs(shown(r.get(name)))
		}
		if err := p.put(values); err != nil {
			return err
		}
	}
	return nil
}

func (p *table) end() error { return nil }

// fact is a line about an answer without rows.
type fact struct{ name, value string }

// record prints a line for each member that has a value, with the members of members as lines of their own.
func (p *table) record(d document) error {
	names := p.columns
	if len(names) == 0 {
		names = d.names()
	}
	var all []fact
	for i, called := range heads(names) {
		all = append(all, factsOf(called, d.get(names[i]))...)
	}
	widest := 0
	for _, f := range all {
		widest = max(widest, ansi.StringWidth(f.name))
	}
	for _, f := range all {
		lead := strings.Repeat(" ", widest+between)
		value := strings.ReplaceAll(strings.TrimRight(f.value, "\n"), "\n", "\n"+lead)
		if _, err := io.WriteString(p.w, f.name+lead[ansi.StringWidth(f.name):]+value+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// factsOf are the lines about a member: one, or one for each member or entry of it that is an object.
func factsOf(name string, raw json.RawMessage) (all []fact) {
	if d, err := parse(raw); err == nil {
		for _, m := range d {
			all = append(all, factsOf(name+"."+m.name, m.raw)...)
		}
		return all
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		for _, item := range list {
			d, err := parse(item)
			if err != nil {
				break
			}
			var values []string
			for _, m := range d {
				values = append(values, seenAs(shown(m.raw)))
			}
			all = append(all, fact{name, strings.Join(values, "  ")})
		}
		if len(all) > 0 {
			return all
		}
	}
	if value := shown(raw); value != "" {
		return []fact{{name, seenAs(value)}}
	}
	return nil
}

// seenAs is a value as a person reads it: a time to the minute, of where they are, which it names.
func seenAs(value string) string {
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return at.Local().Format("2006-01-02 15:04 MST")
	}
	return value
}

// seenAs is a value as a person reads it in a column.
func (p *table) seenAs(value string) string {
	if at, err := time.Parse(time.RFC3339, value); err == nil && p.ages {
		return distance(p.now().Sub(at))
	}
	return seenAs(value)
}

// distance says in one unit how long ago something was, or how long it is until then.
func distance(d time.Duration) string {
	form := "%d%s ago"
	if d < 0 {
		form, d = "in %d%s", -d
	}
	const day = 24 * time.Hour
	for _, u := range []struct {
		of   time.Duration
		name string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}} {
		if d >= u.of {
			return fmt.Sprintf(form, d/u.of, u.name)
		}
	}
	return fmt.Sprintf(form, d/time.Second, "s")
}

// fit settles the columns and their widths. Where there is no room for times, they are told by their distance. Where rows have a name,
// ids stand behind it, and only where there is room for them whole. The widest columns are cut first, but for ids, and what then does
// not fit is left out at the end.
func (p *table) fit(rows []document) {
	named := !p.ids && slices.ContainsFunc(p.columns, func(name string) bool {
		return slices.Contains([]string{"title", "name", "label", "email"}, name)
	})
	all, ids := p.columnsOf(rows, named)
	if !p.ages && sum(all, column.width) > p.width {
		p.ages = true
		all, ids = p.columnsOf(rows, named)
	}
	for len(ids) > 0 && sum(append(slices.Clone(all), ids...), column.comfort) > p.width {
		ids = ids[:len(ids)-1]
	}
	all = append(all, ids...)
	for len(all) > 1 && sum(all, column.least) > p.width {
		all = all[:len(all)-1]
	}
	for sum(all, column.width) > p.width {
		widest := slices.MaxFunc(all, func(a, b column) int { return a.spare() - b.spare() })
		if widest.spare() <= 0 {
			break
		}
		all[slices.Index(all, widest)].wide--
	}
	p.columns, p.widths = nil, nil
	for _, c := range all {
		p.columns, p.widths = append(p.columns, c.name), append(p.widths, c.wide)
	}
}

// columnsOf are the columns in which something is; where rows have a name, those of ids apart.
func (p *table) columnsOf(rows []document, named bool) (all, ids []column) {
	for _, name := range p.columns {
		switch c := p.columnOf(name, rows); {
		case c.wide == 0:
		case c.id && named:
			ids = append(ids, c)
		default:
			all = append(all, c)
		}
	}
	return all, ids
}

// column is a column that is to be fitted in.
type column struct {
	name string
	wide int
	// id is set where all its values are ids, which are of no use where they are cut.
	id bool
}

func (p *table) columnOf(name string, rows []document) column {
	c := column{name: name, id: true}
	for _, r := range rows {
		value := p.seenAs(oneLine(shown(r.get(name))))
		c.wide, c.id = max(c.wide, ansi.StringWidth(value)), c.id && (value == "" || schema.UUID.MatchString(value))
	}
	if c.wide > 0 {
		c.wide = max(c.wide, len(heads([]string{name})[0]))
	}
	return c
}

func (c column) width() int { return c.wide }

// least is how narrow it may become, comfort how wide it should be where others want room.
func (c column) least() int {
	if c.id {
		return c.wide
	}
	return min(c.wide, leastWidth)
}

func (c column) comfort() int {
	if c.id {
		return c.wide
	}
	return min(c.wide, comfortable)
}

// spare is how much may be cut of it, more for wider ones.
func (c column) spare() int {
	if c.wide <= c.least() {
		return 0
	}
	return c.wide
}

// sum is how wide columns are with what is between them.
func sum(all []column, width func(column) int) int {
	total := -between
	for _, c := range all {
		total += width(c) + between
	}
	return total
}

// put prints a line of the table.
func (p *table) put(values []string) error {
	var b strings.Builder
	for i, value := range values {
		value = ansi.Truncate(oneLine(value), p.widths[i], "…")
		b.WriteString(value)
		if i < len(values)-1 {
			b.WriteString(strings.Repeat(" ", p.widths[i]-ansi.StringWidth(value)+between))
		}
	}
	_, err := io.WriteString(p.w, strings.TrimRight(b.String(), " ")+"\n")
	return err
}

// oneLine is a value in one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
