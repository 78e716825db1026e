package vim

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"hextui/ui/editor"
)

// prompt is the line that is typed after : or / or ?; lead is empty while there is none.
type prompt struct {
	lead, text string
	command    command // that waits for the place to go to
}

// promptKey types a key in the line.
func (m *Machine) promptKey(key string) {
	p := &m.prompt
	switch key {
	case "esc", "ctrl+c":
		m.prompt = prompt{}
	case "enter":
		done := m.prompt
		m.prompt = prompt{}
		if done.lead == ":" {
			m.ex(strings.TrimSpace(done.text))
			return
		}
		done.command.arg = done.text
		m.run(done.command)
	case "backspace", "ctrl+h":
		if p.text == "" {
			m.prompt = prompt{}
			return
		}
		r := []rune(p.text)
		p.text = string(r[:len(r)-1])
	case "ctrl+u":
		p.text = ""
	case "ctrl+w":
		p.text = strings.TrimRight(p.text, " ")
		p.text = p.text[:strings.LastIndexByte(p.text, ' ')+1]
	default:
		if named(key) == "" {
			p.text += key
		}
	}
}

func rangeOf(n int) string {
	if n == 1 {
		return "."
	}
	return fmt.Sprintf(".,.+%d", n-1)
}

// ex carries out what was typed after the colon.
func (m *Machine) ex(text string) {
	first, last, given, rest, ok := m.lines(text)
	visual := m.visual()
	if visual {
		m.endVisual(m.cursor)
	}
	switch name := strings.TrimSpace(rest); {
	case !ok:
		m.out.Say = ":" + text + " names lines that are not there."
	case name == "" && given:
		m.at(m.first(last))
	case name == "":
	case len(name) > 1 && name[0] == 's' && !letter(name[1]):
		m.substituteBy(first, last, name[1:])
	case name == "d" || name == "y" || name == ">" || name == "<":
		at := m.here()
		m.run(command{op: name, key: "_", count: last - first + 1}.from(m, first))
		switch name {
		case "y":
			m.at(at)
		case ">", "<":
			m.at(m.first(last))
		}
	default:
		m.asked(name, text)
	}
}

// from puts the cursor on a line before a command.
func (c command) from(m *Machine, line int) command {
	m.at(m.first(line))
	return c
}

// asked is what whoever holds the editor does.
func (m *Machine) asked(name, text string) {
	switch name {
	case "w", "write", "up", "update":
		m.out.Ask = Save
	case "wq", "x", "xit", "wq!", "x!":
		m.out.Ask = SaveQuit
	case "q", "quit":
		m.out.Ask = Quit
	case "q!", "quit!":
		m.out.Ask = DropQuit
	case "run":
		m.out.Ask = Run
	case "noh", "nohl", "nohlsearch":
		m.ed.EndSearch()
	default:
		m.out.Say = ":" + text + " is not among the vim commands here, which are :w :q :wq :q! :s :d :y :> :< :noh :run and a line."
	}
}

// lines reads the range that a command line begins with, counted from 0; that of the cursor's line without one.
func (m *Machine) lines(text string) (first, last int, given bool, rest string, ok bool) {
	if tail, whole := strings.CutPrefix(text, "%"); whole {
		return 0, m.ed.Lines() - 1, true, tail, true
	}
	first, rest, given = m.line(text)
	last = first
	if tail, more := strings.CutPrefix(rest, ","); more {
		if last, rest, _ = m.line(tail); last < first {
			first, last = last, first
		}
		given = true
	}
	if strings.TrimSpace(rest) == "" { // a place to go to is as near as there is
		last = min(max(last, 0), m.ed.Lines()-1)
	}
	return first, last, given, rest, min(first, last) >= 0 && max(first, last) < m.ed.Lines() || strings.TrimSpace(rest) == ""
}

// line reads one line of a range: a number, . or $, the ends of the visual area, and + or - some lines.
func (m *Machine) line(text string) (line int, rest string, given bool) {
	line, given = m.here().Line, true
	from, to := ordered(m.anchor, m.cursor)
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	switch {
	case n > 0:
		number, err := strconv.Atoi(text[:n])
		if line = max(number-1, 0); err != nil {
			line = far
		}
		rest = text[n:]
	case strings.HasPrefix(text, "."):
		rest = text[1:]
	case strings.HasPrefix(text, "$"):
		line, rest = m.ed.Lines()-1, text[1:]
	case strings.HasPrefix(text, "'<"):
		line, rest = from.Line, text[2:]
	case strings.HasPrefix(text, "'>"):
		line, rest = to.Line, text[2:]
	default:
		rest, given = text, strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-")
	}
	for len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		sign, k := rest[0], 1
		for k < len(rest) && rest[k] >= '0' && rest[k] <= '9' {
			k++
		}
		by, err := strconv.Atoi(rest[1:k])
		if err != nil {
			by = 1
		}
		if sign == '-' {
			by = -by
		}
		line, rest = line+by, rest[k:]
	}
	return line, rest, given
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// substitution is what :s puts in place of what.
type substitution struct {
	re   *regexp.Regexp
	by   string
	all  bool // in a line, not only the first
	word bool // whole words only, as * searched for
}

// substituteBy reads /pattern/text/flags and carries it out.
func (m *Machine) substituteBy(first, last int, text string) {
	parts := cut(text)
	s := substitution{by: parts[1]}
	flags := strings.TrimSpace(parts[2])
	if strings.Trim(flags, "gi") != "" {
		m.out.Say = "Of the flags of :s only g and i are here."
		return
	}
	if s.re, s.word = m.sought.re, m.sought.word; parts[0] != "" {
		s.word = false
		if strings.Contains(flags, "i") {
			parts[0] += `\c`
		}
		re, err := pattern(parts[0])
		if err != nil {
			m.out.Say = err.Error()
			return
		}
		s.re = re
	}
	s.all = strings.Contains(flags, "g")
	m.subst = s
	m.sought = sought{re: s.re, back: m.sought.back, word: s.word}
	m.substitute(first, last, s)
}

// cut parts /a/b/c at its first sign, where no backslash is before it.
func cut(text string) (parts [3]string) {
	sign, k := text[0], 0
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			if i++; text[i] != sign {
				parts[k] += `\`
			}
			parts[k] += text[i : i+1]
		case text[i] == sign && k < 2:
			k++
		default:
			parts[k] += text[i : i+1]
		}
	}
	return parts
}

// substitute replaces in lines, as one change.
func (m *Machine) substitute(first, last int, s substitution) {
	if s.re == nil {
		m.out.Say = "Nothing is searched for yet; :s/old/new/ says what."
		return
	}
	m.ed.Join()
	defer m.ed.Part()
	count, at := 0, -1
	for i := first; i <= last; i++ {
		line := m.ed.Line(i)
		var b strings.Builder
		from, found := 0, 0
		for _, hit := range s.re.FindAllStringSubmatchIndex(line, -1) {
			if found == 1 && !s.all {
				break
			}
			if s.word && !(bound(line, hit[0]) && bound(line, hit[1])) {
				continue
			}
			found++
			b.WriteString(line[from:hit[0]])
			b.WriteString(m.filled(s.by, line, hit, i))
			from = hit[1]
			count++
		}
		if found == 0 {
			continue
		}
		before := m.ed.Lines()
		m.ed.Put(editor.Pos{Line: i}, editor.Pos{Line: i, Col: from}, b.String())
		more := m.ed.Lines() - before
		i, last, at = i+more, last+more, i+more
	}
	if at < 0 {
		m.out.Say = "“" + s.re.String() + "” is not found."
		return
	}
	m.at(m.first(at))
	if count > 1 {
		m.out.Say = fmt.Sprintf("%d places replaced; u takes them back.", count)
	}
}

// filled is the text that comes in place of a match: & and \0 are all of it, \1 to \9 its groups, \r a line's end.
func (m *Machine) filled(by, line string, hit []int, at int) string {
	var b strings.Builder
	for i := 0; i < len(by); i++ {
		group := -1
		switch {
		case by[i] == '&':
			group = 0
		case by[i] == '\\' && i+1 < len(by):
			switch i++; {
			case by[i] >= '0' && by[i] <= '9':
				group = int(by[i] - '0')
			case by[i] == 'r' || by[i] == 'n':
				b.WriteString(m.ed.LineEnd(at))
			case by[i] == 't':
				b.WriteByte('\t')
			default:
				b.WriteByte(by[i])
			}
		default:
			b.WriteByte(by[i])
		}
		if group >= 0 && 2*group+1 < len(hit) && hit[2*group] >= 0 {
			b.WriteString(line[hit[2*group]:hit[2*group+1]])
		}
	}
	return b.String()
}
