package cli

import (
	"reflect"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// frame is the least time between two drawings. What comes alone, as a key does, is drawn at once; what comes in a burst, once a
// frame.
const frame = time.Second / 120

// paced is a model that has each new frame drawn.
type paced struct {
	tea.Model
	pace *pace
}

func (p paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	model, cmd := p.Model.Update(msg)
	return paced{model, p.pace}, cmd
}

func (p paced) View() tea.View {
	v := p.Model.View()
	if v.Content != "" { // before the terminal's size is known there is nothing to be drawn
		p.pace.plan()
	}
	return v
}

// pace has the library draw when there is something to draw. By itself it looks 120 times a second for as long as the program
// runs: 500 wake-ups a second and 1 to 2 % of a core for a screen that stands still. Use it from the update loop only. It goes
// when the library draws on demand (charmbracelet/bubbletea#1776).
type pace struct {
	// send gives the program a message, and does not wait for ever where the program is over.
	send func(tea.Msg)
	// ticks are what the library draws at. One that it has not come to yet is enough.
	ticks chan time.Time

	planned bool
	drawn   time.Time
	next    *time.Timer
}

func newPace(send func(tea.Msg)) *pace { return &pace{send: send, ticks: make(chan time.Time, 1)} }

// drawNow is the message that a drawing is due. It is a message because the library takes the frame from the model before it
// takes the next message: what was planned while the frame was made is not drawn before the library has it.
type drawNow struct{}

// plan has what the library gets next drawn, as soon as that may be.
func (p *pace) plan() {
	if p.planned {
		return
	}
	p.planned = true
	wait := max(frame-time.Since(p.drawn), 0)
	if p.next == nil {
		p.next = time.AfterFunc(wait, func() { p.send(drawNow{}) })
		return
	}
	p.next.Reset(wait)
}

// draw takes the message that a drawing is due.
func (p *pace) draw() {
	p.planned, p.drawn = false, time.Now()
	select {
	case p.ticks <- p.drawn:
	default:
	}
}

// drive has a program that does not run yet draw when the pace says so. It is false where the library has no ticker by that
// name: it then draws at its own pace.
func (p *pace) drive(prog *tea.Program) bool {
	field := reflect.ValueOf(prog).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return false
	}
	ticker := time.NewTicker(frame) // it may be stopped and started, and nobody hears it
	ticker.C = p.ticks
	*(**time.Ticker)(unsafe.Pointer(field.UnsafeAddr())) = ticker
	return true
}
