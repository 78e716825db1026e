package thread

import (
	"context"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// attaching is the dialog of what a question can point at, open or not.
type attaching struct {
	*overlay.Picker
	made [2]uint64
	// literally is what was typed to come here, and is typed after all when nothing is picked.
	literally string
}

// open tells whether the dialog is open.
func (a attaching) open() bool { return a.Picker != nil && !a.Done() }

// attach offers what the question can point at: projects, tables and a data connection, and those that it points at to be taken off.
func (s *Screen) attach(literally string) {
	s.attaching = attaching{made: s.attachable(), literally: literally}
	s.attaching.Picker = overlay.NewPicker("Attach", "a project, a table or a data connection", s.attachments())
	s.env.Host.Ask(s.attaching.Picker)
}

// attachable is another whenever there is something else to be attached.
func (s *Screen) attachable() [2]uint64 {
	return [2]uint64{s.env.Store.Connections.Version, s.env.Store.Projects.Version}
}

// syncAttaching brings in what was learnt since the dialog was opened.
func (s *Screen) syncAttaching() {
	if now := s.attachable(); s.attaching.open() && now != s.attaching.made {
		s.attaching.made = now
		s.attaching.Offer(s.attachments())
	}
}

func (s *Screen) attachments() (choices []overlay.Choice) {
	for _, a := range s.question.Attached {
		choices = append(choices, overlay.Choice{
			Title: a.Title, Detail: string(a.Kind) + ", attached: take it off", Do: func() { s.turn(a) },
		})
	}
	choices = append(choices, s.findMore()...)
	add := func(a screen.Attachment, detail string) {
		if !slices.Contains(s.question.Attached, a) {
			choices = append(choices, overlay.Choice{Title: a.Title, Detail: detail, Do: func() { s.turn(a) }})
		}
	}
	for i := range s.env.Store.Connections.Len() {
		c := s.env.Store.Connections.Item(i)
		add(screen.Attachment{Kind: screen.AttachedConnection, ID: c.ID, Title: c.Name}, "data connection")
	}
	for i := range s.env.Store.Projects.Len() {
		p := s.env.Store.Projects.Item(i)
		add(screen.Attachment{Kind: screen.AttachedProject, ID: p.ID, Title: p.Title}, "project")
	}
	choices = append(choices, overlay.Choice{Title: "a table by its id", Detail: "as Hex shows it", Do: s.tableByID})
	if sign := s.attaching.literally; sign != "" {
		choices = append(choices, overlay.Choice{Title: sign, Detail: "the sign itself",
			Do: func() { s.typed(s.ed.Insert(sign)) }})
	}
	return choices
}

// findMore are the choices that lead to more of them.
func (s *Screen) findMore() (choices []overlay.Choice) {
	if s.env.Account != nil && s.env.Account.Standing().In {
		choices = append(choices, overlay.Choice{
			Title: "search for projects", Detail: "by what Hex says that they are about", Do: s.search,
		})
	}
	for _, a := range s.question.Attached {
		if a.Kind == screen.AttachedProject {
			choices = append(choices, overlay.Choice{
				Title: "tables of " + a.Title, Detail: "that its published version asks for", Do: func() { s.tables(a) },
			})
		}
	}
	return choices
}

// turn attaches something, or takes it off. There can be one data connection.
func (s *Screen) turn(a screen.Attachment) {
	q := s.question
	if i := slices.Index(q.Attached, a); i >= 0 {
		q.Attached = slices.Delete(q.Attached, i, i+1)
		return
	}
	if a.Kind == screen.AttachedConnection {
		q.Attached = slices.DeleteFunc(q.Attached, func(o screen.Attachment) bool { return o.Kind == a.Kind })
	}
	q.Attached = append(q.Attached, a)
}

// search asks the hosted server for projects, and offers what it found with its summaries.
func (s *Screen) search() {
	words := &overlay.Entry{
		Name: "words", Label: "about", Hint: "revenue by channel", Note: "Hex looks through all projects that you may see.",
	}
	s.env.Host.Ask(overlay.NewForm("Search for projects", "search", []*overlay.Entry{words}, func(f *overlay.Form) string {
		said := strings.TrimSpace(f.Field("words").Value())
		if said == "" {
			return "Say what they are about, in a few words."
		}
		s.env.Host.Notice(screen.Info, "Hex searches.")
		task.Do(s.env.Tasks, "search for projects", func(ctx context.Context) ([]ask.FoundProject, error) {
			return s.env.Account.Search(ctx, said)
		}, func(found []ask.FoundProject, err error) { s.found(said, found, err) })
		return ""
	}))
}

func (s *Screen) found(words string, found []ask.FoundProject, err error) {
	switch {
	case s.left:
		return
	case err != nil:
		s.env.Host.Notice(screen.Error, "The search failed. "+s.refused(err))
		return
	case len(found) == 0:
		s.env.Host.Notice(screen.Warn, "Hex finds no project about “"+words+"”.")
		return
	}
	choices := make([]overlay.Choice, len(found))
	for i, p := range found {
		a := screen.Attachment{Kind: screen.AttachedProject, ID: p.ID, Title: p.Title}
		about := p.Summary
		if about == "" {
			about = p.Description
		}
		choices[i] = overlay.Choice{Title: p.Title, Name: about, About: about, Do: func() { s.turn(a) }}
		if slices.Contains(s.question.Attached, a) {
			choices[i].Detail = "attached: take it off"
		}
	}
	s.env.Host.Interrupt(overlay.NewPicker("Attach what is about “"+words+"”", "a title or a word of the summary", choices))
}

// tables offers the tables of a project by their names. Hex tells no ids of them, so the name of the one that is picked goes into the
// question, and its data connection is attached where none is.
func (s *Screen) tables(of screen.Attachment) {
	task.Do(s.env.Tasks, "tables of a project", func(ctx context.Context) (hex.Page[hex.QueriedTable], error) {
		return s.env.API.GetQueriedTables(ctx, of.ID, hex.Paging{Limit: 100})
	}, func(page hex.Page[hex.QueriedTable], err error) {
		switch {
		case s.left:
		case err != nil:
			s.env.Host.Notice(screen.Warn, "The tables of “"+of.Title+"” cannot be read: write their names into the question. "+
				err.Error())
		case len(page.Items) == 0:
			s.env.Host.Notice(screen.Info, "The published version of “"+of.Title+"” asks for no tables.")
		default:
			var choices []overlay.Choice
			for _, t := range page.Items {
				choices = append(choices, overlay.Choice{
					Title: t.TableName, Detail: "in " + t.DataConnectionName, Do: func() { s.writeName(t) },
				})
			}
			s.env.Host.Interrupt(overlay.NewPicker("Name a table of "+of.Title, "a table", choices))
		}
	})
}

// writeName writes a table's name into the question, and attaches its connection where none is.
func (s *Screen) writeName(t hex.QueriedTable) {
	s.typed(s.ed.Insert(t.TableName))
	has := slices.ContainsFunc(s.question.Attached, func(a screen.Attachment) bool { return a.Kind == screen.AttachedConnection })
	if !has && t.DataConnectionID != "" {
		s.turn(screen.Attachment{Kind: screen.AttachedConnection, ID: t.DataConnectionID, Title: t.DataConnectionName})
	}
}

// tableByID attaches a table by its id, which a person has from Hex.
func (s *Screen) tableByID() {
	id := &overlay.Entry{
		Name: "id", Label: "id", Note: "The API lists no tables: only Hex itself shows their ids. A name goes into the question.",
	}
	s.env.Host.Ask(overlay.NewForm("Attach a table", "attach", []*overlay.Entry{id}, func(f *overlay.Form) string {
		given := strings.TrimSpace(f.Field("id").Value())
		if given == "" || strings.ContainsAny(given, " \t/") {
			return "Give the id alone."
		}
		s.turn(screen.Attachment{Kind: screen.AttachedTable, ID: given, Title: present.ShortID(given)})
		return ""
	}))
}
