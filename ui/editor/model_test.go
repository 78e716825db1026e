package editor_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hextui/ui/editor"
	"hextui/ui/lex"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// model is a text as nothing but bytes, with the cursor and the other end of the selection as
// offsets: slow, and too simple to be wrong.
type model struct {
	text           []byte
	anchor, cursor int
}

// modelOf reads an editor.
func modelOf(e *editor.Editor) model {
	m := model{text: e.Bytes()}
	s := e.State()
	m.anchor, m.cursor = m.offset(s.Anchor), m.offset(s.Cursor)
	return m
}

func (m model) lines() []string { return strings.SplitAfter(string(m.text), "\n") }

func (m model) offset(p editor.Pos) int {
	at := p.Col
	for _, l := range m.lines()[:p.Line] {
		at += len(l)
	}
	return at
}

func (m model) selection() (int, int) { return min(m.anchor, m.cursor), max(m.anchor, m.cursor) }

func (m model) replaced(from, to int, text string) string {
	return string(m.text[:from]) + text + string(m.text[to:])
}

// inserted replaces the selection.
func (m model) inserted(text string) string {
	from, to := m.selection()
	return m.replaced(from, to, text)
}

// touched are the numbers of the lines the selection touches.
func (m model) touched() (first, last int) {
	from, to := m.selection()
	first, last = bytes.Count(m.text[:from], []byte("\n")), bytes.Count(m.text[:to], []byte("\n"))
	if last > first && m.text[to-1] == '\n' {
		last--
	}
	return first, last
}

// split cuts a line into its text and its ending.
func split(line string) (text, ending string) {
	text = strings.TrimSuffix(line, "\n")
	if text != line {
		text = strings.TrimSuffix(text, "\r")
	}
	return text, line[len(text):]
}

// mapped changes the text of the touched lines.
func (m model) mapped(change func(text string) string) string {
	lines := m.lines()
	first, last := m.touched()
	for i := first; i <= last; i++ {
		text, end := split(lines[i])
		lines[i] = change(text) + end
	}
	return strings.Join(lines, "")
}

func (m model) deletedLines() string {
	lines := m.lines()
	first, last := m.touched()
	if last == len(lines)-1 && first > 0 {
		lines[first-1], _ = split(lines[first-1])
	}
	return strings.Join(slices.Delete(lines, first, last+1), "")
}

// newline is the ending that a new line gets.
func (m model) newline(i int) string {
	lines := m.lines()
	for k := i; k >= max(i-1, 0); k-- {
		if _, end := split(lines[k]); end != "" {
			return end
		}
	}
	return "\n"
}

func (m model) duplicated() string {
	lines := m.lines()
	first, last := m.touched()
	block := strings.Join(lines[first:last+1], "")
	if last == len(lines)-1 {
		block += m.newline(last)
	}
	return strings.Join(slices.Insert(lines, first, block), "")
}

// rotated moves line from to the place of line to and leaves the endings where they are.
func (m model) rotated(from, to int) string {
	var texts, ends []string
	for _, l := range m.lines() {
		text, end := split(l)
		texts, ends = append(texts, text), append(ends, end)
	}
	if from < 0 || to < 0 || from >= len(texts) || to >= len(texts) {
		return string(m.text)
	}
	text := texts[from]
	texts = slices.Insert(slices.Delete(texts, from, from+1), to, text)
	var b strings.Builder
	for i := range texts {
		b.WriteString(texts[i] + ends[i])
	}
	return b.String()
}

func (m model) commented() string {
	lines := m.lines()
	first, last := m.touched()
	indent, all := 1<<30, true
	for _, l := range lines[first : last+1] {
		text, _ := split(l)
		if body := strings.TrimLeft(text, " \t"); body != "" {
			indent, all = min(indent, len(text)-len(body)), all && strings.HasPrefix(body, "--")
		}
	}
	return m.mapped(func(text string) string {
		body := strings.TrimLeft(text, " \t")
		switch {
		case body == "":
			return text
		case all:
			return text[:len(text)-len(body)] + strings.TrimPrefix(body[2:], " ")
		}
		return text[:indent] + "-- " + text[indent:]
	})
}

// erased deletes the selection or, without one, what the move passes over.
func (m model) erased(e *editor.Editor, move editor.Command) string {
	if m.anchor == m.cursor {
		twin := fresh(e)
		twin.Do(move)
		m.cursor = m.offset(twin.State().Cursor)
	}
	return m.inserted("")
}

// fresh returns an editor that was given the same source and place just now.
func fresh(e *editor.Editor) *editor.Editor {
	twin := editor.New(e.Language())
	twin.SetSource(e.Bytes())
	twin.Restore(e.State())
	return twin
}

// naive says what the text must be after a command, and false for a command that edits nothing.
func naive(e *editor.Editor, c editor.Command, unit string) (string, bool) {
	m := modelOf(e)
	first, last := m.touched()
	switch c {
	case editor.DeleteLeft:
		return m.erased(e, editor.MoveLeft), true
	case editor.DeleteRight:
		return m.erased(e, editor.MoveRight), true
	case editor.DeleteWordLeft:
		return m.erased(e, editor.MoveWordLeft), true
	case editor.DeleteWordRight:
		return m.erased(e, editor.MoveWordRight), true
	case editor.DeleteToLineEnd:
		if at := m.cursor; at == len(m.text) || m.text[at] == '\n' || bytes.HasPrefix(m.text[at:], []byte("\r\n")) {
			return m.erased(e, editor.MoveRight), true
		}
		return m.erased(e, editor.MoveLineEnd), true
	case editor.DeleteToLineStart:
		if m.anchor == m.cursor {
			m.anchor = bytes.LastIndexByte(m.text[:m.cursor], '\n') + 1
		}
		return m.inserted(""), true
	case editor.DeleteLine:
		return m.deletedLines(), true
	case editor.DuplicateLine:
		return m.duplicated(), true
	case editor.RaiseLine:
		return m.rotated(first-1, last), true
	case editor.LowerLine:
		return m.rotated(last+1, first), true
	case editor.ToggleComment:
		return m.commented(), true
	case editor.NewLine:
		from, _ := m.selection()
		start := bytes.LastIndexByte(m.text[:from], '\n') + 1
		head := string(m.text[start:from])
		indent := head[:len(head)-len(strings.TrimLeft(head, " \t"))]
		if strings.HasSuffix(strings.TrimRight(head, " \t"), "(") {
			indent += unit
		}
		return m.inserted(m.newline(first) + indent), true
	case editor.Indent:
		if first < last {
			return m.mapped(func(text string) string {
				if text == "" {
					return text
				}
				return unit + text
			}), true
		}
	case editor.Dedent:
		return m.mapped(func(text string) string {
			if strings.HasPrefix(text, "\t") {
				return text[1:]
			}
			for range len(strings.ReplaceAll(unit, "\t", "    ")) {
				text = strings.TrimPrefix(text, " ")
			}
			return text
		}), true
	case editor.Cut:
		if m.anchor == m.cursor {
			return m.deletedLines(), true
		}
		return m.inserted(""), true
	case editor.Paste, editor.Undo, editor.Redo:
		return "", false
	}
	if c.Edits() {
		return "", false
	}
	return string(m.text), true
}

// unitOf is the indentation of the first indented line, if that is a usual one.
func unitOf(source string) string {
	for _, l := range strings.Split(source, "\n") {
		switch n := len(l) - len(strings.TrimLeft(l, " ")); {
		case strings.HasPrefix(l, "\t"):
			return "\t"
		case n == 2 || n == 4 || n == 8:
			return l[:n]
		}
	}
	return "  "
}

// pieces are what the fuzzer types and pastes.
var pieces = []string{"a", "\n", "\r\n", "\r", "\t", "\x00", "\xff", "売", "\u0301", "'", "/*", "*/", "{{ x }}", "(\n  b)\n", "👩‍👩‍👧",
	"\x1b[2J", "-- c\r\nd", " "}

func FuzzEdits(f *testing.F) {
	long := strings.Repeat("aä\u0301\t'", 900)
	for _, s := range []string{"", "a\n", "select 'a\r\n  b\rc\n\n-- x\ny", "\xff\x00\t売\n/* x\n*/", "-- a\n\t-- b\nc", long + "\nb\n" +
		long} {
		f.Add([]byte(s), []byte{80, 3, 12, 90, 45, 61, 1, 2, 40, 33, 100, 30, 47, 41})
		f.Add([]byte(s), []byte{15, 16, 17, 42, 43, 44, 46, 48, 49, 13, 70, 78, 51})
	}
	f.Fuzz(func(t *testing.T, source, script []byte) {
		if len(source) < 12_000 && len(script) < 30 {
			play(t, source, script)
		}
	})
}

// The same, by scripts that are the same on every run.
func TestRandomEdits(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 80 {
		var source []byte
		for range dice.IntN(60) {
			source = append(source, pieces[dice.IntN(len(pieces))]...)
		}
		script := make([]byte, 40)
		for i := range script {
			script[i] = byte(dice.IntN(100))
		}
		play(t, source, script)
	}
}

// play loads source and carries out a script, in which every byte is a command or a piece typed,
// beside the model; then it takes everything back.
func play(t *testing.T, source, script []byte) {
	e, bindings := editor.New(lex.ByName("sql")), editor.Bindings()
	unit := unitOf(string(source))
	e.SetSource(source)
	if !bytes.Equal(e.Bytes(), source) {
		t.Fatalf("loaded %q as %q", source, e.Bytes())
	}
	for _, op := range script {
		before := modelOf(e)
		what, want, known := "", "", true
		if n := int(op); n < len(bindings) {
			c := bindings[n].Command
			what = string(c)
			want, known = naive(e, c, unit)
			e.Do(c)
		} else {
			piece := pieces[n%len(pieces)]
			what, want = "insert "+piece, before.inserted(piece)
			e.Insert(piece)
		}
		if got := string(e.Bytes()); known && got != want {
			t.Fatalf("%s in %.300q at %d,%d:\n got %.300q\nwant %.300q", what, before.text, before.anchor, before.cursor, got, want)
		}
		whole(t, e, what)
	}
	for e.Do(editor.Redo).Changed {
	}
	final := e.Bytes()
	for e.Do(editor.Undo).Changed {
		whole(t, e, "undo")
	}
	if !bytes.Equal(e.Bytes(), source) || e.Modified() {
		t.Fatalf("undone to %.300q, not %.300q", e.Bytes(), source)
	}
	for e.Do(editor.Redo).Changed {
	}
	if !bytes.Equal(e.Bytes(), final) {
		t.Fatalf("redone to %.300q, not %.300q", e.Bytes(), final)
	}
}

// whole checks what must hold after anything: places are in the text and not within a CR LF, and
// the picture is that of an editor which has only just been given the text.
func whole(t *testing.T, e *editor.Editor, what string) {
	t.Helper()
	m, s := modelOf(e), e.State()
	for _, p := range []editor.Pos{s.Cursor, s.Anchor} {
		text, _ := split(m.lines()[p.Line])
		if p.Col > len(text) {
			t.Fatalf("%s left the cursor at %+v of %q", what, p, m.text)
		}
	}
	if e.Len() != len(m.text) || e.Lines() != len(m.lines()) {
		t.Fatalf("after %s, %d bytes in %d lines are counted as %d in %d", what, len(m.text), len(m.lines()), e.Len(), e.Lines())
	}
	got := picture(e, 30, 8)
	twin := fresh(e)
	picture(twin, 30, 8)
	twin.Restore(e.State())
	if want := picture(twin, 30, 8); got != want {
		t.Fatalf("after %s, %.300q is drawn\n%q\nnot\n%q", what, m.text, got, want)
	}
	x, y, ok := e.ScreenCursor()
	if tx, ty, tok := twin.ScreenCursor(); tx != x || ty != y || tok != ok {
		t.Fatalf("after %s, the cursor is drawn at %d,%d %v, not %d,%d %v", what, x, y, ok, tx, ty, tok)
	}
}

// picture draws an editor with all styles.
func picture(e *editor.Editor, w, h int) string {
	c, th := paint.NewCanvas(w, h), theme.Dark()
	e.Draw(c.Surface(), &th, true)
	return c.String()
}
