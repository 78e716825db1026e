package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
)

// Events carries what happens beside the UI to it. Make it with [NewEvents]; it may be used before the UI runs, and from
// any goroutine.
type Events struct {
	messages chan tea.Msg
	over     chan struct{}
}

// NewEvents returns events that nobody takes yet.
func NewEvents() *Events {
	return &Events{messages: make(chan tea.Msg, 256), over: make(chan struct{})}
}

// Put hands a message over without ever making the sender wait: what does not fit is dropped. It is for messages each of
// which says all that is to be shown.
func (e *Events) Put(m tea.Msg) {
	select {
	case e.messages <- m:
	default:
	}
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

// Observe takes the client's events that a person should see: a call that waits.
func (e *Events) Observe(ev hex.Event) {
	if ev.Kind == hex.EventWaiting {
		e.Put(ClientEvent(ev))
	}
}

// Ask puts a question to the person and waits for the answer. It is false when the context or the UI ends before one;
// the question then goes from the screen.
func (e *Events) Ask(ctx context.Context, q AskApproval) bool {
	answered := make(chan bool, 1)
	q.Answer = func(yes bool) { answered <- yes }
	if !e.must(ctx, q) {
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
		case <-e.over:
			return
		}
	}
}

// Close says that the UI is over. It is called once.
func (e *Events) Close() { close(e.over) }
