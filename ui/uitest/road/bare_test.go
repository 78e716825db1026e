package road

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/uitest/terminal"
)

// bare is the program without a terminal, which takes a tenth of the time. What work has to say reaches the program between two
// keys, and there is no next key before it is all said.
type bare struct {
	*desk
	app    *ui.App
	said   *ui.Events
	came   chan tea.Msg
	ctx    context.Context
	end    context.CancelFunc
	client *hex.Client
	recent []string       // the newest presses, for who looks for the reason
	heard  map[string]int // the messages that work had for the program or for the library below it, by their type
	over   bool
}

// newBare is a program that is to be started, on a screen of a size.
func newBare(t *testing.T, s size) *bare {
	t.Helper()
	return &bare{desk: &desk{t: t, clock: &clock{Clock: terminal.NewClock(noon)}, sent: &requests{ops: map[string]int{}}, size: s,
		folder: filepath.Join(t.TempDir(), "drafts")}}
}

// start begins the program on the workspace that the desk has, as after a quit.
func (a *bare) start(keys action.KeyMap, options ...func(*ui.Options)) {
	var err error
	a.kept, err = drafts.Open(a.folder, drafts.Options{})
	a.must(err)
	a.ctx, a.end = context.WithCancel(context.Background())
	a.came, a.over, a.said = make(chan tea.Msg, 1000), false, ui.NewEvents()
	a.client = a.desk.client(impatient, a.said)
	o := ui.Options{Keys: keys, Drafts: a.kept, Theme: "dark", Agents: true, Now: a.clock.Now, After: a.clock.After,
		Session: &ui.Session{Client: a.client, Name: "Acme Analytics", Demo: true, DraftsOf: "demo", Assist: prompt()}}
	for _, change := range options {
		change(&o)
	}
	a.app, a.heard = ui.New(a.ctx, o), map[string]int{}
	a.work(a.app.Init())
	a.take(tea.WindowSizeMsg{Width: a.size[0], Height: a.size[1]})
}

// stop ends the program's work and waits for it.
func (a *bare) stop() {
	a.end()
	a.client.Close()
	a.must(a.kept.Close())
}

// take hands the program a message and has what it asks for done.
func (a *bare) take(msg tea.Msg) {
	if a.over {
		return
	}
	switch m := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range m {
			a.work(cmd)
		}
		return
	}
	a.heard[fmt.Sprintf("%T", msg)]++
	_, cmd := a.app.Update(msg)
	if says := wrong(a.app.View().Content, a.size); says != "" {
		a.t.Fatalf("%s after %q:\n%s", says, a.recent[max(0, len(a.recent)-40):], ansi.Strip(a.app.View().Content))
	}
	a.work(cmd)
}

func (a *bare) work(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if reflect.ValueOf(cmd).Pointer() == reflect.ValueOf(tea.Quit).Pointer() {
		a.over = true
		return
	}
	ctx, came := a.ctx, a.came
	go func() {
		msg := cmd()
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			msg = tea.BatchMsg(v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd))
		}
		select {
		case came <- msg:
		case <-ctx.Done():
		}
	}()
}

// settle lets the program have what comes until all work is done that ends by itself.
func (a *bare) settle() {
	a.t.Helper()
	late := time.After(60 * time.Second)
	for {
		select {
		case m := <-a.came:
			a.take(m)
			continue
		case m := <-a.said.Messages():
			a.take(m)
			continue
		default:
		}
		if a.over || a.app.Settled() {
			return
		}
		select {
		case m := <-a.came:
			a.take(m)
		case m := <-a.said.Messages():
			a.take(m)
		case <-late:
			a.t.Fatalf("work does not end after %q:\n%s", a.recent[max(0, len(a.recent)-40):], a.text())
		}
	}
}

// until lets the program have what comes, and time pass where nothing does, until a condition holds; false where it did not in time.
func (a *bare) until(holds func() bool) bool {
	late, again := time.After(60*time.Second), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for !holds() {
		select {
		case m := <-a.came:
			a.take(m)
		case m := <-a.said.Messages():
			a.take(m)
		case <-again.C:
			a.clock.advance(time.Second)
		case <-late:
			return false
		}
	}
	return true
}

// text is what stands on the screen.
func (a *bare) text() string { return ansi.Strip(a.app.View().Content) }

// do has the program take what somebody does, and what comes of it.
func (a *bare) do(msg tea.Msg) {
	a.recent = append(a.recent, fmt.Sprint(msg))
	a.take(msg)
	a.settle()
}

// wrong says what is wrong with a drawn screen of a size, empty for nothing.
func wrong(content string, s size) string {
	lines := strings.Split(content, "\n")
	if len(lines) > s[1] {
		return fmt.Sprintf("%d lines", len(lines))
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > s[0] {
			return fmt.Sprintf("a line of %d columns", w)
		}
	}
	if strings.Contains(content, "something broke inside") {
		return "work that broke"
	}
	return ""
}

// sent is a key of the table as the program gets it from a terminal of old; ok is false for one that such a terminal has not.
func sent(t *testing.T, name string) (key tea.KeyPressMsg, ok bool) {
	t.Helper()
	bytes, err := terminal.Encode(name, terminal.Legacy)
	if err != nil {
		return tea.KeyPressMsg{}, false
	}
	var decoder uv.EventDecoder
	_, event := decoder.Decode(bytes)
	k, ok := event.(uv.KeyPressEvent)
	if !ok {
		t.Fatalf("%q is %q, which is %T", name, bytes, event)
	}
	return tea.KeyPressMsg(k), true
}

// However narrow the terminal is, the footer of an editor names the way out of it.
func TestTheFooterOfAnEditorNamesTheWayOut(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{120, 40}})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("e")
	d.see("editing")
	for _, width := range []int{120, 80, 60, 46} {
		d.Resize(width, 16)
		d.see("esc leave, draft stays   ", "f1 keys")
	}
}
