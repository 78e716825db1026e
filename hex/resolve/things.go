package resolve

import (
	"context"
	"strings"

	"hextui/hex"
)

// thing is a candidate with what it is called.
type thing struct {
	Candidate
	names []string
}

func ofProject(p hex.Project) Candidate { return Candidate{Kind: Project, ID: p.ID, Title: p.Title} }

func ofCell(c hex.Cell) Candidate {
	return Candidate{Kind: Cell, ID: c.ID, StaticID: c.StaticID, ProjectID: c.ProjectID, Title: c.Label}
}

func ofCollection(c hex.Collection) Candidate {
	return Candidate{Kind: Collection, ID: c.ID, Title: c.Name}
}

func ofConnection(c hex.DataConnection) Candidate {
	return Candidate{Kind: Connection, ID: c.ID, Title: c.Name}
}

func ofGroup(g hex.Group) Candidate { return Candidate{Kind: Group, ID: g.ID, Title: g.Name} }

func ofUser(u hex.User) Candidate { return Candidate{Kind: User, ID: u.ID, Title: u.Email} }

func titleOf(p hex.Project) []string { return []string{p.Title} }

// named is what there is of a kind that has a name.
func (r Resolver) named(ctx context.Context, f *Found, kind Kind, projectID string) ([]thing, error) {
	switch kind {
	case Project:
		return named(ctx, r, f, kind, r.Lists.Projects, ofProject, titleOf)
	case Collection:
		return named(ctx, r, f, kind, r.Lists.Collections, ofCollection, func(c hex.Collection) []string { return []string{c.Name} })
	case Connection:
		return named(ctx, r, f, kind, r.Lists.Connections, ofConnection, func(c hex.DataConnection) []string { return []string{c.Name} })
	case Group:
		return named(ctx, r, f, kind, r.Lists.Groups, ofGroup, func(g hex.Group) []string { return []string{g.Name} })
	case User:
		return named(ctx, r, f, kind, r.Lists.Users, ofUser, func(u hex.User) []string { return callings(u, f.Text) })
	}
	if projectID == "" {
		return nil, errNoProject
	}
	cells, err := hex.Collect(r.Client.CellPages(ctx, hex.CellQuery{ProjectID: projectID, Paging: hex.Paging{Limit: 100}}))
	return things(cells, ofCell, func(c hex.Cell) []string { return []string{c.Label, c.OutputDataframe()} }), err
}

// errNoProject is the failure of a search for a cell, or a run, by name alone.
var errNoProject = &hex.Error{Kind: hex.Invalid, Message: "A cell's label needs its project.", Hint: "Say in which project it is."}

// callings are what a user is called. The e-mail's end, which all users of a workspace share, is compared only with what has one.
func callings(u hex.User, text string) []string {
	if strings.Contains(text, "@") {
		return []string{u.Email, u.Name}
	}
	local, _, _ := strings.Cut(u.Email, "@")
	return []string{u.Name, local}
}

func named[T any](ctx context.Context, r Resolver, f *Found, kind Kind, l *List[T], of func(T) Candidate, names func(T) []string,
) ([]thing, error) {
	all, err := listOf(ctx, r, f, kind, l)
	return things(all, of, names), err
}

func things[T any](all []T, of func(T) Candidate, names func(T) []string) []thing {
	made := make([]thing, len(all))
	for i, item := range all {
		made[i] = thing{of(item), names(item)}
	}
	return made
}

// listOf is what a list has, and keeps in what is found how old that is.
func listOf[T any](ctx context.Context, r Resolver, f *Found, kind Kind, l *List[T]) ([]T, error) {
	all, err := l.All(ctx, r.Client, func(n int) {
		if r.Told != nil {
			r.Told(n, kind)
		}
	})
	if err != nil {
		return nil, err
	}
	f.Complete = f.Complete && all.Complete
	if f.AsOf.IsZero() || all.AsOf.Before(f.AsOf) {
		f.AsOf = all.AsOf
	}
	return all.Items, nil
}
