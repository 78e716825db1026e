package cli

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// How often the library looks for something to draw. What comes alone, as a key does, is drawn soon; what comes in a burst,
// once a frame; and when nothing has come for a while, the program rests, but for a look now and then, in case the last one
// was kept from drawing by a slow terminal.
const (
	soon  = time.Millisecond
	frame = time.Second / 120
	calm  = 100 * time.Millisecond
	rest  = 250 * time.Millisecond
)

// paced is a model that wakes the drawing whenever there is a new frame.
type paced struct {
	tea.Model
	pace *pace
}

func (p paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	model, cmd := p.Model.Update(msg)
	return paced{model, p.pace}, cmd
}

func (p paced) View() tea.View {
	p.pace.wake()
	return p.Model.View()
}

// pace sets the library's ticker, by which it draws, and which else ticks 120 times a second for as long as the program
// runs: 500 wake-ups a second and 1 to 2 % of a core for a screen that stands still. It also starts the ticker again where
// the library loses it: after another program had the terminal, the end of the old drawing may stop the ticker that the new
// one has just started, and nothing would be drawn any more. It goes when the library draws on demand
// (charmbracelet/bubbletea#1776).
type pace struct {
	ticker func() *time.Ticker // nil until there is one

	mu    sync.Mutex
	set   *time.Ticker // the one that is set, of the newest wake
	every time.Duration
	last  time.Time // of the newest frame
	next  *time.Timer
}

// wake says that there is a frame to draw.
func (p *pace) wake() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	alone := now.Sub(p.last) > frame
	p.last = now
	if p.set = p.ticker(); p.set == nil || !alone {
		return
	}
	p.tick(soon)
	if p.next == nil {
		p.next = time.AfterFunc(frame, p.slow)
		return
	}
	p.next.Reset(frame)
}

// slow goes from soon to frames, and from these to rest.
func (p *pace) slow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.every == soon {
		p.tick(frame)
	}
	if left := calm - time.Since(p.last); left > 0 {
		p.next.Reset(left)
		return
	}
	p.tick(rest)
}

func (p *pace) tick(every time.Duration) {
	p.every = every
	p.set.Reset(every)
}

// tickerOf is a running program's ticker, nil where the library has none by that name: it then draws at its own pace.
func tickerOf(p *tea.Program) *time.Ticker {
	field := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (*time.Ticker)(field.UnsafePointer())
}
