package road

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/assist"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/action"
)

// press is an action of a scene, and what comes of it.
type press struct {
	id action.ID
	// sees is what comes to stand on the screen, goes from it (-), or is handed to the terminal (!, the message's type). Empty: what
	// is drawn is another than before, or the cursor elsewhere.
	sees string
	// then are the keys that lead on or back, parted by blanks; what stands in quotes is typed.
	then string
	// first are keys that come before it.
	first string
}

// scene is a place in which the actions of a scope are pressed.
type scene struct {
	scope action.Scope
	// by are the keys that lead there from the list of projects, in the form of press.then, with ~'text' to wait for a text; at is what
	// stands there then.
	by, at  string
	do      func(w *walk) // what has to be so before
	fresh   bool          // it needs a program of its own, because it writes
	vim     bool          // and cells are edited there as in vim
	each    string        // keys before every action
	presses []press
}

// walk presses actions on one running program, one after the other.
type walk struct {
	*bare
	keys    action.KeyMap
	pressed map[action.Scope]map[action.ID]bool
	model   *asked
}

// asked is a language model that a scene may change.
type asked struct{ assist.Assistant }

// push presses the keys of a row.
func (w *walk) push(keys string) { w.read(keys, w.hit, w.hit) }

// read has the keys of a row pressed one after the other, and the letters of texts typed.
func (w *walk) read(keys string, letter, hit func(name string)) {
	for keys = strings.TrimSpace(keys); keys != ""; keys = strings.TrimSpace(keys) {
		text, waits := strings.CutPrefix(keys, "~'")
		if waits {
			text, keys, _ = strings.Cut(text, "'")
			if !w.until(func() bool { return strings.Contains(w.text(), text) }) {
				w.t.Errorf("%q is not reached:\n%s", text, w.text())
			}
			continue
		}
		if keys[0] == '\'' {
			text, rest, _ := strings.Cut(keys[1:], "'")
			for _, one := range text {
				letter(string(one))
			}
			keys = rest
			continue
		}
		name, rest, _ := strings.Cut(keys, " ")
		hit(name)
		keys = rest
	}
}

// hit presses a key, a while after the one before: a dialog that opened by itself takes keys again.
func (w *walk) hit(name string) {
	w.t.Helper()
	w.hitAfter(2*time.Second, name)
}

// hitAfter presses a key so long after the one before.
func (w *walk) hitAfter(pause time.Duration, name string) {
	w.t.Helper()
	key, ok := tea.KeyPressMsg{Code: ' ', Text: " "}, true
	if name != " " {
		key, ok = sent(w.t, name)
	}
	if !ok {
		w.t.Fatalf("no old terminal sends %q", name)
	}
	w.clock.advance(pause)
	w.do(key)
}

// look is all that a person sees.
func (w *walk) look() string {
	v := w.app.View()
	if v.Cursor != nil {
		return v.Content + fmt.Sprint(v.Cursor.X, v.Cursor.Y)
	}
	return v.Content
}

// home goes to the list of projects from wherever the walk is.
func (w *walk) home() {
	for range 12 {
		w.hit("esc")
	}
	w.hit("1")
	w.t.Helper()
	if !slices.Contains(w.app.Scopes(), action.Projects) {
		w.t.Fatalf("the walk is stuck in %v:\n%s", w.app.Scopes(), w.text())
	}
}

// play presses what a scene has.
func (w *walk) play(s scene) {
	if w.over {
		w.t.Fatalf("the program ended before the scene %s", s.scope)
	}
	w.home()
	if s.do != nil {
		s.do(w)
	}
	w.push(s.by)
	if !w.until(func() bool { return strings.Contains(w.text(), s.at) }) {
		w.t.Errorf("%s: %q is not reached:\n%s", s.scope, s.at, w.text())
		return
	}
	for _, p := range s.presses {
		w.push(s.each)
		w.push(p.first)
		if p.id != "" {
			w.press(s.scope, p)
		}
		w.push(p.then)
	}
}

// press presses the default key of an action, and looks for what comes of it.
func (w *walk) press(scope action.Scope, p press) {
	b := w.binding(scope, p.id)
	key := slices.IndexFunc(b.Keys, func(k string) bool { _, ok := sent(w.t, k); return ok })
	complain := func(why string) {
		w.t.Errorf("%s/%s (%q): %s:\n%s", scope, p.id, b.Keys, why, w.text())
	}
	w.pressed[scope][p.id] = true
	if at := w.app.Scopes(); !slices.Contains(at, scope) {
		complain(fmt.Sprintf("the walk is in %v", at))
		return
	}
	if key >= 0 {
		if means := w.means(b.Keys[key]); means != scope {
			complain(fmt.Sprintf("the key is looked for in %s", means))
			return
		}
	}
	w.clock.advance(2 * time.Second)
	w.settle()
	before, text, heard := w.look(), w.text(), w.heard[strings.TrimPrefix(p.sees, "!")]
	came := func() bool {
		switch {
		case p.sees == "":
			return w.look() != before
		case p.sees[0] == '!':
			return w.heard[p.sees[1:]] > heard
		case p.sees[0] == '-':
			return !strings.Contains(w.text(), p.sees[1:])
		}
		return strings.Contains(w.text(), p.sees)
	}
	if p.sees != "" && came() {
		complain(fmt.Sprintf("%q holds before already", p.sees))
		return
	}
	switch {
	case key >= 0:
		k, _ := sent(w.t, b.Keys[key])
		w.do(k)
	default: // one that has no key is found among all deeds
		w.hit("d")
		for _, letter := range strings.Split(b.Long, " (")[0] {
			w.hit(string(letter))
		}
		w.hit("enter")
	}
	if !w.until(came) {
		complain(fmt.Sprintf("%q did not come", p.sees))
	} else if strings.Contains(w.text(), "does nothing here") && !strings.Contains(text, "does nothing here") {
		complain("it does nothing")
	}
}

// means is the scope in which a key has its meaning now.
func (w *walk) means(key string) action.Scope {
	for _, s := range w.app.Scopes() {
		if _, ok := w.keys.Match(key, s); ok {
			return s
		}
	}
	return ""
}

func (w *walk) binding(scope action.Scope, id action.ID) action.Binding {
	for _, b := range w.keys.In(scope) {
		if b.Action == id {
			return b
		}
	}
	w.t.Fatalf("%s has no action %s: take it out of the scenes", scope, id)
	return action.Binding{}
}

// newWalk begins a program on a workspace of its own.
func newWalk(t *testing.T, keys action.KeyMap, options ...func(*ui.Options)) *walk {
	w := &walk{bare: newBare(t, size{120, 40}), keys: keys, pressed: map[action.Scope]map[action.ID]bool{}}
	for _, b := range keys.All() {
		w.pressed[b.Scope] = map[action.ID]bool{}
	}
	w.serve(emulator.Options{})
	w.model = &asked{prompt()}
	w.start(keys, append([]func(*ui.Options){func(o *ui.Options) {
		o.OpenURL = func(string) error { return nil }
		o.Session.Assist, o.Session.Road = w.model, w.account(o.Session.Client)
	}}, options...)...)
	t.Cleanup(func() {
		w.stop()
		for _, end := range w.ends {
			end()
		}
		for _, release := range w.release {
			release()
		}
		w.must(w.close())
	})
	return w
}

// Every action of the table of keys is pressed by its key where it is offered, and something comes of it. An action without a row
// in the scenes fails this test: give it one there.
func TestEveryActionIsPressed(t *testing.T) {
	keys := program.Keys(t)
	t.Setenv("HOME", t.TempDir())
	t.Chdir(t.TempDir())
	w := newWalk(t, keys)
	w.until(func() bool { return strings.Contains(w.text(), "69 projects") })
	for _, s := range slices.Concat(scenes(), dialogScenes(), editorScenes()) {
		if !s.fresh {
			w.play(s)
			continue
		}
		own := newWalk(t, keys, func(o *ui.Options) { o.Vim = s.vim })
		own.pressed = w.pressed
		own.until(func() bool { return strings.Contains(own.text(), "69 projects") })
		own.play(s)
	}
	w.home()
	w.press(action.Global, press{id: action.Quit, sees: "Quit?"})
	if w.push("y"); !w.over {
		t.Error("the program did not end")
	}
	first := newWalk(t, keys, func(o *ui.Options) { o.Session, o.Welcome = nil, &ui.Welcome{Why: "There is no token."} })
	first.pressed = w.pressed
	for _, p := range []press{{id: action.Down}, {id: action.Up}, {id: action.Open}} {
		first.press(action.Welcome, p)
	}
	for _, b := range keys.All() {
		if !w.pressed[b.Scope][b.Action] {
			t.Errorf("%s/%s (%q, %s) is pressed by no scene", b.Scope, b.Action, b.Keys, b.Long)
		}
	}
}
