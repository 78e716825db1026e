package cli

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"hextui/ui"
)

// Show runs a model on a terminal to its end. The end of ctx ends it in good order.
func Show(ctx context.Context, model tea.Model, events *ui.Events, at Terminal) error {
	var prog *tea.Program
	app, _ := model.(*ui.App)
	job := newJobs(at.Out, func(m tea.Msg) { prog.Send(m) }, app.Lent)
	input, came, leave := at.input()
	given := reflect.TypeOf(tea.ExecProcess(nil, nil)())
	filter := ui.Filter(app, came.last)
	drawing := newPace(func(m tea.Msg) { prog.Send(m) })
	prog = tea.NewProgram(paced{model, drawing}, tea.WithFPS(int(time.Second/frame)), input, tea.WithOutput(at.Out),
		tea.WithoutSignalHandler(), tea.WithFilter(func(m tea.Model, msg tea.Msg) tea.Msg {
			if came.passes(msg) {
				return nil
			}
			switch msg.(type) {
			case drawNow:
				drawing.draw()
				return nil
			case tea.SuspendMsg:
				msg = job.suspension()
			default:
				msg = filter(m, msg)
			}
			if _, over := msg.(tea.QuitMsg); over || reflect.TypeOf(msg) == given {
				leave(over) // before the library gives the terminal back, or to another program
			}
			return msg
		}))
	drawing.drive(prog)
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
	beside.Go(func() { job.follow(over) })
	keepTitle(at.Out)
	_, err := prog.Run()
	leave(true)
	giveTitleBack(at.Out)
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
	_, err := term.GetState(int(t.In.Fd()))
	return err != nil
}
