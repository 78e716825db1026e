package mcpsrv

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// place are the arguments of a tool that shows a long text in parts.
type place struct {
	FromLine int `json:"from_line" arg:"min=1,default=1"`
	FromChar int `json:"from_char" arg:"min=0"`
	Lines    int `json:"lines" arg:"min=1"`
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
