package ui

import (
	"fmt"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A screen that is slower than its agents may miss that a call began, but not that it ended.
func TestNoCallSeemsToRunForEver(t *testing.T) {
	e := NewEvents()
	const calls = 1000
	for i := range calls { // nobody takes anything yet, and nobody waits
		id := fmt.Sprint(i)
		e.Put(AgentCall{ID: id, Running: true})
		e.Put(AgentCall{ID: id})
	}
	running := map[string]bool{}
	ended := 0
	all := make(chan struct{})
	var forwarding sync.WaitGroup
	forwarding.Go(func() {
		e.Forward(func(m tea.Msg) {
			c := m.(AgentCall)
			running[c.ID] = c.Running
			if !c.Running {
				if ended++; ended == calls {
					close(all)
				}
			}
		})
	})
	<-all
	e.Close()
	forwarding.Wait()
	for id, still := range running {
		if still {
			t.Errorf("call %s seems to run", id)
		}
	}
}
