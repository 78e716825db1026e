package vim

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"hextui/ui/editor"
)

// sought is what was searched for last.
type sought struct {
	re   *regexp.Regexp
	back bool
	word bool // it is a whole word
}

// searched goes to a match: of what was typed after / or ?, of the word here for * and #, of the last one for n and N.
func (m *Machine) searched(from editor.Pos, c command) (editor.Pos, bool) {
	back := c.key == "?" || c.key == "#"
	switch c.key {
	case "*", "#":
		word, at := m.wordAt(from)
		if word == "" {
			m.out.Say = "There is no word here to search for."
			return from, false
		}
		re, err := regexp.Compile(regexp.QuoteMeta(word))
		if err != nil { // bytes that are no text
			m.out.Say = errPattern(word).Error()
			return from, false
		}
		from = at
		m.sought = sought{re, back, true}
	case "/", "?":
		if c.arg == "" {
			m.sought.back = back
			break
		}
		re, err := pattern(c.arg)
		if err != nil {
			m.out.Say = err.Error()
			return from, false
		}
		m.sought = sought{re: re, back: back}
	default:
		back = m.sought.back != (c.key == "N")
	}
	if m.sought.re == nil {
		m.out.Say = "Nothing is searched for yet; / does."
		return from, false
	}
	m.ed.MarkMatches(m.sought.re)
	to, ok := from, false
	for range c.times() {
		if to, ok = m.match(to, back); !ok {
			m.out.Say = "“" + shown(c.arg, m.sought.re) + "” is not found."
			return from, false
		}
	}
	return to, true
}

func shown(typed string, re *regexp.Regexp) string {
	if typed != "" {
		return typed
	}
	return re.String()
}

// match is the next match behind a place, or the last before it, going on at the other end of the text.
func (m *Machine) match(p editor.Pos, back bool) (found editor.Pos, ok bool) {
	lines := m.ed.Lines()
	for k := range lines + 1 {
		i := (p.Line + k) % lines
		if back {
			i = (p.Line - k + lines) % lines
		}
		for _, at := range m.sought.re.FindAllStringIndex(m.ed.Line(i), -1) {
			if line := m.ed.Line(i); m.sought.word && !(bound(line, at[0]) && bound(line, at[1])) {
				continue
			}
			behind := k > 0 || at[0] > p.Col
			switch {
			case back && (k == 0 && at[0] >= p.Col || k == lines && at[0] < p.Col):
			case back:
				found, ok = editor.Pos{Line: i, Col: at[0]}, true
			case behind:
				return editor.Pos{Line: i, Col: at[0]}, true
			}
		}
		if ok {
			return found, true
		}
	}
	return p, false
}

// bound tells whether a word begins or ends at a byte of a line.
func bound(line string, at int) bool {
	_, n := utf8.DecodeLastRuneInString(line[:at])
	return at == 0 || class(line, at-n, false) != class(line, at, false)
}

// pattern is a pattern of vim as a regular expression of Go's: what both know is taken over, and what only vim has is an error. Letter
// case matters unless \c is in it.
func pattern(text string) (*regexp.Regexp, error) {
	var b strings.Builder
	if strings.Contains(text, `\c`) {
		text = strings.ReplaceAll(text, `\c`, "")
		b.WriteString("(?i)")
	}
	for i := 0; i < len(text); i++ {
		switch ch := text[i]; {
		case ch == '\\' && i+1 < len(text):
			i++
			piece, ok := escaped(text[i])
			if !ok {
				return nil, errPattern(`\` + text[i:i+1])
			}
			b.WriteString(piece)
		case ch == '[':
			end := classEnd(text[i:])
			b.WriteString(text[i : i+end])
			i += end - 1
		case strings.IndexByte(`+?|(){}`, ch) >= 0:
			b.WriteByte('\\')
			b.WriteByte(ch)
		case ch == ']':
			b.WriteString(`\]`)
		default:
			b.WriteByte(ch)
		}
	}
	re, err := regexp.Compile(b.String())
	if err != nil {
		return nil, errPattern(text)
	}
	return re, nil
}

type errPattern string

func (e errPattern) Error() string {
	return "The pattern is not known here at “" + string(e) + "”; letters, . * [ ] ^ $ and \\+ \\= \\| \\( \\) \\< \\> \\s \\d \\w \\c are."
}

// escaped is what a letter behind a backslash means.
func escaped(c byte) (string, bool) {
	switch c {
	case '+', '?', '|', '(', ')', '{':
		return string(c), true
	case '}':
		return "}", true
	case '=':
		return "?", true
	case '<', '>':
		return `\b`, true
	case 's', 'S', 'd', 'D', 'w', 'W', 't', '.', '*', '[', ']', '^', '$', '/', '\\':
		if c == '/' {
			return "/", true
		}
		return `\` + string(c), true
	case '~', '-', '&', '"', '\'', ',', ':', ';', '!', '@', '#', '`', ' ':
		return regexp.QuoteMeta(string(c)), true
	}
	return "", false
}

// classEnd is the length of the class of characters that text begins with; 1 where nothing closes it and [ stands for itself.
func classEnd(text string) int {
	from := 1
	if strings.HasPrefix(text[from:], "^") {
		from++
	}
	if strings.HasPrefix(text[from:], "]") {
		from++
	}
	if n := strings.IndexByte(text[from:], ']'); n >= 0 {
		return from + n + 1
	}
	return 1
}
