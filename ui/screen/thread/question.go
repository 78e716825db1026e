package thread

import (
	"context"
	"strings"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// cannotAsk is why no further question can be asked in the thread.
func (s *Screen) cannotAsk() string {
	anew := " " + s.env.Keys.Way(action.GoAsk) + " asks in a new thread."
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
			s.env.Host.Notice(screen.Error, "The question was not asked. "+s.refused(err))
			return
		}
		s.sent(t.Thread, before, prompt.Text)
	})
}

// refused says why a question was not taken, and what to do where it is for the sign-in.
func (s *Screen) refused(err error) string {
	if s.env.Account == nil {
		return err.Error()
	}
	key := s.env.Keys.Way(action.SignIn, action.Prompt)
	switch st := s.env.Account.Standing(); {
	case hex.IsKind(err, hex.Unauthorized) && st.Over != "":
		return "Your sign-in to " + st.Server + " is over: " + st.Over + ". " + key + " signs in again; sent once more as it is, " +
			"the question goes by the API with your token."
	case hex.IsKind(err, hex.Forbidden) && len(st.Needs) > 0:
		return st.Server + " asks for more rights (" + strings.Join(st.Needs, ", ") + "). " + key + " signs in with them."
	}
	return err.Error()
}

// way says by which way the question goes, empty where there is only one.
func (s *Screen) way() string {
	switch a := s.env.Account; {
	case a == nil:
		return ""
	case a.Way(s.id, len(s.question.Attached) > 0) == ask.BySignIn:
		return "by " + a.Standing().Server
	}
	return "by the API"
}

// prompt is the question as Hex takes it, its text word for word.
func prompt(q *screen.Question) hex.Prompt {
	p := hex.Prompt{Text: q.Text}
	if len(q.Attached) == 0 {
		return p
	}
	p.Attachments = &hex.Attachments{}
	for _, a := range q.Attached {
		switch a.Kind {
		case screen.AttachedConnection:
			p.Attachments.DataConnectionID = a.ID
		case screen.AttachedTable:
			p.Attachments.TableIDs = append(p.Attachments.TableIDs, a.ID)
		default:
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
	s.held = newest
	if s.id != "" {
		s.writing = false
		s.env.Host.FollowThread(s.id, s.title(), &before)
		return
	}
	t.Title, t.Status, t.Source, t.CreatedAt = called, hex.ThreadRunning, "PUBLIC_API", s.env.Now()
	s.env.Store.NoteThread(t)
	s.env.Host.FollowThread(t.ID, called, nil)
	if !s.left { // one step back are the threads, where it is listed, and no empty question
		s.env.Host.Go(screen.Target{Place: screen.Threads})
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
