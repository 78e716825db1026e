package store

import (
	"time"

	"hextui/hex"
)

// List is a list of things in the order Hex gave them, as far as it is known, with how fresh it is.
// While it is read again the old items stay; a failed reading leaves them too, beside the error.
type List[T any] struct {
	Status
	byID map[string]T
	ids  []string
	// Odd are the items that cannot be understood.
	Odd []hex.Odd
	// Version changes with every change of the items.
	Version uint64

	coming    []string
	fresh     map[string]T
	comingOdd []hex.Odd
}

// Len is the number of items known.
func (l *List[T]) Len() int { return len(l.ids) }

// IDs are the ids in order; they must not be changed.
func (l *List[T]) IDs() []string { return l.ids }

// At returns the i-th item.
func (l *List[T]) Item(i int) T { return l.byID[l.ids[i]] }

// Get returns the item with the id.
func (l *List[T]) Get(id string) (T, bool) {
	v, ok := l.byID[id]
	return v, ok
}

// Known tells whether the list has been read at least once, or part of it.
func (l *List[T]) Known() bool { return !l.At.IsZero() || len(l.ids) > 0 }

// Put replaces an item that is in the list, or adds it at the end.
func (l *List[T]) Put(id string, v T) {
	if l.byID == nil {
		l.byID = map[string]T{}
	}
	if _, ok := l.byID[id]; !ok {
		l.ids = append(l.ids, id)
	}
	l.byID[id] = v
	l.Version++
}

// Prepend puts a new item first.
func (l *List[T]) Prepend(id string, v T) {
	if _, ok := l.Get(id); !ok {
		if l.byID == nil {
			l.byID = map[string]T{}
		}
		l.ids = append([]string{id}, l.ids...)
	}
	l.Put(id, v)
}

// Replace gives the item old another id and value in the same place.
func (l *List[T]) Replace(old, id string, v T) {
	for i, have := range l.ids {
		if have == old {
			delete(l.byID, old)
			l.ids[i], l.byID[id] = id, v
			l.Version++
			return
		}
	}
	l.Put(id, v)
}

// begin starts a reading.
func (l *List[T]) begin() {
	l.Status.begin()
	l.coming, l.fresh, l.comingOdd = nil, map[string]T{}, nil
}

// add takes a page of a reading. A list that was empty shows it at once; another keeps its old items
// until the reading is whole, so that nothing jumps.
func (l *List[T]) add(items []T, odd []hex.Odd, id func(T) string) {
	first := l.At.IsZero()
	l.pages++
	l.comingOdd = append(l.comingOdd, odd...)
	for _, v := range items {
		k := id(v)
		if _, twice := l.fresh[k]; !twice {
			l.coming = append(l.coming, k)
		}
		l.fresh[k] = v
	}
	if first {
		l.ids, l.byID, l.Odd = l.coming, l.fresh, l.comingOdd
		l.Version++
	}
}

// end closes a reading.
func (l *List[T]) end(err error, at time.Time) {
	l.Status.end(err, at)
	if err == nil {
		l.ids, l.byID, l.Odd = l.coming, l.fresh, l.comingOdd
		if l.byID == nil {
			l.byID = map[string]T{}
		}
	}
	l.coming, l.fresh, l.comingOdd = nil, nil, nil
	l.Version++
}

// Entry is one thing with how fresh it is.
type Entry[T any] struct {
	Value T
	Status
}

func (e *Entry[T]) set(v T, err error, at time.Time) {
	e.Status.end(err, at)
	if err == nil {
		e.Value = v
	}
}

// Fill takes a whole reading at once.
func (l *List[T]) Fill(items []T, id func(T) string, err error, at time.Time) {
	l.begin()
	l.add(items, nil, id)
	l.end(err, at)
}
