package ui

import (
	tea "charm.land/bubbletea/v2"

	"hextui/ui/graphics"
	"hextui/ui/paint"
	"hextui/ui/screen"
)

// raw writes a sequence to the terminal beside the frames; nothing where it is empty.
func raw(sequence string) tea.Cmd {
	if sequence == "" {
		return nil
	}
	return tea.Raw(sequence)
}

// sendPictures gives the terminal the pictures that the newest frame shows, and takes others away.
func (a *App) sendPictures() {
	if cmd := raw(a.pictures.Flush()); cmd != nil {
		a.tasks.Add(cmd)
	}
}

// pictureClosed is the end of a picture that had the terminal for itself.
type pictureClosed struct{ err error }

// ShowPicture shows a picture with the terminal for itself until a key is pressed.
func (a *App) ShowPicture(title string, p *graphics.Picture) {
	a.away = true
	view := &graphics.View{Picture: p, Way: a.opts.Pictures.Way(), Title: a.plain(title), Hint: "any key goes back", Context: a.ctx}
	a.tasks.Add(tea.Exec(view, func(err error) tea.Msg { return pictureClosed{err} }))
}

// plain is a text that a terminal may be given outside the frames.
func (a *App) plain(text string) string {
	text = paint.Visible(paint.Cut(text, max(a.width-4, 1)))
	if a.opts.ASCII {
		return paint.ASCII(text)
	}
	return text
}

// pictureClosed takes the terminal back.
func (a *App) pictureClosed(m pictureClosed) {
	a.away = false
	if m.err != nil {
		a.Notice(screen.Error, "The picture could not be shown with the terminal for itself: "+m.err.Error()+".")
	}
}
