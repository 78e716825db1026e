package ui

import (
	"context"
	"net/http"
	"sync"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/agents"
)

// Events carries what happens beside the UI to it. Make it with [NewEvents]; it may be used before the UI runs, and from
// any goroutine.
type Events struct {
	messages chan tea.Msg
	over     chan struct{}

	mu   sync.Mutex
	late []tea.Msg     // what may not be dropped and had no room, in order
	wake chan struct{} // says that there are some
}

// lateEnds is how many of these wait beside a full queue before they are dropped too.
const lateEnds = 4096

// NewEvents returns events that nobody takes yet.
func NewEvents() *Events {
	return &Events{messages: make(chan tea.Msg, 256), over: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// Put hands a message over without ever making the sender wait: what does not fit is dropped. It is for messages each of
// which says all that is to be shown. The end of an agent's call is kept beside, so that none seems to run for ever, and so is
// a write, so that no screen shows what was before it.
func (e *Events) Put(m tea.Msg) {
	select {
	case e.messages <- m:
		return
	default:
	}
	if !lasting(m) || !e.putLate(m) {
		return
	}
	select {
	case e.wake <- struct{}{}:
	default: // it was said
	}
}

// lasting tells whether a message may not be dropped.
func lasting(m tea.Msg) bool {
	switch m := m.(type) {
	case AgentCall:
		return !m.Running
	case Wrote, AgentClients:
		return true
	}
	return false
}

func (e *Events) putLate(m tea.Msg) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.late) == lateEnds {
		return false
	}
	e.late = append(e.late, m)
	return true
}

func (e *Events) takeLate() []tea.Msg {
	e.mu.Lock()
	defer e.mu.Unlock()
	late := e.late
	e.late = nil
	return late
}

// must hands a message over that may not be lost, unless the UI is over or nobody wants it any more.
func (e *Events) must(ctx context.Context, m tea.Msg) bool {
	select {
	case e.messages <- m:
		return true
	case <-ctx.Done():
	case <-e.over:
	}
	return false
}

// Observe takes the client's events that a person should see: a call that waits, and a write that was answered, or whose
// answer never came.
func (e *Events) Observe(ev hex.Event) {
	switch {
	case ev.Kind == hex.EventWaiting:
		e.Put(ClientEvent(ev))
	case ev.Kind == hex.EventAnswered && ev.Method != http.MethodGet && mayHaveWritten(ev.Status):
		e.Put(Wrote(ev))
	}
}

// mayHaveWritten tells an answer after which the workspace may be another than before. Of what is not found, or in conflict,
// what is shown is old.
func mayHaveWritten(status int) bool {
	return status < 400 || status >= 500 || status == http.StatusNotFound || status == http.StatusConflict
}

// Connected tells of each client of agents that comes (1) and goes (-1).
func (e *Events) Connected(change int) { e.Put(AgentClients(change)) }

// Called tells the person of an agent's call.
func (e *Events) Called(c agents.Call) { e.Put(AgentCall(c)) }

// Approve puts a question to the person and waits for the answer. It is false when the context or the UI ends before one;
// the question then goes from the screen.
func (e *Events) Approve(ctx context.Context, q agents.Question) bool {
	answered := make(chan bool, 1)
	if !e.must(ctx, AskApproval{q, func(yes bool) { answered <- yes }}) {
		return false
	}
	select {
	case yes := <-answered:
		return yes
	case <-ctx.Done():
		e.must(context.WithoutCancel(ctx), WithdrawApproval{q.ID})
	case <-e.over:
	}
	return false
}

// Messages are those that were put and not yet taken, for what takes them otherwise than by Forward.
func (e *Events) Messages() <-chan tea.Msg { return e.messages }

// Forward sends the messages on until the UI is over.
func (e *Events) Forward(send func(tea.Msg)) {
	for {
		select {
		case m := <-e.messages:
			send(m)
		case <-e.wake:
			e.forwardLate(send)
		case <-e.over:
			return
		}
	}
}

// forwardLate sends what came before the late ends, so that no call begins after its end, and then them.
func (e *Events) forwardLate(send func(tea.Msg)) {
	late := e.takeLate()
	for range len(e.messages) {
		send(<-e.messages)
	}
	for _, m := range late {
		send(m)
	}
}

// Close says that the UI is over. It is called once.
func (e *Events) Close() { close(e.over) }
