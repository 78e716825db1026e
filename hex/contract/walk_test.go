package contract

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// shifting is a list that can be changed while somebody walks it. Its items are known by what never changes of them.
type shifting struct {
	name string
	// walk goes through the list in pages of a size.
	walk func(ctx context.Context, size int) iter.Seq2[[]string, error]
	// insert adds an item somewhere, given all that are there, and returns it.
	insert func(ctx context.Context, dice *rand.Rand, there []string) (string, error)
	// remove takes one away, touch writes one without moving it; nil where that cannot be.
	remove, touch func(ctx context.Context, item string) error
}

// TestWalkingAListThatChanges: what is there from the beginning of a walk to its end is seen once, whatever is inserted and
// removed between any two pages.
func TestWalkingAListThatChanges(t *testing.T) {
	workspace := workspaceOf(t, emulator.Options{})
	c := clientOf(t, within{workspace.Handler()}, workspace.Token())
	project, err := c.CreateProject(t.Context(), "Walked", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range slices.Concat(groupLists(c), projectLists(c),
		[]shifting{cellList(c, project.ID), collectionList(c), threadList(c), guideList(c)}) {
		t.Run(list.name, func(t *testing.T) {
			for seed := range uint64(walks) {
				changing(t, list, rand.New(rand.NewPCG(seed, 7)), fmt.Sprint("seed ", seed))
			}
		})
	}
}

// TestWalkingCellsPutIntoOnePlace: there is always room behind a cell, and making it moves no other to where a walk has
// been or has yet to go.
func TestWalkingCellsPutIntoOnePlace(t *testing.T) {
	workspace := workspaceOf(t, emulator.Options{})
	c := clientOf(t, within{workspace.Handler()}, workspace.Token())
	project, err := c.CreateProject(t.Context(), "Walked", "")
	if err != nil {
		t.Fatal(err)
	}
	var cells []hex.Cell
	for range 10 {
		cell, err := c.CreateCell(t.Context(), hex.NewCell{ProjectID: project.ID, Type: hex.CellCode})
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, cell)
	}
	count := map[string]int{}
	for page, err := range c.CellPages(t.Context(), hex.CellQuery{ProjectID: project.ID, Paging: hex.Paging{Limit: 3}}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range page.Items {
			count[cell.StaticID]++
		}
		if len(count) > 3 {
			continue
		}
		for range 60 {
			if _, err := c.CreateCell(t.Context(), hex.NewCell{ProjectID: project.ID, Type: hex.CellCode,
				AfterCellID: cells[0].ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, cell := range cells {
		if n := count[cell.StaticID]; n != 1 {
			t.Errorf("cell %d was seen %d times", i, n)
		}
	}
}

func changing(t *testing.T, list shifting, dice *rand.Rand, what string) {
	t.Helper()
	ctx := t.Context()
	there := everything(t, list)
	for len(there) > 30 && list.remove != nil {
		last := len(there) - 1
		if err := list.remove(ctx, there[last]); err != nil {
			t.Fatal(err)
		}
		there = there[:last]
	}
	for len(there) < 12 {
		item, err := list.insert(ctx, dice, there)
		if err != nil {
			t.Fatal(err)
		}
		there = append(there, item)
	}
	always := map[string]bool{}
	for _, item := range there {
		always[item] = true
	}
	var seen []string
	changes := 40
	size, lively := 1+dice.IntN(6), dice.IntN(8)
	for page, err := range list.walk(ctx, size) {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if len(page) > size {
			t.Errorf("%s: %d items in a page of %d", what, len(page), size)
		}
		seen = append(seen, page...)
		if len(seen) > 2*len(there) {
			t.Fatalf("%s: the walk does not end", what)
		}
		// What grows as fast as it is walked is walked for ever.
		for range min(lively, changes) {
			changes--
			if there, err = change(ctx, list, dice, there, always); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
	}
	count := map[string]int{}
	for _, item := range seen {
		count[item]++
	}
	for item, n := range count {
		if n > 1 {
			t.Errorf("%s: %s was seen %d times", what, item, n)
		}
	}
	for item := range always {
		if count[item] == 0 {
			t.Errorf("%s: %s was there all the time and not seen", what, item)
		}
	}
}

// change makes one change of the list, and keeps the books.
func change(ctx context.Context, list shifting, dice *rand.Rand, there []string, always map[string]bool) ([]string, error) {
	at := dice.IntN(len(there))
	switch kind := dice.IntN(3); {
	case kind == 0 && list.remove != nil && len(there) > 5:
		delete(always, there[at])
		item := there[at]
		return slices.Delete(there, at, at+1), list.remove(ctx, item)
	case kind == 1 && list.touch != nil:
		return there, list.touch(ctx, there[at])
	}
	item, err := list.insert(ctx, dice, there)
	return append(there, item), err
}

func everything(t *testing.T, list shifting) []string {
	t.Helper()
	var all []string
	for page, err := range list.walk(t.Context(), 100) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page...)
	}
	return all
}

// pagesOf turns a walk's pages into what is known of their items.
func pagesOf[T any](pages iter.Seq2[hex.Page[T], error], known func(T) string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for page, err := range pages {
			items := make([]string, len(page.Items))
			for i, item := range page.Items {
				items[i] = known(item)
			}
			if !yield(items, err) {
				return
			}
		}
	}
}

// word is one of few, so that equal names are common.
func word(dice *rand.Rand) string {
	return []string{"alpha", "Beta", "beta", "äther", "z"}[dice.IntN(5)]
}

func groupLists(c *hex.Client) []shifting {
	var all []shifting
	for _, sort := range []string{"CREATED_AT", "NAME"} {
		for _, direction := range []hex.SortDirection{hex.Ascending, hex.Descending} {
			q := hex.GroupQuery{SortBy: sort, SortDirection: direction}
			list := shifting{
				name: fmt.Sprintf("groups by %s %s", sort, direction),
				walk: func(ctx context.Context, size int) iter.Seq2[[]string, error] {
					q.Limit = size
					return pagesOf(c.GroupPages(ctx, q), func(g hex.Group) string { return g.ID })
				},
				insert: func(ctx context.Context, dice *rand.Rand, _ []string) (string, error) {
					g, err := c.CreateGroup(ctx, word(dice), nil)
					return g.ID, err
				},
				remove: c.DeleteGroup,
			}
			backwards := list
			backwards.name += ", backwards"
			backwards.walk = func(ctx context.Context, size int) iter.Seq2[[]string, error] { return groupsBack(ctx, c, q, size) }
			all = append(all, list, backwards)
		}
	}
	return all
}

// groupsBack walks from the last group to the first by the cursors to the page before.
func groupsBack(ctx context.Context, c *hex.Client, q hex.GroupQuery, size int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		ids := func(p hex.Page[hex.Group]) (items []string) {
			for _, g := range p.Items {
				items = append(items, g.ID)
			}
			return items
		}
		q.Limit = 500
		all, err := c.ListGroups(ctx, q)
		if err != nil || len(all.Items) == 0 {
			yield(nil, err)
			return
		}
		// A page of one, the last, is where the way back begins.
		q.Limit, q.After = len(all.Items)-1, ""
		front, err := c.ListGroups(ctx, q)
		if err != nil {
			yield(nil, err)
			return
		}
		q.Limit, q.After = 1, front.After
		page, err := c.ListGroups(ctx, q)
		q.After = ""
		for q.Limit = size; len(page.Items) > 0 || err != nil; page, err = c.ListGroups(ctx, q) {
			if !yield(ids(page), err) || err != nil {
				return
			}
			q.Before = page.Before
		}
	}
}

func projectLists(c *hex.Client) []shifting {
	var all []shifting
	for _, direction := range []hex.SortDirection{hex.Ascending, hex.Descending} {
		all = append(all, shifting{
			name: "projects by CREATED_AT " + string(direction),
			walk: func(ctx context.Context, size int) iter.Seq2[[]string, error] {
				q := hex.ProjectQuery{Paging: hex.Paging{Limit: min(3*size, 100)}, SortBy: hex.SortCreated, SortDirection: direction}
				return halves(pagesOf(c.ProjectPages(ctx, q), func(p hex.Project) string { return p.ID }), size)
			},
			insert: func(ctx context.Context, dice *rand.Rand, _ []string) (string, error) {
				p, err := c.CreateProject(ctx, word(dice), "")
				return p.ID, err
			},
			touch: func(ctx context.Context, id string) error { return only(c.UpdateProject(ctx, id, "Endorsed")) },
		})
	}
	return all
}

// halves hands pages on in pieces: the list of projects is long, and its changes may come in between all the same.
func halves(pages iter.Seq2[[]string, error], size int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			for piece := range slices.Chunk(page, size) {
				if !yield(piece, nil) {
					return
				}
			}
		}
	}
}

// cellList is a draft in its own order, in which cells are put, mostly into one and the same place.
func cellList(c *hex.Client, project string) shifting {
	now := func(ctx context.Context, staticID string) (string, error) {
		cell, err := c.FindCell(ctx, project, staticID)
		return cell.ID, err
	}
	return shifting{
		name: "cells",
		walk: func(ctx context.Context, size int) iter.Seq2[[]string, error] {
			return pagesOf(c.CellPages(ctx, hex.CellQuery{ProjectID: project, Paging: hex.Paging{Limit: size}}), staticID)
		},
		insert: func(ctx context.Context, dice *rand.Rand, there []string) (string, error) {
			n := hex.NewCell{ProjectID: project, Type: hex.CellCode, Source: "x = 1"}
			if len(there) > 0 {
				var err error
				after := there[0]
				if dice.IntN(4) == 0 {
					after = there[dice.IntN(len(there))]
				}
				if n.AfterCellID, err = now(ctx, after); err != nil {
					return "", err
				}
			}
			cell, err := c.CreateCell(ctx, n)
			return cell.StaticID, err
		},
		remove: func(ctx context.Context, staticID string) error {
			id, err := now(ctx, staticID)
			if err != nil {
				return err
			}
			return c.DeleteCell(ctx, id)
		},
		touch: func(ctx context.Context, staticID string) error {
			id, err := now(ctx, staticID)
			if err != nil {
				return err
			}
			return only(c.UpdateCell(ctx, id, hex.CellUpdate{Code: new("x = 2")}))
		},
	}
}

func collectionList(c *hex.Client) shifting {
	return shifting{
		name: "collections",
		walk: func(ctx context.Context, size int) iter.Seq2[[]string, error] {
			return pagesOf(c.CollectionPages(ctx, hex.CollectionQuery{Paging: hex.Paging{Limit: size}, SortBy: "NAME"}),
				func(k hex.Collection) string { return k.ID })
		},
		insert: func(ctx context.Context, dice *rand.Rand, _ []string) (string, error) {
			k, err := c.CreateCollection(ctx, hex.NewCollection{Name: fresh(word(dice))})
			return k.ID, err
		},
	}
}

func threadList(c *hex.Client) shifting {
	return shifting{
		name: "threads",
		walk: func(ctx context.Context, size int) iter.Seq2[[]string, error] {
			return pagesOf(c.ThreadPages(ctx, hex.ThreadQuery{Paging: hex.Paging{Limit: size}}), func(t hex.Thread) string { return t.ID })
		},
		insert: func(ctx context.Context, _ *rand.Rand, _ []string) (string, error) {
			t, err := c.CreateThread(ctx, hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}})
			return t.ThreadID, err
		},
	}
}

func guideList(c *hex.Client) shifting {
	return shifting{
		name: "drafts of guides",
		walk: func(ctx context.Context, size int) iter.Seq2[[]string, error] {
			return pagesOf(c.DraftGuidePages(ctx, hex.GuideQuery{Paging: hex.Paging{Limit: size}}),
				func(g hex.Guide) string { return g.ID })
		},
		insert: func(ctx context.Context, dice *rand.Rand, _ []string) (string, error) {
			made, err := c.UpsertGuideDraft(ctx, []hex.GuideFile{{FilePath: fresh(word(dice)) + ".md", Contents: "# Proof"}}, false)
			if err != nil {
				return "", err
			}
			return made.Files[0].ID, nil
		},
		remove: c.DeleteGuideDraft,
	}
}
