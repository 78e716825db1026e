package resolve

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"hextui/hex"
)

// Ask is what is looked for.
type Ask struct {
	// Text is an id, a link, a title, a name, an e-mail or a label.
	Text string
	// Kind is the only kind to look for; empty is any.
	Kind Kind
	// ProjectID is where cells are looked for. With it, and without a kind, names are those of cells alone.
	ProjectID string
}

// Resolver finds what is meant in one workspace.
type Resolver struct {
	Client *hex.Client
	Lists  *Lists
	// Cell finds a cell by its id, by one that it had, or with its project by its static id. Nil asks Hex.
	Cell func(ctx context.Context, projectID, id string) (hex.Cell, error)
	// Told is told how far the reading of a list has come; may be nil.
	Told func(count int, kind Kind)
}

// Find looks for what a text means. What is not there is no error: the answer then has no candidates.
func (r Resolver) Find(ctx context.Context, ask Ask) (Found, error) {
	text := oneLine(ask.Text)
	f := Found{Text: text, Candidates: []Candidate{}, Complete: true}
	if IsID(text) {
		err := r.byID(ctx, &f, ask, strings.ToLower(text))
		return f, err
	}
	link, is := ParseLink(text)
	switch {
	case is:
		f.Host = r.foreign(link.Host)
		err := r.byLink(ctx, &f, ask, link)
		return f, err
	case strings.Contains(text, "://"), strings.HasPrefix(text, "/"):
		f.Missed = NoPlace
		return f, nil
	}
	err := r.byName(ctx, &f, ask)
	return f, err
}

// foreign is the host of a link that is not the workspace's, or empty.
func (r Resolver) foreign(host string) string {
	own, err := url.Parse(r.Client.BaseURL())
	if err != nil || strings.EqualFold(own.Host, host) {
		return ""
	}
	return host
}

func (r Resolver) byLink(ctx context.Context, f *Found, ask Ask, link Link) error {
	ask.ProjectID = cmp.Or(link.ProjectID, ask.ProjectID)
	switch {
	case link.Kind == Run:
		return r.run(ctx, f, ask.ProjectID, link.ID)
	case link.ID != "":
		ask.Kind = link.Kind
		return r.byID(ctx, f, ask, link.ID)
	}
	return r.bySlug(ctx, f, link.Title())
}

func (r Resolver) run(ctx context.Context, f *Found, projectID, runID string) error {
	if projectID == "" {
		f.Missed = RunAlone
		return nil
	}
	run, err := r.Client.GetRunStatus(ctx, projectID, runID)
	if hex.IsKind(err, absent...) {
		f.Missed = NoID
		return nil
	}
	if err == nil {
		f.settle(Candidate{Kind: Run, ID: run.RunID, ProjectID: projectID, Title: string(run.Status)})
	}
	return err
}

// absent are the failures that mean that there is no such thing, as far as the token can see.
var absent = []hex.Kind{hex.NotFound, hex.Forbidden, hex.Invalid, hex.Unprocessable}

// settle takes what an id names.
func (f *Found) settle(c Candidate) {
	c.Match, c.Why = Match{How: ByID}, cmp.Or(c.Why, ByID.String())
	f.Candidates, f.Settled = []Candidate{c}, true
}

// byID asks for a thing of every kind until one answers: an id names one thing only.
func (r Resolver) byID(ctx context.Context, f *Found, ask Ask, id string) error {
	if ask.Kind == Run {
		return r.run(ctx, f, ask.ProjectID, id)
	}
	for _, kind := range []Kind{Project, Cell, Collection, Connection, Group, User} {
		if ask.Kind != "" && ask.Kind != kind {
			continue
		}
		c, err := r.get(ctx, kind, ask.ProjectID, id)
		switch {
		case err == nil && c.ID != "":
			f.settle(c)
			return nil
		case err != nil && !hex.IsKind(err, absent...):
			return err
		}
	}
	f.Missed = NoID
	return nil
}

// get asks Hex for the thing of an id. Its ID is empty where a list has no such thing.
func (r Resolver) get(ctx context.Context, kind Kind, projectID, id string) (Candidate, error) {
	switch kind {
	case Project:
		p, err := r.Client.GetProject(ctx, id)
		return ofProject(p), err
	case Cell:
		cell, err := r.cell(ctx, projectID, id)
		c := ofCell(cell)
		switch {
		case err != nil || cell.ID == id:
		case cell.StaticID == id:
			c.Why = "static_id; the present id is given"
		default:
			c.Why = "an earlier id; the present one is given"
		}
		return c, err
	case Collection:
		c, err := r.Client.GetCollection(ctx, id)
		return ofCollection(c), err
	case Connection:
		c, err := r.Client.GetDataConnection(ctx, id)
		return ofConnection(c), err
	case Group:
		g, err := r.Client.GetGroup(ctx, id)
		return ofGroup(g), err
	}
	page, err := r.Client.ListUsers(ctx, hex.UserQuery{UserIDs: []string{id}})
	for _, u := range page.Items {
		if u.ID == id {
			return ofUser(u), err
		}
	}
	return Candidate{}, err
}

func (r Resolver) cell(ctx context.Context, projectID, id string) (hex.Cell, error) {
	if r.Cell != nil {
		return r.Cell(ctx, projectID, id)
	}
	cell, err := r.Client.GetCell(ctx, id)
	if projectID == "" || !hex.IsKind(err, absent...) {
		return cell, err
	}
	return r.Client.FindCell(ctx, projectID, id)
}

// bySlug offers projects whose titles have the words of an app's link. That is no proof: titles change, and more than one project
// may have the same.
func (r Resolver) bySlug(ctx context.Context, f *Found, title string) error {
	f.Missed = ShortID
	all, err := listOf(ctx, r, f, Project, r.Lists.Projects)
	if err != nil {
		return err
	}
	for _, m := range Rank(title, all, titleOf) {
		if m.How <= Same {
			c := ofProject(m.Item)
			c.Match, c.Why = m.Match, "title in the URL"
			f.Candidates = append(f.Candidates, c)
		}
	}
	return nil
}

// byName looks at what has a name, of the kinds that the text may mean.
func (r Resolver) byName(ctx context.Context, f *Found, ask Ask) error {
	kinds := []Kind{Project, Collection, Group, User, Connection}
	switch {
	case ask.Kind != "":
		kinds = []Kind{ask.Kind}
	case ask.ProjectID != "":
		kinds = []Kind{Cell}
	case strings.Contains(f.Text, "@"):
		if err := r.among(ctx, f, ask, []Kind{User}); err != nil && !hex.IsKind(err, hex.Forbidden) || f.Settled {
			return err
		}
		f.Unread, f.Complete = nil, true
	}
	return r.among(ctx, f, ask, kinds)
}

// among ranks what the kinds have. A kind that Hex does not let be looked at is left out, where it is not the only one.
func (r Resolver) among(ctx context.Context, f *Found, ask Ask, kinds []Kind) error {
	var all []thing
	for _, kind := range kinds {
		more, err := r.named(ctx, f, kind, ask.ProjectID)
		switch {
		case err != nil && len(kinds) == 1:
			return err
		case hex.IsKind(err, hex.Forbidden, hex.NotFound):
			f.Unread = append(f.Unread, Unread{kind, err})
		case hex.IsKind(err, hex.RateLimited, hex.Timeout):
			f.Unread, f.Complete = append(f.Unread, Unread{kind, err}), false
		case err != nil:
			return err
		}
		all = append(all, more...)
	}
	ranked := Rank(f.Text, all, func(t thing) []string { return t.names })
	f.Candidates, f.Missed = make([]Candidate, len(ranked)), NotExact
	exact := 0
	for i, m := range ranked {
		f.Candidates[i] = m.Item.Candidate
		f.Candidates[i].Match, f.Candidates[i].Why = m.Match, m.Match.String()
		if m.How == Exact {
			exact++
		}
	}
	switch {
	case len(ranked) == 0:
		f.Missed = NoName
	case exact > 0:
		f.Candidates, f.Missed = f.Candidates[:exact], NotMissed
		f.Settled = exact == 1 && f.Complete
	}
	return nil
}
