package road

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"hextui/hex/emulator"
	"hextui/ui/action"
)

// atRandom presses keys that nobody chose.
type atRandom struct {
	*bare
	r    *rand.Rand
	keys []tea.KeyPressMsg
}

// step is a key, or now and then something else that people do.
func (a *atRandom) step() {
	x, y := a.r.IntN(a.size[0]), a.r.IntN(a.size[1])
	switch a.r.IntN(60) {
	case 0:
		a.do(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		a.do(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
	case 1:
		a.do(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
	case 2:
		a.do(tea.PasteMsg{Content: "Größe\t売上\x1b[31m\n👩‍👩‍👧"})
	case 3:
		full := a.size
		for _, a.size = range []size{{x + 1, y + 1}, full} {
			a.do(tea.WindowSizeMsg{Width: a.size[0], Height: a.size[1]})
		}
	default:
		a.press()
	}
}

func (a *atRandom) press() {
	key := a.keys[a.r.IntN(len(a.keys))]
	if a.app.View().Cursor != nil && strings.ContainsAny(key.Text, "/~.") { // no path leads out of the test's folder
		key = tea.KeyPressMsg{Code: tea.KeyEscape}
	}
	before := ansi.Strip(a.app.View().Content)
	a.do(key)
	after := ansi.Strip(a.app.View().Content)
	if says, dead := deadKey(after); dead && !strings.Contains(before, "does nothing here") &&
		strings.Contains(before[strings.LastIndex(before, "\n")+1:], "  "+says+" ") {
		a.t.Fatalf("the footer names %s, which does nothing:\n%s", says, before)
	}
}

// deadKey is the key of which a screen says that it does nothing there.
func deadKey(screen string) (key string, is bool) {
	said, _, is := strings.Cut(screen, "does nothing here")
	key, _, _ = strings.Cut(said[strings.LastIndex(said, "· ")+len("· "):], " (")
	return key, is
}

// goOut leaves the program as somebody does who knows one way only.
func (a *atRandom) goOut() {
	for range 30 {
		a.clock.advance(time.Second) // a dialog that opened by itself takes keys after a while
		a.do(tea.KeyPressMsg{Code: tea.KeyEscape})
	}
	for range 3 { // where something is lost it asks, or says so first
		a.do(tea.KeyPressMsg{Code: 'q', Text: "q"})
		a.do(tea.KeyPressMsg{Code: 'y', Text: "y"})
	}
	if !a.over {
		a.t.Fatalf("there is no way out after %q:\n%s", a.recent[max(0, len(a.recent)-80):], ansi.Strip(a.app.View().Content))
	}
}

// asSent are the keys of the table that a terminal of old sends, as the program gets them.
func asSent(t *testing.T, m action.KeyMap) []tea.KeyPressMsg {
	t.Helper()
	var keys []tea.KeyPressMsg
	for _, b := range m.All() {
		for _, name := range b.Keys {
			if key, ok := sent(t, name); ok && key.String() != "ctrl+z" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// Keys that nobody chose break nothing, on no screen, draw nothing beyond the terminal, and from wherever they led Escape
// and the key that quits lead out. Nothing of the program is left then.
func TestKeysAtRandom(t *testing.T) {
	table := program.Keys(t)
	keys := asSent(t, table)
	for i, c := range []struct {
		size size
		keys int
	}{{size{60, 16}, 4000}, {size{80, 24}, 4000}, {size{120, 40}, 1400}, {size{200, 60}, 600}} {
		s := c.size
		t.Run(s.String(), func(t *testing.T) {
			t.Setenv("HOME", t.TempDir())
			t.Chdir(t.TempDir())
			before := goleak.IgnoreCurrent()
			a := &atRandom{bare: newBare(t, s), r: rand.New(rand.NewPCG(uint64(i), 5)), keys: keys}
			a.serve(emulator.Options{Hostile: i%2 == 1})
			a.start(table)
			if testing.Short() {
				c.keys /= 4
			}
			for n := range c.keys {
				if a.over {
					a.stop()
					a.start(table)
				}
				a.step()
				if n%50 == 0 {
					a.clock.advance(time.Duration(a.r.IntN(90)) * time.Second)
				}
				if n%500 == 499 {
					a.goOut()
				}
			}
			a.stop()
			a.must(a.close())
			if err := goleak.Find(append(excused(), before,
				goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Tick.func1"))...); err != nil {
				t.Error(err)
			}
		})
	}
}
