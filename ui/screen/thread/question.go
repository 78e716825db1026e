package thread

import (
	"context"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// cannotAsk is why no further question can be asked in the thread.
func (s *Screen) cannotAsk() string {
	anew := " " + s.env.Keys.Key(action.GoAsk) + " asks in a new thread."
	_, works := s.env.Host.AskedFor(s.id)
	switch t := s.thread(); {
	case s.id == "":
	case t.ID == "":
		return "The thread is not read yet."
	case works || !ask.Finished(t.Status):
		return "The analyst is at work: it takes a further question when it has answered." + anew
	case t.Status == hex.ThreadError:
		return "The thread ended with an error, and Hex takes no further question in it." + anew
	}
	return ""
}

// write goes to the question.
func (s *Screen) write() { s.writing = true }

// stop leaves the question; what was typed stays.
func (s *Screen) stop() {
	s.writing = false
	if s.id == "" {
		s.env.Host.Back()
	}
}

func (s *Screen) cannotSend() string {
	if s.question.Sending {
		return "The question is on its way to Hex."
	}
	return ""
}

// send asks. The text stays until Hex has it.
func (s *Screen) send() {
	q := s.question
	if err := ask.Check(q.Text); err != nil {
		s.env.Host.Notice(screen.Warn, err.Error())
		return
	}
	if why := s.cannotAsk(); why != "" {
		s.env.Host.Notice(screen.Warn, why)
		return
	}
	q.Sending = true
	prompt, id := prompt(q), s.id
	before := s.thread()
	task.Do(s.env.Tasks, "", func(ctx context.Context) (ask.Thread, error) {
		if id == "" {
			return s.env.Road.Create(ctx, hex.NewThread{Prompt: prompt})
		}
		return s.env.Road.Continue(ctx, id, prompt)
	}, func(t ask.Thread, err error) {
		q.Sending = false
		if err != nil {
			s.env.Host.Notice(screen.Error, "The question was not asked. "+err.Error())
			return
		}
		s.sent(t.Thread, before, prompt.Text)
	})
}

// prompt is the question as Hex takes it, its text word for word.
func prompt(q *screen.Question) hex.Prompt {
	p := hex.Prompt{Text: q.Text}
	if len(q.Attached) == 0 {
		return p
	}
	p.Attachments = &hex.Attachments{}
	for _, a := range q.Attached {
		if a.Connection {
			p.Attachments.DataConnectionID = a.ID
		} else {
			p.Attachments.ProjectIDs = append(p.Attachments.ProjectIDs, a.ID)
		}
	}
	return p
}

// sent is that Hex has the question.
func (s *Screen) sent(t, before hex.Thread, text string) {
	called := first(text)
	if s.question.Text == text { // else the next question is being written
		*s.question = screen.Question{}
	}
	s.stick = true
	if s.id != "" {
		s.writing = false
		s.env.Host.FollowThread(s.id, s.title(), &before)
		return
	}
	t.Title, t.Status, t.Source, t.CreatedAt = called, hex.ThreadRunning, "PUBLIC_API", s.env.Now()
	s.env.Store.NoteThread(t)
	s.env.Host.FollowThread(t.ID, called, nil)
	if !s.left {
		s.env.Host.Go(screen.Target{Place: screen.Thread, ID: t.ID, Title: called})
	}
}

// first is the beginning of a question, to call it by.
func first(text string) string {
	const most = 60
	words := []rune(strings.Join(strings.Fields(text), " "))
	if len(words) > most {
		return string(words[:most-1]) + "…"
	}
	return string(words)
}

// outside lends the question to the person's own editor.
func (s *Screen) outside() {
	line, col := s.ed.Cursor()
	s.env.Host.External(s.ed.Bytes(), ".md", line, col, func(edited []byte, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "What the editor left was not taken: "+err.Error())
			return
		}
		s.typed(s.ed.Replace(edited))
	})
}

// attach offers what the question can point at: projects, and a data connection, and those that it points at to be taken off.
// Literally is what was typed to come here, and is typed after all when nothing is picked.
func (s *Screen) attach(literally string) {
	var choices []overlay.Choice
	add := func(a screen.Attachment, detail string) {
		on := slices.Contains(s.question.Attached, a)
		if on {
			detail += ", attached: take it off"
		}
		c := overlay.Choice{Title: a.Title, Detail: detail, Do: func() { s.turn(a) }}
		if on {
			choices = slices.Insert(choices, 0, c)
			return
		}
		choices = append(choices, c)
	}
	for i := range s.env.Store.Connections.Len() {
		c := s.env.Store.Connections.Item(i)
		add(screen.Attachment{ID: c.ID, Title: c.Name, Connection: true}, "data connection")
	}
	for i := range s.env.Store.Projects.Len() {
		p := s.env.Store.Projects.Item(i)
		add(screen.Attachment{ID: p.ID, Title: p.Title}, "project")
	}
	if literally != "" {
		choices = append(choices, overlay.Choice{Title: literally, Detail: "the sign itself",
			Do: func() { s.typed(s.ed.Insert(literally)) }})
	}
	s.env.Host.Ask(overlay.NewPicker("Attach", "a project or a data connection", choices))
}

// turn attaches something, or takes it off. There can be one data connection.
func (s *Screen) turn(a screen.Attachment) {
	q := s.question
	if i := slices.Index(q.Attached, a); i >= 0 {
		q.Attached = slices.Delete(q.Attached, i, i+1)
		return
	}
	q.Attached = slices.DeleteFunc(q.Attached, func(o screen.Attachment) bool { return a.Connection && o.Connection })
	q.Attached = append(q.Attached, a)
}
