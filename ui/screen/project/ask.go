package project

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hextui/hex"
	"hextui/hex/assist"
	"hextui/hex/drafts"
	"hextui/hex/lint"
	"hextui/ui/diff"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// askKey is the key of work for a question to a model; a newer one overtakes it.
const askKey = "ask a model"

// mostAsked is how long a source may be that a model is asked to write anew, in bytes.
const mostAsked = 20_000

// deeds are what can be asked for, in the order of the form.
var deeds = [...]struct {
	deed assist.Deed
	word string
}{{assist.Write, "write"}, {assist.Fix, "fix"}, {assist.Explain, "explain"}, {assist.Summarise, "the project"}}

// cannotAsk says why no model can be asked about what is selected, or "".
func (s *Screen) cannotAsk() string {
	if s.env.Assist == nil {
		return "Language models are not to be asked here: models = false in the configuration forbids it."
	}
	if s.pane() == nil {
		return "No cell is selected."
	}
	return ""
}

// answerer is who would be asked; the zero value is not found yet.
type answerer struct {
	who   string
	local bool
}

// ask opens the form: what is wanted of the cell, in plain words. Who can be asked is found out meanwhile.
func (s *Screen) ask() {
	p := s.pane()
	what := &overlay.Entry{Name: "what", Label: "What for", Note: "Looking for a model to ask."}
	for _, d := range deeds {
		what.Options = append(what.Options, d.word)
	}
	failure, _ := s.failureOf(p)
	switch _, readable := p.cell().Source(); {
	case !readable:
		what.Picked = 2
	case failure != "":
		what.Picked = 1
	}
	words := &overlay.Entry{Name: "words", Label: "In your words", Hint: "orders by week, without the cancelled ones"}
	var found answerer
	nobody := "The model to ask is still being looked for."
	form := overlay.NewForm("Ask a model about "+p.name(), "ask", []*overlay.Entry{words, what}, func(*overlay.Form) string {
		q, complaint := s.inWords(p, deeds[what.Picked].deed, strings.TrimSpace(words.Value()))
		switch {
		case complaint != "":
			return complaint
		case found.who == "":
			return nobody
		}
		s.agree(q, found, func() { s.answer(p, q, found.who) })
		return ""
	})
	s.env.Host.Ask(form)
	find := func(ctx context.Context) (a answerer, err error) {
		a.who, a.local, err = s.env.Assist.Provider(ctx)
		return a, err
	}
	task.Do(s.env.Tasks, askKey, find, func(a answerer, err error) {
		found, what.Note = a, "Asked is "+a.who+"."
		if err != nil {
			found, what.Note, nobody = answerer{}, sentence(err.Error()), "Nobody can be asked: see above."
		}
	})
}

// sentence is a clause as one.
func sentence(clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	clause = string(unicode.ToUpper(first)) + clause[size:]
	if strings.ContainsAny(clause[len(clause)-1:], ".!?") {
		return clause
	}
	return clause + "."
}

// inWords is the question, or why it cannot be asked.
func (s *Screen) inWords(p *pane, deed assist.Deed, words string) (q assist.Question, complaint string) {
	failure, line := s.failureOf(p)
	if deed.Code() {
		switch reason := s.cannotEdit(); {
		case reason != "" && !p.session.Typing():
			return q, reason
		case deed == assist.Write && words == "":
			return q, "Say in a few words what the cell is to do."
		case deed == assist.Fix && failure == "" && words == "":
			return q, "No failure of this cell is known. Say in a few words what is wrong with it."
		case len(p.ed.Bytes()) > mostAsked:
			return q, "This cell is too long to be written anew by a model: more than " + present.Count(mostAsked) + " bytes."
		}
	}
	q = assist.About(deed, s.env.Store.Cells(s.id).All(), p.cell().StaticID)
	q.Words, q.Named = words, assist.Naming(words, s.workspace(q))
	if pr, ok := s.project(); ok {
		q.Project = pr.Title
	}
	if deed != assist.Summarise {
		q.Cell.Source = string(p.ed.Bytes()) // with what was typed and is not in Hex
		q.Failure, q.Line = failure, line
	}
	return q, ""
}

// workspace is what is known of the workspace by name, but for this project and the cells that are shown anyway.
func (s *Screen) workspace(q assist.Question) iter.Seq[assist.Named] {
	return func(yield func(assist.Named) bool) {
		known := &s.env.Store.Projects
		for i := range known.Len() {
			p := known.Item(i)
			named := assist.Named{Kind: "project", Title: p.Title, About: p.Description, URL: s.env.API.ProjectURL(p.ID)}
			if p.ID != s.id && !yield(named) {
				return
			}
		}
		for id, cells := range s.env.Store.Drafts() {
			p, _ := s.env.Store.FindProject(id)
			for i := range cells.Len() {
				label := cells.Item(i).Label
				same := func(c assist.Cell) bool { return c.Label == label }
				shown := id == s.id && (same(q.Cell) || slices.ContainsFunc(q.Above, same))
				named := assist.Named{Kind: "cell", Title: label, About: "in " + p.Title, URL: s.env.API.ProjectURL(id)}
				if label != "" && !shown && !yield(named) {
					return
				}
			}
		}
	}
}

// failureOf is the message of the cell's last run in the draft, where it failed, and its line.
func (s *Screen) failureOf(p *pane) (message string, line int) {
	var e *hex.CellRunError
	if o := s.env.Store.Output(p.cell().StaticID); o.Known() {
		e = o.Value.Error
	}
	if r, ok := s.draftRun(); ok && e == nil {
		if cause := s.env.Store.Failure(r.RunID).Value; cause.Cell != nil && cause.Cell.StaticID == p.cell().StaticID {
			e = &cause.Error
		}
	}
	if e == nil {
		return "", 0
	}
	if s.env.Store.Edited(s.id, p.cell().StaticID) {
		return e.Message, 0 // it is a line of another text
	}
	source, _ := p.cell().Source()
	return e.Message, lint.Line(source, e.Message, e.Traceback)
}

// agree says before the first question what is sent to whom.
func (s *Screen) agree(q assist.Question, a answerer, send func()) {
	if a.local || s.env.Assist.Agreed {
		send()
		return
	}
	s.env.Host.Ask(&overlay.Confirm{
		Title: "Send this to " + a.who + "?",
		Body: fmt.Sprintf("What you ask, the title of the project, the source and the last error of the cell, and the sources, labels "+
			"and dataframes' names of %s go there, with the names of tables that the project asks for, and names and descriptions in "+
			"this workspace that your words name. Results, inputs and secrets of connections do not. This is asked once; "+
			"models = false in the configuration forbids it.", present.Plural(len(q.Above), "other cell")),
		Yes: "send it", No: "do not",
		OnYes: func() {
			s.env.Assist.Agreed = true
			send()
		},
	})
}

// answer asks, and shows what comes as it comes.
func (s *Screen) answer(p *pane, q assist.Question, who string) {
	d := &overlay.Answer{
		Title: who, Spin: s.env.Spin,
		OnCopy:  func(text string) { s.env.Host.Copy(text, "the answer") },
		OnClose: func() { s.env.Tasks.Cancel(askKey) },
	}
	var last assist.Part
	work := func(ctx context.Context) iter.Seq2[assist.Part, error] {
		asked := q
		asked.Above = slices.Clone(q.Above)
		asked.SpeakFor(s.dialects(ctx))
		asked.Tables = s.tables(ctx, asked.Cell.Connection)
		return s.env.Assist.Ask(ctx, asked)
	}
	task.Each(s.env.Tasks, askKey, work, func(part assist.Part, err error, ended bool) {
		d.Add(part.Text)
		if part.Code != nil || part.Sources != nil || part.Warning != "" {
			last = part
		}
		if ended {
			d.End(ending(last, err), s.takes(p, last, err))
		}
	})
	s.env.Host.Ask(d)
}

// dialects finds the types of data connections beside the update loop. One that cannot be read leaves a dialect unnamed.
func (s *Screen) dialects(ctx context.Context) func(string) (hex.ConnectionType, bool) {
	found := map[string]hex.ConnectionType{}
	return func(id string) (hex.ConnectionType, bool) {
		if _, ok := found[id]; !ok {
			c, err := s.env.API.GetDataConnection(ctx, id)
			if err != nil {
				c.Type = ""
			}
			found[id] = c.Type
		}
		return found[id], found[id] != ""
	}
}

// tables are those that the project's published version asks for, of a connection where there is one, beside the update loop. Who may
// not look, or has none, has none.
func (s *Screen) tables(ctx context.Context, connection string) (names []string) {
	page, err := s.env.API.GetQueriedTables(ctx, s.id, hex.Paging{Limit: 100})
	if err != nil {
		return nil
	}
	for _, t := range page.Items {
		if connection == "" || t.DataConnectionID == connection {
			names = append(names, t.TableName)
		}
	}
	return names
}

// takes is what accepting an answer does: nothing where there is no source to be had.
func (s *Screen) takes(p *pane, a assist.Part, err error) func() {
	if err != nil || a.Code == nil {
		return nil
	}
	return func() { s.propose(p, *a.Code) }
}

// ending is what stands below an answer.
func ending(a assist.Part, err error) []overlay.Line {
	faint := func(t *theme.Theme) theme.Style { return t.Faint }
	var lines []overlay.Line
	if a.Warning != "" {
		lines = append(lines, overlay.Line{}, overlay.Line{Text: a.Warning, Style: func(t *theme.Theme) theme.Style { return t.Warn }})
	}
	for i, source := range a.Sources {
		if i == 0 {
			lines = append(lines, overlay.Line{}, overlay.Line{Text: "Sources", Style: faint})
		}
		lines = append(lines, overlay.Line{Head: fmt.Sprintf("%d. ", i+1), Text: source.Title + "  " + source.URL})
	}
	if err != nil {
		lines = append(lines, overlay.Line{}, overlay.Line{Text: err.Error(), Style: func(t *theme.Theme) theme.Style { return t.Error }})
	}
	return lines
}

// propose shows an answer as a change of what is in the editor; what is taken of it becomes the draft.
func (s *Screen) propose(p *pane, code string) {
	if now := string(p.ed.Bytes()); now == code {
		s.env.Host.Notice(screen.Info, "The answer is what the cell has already.")
		return
	}
	take := func(text string) {
		var left *drafts.Draft
		if d, ok := s.left[p.cell().StaticID]; ok {
			left = &d
		}
		s.focus = onSource
		s.carry(p, p.session.Propose(text, left))
	}
	s.env.Host.Ask(&overlay.Review{
		Title:   "Take the answer into " + p.name() + "?",
		Note:    "It becomes your draft. Nothing is written to Hex before you review and save that; one undo takes it back.",
		Verb:    "take it",
		View:    diff.NewView(diff.Compare(string(p.ed.Bytes()), code)),
		OnWrite: take,
		OnEdit:  func() { take(code) },
	})
}
