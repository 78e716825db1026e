package hexfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Edit is a set of changes to single places of a file. They are made at once, each in lines that no other one touches.
type Edit struct {
	lines []string // with their ends
	cuts  []cut
	flow  bool // a place is written in braces, where lines say nothing
	err   error
}

// cut puts lines in the place of lines.
type cut struct {
	from, to int // counted from 0, to excluded
	text     []string
}

// Change changes a file. What do says is said of the file that it is given: where the places to change are written in braces, that is
// the same file with every entry in a line of its own. All other bytes stay.
func (f *File) Change(do func(f *File, e *Edit)) (*File, error) {
	e := &Edit{lines: strings.SplitAfter(f.text, "\n")}
	do(f, e)
	if e.flow {
		block, err := f.block()
		if err != nil {
			return nil, err
		}
		f, e = block, &Edit{lines: strings.SplitAfter(block.text, "\n")}
		if do(f, e); e.flow {
			return nil, errors.New("the file is written in a form that cannot be changed in place")
		}
	}
	if e.err != nil || len(e.cuts) == 0 {
		return f, e.err
	}
	text, err := e.made()
	if err != nil {
		return nil, err
	}
	return Parse(text)
}

// made is the text with the cuts.
func (e *Edit) made() (string, error) {
	slices.SortStableFunc(e.cuts, func(a, b cut) int { return a.from - b.from })
	end := "\n"
	if strings.HasSuffix(e.lines[0], "\r\n") {
		end = "\r\n"
	}
	var b strings.Builder
	at := 0
	for _, c := range e.cuts {
		if c.from < at {
			return "", fmt.Errorf("two changes are about line %d of the file", c.from+1)
		}
		for _, line := range e.lines[at:c.from] {
			b.WriteString(line)
		}
		if c.from > 0 && len(c.text) > 0 && !strings.HasSuffix(e.lines[c.from-1], "\n") && e.lines[c.from-1] != "" {
			b.WriteString(end) // the file's last line had no end
		}
		for _, line := range c.text {
			b.WriteString(line + end)
		}
		at = c.to
	}
	for _, line := range e.lines[at:] {
		b.WriteString(line)
	}
	return b.String(), nil
}

// block is the file with every entry in a line of its own.
func (f *File) block() (*File, error) {
	root, err := compose(f.text)
	if err != nil {
		return nil, err
	}
	var spread func(n *yaml.Node)
	spread = func(n *yaml.Node) {
		if len(n.Content) > 0 {
			n.Style &^= yaml.FlowStyle
			for i, below := range n.Content {
				if n.Kind == yaml.MappingNode && i%2 == 0 {
					below.Style &^= yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle
				}
				spread(below)
			}
		}
	}
	spread(root)
	text, err := Write(root)
	if err != nil {
		return nil, err
	}
	return Parse(text)
}

// Set gives a mapping's member a value; a member that is not there comes behind the others.
func (e *Edit) Set(in Value, key string, value any) {
	if !e.editable(in, Mapping) {
		return
	}
	given := entryLines(e, key, value)
	n := in.n
	column := n.Content[0].Column - 1
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value != key {
			continue
		}
		from := n.Content[i].Line - 1
		to := e.end(from, column, n.Content[i+1], true)
		e.cuts = append(e.cuts, cut{from, to, indented(given, e.lines[from][:column], column)})
		return
	}
	last := n.Content[len(n.Content)-1]
	to := e.end(n.Content[len(n.Content)-2].Line-1, column, last, true)
	e.cuts = append(e.cuts, cut{to, to, indented(given, strings.Repeat(" ", column), column)})
}

// Remove takes items out of the list that is a mapping's member, by their numbers.
func (e *Edit) Remove(in Value, key string, at ...int) {
	list := in.At(key)
	if len(at) == 0 || !e.editable(in, Mapping) || !e.editable(list, List) {
		return
	}
	at = slices.Compact(slices.Sorted(slices.Values(at)))
	if len(at) == len(list.n.Content) {
		e.Set(in, key, []any{})
		return
	}
	for _, i := range at {
		from, to, _ := e.item(list, i)
		e.cuts = append(e.cuts, cut{from, to, nil})
	}
}

// Insert puts items into the list that is a mapping's member, before the one at a place, or behind all.
func (e *Edit) Insert(in Value, key string, at int, items ...any) {
	if len(items) == 0 || !e.editable(in, Mapping) {
		return
	}
	list := in.At(key)
	if list.Kind() != List || len(list.n.Content) == 0 {
		e.Set(in, key, items)
		return
	}
	if !e.editable(list, List) {
		return
	}
	place, after, column := e.item(list, min(at, len(list.n.Content)-1))
	if at >= len(list.n.Content) {
		place = after
	}
	var text []string
	for _, item := range items {
		text = append(text, indented(entryLines(e, "", item), strings.Repeat(" ", column), column)...)
	}
	e.cuts = append(e.cuts, cut{place, place, text})
}

// Unwrap puts the items of a list into the place of the item of an outer list that holds them.
func (e *Edit) Unwrap(outer Value, i int, inner Value) {
	if !e.editable(outer, List) || !e.editable(inner, List) {
		return
	}
	from, to, column := e.item(outer, i)
	first, _, deeper := e.item(inner, 0)
	_, last, _ := e.item(inner, len(inner.n.Content)-1)
	var text []string
	for _, line := range e.lines[first:last] {
		line = strings.TrimRight(line, "\r\n")
		cutOff := min(deeper-column, len(line)-len(strings.TrimLeft(line, " ")))
		text = append(text, line[max(cutOff, 0):])
	}
	e.cuts = append(e.cuts, cut{from, to, text})
}

// editable tells whether a value can be changed by lines.
func (e *Edit) editable(v Value, want Kind) bool {
	switch {
	case v.Kind() != want || len(v.n.Content) == 0:
		e.err = errors.Join(e.err, fmt.Errorf("there is no %v to change in line %d of the file", want, v.Line()))
	case v.n.Style&yaml.FlowStyle != 0:
		e.flow = true
	default:
		return true
	}
	return false
}

// item is the lines of an item of a list, and the column of its dash, from 0.
func (e *Edit) item(list Value, i int) (from, to, column int) {
	n := list.n.Content[i]
	column = list.n.Column - 1
	for from = n.Line - 1; from > 0 && !isDash(e.lines[from], column); from-- {
	}
	return from, e.end(from, column, n, false), column
}

func isDash(line string, column int) bool {
	return len(line) > column && line[column] == '-' && strings.TrimSpace(line[:column]) == "" &&
		(len(line) == column+1 || strings.ContainsRune(" \r\n\t", rune(line[column+1])))
}

// end is the line behind what begins in a line with a key or a dash in a column. Comments and blank lines behind it belong to what
// follows, unless they are a text's. A key's list may stand in the key's own column.
func (e *Edit) end(from, column int, value *yaml.Node, ofKey bool) int {
	end := from + 1
	for i := from + 1; i < len(e.lines); i++ {
		line := strings.TrimRight(e.lines[i], "\r\n")
		rest := strings.TrimLeft(line, " ")
		if rest == "" {
			continue
		}
		indent := len(line) - len(rest)
		if indent < column || indent == column && !(ofKey && value.Kind == yaml.SequenceNode && isDash(line, column)) {
			break
		}
		end = i + 1
	}
	if last := lastOf(value); last.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && strings.HasSuffix(last.Value, "\n\n") {
		for end < len(e.lines) && strings.TrimSpace(e.lines[end]) == "" && e.lines[end] != "" {
			end++
		}
	}
	return end
}

// lastOf is the value that ends a value.
func lastOf(n *yaml.Node) *yaml.Node {
	for len(n.Content) > 0 {
		n = n.Content[len(n.Content)-1]
	}
	return n
}

// entryLines writes an entry; what is wrong with it is kept for Change.
func entryLines(e *Edit, key string, value any) []string {
	lines, err := entry(key, value)
	e.err = errors.Join(e.err, err)
	return lines
}

// indented are lines in a column, the first behind what stands before it.
func indented(lines []string, before string, column int) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		switch {
		case i == 0:
			out[i] = before + line
		case line != "":
			out[i] = strings.Repeat(" ", column) + line
		}
	}
	return out
}
