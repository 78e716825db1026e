package resolve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hextui/hex"
)

// Lists keep what a workspace has by name for a while, so that a second question costs nothing, and an interrupted first one goes on
// where it stopped. They are for use by many goroutines, and by all clients of one workspace that see the same.
type Lists struct {
	Projects    *List[hex.Project]
	Collections *List[hex.Collection]
	Connections *List[hex.DataConnection]
	Groups      *List[hex.Group]
	Users       *List[hex.User]
}

// Age is how long what was read is good for, patience how long one call reads on: who asks often gives up after a minute.
const (
	age      = time.Minute
	patience = 45 * time.Second
)

// NewLists are lists of which nothing was read yet, with the clock that their age is told by.
func NewLists(now func() time.Time) *Lists {
	return &Lists{
		Projects: newList(now, "projects", 100, func(p hex.Project) string { return p.ID },
			func(ctx context.Context, c *hex.Client, p hex.Paging) (hex.Page[hex.Project], error) {
				return c.ListProjects(ctx, hex.ProjectQuery{Paging: p})
			}),
		Collections: newList(now, "collections", 100, func(c hex.Collection) string { return c.ID },
			func(ctx context.Context, c *hex.Client, p hex.Paging) (hex.Page[hex.Collection], error) {
				return c.ListCollections(ctx, hex.CollectionQuery{Paging: p})
			}),
		Connections: newList(now, "data connections", 100, func(d hex.DataConnection) string { return d.ID },
			func(ctx context.Context, c *hex.Client, p hex.Paging) (hex.Page[hex.DataConnection], error) {
				return c.ListDataConnections(ctx, hex.ConnectionQuery{Paging: p})
			}),
		Groups: newList(now, "groups", 500, func(g hex.Group) string { return g.ID },
			func(ctx context.Context, c *hex.Client, p hex.Paging) (hex.Page[hex.Group], error) {
				return c.ListGroups(ctx, hex.GroupQuery{Paging: p})
			}),
		Users: newList(now, "users", 500, func(u hex.User) string { return u.ID },
			func(ctx context.Context, c *hex.Client, p hex.Paging) (hex.Page[hex.User], error) {
				return c.ListUsers(ctx, hex.UserQuery{Paging: p})
			}),
	}
}

// List is one of the lists. Every item is in it once, however often the pages have it.
type List[T any] struct {
	now           func() time.Time
	age, patience time.Duration
	noun          string
	size          int
	id            func(T) string
	page          func(context.Context, *hex.Client, hex.Paging) (hex.Page[T], error)
	// busy holds one token: who has it may touch what follows.
	busy chan struct{}

	items    []T
	odd      []hex.Odd
	seen     map[string]bool
	after    string
	begun    time.Time
	complete bool
	repeats  bool
}

func newList[T any](now func() time.Time, noun string, size int, id func(T) string,
	page func(context.Context, *hex.Client, hex.Paging) (hex.Page[T], error)) *List[T] {
	return &List[T]{now: now, age: age, patience: patience, noun: noun, size: size, id: id, page: page, busy: make(chan struct{}, 1)}
}

// Listing is what a list holds at one time.
type Listing[T any] struct {
	// Items must not be changed.
	Items []T
	// Odd are those that cannot be understood.
	Odd []hex.Odd
	// Complete is false when there was no time, or no budget, to read all; another call reads on.
	Complete bool
	// Repeats is set when Hex gave a page of nothing but what it had given before: there may be more that it never gives. What there
	// is was read.
	Repeats bool
	// AsOf is about when the newest of it was read.
	AsOf time.Time
}

// All returns every item, reading what it does not have. Told is told how many there are so far; nil tells nobody.
func (l *List[T]) All(ctx context.Context, client *hex.Client, told func(count int)) (Listing[T], error) {
	select {
	case l.busy <- struct{}{}:
		defer func() { <-l.busy }()
	case <-ctx.Done():
		return Listing[T]{}, ctx.Err()
	}
	if l.now().Sub(l.begun) >= l.age {
		l.items, l.odd, l.seen, l.after, l.begun = nil, nil, map[string]bool{}, "", l.now()
		l.complete, l.repeats = false, false
	}
	ctx, cancel := context.WithTimeoutCause(ctx, l.patience, errOutOfTime)
	defer cancel()
	for !l.complete {
		if err := l.next(ctx, client); err != nil {
			if context.Cause(ctx) != errOutOfTime && !hex.IsKind(err, hex.RateLimited) || len(l.items) == 0 {
				return Listing[T]{}, err
			}
			l.begun = l.now() // what was read must last until the next call
			break
		}
		if told != nil {
			told(len(l.items))
		}
	}
	return Listing[T]{Items: l.items, Odd: l.odd, Complete: l.complete, Repeats: l.repeats, AsOf: l.begun}, nil
}

// Learn puts what was made or changed since into the list that holds its like. What is none of a list it leaves alone.
func (l *Lists) Learn(entity any) {
	switch e := entity.(type) {
	case hex.Project:
		l.Projects.put(e, e.ArchivedAt == nil && e.TrashedAt == nil && e.Type != hex.TypeComponent)
	case hex.Collection:
		l.Collections.put(e, true)
	case hex.DataConnection:
		l.Connections.put(e, true)
	case hex.Group:
		l.Groups.put(e, true)
	}
}

// Forget takes what was deleted out of the list that holds its like.
func (l *Lists) Forget(entity any) {
	switch e := entity.(type) {
	case hex.Group:
		l.Groups.drop(e.ID)
	case hex.User:
		l.Users.drop(e.ID)
	}
}

// put takes an item for what it was, or where it is new and wanted, for the first of the list. A list of which nothing was read needs
// none, and one that is being read has it soon.
func (l *List[T]) put(item T, wanted bool) {
	l.change(func(items []T) []T {
		id := l.id(item)
		at := slices.IndexFunc(items, func(old T) bool { return l.id(old) == id })
		switch {
		case at >= 0:
			items[at] = item
		case wanted && id != "":
			l.seen[id] = true
			items = slices.Insert(items, 0, item)
		}
		return items
	})
}

func (l *List[T]) drop(id string) {
	l.change(func(items []T) []T { return slices.DeleteFunc(items, func(old T) bool { return l.id(old) == id }) })
}

// change makes another list of a copy of the items: those that were given out stay as they are.
func (l *List[T]) change(how func([]T) []T) {
	select {
	case l.busy <- struct{}{}:
		defer func() { <-l.busy }()
	default:
		return
	}
	if l.seen != nil {
		l.items = how(slices.Clone(l.items))
	}
}

var errOutOfTime = errors.New("no time to read more")

// next reads one page more.
func (l *List[T]) next(ctx context.Context, client *hex.Client) error {
	page, err := l.page(ctx, client, hex.Paging{Limit: l.size, After: l.after})
	if err != nil {
		return fmt.Errorf("list the %s: %w", l.noun, err)
	}
	before := len(l.items)
	for _, item := range page.Items {
		if id := l.id(item); !l.seen[id] {
			l.seen[id] = true
			l.items = append(l.items, item)
		}
	}
	l.repeats = page.After != "" && (page.After == l.after || len(page.Items) > 0 && len(l.items) == before)
	if !l.repeats {
		l.odd = append(l.odd, page.Odd...)
	}
	l.after, l.complete = page.After, page.After == "" || l.repeats
	return nil
}
