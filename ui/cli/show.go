package cli

import (
	"context"
	"errors"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"hextui/ui"
)

// Show runs a model on a terminal to its end. The end of ctx ends it in good order.
func Show(ctx context.Context, model tea.Model, events *ui.Events, at Terminal) error {
	opts := []tea.ProgramOption{tea.WithFPS(int(time.Second / frame)), tea.WithFilter(ui.Filter()), tea.WithoutSignalHandler()}
	if at.In != nil {
		opts = append(opts, tea.WithInput(at.In), tea.WithOutput(at.Out))
	}
	drawing := &pace{}
	prog := tea.NewProgram(paced{model, drawing}, opts...)
	drawing.ticker = func() *time.Ticker { return tickerOf(prog) }
	over := make(chan struct{})
	sizes := resized(over)
	var beside sync.WaitGroup
	beside.Go(func() {
		select {
		case <-ctx.Done():
			prog.Send(ui.Terminate{})
		case <-over:
		}
	})
	beside.Go(func() { events.Forward(prog.Send) })
	beside.Go(func() { continued(prog.Send, over) })
	beside.Go(func() { sizes(prog.Send) })
	_, err := prog.Run()
	close(over)
	events.Close()
	beside.Wait()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return errors.New("something broke inside hextui (the trace is above); what you typed is kept as a draft and offered again")
	case at.gone():
		// A closed window is told twice, by a signal and by a failing read. Whichever comes first, it is no fault.
		return nil
	}
	return err
}

// gone tells whether the terminal was taken away.
func (t Terminal) gone() bool {
	if t.In == nil {
		return false
	}
	_, err := term.GetState(int(t.In.Fd()))
	return err != nil
}
