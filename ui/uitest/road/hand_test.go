package road

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/ui/action"
)

// hand is a person who has nothing but the keyboard, or nothing but the mouse, and in both cases types texts.
type hand struct {
	*walk
	mouse bool
	of    dialog
}

// use opens a dialog, tries what there is in it, leaves it, and returns what was found.
func (h *hand) use(d dialog) (found string) {
	h.t.Helper()
	h.resize(size{120, 40})
	if !d.welcome {
		h.toList()
	}
	if d.do != nil {
		d.do(h.walk)
	}
	h.script(d.by)
	if !h.until(func() bool { return strings.Contains(h.text(), d.at) }) {
		h.t.Fatalf("%q is not reached (by mouse: %v):\n%s", d.at, h.mouse, h.text())
	}
	if d.busy {
		h.take(h.leaving(d))
		if strings.Contains(h.text(), d.at) {
			h.t.Fatalf("it is not left (by mouse: %v):\n%s", h.mouse, h.text())
		}
		h.settle()
		return ""
	}
	h.resize(size{60, 16})
	switch scope := h.app.Scopes()[0]; {
	case strings.Contains(h.text(), "│ ▌ [") || strings.Contains(h.text(), "│   ["):
		found = h.arrange()
	case scope == action.Form:
		found = h.fields()
	case scope == action.Picker:
		found = h.walkDown() + h.types()
	case scope == action.Several:
		found = h.walkDown() + h.mark() + h.types()
	default:
		found = h.toEnd()
	}
	before := h.text()
	h.do(h.leaving(d))
	if strings.Contains(h.text(), d.at) && len(h.app.Scopes()) == 1 {
		h.t.Fatalf("it is not left (by mouse: %v):\n%s\nbefore:\n%s", h.mouse, h.text(), before)
	}
	return found
}

// toList goes to the whole list of projects, by whatever is quickest.
func (h *hand) toList() {
	for range 12 {
		scopes, list := h.app.Scopes(), strings.Contains(h.text(), "69 projects") && !strings.Contains(h.text(), " of 69")
		if list && slices.Contains(scopes, action.Projects) && h.app.View().Cursor == nil {
			return
		}
		if !slices.Contains(scopes, action.Projects) && len(scopes) > 1 && h.app.View().Cursor == nil {
			h.hit("1")
		} else {
			h.hit("esc")
		}
	}
	h.home()
}

// script does what a row says.
func (h *hand) script(keys string) {
	h.t.Helper()
	h.read(keys, h.hit, h.key)
}

// key presses a key, or does by the mouse what it does.
func (h *hand) key(name string) {
	h.t.Helper()
	if name == "%" {
		h.of.middle(h.walk)
		return
	}
	name, waits := strings.CutPrefix(strings.ReplaceAll(name, "percent", "%"), "!")
	switch {
	case !h.mouse && waits:
		k, _ := sent(h.t, name)
		h.move(k, true)
	case !h.mouse:
		h.hit(name)
	case h.of.welcome:
		named := map[string]string{"enter": `(Connect to a)`, "?": `(\?) keys`}[name]
		for y, row := range h.rows() {
			if x, ok := where(row, named); ok {
				h.move(click(x, y), false)
				break
			}
		}
	case len(h.app.Scopes()) == 1:
		h.move(h.pointed(name), waits)
	case h.footer(name, waits):
	default:
		h.byHelp(name, waits)
	}
}

// moment is long enough for a dialog that opened by itself to take keys, and for two clicks not to be one.
const moment = 450 * time.Millisecond

// hit presses a key only a moment after the one before, so that what is shown is not read anew.
func (h *hand) hit(name string) {
	h.t.Helper()
	h.hitAfter(moment, name)
}

// move does something a moment after what was done before it; what comes of it is waited for, unless it is to be seen under way.
func (h *hand) move(m tea.Msg, underWay bool) {
	h.clock.advance(moment)
	if h.take(m); !underWay {
		h.settle()
	}
}

func click(x, y int) tea.Msg   { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }
func (h *hand) rows() []string { return strings.Split(h.text(), "\n") }

// wheel turns the wheel.
func (h *hand) wheel(lines int) {
	b := tea.MouseWheelDown
	if lines < 0 {
		b, lines = tea.MouseWheelUp, -lines
	}
	for range lines {
		h.take(tea.MouseWheelMsg{X: h.size[0] / 2, Y: h.size[1] / 2, Button: b})
	}
	h.settle()
}

// where is where a pattern stands on a row, in cells.
func where(row, pattern string) (x int, ok bool) {
	at := regexp.MustCompile(pattern).FindStringSubmatchIndex(row)
	if at == nil {
		return 0, false
	}
	return ansi.StringWidth(row[:at[2]]), true
}

// frame are the rows of the topmost dialog, with the place of the first one's first cell.
func (h *hand) frame() (rows []string, x, y int) {
	all := h.rows()
	for top, row := range slices.Backward(all) {
		for _, at := range regexp.MustCompile(`╭─[^╭╮]*╮`).FindAllStringIndex(row, -1) {
			left, width := ansi.StringWidth(row[:at[0]]), ansi.StringWidth(row[at[0]:at[1]])
			part := func(y int) string { return ansi.Cut(all[y], left, left+width) }
			for y := top + 1; y < len(all); y++ {
				if p := part(y); strings.HasPrefix(p, "╰") && strings.HasSuffix(p, "╯") {
					for i := top; i <= y; i++ {
						rows = append(rows, part(i))
					}
					return rows, left, top
				} else if !strings.HasPrefix(p, "│") || !strings.HasSuffix(p, "│") {
					break
				}
			}
		}
	}
	h.t.Fatalf("there is no dialog:\n%s", h.text())
	return nil, 0, 0
}

// pointed is what the mouse does in a dialog in the place of a key.
func (h *hand) pointed(name string) tea.Msg {
	h.t.Helper()
	scope := h.app.Scopes()[0]
	id, ok := h.keys.Match(name, scope, action.Global)
	if !ok {
		h.t.Fatalf("%q means nothing in %s:\n%s", name, scope, h.text())
	}
	rows, x, y := h.frame()
	switch {
	case id == action.Help:
		if at, ok := where(rows[0], `─ (`+regexp.QuoteMeta(name)+`) keys ─`); ok {
			return click(x+at, y)
		}
	case id == action.Down || id == action.NextField:
		return tea.MouseWheelMsg{X: x + 3, Y: y + 2, Button: tea.MouseWheelDown}
	case id == action.Up || id == action.PrevField:
		return tea.MouseWheelMsg{X: x + 3, Y: y + 2, Button: tea.MouseWheelUp}
	}
	names := []string{h.keys.Key(id, scope)}
	if scope == action.Dialog { // its answers stand for the marked one, too
		names = map[action.ID][]string{action.Accept: {"enter", "y"}, action.Yes: {"y", "enter"}, action.No: {"n", "esc"}}[id]
	}
	for i, row := range slices.Backward(rows) {
		for _, key := range names {
			if at, ok := where(row, `[│ ] (`+regexp.QuoteMeta(key)+`) `); ok && i >= len(rows)-4 {
				return click(x+at, y+i)
			}
		}
	}
	h.t.Fatalf("nothing to click on does %s (%q) in %s:\n%s", id, names, scope, h.text())
	return nil
}

// leaving is how a dialog is left.
func (h *hand) leaving(d dialog) tea.Msg {
	h.t.Helper()
	h.clock.advance(moment)
	if h.mouse {
		return h.pointed("esc")
	}
	k, _ := sent(h.t, "esc")
	return k
}

// footer clicks on a key in the last line of the screen, if it is named there.
func (h *hand) footer(name string, waits bool) bool {
	rows := h.rows()
	y := len(rows) - 1
	if at, ok := where(rows[y], `  (`+regexp.QuoteMeta(h.keys.Spell(name))+`) `); ok {
		h.move(click(at, y), waits)
		return true
	}
	return false
}

// byHelp clicks on the line of a key among the keys that work here.
func (h *hand) byHelp(name string, waits bool) {
	h.t.Helper()
	scope := h.means(name)
	id, _ := h.keys.Match(name, scope)
	long := []rune(h.binding(scope, id).Long)
	pattern := regexp.QuoteMeta(h.keys.Spell(name)) + ` .*?(` + regexp.QuoteMeta(string(long[:min(len(long), 18)])) + `)`
	rows := h.rows()
	at, ok := where(rows[len(rows)-1], ` (keys) *$`)
	if !ok {
		h.t.Fatalf("the keys that work here cannot be clicked on:\n%s", h.text())
	}
	h.move(click(at, len(rows)-1), false)
	for range 60 {
		rows, x, y := h.frame()
		for i, row := range rows {
			if at, ok := where(row, pattern); ok {
				h.move(click(x+at, y+i), waits)
				return
			}
		}
		h.wheel(2)
	}
	h.t.Fatalf("the keys that work here do not have %q, %s:\n%s", name, pattern, h.text())
}

// marked is the row that has the bar, without the frame.
func (h *hand) marked() (row string, x, y int) {
	rows, x, y := h.frame()
	for i, row := range rows {
		if rest, ok := strings.CutPrefix(row, "│ ▌"); ok {
			return strings.TrimSpace(strings.TrimSuffix(rest, "│")), x, y + i
		}
	}
	h.t.Fatalf("nothing is marked:\n%s", h.text())
	return "", 0, 0
}

// next goes to the next row of what is marked, or back.
func (h *hand) next(by int) {
	switch {
	case h.mouse:
		h.wheel(by)
	case by > 0:
		h.hit("down")
	default:
		h.hit("up")
	}
}

// walkDown marks what comes, and tells it.
func (h *hand) walkDown() string {
	var all []string
	for range 3 {
		h.next(1)
		row, _, _ := h.marked()
		all = append(all, row)
	}
	h.next(-1)
	row, _, _ := h.marked()
	return strings.Join(append(all, row), "\n")
}

// types types a letter and takes it back; in a form the mouse has clicked into the field first.
func (h *hand) types() string {
	before := h.look()
	h.hit("e")
	if h.look() == before {
		return ""
	}
	h.hit("backspace")
	return " typed"
}

// mark marks what is under the bar, tells so, and takes the mark away again.
func (h *hand) mark() string {
	turn := func() {
		if h.mouse {
			_, x, y := h.marked()
			h.move(click(x+8, y), false)
			return
		}
		h.hit("tab")
		h.hit("up")
	}
	rows := func() string { rows, _, _ := h.frame(); return rows[1] }
	if !h.mouse { // from where the bar can go on and back
		h.hit("up")
	} else {
		h.wheel(-1)
	}
	turn()
	said := rows()
	turn()
	return said
}

// fields goes through the fields of a form, and through the choices of each.
func (h *hand) fields() string {
	var all, labels []string
	if h.mouse {
		h.wheel(-40)
	}
	for range 40 {
		row, _, _ := h.marked()
		if slices.Contains(labels, label(row)) {
			break
		}
		labels = append(labels, label(row))
		all = append(all, label(row)+": "+h.choices(row))
		h.next(1)
	}
	return strings.Join(all, "\n")
}

// label is that of the field on a row.
func label(row string) string {
	name, _, _ := strings.Cut(row, "  ")
	return strings.TrimSpace(name)
}

// choices turns a choice through all of its options, or types into a text.
func (h *hand) choices(row string) string {
	h.t.Helper()
	seen := map[string]bool{picked(row): true}
	switch {
	case strings.Contains(row, "‹ "):
		for range 40 {
			if h.mouse {
				h.clickOn(`(›)`)
			} else {
				h.hit("right")
			}
			now, _, _ := h.marked()
			if seen[picked(now)] {
				break
			}
			seen[picked(now)] = true
		}
	case strings.Contains(row, "○ "):
		options := regexp.MustCompile(`[○●] (\S+(?: \S+)*)`).FindAllStringSubmatch(row, -1)
		for _, o := range append(options, []string{"", picked(row)}) {
			if h.mouse {
				h.clickOn(`[○●] (` + regexp.QuoteMeta(o[1]) + `)( {2}|$)`)
			} else {
				h.hit("right")
			}
			now, _, _ := h.marked()
			seen[picked(now)] = true
		}
		for range 9 {
			if now, _, _ := h.marked(); !h.mouse && picked(now) != picked(row) {
				h.hit("right")
			}
		}
	case h.app.View().Cursor != nil:
		if h.mouse {
			h.clickOn(`▌?\S.*? {2}`)
		}
		if typed := h.types(); typed == "" {
			h.t.Errorf("nothing can be typed into %s (by mouse: %v):\n%s", row, h.mouse, h.text())
		}
		return "typed"
	}
	return fmt.Sprint(slices.Sorted(maps.Keys(seen)))
}

// picked is what a field has chosen.
func picked(row string) string {
	for _, pattern := range []string{`● (\S+(?: \S+)*)`, `‹ (.*?) ›`} {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(row); m != nil {
			return m[1]
		}
	}
	return ""
}

// clickOn clicks on a part of the marked row: on what the pattern's first group is, or behind the whole of it.
func (h *hand) clickOn(pattern string) {
	h.t.Helper()
	_, x, y := h.marked()
	row := ansi.Cut(h.rows()[y], x, h.size[0])
	at := regexp.MustCompile(pattern).FindStringSubmatchIndex(row)
	switch {
	case at == nil:
		h.t.Fatalf("there is no %s on %q:\n%s", pattern, row, h.text())
	case len(at) > 2:
		h.move(click(x+ansi.StringWidth(row[:at[2]]), y), false)
	default:
		h.move(click(x+ansi.StringWidth(row[:at[1]]), y), false)
	}
}

// arrange shows and hides a part, moves it, and moves it back.
func (h *hand) arrange() string {
	var all []string
	do := func(key string) {
		if h.mouse {
			rows, x, y := h.frame()
			at, _ := where(rows[len(rows)-2], `[│ ] (`+regexp.QuoteMeta(h.keys.Spell(key))+`) `)
			h.move(click(x+at, y+len(rows)-2), false)
		} else {
			h.hit(key)
		}
		row, _, _ := h.marked()
		all = append(all, row)
	}
	for _, key := range []string{"space", "space", "right", "left"} {
		do(key)
	}
	h.next(1)
	do("space")
	do("space")
	return strings.Join(all, "\n")
}

// toEnd goes to the end of what a dialog says, and tells what stands below it: where that is, and the keys.
func (h *hand) toEnd() string {
	for before := ""; before != h.text(); {
		if before = h.text(); h.mouse {
			h.wheel(40)
		} else {
			h.hit("pgdown")
		}
	}
	rows, _, _ := h.frame()
	return rows[len(rows)-2]
}
