package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
)

// Who is a user, group or collection. Name is what Hex shows it by, for a user the e-mail address; where it is empty, a change
// that needs it asks Hex.
type Who struct{ ID, Name string }

// kind is one of the three kinds of Who.
type kind string

const (
	users       kind = "user"
	groups      kind = "group"
	collections kind = "collection"
)

// everybody is the kind of the members of the workspace as a whole.
const everybody = "member of the workspace"

// named fills in the names that are not known, with as few requests as it takes.
func (k kind) named(ctx context.Context, c *hex.Client, who []Who) ([]Who, error) {
	known := map[string]string{}
	var unknown []string
	for _, w := range who {
		if w.Name != "" {
			known[w.ID] = w.Name
		}
	}
	for _, w := range who {
		if _, ok := known[w.ID]; !ok && !slices.Contains(unknown, w.ID) {
			unknown = append(unknown, w.ID)
		}
	}
	if len(unknown) > 0 {
		if err := k.ask(ctx, c, unknown, known); err != nil {
			return nil, err
		}
	}
	out := make([]Who, len(who))
	for i, w := range who {
		name, ok := known[w.ID]
		if !ok {
			return nil, k.unknown(w.ID)
		}
		out[i] = Who{w.ID, name}
	}
	return out, nil
}

func (k kind) unknown(id string) error { return &Unknown{Kind: string(k), ID: id} }

// Unknown is the error of a change that names somebody by an id that nobody of the workspace has. Nothing was done.
type Unknown struct{ Kind, ID string }

// Error names the id.
func (u *Unknown) Error() string {
	return fmt.Sprintf("No %s of the workspace has the id %s. Nothing was done.", u.Kind, u.ID)
}

// seen is named for a change that can do without the names: a token may be allowed to name somebody and not to read who that is.
// Without them it is not known who has what by now.
func (k kind) seen(ctx context.Context, c *hex.Client, who []Who) (named []Who, ok bool, err error) {
	named, err = k.named(ctx, c, who)
	if !hex.IsKind(err, hex.Forbidden) {
		return named, err == nil, err
	}
	named = slices.Clone(who)
	for i, w := range named {
		if w.Name == "" {
			named[i].Name = w.ID
		}
	}
	return named, false, nil
}

// ask reads the names of ids into known.
func (k kind) ask(ctx context.Context, c *hex.Client, ids []string, known map[string]string) error {
	switch {
	case k == users:
		for some := range slices.Chunk(ids, 100) {
			page, err := c.ListUsers(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 100}, UserIDs: some})
			if err != nil {
				return err
			}
			for _, u := range page.Items {
				known[u.ID] = userName(u)
			}
		}
		return nil
	case k == groups && len(ids) == 1:
		g, err := c.GetGroup(ctx, ids[0])
		known[ids[0]] = g.Name
		return err
	case k == collections && len(ids) == 1:
		one, err := c.GetCollection(ctx, ids[0])
		known[ids[0]] = one.Name
		return err
	case k == groups:
		return find(hex.Items(c.GroupPages(ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 500}})), ids, known,
			func(g hex.Group) (string, string) { return g.ID, g.Name })
	}
	return find(hex.Items(c.CollectionPages(ctx, hex.CollectionQuery{Paging: hex.Paging{Limit: 100}})), ids, known,
		func(one hex.Collection) (string, string) { return one.ID, one.Name })
}

// find walks a list until it has the names of all ids.
func find[T any](all func(func(T, error) bool), ids []string, known map[string]string, named func(T) (id, name string)) error {
	left := len(ids)
	for item, err := range all {
		if err != nil {
			return err
		}
		if id, name := named(item); slices.Contains(ids, id) {
			known[id] = name
			if left--; left == 0 {
				return nil
			}
		}
	}
	return nil
}

func userName(u hex.User) string {
	if u.Email != "" {
		return u.Email
	}
	return u.Name
}

func names(who []Who) []string {
	out := make([]string, len(who))
	for i, w := range who {
		out[i] = w.Name
	}
	return out
}

func ids(who []Who) []string {
	out := make([]string, len(who))
	for i, w := range who {
		out[i] = w.ID
	}
	return out
}

// list is up to so many names in one line.
func list(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}
