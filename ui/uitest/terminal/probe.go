package terminal

import (
	"fmt"
	"maps"
	"runtime/debug"
	"strconv"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Stats counts what a program has done since its start.
type Stats struct {
	Views    int            // calls of View
	Updates  int            // calls of Update: messages that passed the filter
	Keys     int            // key presses that arrived, before the filter
	Messages map[string]int // messages that arrived, before the filter, by their Go type
}

// frameMark separates a window title from the number of the view that it was drawn with. Each view
// gets its number in the title, so that the terminal knows which view its screen shows.
const frameMark = "\x1f"

// fenceMode is a mode that no terminal has. The report of it, put behind some input, tells that the
// program has taken everything before it.
const fenceMode = ansi.DECMode(59999)

// probe stands between Bubble Tea and the model and counts what passes.
type probe struct {
	inner func(tea.Model, tea.Msg) tea.Msg

	mu           sync.Mutex
	sum          Stats
	fences, past int
	stack        string
	moved        chan struct{}
}

func newProbe(filter func(tea.Model, tea.Msg) tea.Msg) *probe {
	return &probe{inner: filter, moved: make(chan struct{}), sum: Stats{Messages: map[string]int{}}}
}

// visit is a message that never reaches the model: a function to be run between two updates.
type visit struct {
	do   func(tea.Model)
	done chan struct{}
}

func (p *probe) filter(model tea.Model, msg tea.Msg) tea.Msg {
	w := model.(watched)
	switch msg := msg.(type) {
	case *visit:
		msg.do(w.Model)
		close(msg.done)
		return nil
	case tea.ModeReportMsg:
		if msg.Mode == fenceMode {
			p.count(func() { p.past++ })
			return nil
		}
	}
	p.count(func() {
		p.sum.Messages[fmt.Sprintf("%T", msg)]++
		if _, ok := msg.(tea.KeyPressMsg); ok {
			p.sum.Keys++
		}
	})
	if p.inner != nil {
		return p.inner(w.Model, msg)
	}
	return msg
}

// count changes the probe's numbers and wakes who waits for them.
func (p *probe) count(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	close(p.moved)
	p.moved = make(chan struct{})
}

func (p *probe) progress() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.moved
}

func (p *probe) stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := p.sum
	sum.Messages = maps.Clone(sum.Messages)
	return sum
}

func (p *probe) newFence() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fences++
	return ansi.ReportMode(fenceMode, ansi.ModeNotRecognized)
}

func (p *probe) fencesPassed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.past >= p.fences
}

func (p *probe) panicked() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stack
}

// keepPanic records where the model panicked and lets the panic go on to Bubble Tea.
func (p *probe) keepPanic() {
	if r := recover(); r != nil {
		p.count(func() { p.stack = fmt.Sprintf("panic: %v\n%s", r, debug.Stack()) })
		panic(r)
	}
}

// watched is the model that Bubble Tea sees: the real one, and the probe.
type watched struct {
	tea.Model
	probe *probe
}

// Update passes the message on and counts it.
func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer w.probe.keepPanic()
	model, cmd := w.Model.Update(msg)
	w.probe.count(func() { w.probe.sum.Updates++ })
	return watched{model, w.probe}, cmd
}

// View draws the model and numbers the frame.
func (w watched) View() tea.View {
	defer w.probe.keepPanic()
	view := w.Model.View()
	w.probe.count(func() {
		w.probe.sum.Views++
		view.WindowTitle += frameMark + strconv.Itoa(w.probe.sum.Views)
	})
	return view
}
