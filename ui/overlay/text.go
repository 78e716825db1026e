package overlay

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/fold"
	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
)

// Text shows a text that may be long: an error in full, a traceback, the log of messages, the keys. Its lines can be searched.
type Text struct {
	base
	scroll
	Title string
	Lines []Line
	// Columns shows the lines in two columns where there is room for both, each section whole.
	Columns bool
	// OnCopy, if set, is called for the copy action.
	OnCopy func()
	// Turn, if set, is called with -1 or 1 for the text before or after this one, and gives it its title and lines.
	Turn func(step int)
	// OnPick, if set, is called for a click on a line that names an action; the dialog goes.
	OnPick func(action.ID)

	keys    bool          // the text is the keys themselves: what shows them takes them away again
	find    *field.Field  // nil until something is searched for
	finding bool          // the search line has the keys
	tallest int           // the height of the whole text
	picks   []hotspot     // the lines in sight that name an action
	line    paint.Surface // what is searched for
}

func (x *Text) nothingIsLost() {}

// Scope is the text scope, and that of filters while something is searched for.
func (x *Text) Scope() action.Scope {
	if x.finding {
		return action.Filter
	}
	return action.Text
}

// Typing tells whether the search line has the keys.
func (x *Text) Typing() bool { return x.finding }

// Key edits what is searched for.
func (x *Text) Key(k tea.KeyPressMsg) {
	if x.finding && x.find.Key(k) {
		x.move(action.Top)
	}
}

// Paste inserts into what is searched for.
func (x *Text) Paste(text string) {
	if x.finding && x.find.Paste(text) {
		x.move(action.Top)
	}
}

// Wheel scrolls by lines.
func (x *Text) Wheel(n int) { x.scroll.Wheel(n) }

// Click does what the line under it names, and takes the keys from the search line.
func (x *Text) Click(cx, cy int) {
	if x.finding = x.line.Contains(cx, cy); x.finding {
		return
	}
	for _, p := range x.picks {
		if x.OnPick != nil && p.area.Contains(cx, cy) {
			x.done = true
			x.OnPick(p.id)
			return
		}
	}
}

// Do scrolls, searches, copies and closes.
func (x *Text) Do(id action.ID) bool {
	switch {
	case id == action.Find:
		if x.find == nil {
			x.find = field.New("words")
		}
		x.finding = true
	case x.finding && id == action.Accept:
		x.finding = false
	case id == action.Clear, id == action.Back && x.query() != "":
		x.finding = false
		x.find.Set("")
	case id == action.Back, id == action.No, id == action.Accept, id == action.Help && x.keys:
		x.done = true
	case x.Turn != nil && (id == action.Left || id == action.Right):
		x.Turn(map[bool]int{true: 1, false: -1}[id == action.Right])
	case id == action.CopySource:
		if x.OnCopy != nil {
			x.OnCopy()
		}
	default:
		return x.move(id)
	}
	return true
}

func (x *Text) query() string {
	if x.find == nil {
		return ""
	}
	return x.find.Value()
}

// found are the lines that have every word that is searched for, with the headings of their sections.
func (x *Text) found() []Line {
	words := strings.Fields(fold.Text(x.query()))
	if len(words) == 0 {
		return x.Lines
	}
	var found []Line
	var heading *Line
	for i, line := range x.Lines {
		if line.Heading {
			heading = &x.Lines[i]
			continue
		}
		if !hasAll(fold.Text(line.Head+" "+line.Text), words) {
			continue
		}
		if heading != nil {
			if len(found) > 0 {
				found = append(found, Line{})
			}
			found, heading = append(found, *heading), nil
		}
		found = append(found, line)
	}
	if len(found) == 0 {
		return []Line{{Text: "Nothing here has “" + x.query() + "”.", Style: faint}}
	}
	return found
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// The widths of a text: of one column, of two with the gap between them.
const (
	column    = 100
	twoFrom   = 104
	twoMost   = 150
	columnGap = 4
)

// Draw paints as many lines as there is room for.
func (x *Text) Draw(s paint.Surface, l Look) *Cursor {
	w := min(max(s.Width()-8, 20), column)
	columns := [][]Line{folded(x.found(), w)}
	if x.Columns && s.Width()-8 >= twoFrom {
		if two := parted(folded(x.found(), (min(s.Width()-8, twoMost)-columnGap)/2)); len(two) == 2 {
			w, columns = min(s.Width()-8, twoMost), two
		}
	}
	rows := 0
	for _, c := range columns {
		rows = max(rows, len(c))
	}
	in := box(s, w, roomFor(max(rows, x.held(rows)), s), x.Title, l)
	body, foot := in.SplitBottom(1)
	x.window(body.Height(), rows)
	x.picks = x.picks[:0]
	for i, c := range columns {
		wide := w / len(columns)
		part := body.Sub(i*((w+columnGap)/2), 0, wide, body.Height())
		x.paint(body.Sub(i*((w+columnGap)/2), 0, w, body.Height()), c, l.Theme)
		for y, line := range c[min(x.top, len(c)):min(x.top+x.rows, len(c))] {
			if line.Action != "" {
				x.picks = append(x.picks, hotspot{part.Sub(0, y, wide, 1), line.Action})
			}
		}
	}
	return x.drawFoot(foot, l)
}

// held is the height that the text had before something was searched for: the dialog does not jump under who types.
func (x *Text) held(rows int) int {
	if x.query() == "" {
		x.tallest = rows
	}
	return x.tallest
}

func (x *Text) drawFoot(foot paint.Surface, l Look) *Cursor {
	t := l.Theme
	foot.Right(foot.Width(), 0, x.place(), t.Faint)
	x.line = paint.Surface{}
	if x.finding || x.query() != "" {
		foot.Text(0, 0, "/", t.Accent)
		x.line = foot
		line := foot.Sub(2, 0, foot.Width()-paint.Width(x.place())-4, 1)
		line = x.drawWaysOut(line, l)
		line.Fill(t.Overlay)
		at := x.find.Draw(line, t)
		if !x.finding {
			return nil
		}
		ox, oy := line.Origin()
		return &Cursor{X: ox + at, Y: oy}
	}
	var keys []action.ID
	if x.Turn != nil {
		keys = append(keys, action.Left, action.Right)
	}
	if x.OnCopy != nil {
		keys = append(keys, action.CopySource)
	}
	if x.Columns || x.total > x.rows {
		keys = append(keys, action.Find)
	}
	keys = append(keys, action.Back)
	hints(foot, 0, 0, l, action.Text, keys...)
	return nil
}

// leastFind is the room that what is searched for keeps.
const leastFind = 14

// drawWaysOut names behind what is searched for how it is kept and how it is taken away, and returns the room that is left of the line.
func (x *Text) drawWaysOut(line paint.Surface, l Look) paint.Surface {
	clear := l.Keys.Help(action.Clear, action.Filter)
	width := spotWidth(l.Keys.Key(action.Back, action.Text), clear)
	if x.finding {
		width = hintWidth(l, action.Filter, action.Accept) + 3 + hintWidth(l, action.Filter, action.Clear)
	}
	rest := line.Width() - width - 3
	if rest < leastFind {
		return line
	}
	out := line.Sub(rest, 0, width, 1)
	if x.finding {
		hints(out, 0, 0, l, action.Filter, action.Accept, action.Clear)
	} else {
		spot(out, 0, 0, l, action.Clear, l.Keys.Key(action.Back, action.Text), clear)
	}
	return line.Sub(0, 0, rest, 1)
}

// parted are lines in two columns of about the same height: the second begins with a section near the middle, or where there is
// none, goes on with one, whose heading it repeats. Few lines stay in one column.
func parted(lines []Line) [][]Line {
	for len(lines) > 0 && lines[len(lines)-1].blank() {
		lines = lines[:len(lines)-1]
	}
	if len(lines) < short {
		return [][]Line{lines}
	}
	half := (len(lines) + 1) / 2
	for off := range len(lines) / 6 {
		for _, at := range []int{half + off, half - off} {
			if lines[at].Heading {
				return [][]Line{lines[:at], lines[at:]}
			}
		}
	}
	second := lines[half:]
	for _, line := range slices.Backward(lines[:half]) {
		if line.Heading {
			line.Text += " …"
			second = append([]Line{line}, second...)
			break
		}
	}
	return [][]Line{lines[:half], second}
}
