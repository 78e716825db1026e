package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// shelf is one list of the store, with how to put a row in and take it out.
type shelf struct {
	name  string
	table string
	id    string // the column of a row's id
	sort  string
	add   func(ctx context.Context, tx *sql.Tx, id string, n int) error
	read  func(ctx context.Context, s *Store, p Page) (stretch, error)
}

// stretch is a page of any list: the ids, and the places of its ends.
type stretch struct {
	ids         []string
	first, last Key
	more        bool
}

func stretchOf[T any](p Paged[T], id func(T) string) stretch {
	s := stretch{first: p.First, last: p.Last, more: p.HasNext}
	for _, item := range p.Items {
		s.ids = append(s.ids, id(item))
	}
	return s
}

// adds inserts the record that make makes.
func adds[T any](r row[T], make func(id string, n int) T) func(context.Context, *sql.Tx, string, int) error {
	return func(ctx context.Context, tx *sql.Tx, id string, n int) error {
		return insertAll(ctx, tx, r, []T{make(id, n)})
	}
}

// The sort values repeat, differ in case only, and are zero, so that ids decide.
func nameOf(n int) string {
	return []string{"Beta", "alpha", "beta", "Älpha", "ALPHA", "", "gamma"}[n%7]
}

func timeOf(n int) time.Time {
	if n%5 == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(1_700_000_000_000 + n%5)).UTC()
}

const somebody, something = "somebody", "something"

func shelves() []shelf {
	everything := Principals{All: true}
	var all []shelf
	for _, sort := range []string{ByCreated, ByEdited, ByPublished} {
		all = append(all, shelf{"projects", "projects", "id", sort, adds(projectRow, func(id string, n int) Project {
			return Project{ID: id, Creator: somebody, Owner: somebody, Created: timeOf(n), Edited: timeOf(n / 2), Published: timeOf(n / 3)}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Projects(ctx, ProjectFilter{For: everything}, p)
			return stretchOf(found, func(p Project) string { return p.ID }), err
		}})
	}
	for _, sort := range []string{ByName, ByEmail} {
		all = append(all, shelf{"users", "users", "id", sort, adds(userRow, func(id string, n int) User {
			return User{ID: id, Name: nameOf(n), Email: id + "@acme.example"}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Users(ctx, UserFilter{}, p)
			return stretchOf(found, func(u User) string { return u.ID }), err
		}})
	}
	for _, sort := range []string{ByCreated, ByName} {
		all = append(all, shelf{"groups", "groups", "id", sort, adds(groupRow, func(id string, n int) Group {
			return Group{ID: id, Name: nameOf(n), Created: timeOf(n)}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Groups(ctx, p)
			return stretchOf(found, func(g Group) string { return g.ID }), err
		}}, shelf{"connections", "connections", "id", sort, adds(connectionRow, func(id string, n int) Connection {
			return Connection{ID: id, Name: nameOf(n), Created: timeOf(n)}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Connections(ctx, everything, p)
			return stretchOf(found, func(c Connection) string { return c.ID }), err
		}})
	}
	for _, sort := range []string{BySuggested, ByEvidence, ByLastSource} {
		all = append(all, shelf{"suggestions", "suggestions", "id", sort, adds(suggestionRow, func(id string, n int) Suggestion {
			made := Suggestion{ID: id, Created: timeOf(n), LastSource: timeOf(n / 2)}
			for range n % 4 {
				made.Sources = append(made.Sources, []byte(`{}`))
			}
			return made
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Suggestions(ctx, "", p)
			return stretchOf(found, func(s Suggestion) string { return s.ID }), err
		}})
	}
	return append(all,
		shelf{"collections", "collections", "id", ByName, adds(collectionRow, func(id string, n int) Collection {
			return Collection{ID: id, Name: nameOf(n), Creator: somebody}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Collections(ctx, everything, p)
			return stretchOf(found, func(c Collection) string { return c.ID }), err
		}},
		shelf{"cells", "cells", "static_id", "", adds(cellRow, func(id string, n int) Cell {
			return Cell{ID: "now " + id, StaticID: id, Project: something, Position: Place(n % 9)}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Cells(ctx, something, p)
			return stretchOf(found, func(c Cell) string { return c.StaticID }), err
		}},
		shelf{"threads", "threads", "id", "", adds(threadRow, func(id string, n int) Thread {
			return Thread{ID: id, Created: timeOf(n)}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Threads(ctx, ThreadFilter{For: everything}, p)
			return stretchOf(found, func(t Thread) string { return t.ID }), err
		}},
		shelf{"messages", "messages", "id", "", adds(messageRow, func(id string, n int) Message {
			return Message{ID: id, Thread: something, Created: timeOf(n), Tool: n%3 == 0}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Messages(ctx, something, true, p)
			return stretchOf(found, func(m Message) string { return m.ID }), err
		}},
		shelf{"topics", "topics", "id", "", adds(topicRow, func(id string, n int) Topic {
			return Topic{ID: id, Name: nameOf(n)}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.Topics(ctx, p)
			return stretchOf(found, func(t Topic) string { return t.ID }), err
		}},
		shelf{"guides", "guides", "id", "", adds(guideRow, func(id string, n int) Guide {
			text := "text"
			return Guide{ID: id, Path: fmt.Sprint(n%7, id), Draft: &text}
		}), func(ctx context.Context, s *Store, p Page) (stretch, error) {
			found, err := s.GuideDrafts(ctx, nil, p)
			return stretchOf(found, func(g Guide) string { return g.ID }), err
		}},
	)
}

// TestWalkingWhileRowsComeAndGo walks every list in both directions and from
// both ends, while rows are put in and taken out at random: a row that is there
// all the time is met exactly once.
func TestWalkingWhileRowsComeAndGo(t *testing.T) {
	t.Parallel()
	for _, shelf := range shelves() {
		for _, descending := range []bool{false, true} {
			for _, back := range []bool{false, true} {
				t.Run(fmt.Sprint(shelf.name, " ", shelf.sort, " descending=", descending, " back=", back), func(t *testing.T) {
					t.Parallel()
					for seed := range uint64(2) {
						walkShelf(t, shelf, descending, back, seed)
					}
				})
			}
		}
	}
}

func walkShelf(t *testing.T, shelf shelf, descending, back bool, seed uint64) {
	t.Helper()
	w := openShelf(t, shelf, seed)
	for range 25 {
		w.put()
	}
	always := slices.Clone(w.rows)
	met := map[string]int{}
	page := Page{Limit: 1 + w.dice.IntN(7), Sort: shelf.sort, Descending: descending}
	if back {
		end := w.read(Page{Limit: 1000, Sort: shelf.sort, Descending: descending})
		met[end.ids[len(end.ids)-1]]++
		page.Before = &end.last
	}
	for range 200 {
		found := w.read(page)
		for _, id := range found.ids {
			met[id]++
		}
		if len(found.ids) == 0 || !back && !found.more {
			break
		}
		if back {
			page.Before = &found.first
		} else {
			page.After = &found.last
		}
		for range w.dice.IntN(6) {
			w.change(&always)
		}
		page.Limit = 1 + w.dice.IntN(7)
	}
	for _, id := range always {
		if met[id] != 1 {
			t.Errorf("seed %d: a row that was there all the time was met %d times", seed, met[id])
		}
	}
	for id, times := range met {
		if times > 1 {
			t.Errorf("seed %d: the row %s was met %d times", seed, id, times)
		}
	}
}

// shelfWorld is a store with one list that changes.
type shelfWorld struct {
	t     *testing.T
	store *Store
	shelf shelf
	dice  *rand.Rand
	rows  []string
	made  int
}

func openShelf(t *testing.T, shelf shelf, seed uint64) *shelfWorld {
	t.Helper()
	s, isNew, err := Open(t.Context(), "")
	if err != nil || !isNew {
		t.Fatal(isNew, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &shelfWorld{t: t, store: s, shelf: shelf, dice: rand.New(rand.NewPCG(seed, 1))}
	if err := s.Fill(t.Context(), Contents{
		Users:    []User{{ID: somebody, Email: somebody, Deactivated: true}},
		Projects: []Project{{ID: something, Creator: somebody, Owner: somebody, Type: "COMPONENT"}},
	}); err != nil {
		t.Fatal(err)
	}
	if shelf.name == "messages" {
		w.do(func(ctx context.Context, tx *sql.Tx) error {
			return insertAll(ctx, tx, threadRow, []Thread{{ID: something}})
		})
	}
	return w
}

func (w *shelfWorld) do(work func(context.Context, *sql.Tx) error) {
	w.t.Helper()
	if err := w.store.inTx(w.t.Context(), work); err != nil {
		w.t.Fatal(err)
	}
}

func (w *shelfWorld) read(p Page) stretch {
	w.t.Helper()
	found, err := w.shelf.read(w.t.Context(), w.store, p)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// put adds a row at a random place.
func (w *shelfWorld) put() {
	id, n := fmt.Sprintf("%08x-%d", w.dice.Uint32(), w.made), w.dice.IntN(1000)
	w.made++
	w.do(func(ctx context.Context, tx *sql.Tx) error { return w.shelf.add(ctx, tx, id, n) })
	w.rows = append(w.rows, id)
}

// change puts a row in or takes one out, which then was not always there.
func (w *shelfWorld) change(always *[]string) {
	if w.dice.IntN(2) == 0 || len(w.rows) == 0 {
		w.put()
		return
	}
	at := w.dice.IntN(len(w.rows))
	id := w.rows[at]
	w.rows = slices.Delete(w.rows, at, at+1)
	*always = slices.DeleteFunc(*always, func(other string) bool { return other == id })
	w.do(func(ctx context.Context, tx *sql.Tx) error {
		return exec(ctx, tx, "DELETE FROM "+w.shelf.table+" WHERE "+w.shelf.id+" = ?", id)
	})
}

// TestPageOf walks a list in memory the same way.
func TestPageOf(t *testing.T) {
	t.Parallel()
	key := func(n int) Key { return Key{Sort: fmt.Sprintf("%03d", n/3), ID: fmt.Sprintf("%03d", n)} }
	dice := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		items := []int{}
		for n := range 60 {
			if dice.IntN(3) > 0 {
				items = append(items, n)
			}
		}
		var forth, back []int
		for page := (Page{Limit: 1 + dice.IntN(9)}); ; {
			found := PageOf(items, page, key)
			forth = append(forth, found.Items...)
			if !found.HasNext {
				break
			}
			page.After = &found.Last
		}
		last := Key{Sort: "~", ID: "~"}
		for page := (Page{Limit: 1 + dice.IntN(9), Before: &last}); ; {
			found := PageOf(items, page, key)
			back = append(slices.Clone(found.Items), back...)
			if !found.HasPrevious {
				break
			}
			page.Before = &found.First
		}
		if !slices.Equal(forth, items) || !slices.Equal(back, items) || !slices.IsSortedFunc(forth, cmp.Compare[int]) {
			t.Fatalf("%v is walked as %v and %v", items, forth, back)
		}
	}
}
