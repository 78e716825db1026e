package editor

import (
	"slices"
	"strings"
)

// Pos is a place in the text: line and byte in that line, both counted from 0. A line's ending
// (LF or CR LF) belongs to the line but is no place to be, except for the low-level edits that
// the undo history makes.
type Pos struct{ Line, Col int }

// before tells whether p comes before q.
func (p Pos) before(q Pos) bool { return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col }

// buffer is the text: the exact bytes, cut after every LF. All lines but the last end with LF and
// the last has none, so joining the lines gives the text back whatever bytes it has. A CR before
// an LF belongs to the line's ending; a CR alone is a character like others.
type buffer struct {
	lines []string
	size  int // bytes of all lines
}

func newBuffer(text string) buffer {
	b := buffer{size: len(text), lines: make([]string, 0, strings.Count(text, "\n")+1)}
	b.lines = appendLines(b.lines, text)
	return b
}

// appendLines cuts text after every LF; what follows the last LF, if only nothing, is a line too.
func appendLines(lines []string, text string) []string {
	for {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			return append(lines, text)
		}
		lines = append(lines, text[:i+1])
		text = text[i+1:]
	}
}

// line returns line i without its ending.
func (b *buffer) line(i int) string {
	s := b.lines[i]
	return s[:len(s)-len(ending(s))]
}

// ending returns the line ending that a raw line has: LF, CR LF or nothing.
func ending(raw string) string {
	switch {
	case strings.HasSuffix(raw, "\r\n"):
		return raw[len(raw)-2:]
	case strings.HasSuffix(raw, "\n"):
		return raw[len(raw)-1:]
	}
	return ""
}

// withEnds is text with end, which is LF or CR LF, at the end of every line that ends with another of the two.
func withEnds(text, end string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if end == "\n" {
		return text
	}
	return strings.ReplaceAll(text, "\n", end)
}

// commonEnd is how most lines of a text end, LF where as many end with CR LF; empty where none ends.
func commonEnd(text string) string {
	all, both := strings.Count(text, "\n"), strings.Count(text, "\r\n")
	switch {
	case all == 0:
		return ""
	case both > all-both:
		return "\r\n"
	}
	return "\n"
}

// endName is what people call a line ending.
func endName(end string) string {
	if end == "\r\n" {
		return "CR LF"
	}
	return "LF"
}

// bytes returns the text.
func (b *buffer) bytes() []byte {
	out := make([]byte, 0, b.size)
	for _, l := range b.lines {
		out = append(out, l...)
	}
	return out
}

// slice returns the text from one place to another, which must not come before it. It is a copy:
// a piece kept by the undo history must not keep a whole line of megabytes alive.
func (b *buffer) slice(from, to Pos) string {
	if from.Line == to.Line {
		return strings.Clone(b.lines[from.Line][from.Col:to.Col])
	}
	var s strings.Builder
	s.WriteString(b.lines[from.Line][from.Col:])
	for _, l := range b.lines[from.Line+1 : to.Line] {
		s.WriteString(l)
	}
	s.WriteString(b.lines[to.Line][:to.Col])
	return s.String()
}

// replace puts text in place of what lies between from and to, and returns the place after it.
func (b *buffer) replace(from, to Pos, text string) Pos {
	first, last := b.lines[from.Line][:from.Col], b.lines[to.Line][to.Col:]
	b.size += len(text) - b.span(from, to)
	if from.Line == to.Line && strings.IndexByte(text, '\n') < 0 {
		b.lines[from.Line] = first + text + last
		return Pos{from.Line, from.Col + len(text)}
	}
	fresh := appendLines(nil, text)
	end := Pos{from.Line + len(fresh) - 1, len(fresh[len(fresh)-1])}
	if len(fresh) == 1 {
		end.Col += from.Col
	}
	fresh[0] = first + fresh[0]
	fresh[len(fresh)-1] += last
	b.lines = slices.Replace(b.lines, from.Line, to.Line+1, fresh...)
	return end
}

// span is the number of bytes between two places.
func (b *buffer) span(from, to Pos) int {
	if from.Line == to.Line {
		return to.Col - from.Col
	}
	n := len(b.lines[from.Line]) - from.Col + to.Col
	for _, l := range b.lines[from.Line+1 : to.Line] {
		n += len(l)
	}
	return n
}

// end is the last place of the text.
func (b *buffer) end() Pos {
	last := len(b.lines) - 1
	return Pos{last, len(b.line(last))}
}

// after returns the place that follows text when text begins at from.
func after(from Pos, text string) Pos {
	n := strings.Count(text, "\n")
	if n == 0 {
		return Pos{from.Line, from.Col + len(text)}
	}
	return Pos{from.Line + n, len(text) - strings.LastIndexByte(text, '\n') - 1}
}

// clamp moves p into the text, not into a line's ending.
func (b *buffer) clamp(p Pos) Pos {
	p.Line = min(max(p.Line, 0), len(b.lines)-1)
	p.Col = min(max(p.Col, 0), len(b.line(p.Line)))
	return p
}
