package store

import (
	"reflect"
	"slices"
	"time"

	"hextui/hex"
)

// List is a list of things in the order Hex gave them, as far as it is known, with how fresh it is.
// While it is read again the old items stay; a failed reading leaves them too, beside the error.
type List[T any] struct {
	Status
	byID map[string]*T
	ids  []string
	// Odd are the items that cannot be understood.
	Odd []hex.Odd
	// Version changes with every change of the items; a reading that found all as it was is none.
	Version uint64

	coming    []string
	fresh     map[string]*T
	comingOdd []hex.Odd
	differs   bool // the reading under way is not what is known already
	due       int  // with how many items a first reading is shown again
}

// Len is the number of items known.
func (l *List[T]) Len() int { return len(l.ids) }

// IDs are the ids in order; they must not be changed.
func (l *List[T]) IDs() []string { return l.ids }

// Item returns the i-th item.
func (l *List[T]) Item(i int) T { return *l.byID[l.ids[i]] }

// All are the items in order, for whoever goes on with them beside the loop or sorts them.
func (l *List[T]) All() []T {
	items := make([]T, len(l.ids))
	for i, id := range l.ids {
		items[i] = *l.byID[id]
	}
	return items
}

// Ref points to the i-th item, which must not be changed. It stays as it is: what is learnt later of the thing is another item.
func (l *List[T]) Ref(i int) *T { return l.byID[l.ids[i]] }

// Get returns the item with the id.
func (l *List[T]) Get(id string) (item T, ok bool) {
	v, ok := l.byID[id]
	if ok {
		item = *v
	}
	return item, ok
}

// Known tells whether the list has been read at least once, or part of it.
func (l *List[T]) Known() bool { return !l.At.IsZero() || len(l.ids) > 0 }

// Put replaces an item that is in the list, or adds it at the end.
func (l *List[T]) Put(id string, v T) {
	if l.byID == nil {
		l.byID = map[string]*T{}
	}
	if _, ok := l.byID[id]; !ok {
		l.ids = append(slices.Clip(l.ids), id)
	}
	l.byID[id] = &v
	l.change()
}

// Prepend puts a new item first.
func (l *List[T]) Prepend(id string, v T) {
	if _, ok := l.Get(id); !ok {
		l.ids = append([]string{id}, l.ids...)
		if l.byID == nil {
			l.byID = map[string]*T{}
		}
		l.byID[id] = &v // else Put would add it once more
	}
	l.Put(id, v)
}

// PutBehind adds a new item behind another, or at the end where that is not there. One that is there already is replaced where it is.
func (l *List[T]) PutBehind(behind, id string, v T) {
	at := slices.Index(l.ids, behind)
	if _, ok := l.Get(id); !ok && at >= 0 {
		l.ids = slices.Insert(slices.Clone(l.ids), at+1, id)
		l.byID[id] = &v // else Put would add it once more
	}
	l.Put(id, v)
}

// Replace gives the item old another id and value in the same place.
func (l *List[T]) Replace(old, id string, v T) {
	for i, have := range l.ids {
		if have == old {
			delete(l.byID, old)
			l.ids[i], l.byID[id] = id, &v
			l.change()
			return
		}
	}
	l.Put(id, v)
}

// change notes that an item is another than it was, also than a reading under way found it.
func (l *List[T]) change() {
	l.Version++
	l.differs = true
}

// drop takes an item out.
func (l *List[T]) drop(id string) {
	if _, ok := l.byID[id]; !ok {
		return
	}
	delete(l.byID, id)
	l.ids = slices.DeleteFunc(slices.Clone(l.ids), func(have string) bool { return have == id })
	l.change()
}

// begin starts a reading.
func (l *List[T]) begin() {
	l.Status.begin()
	l.coming, l.fresh, l.comingOdd, l.differs, l.due = nil, make(map[string]*T, len(l.ids)), nil, false, 0
}

// add takes a page of a reading. A list that was empty shows its first pages at once, and later ones with every eighth more of
// them, so that showing them takes no more the more there are; another list keeps its old items until the reading is whole, so
// that nothing jumps. What is as it was stays the same item.
func (l *List[T]) add(items []T, odd []hex.Odd, id func(T) string) {
	first := l.At.IsZero()
	l.pages++
	l.comingOdd = append(l.comingOdd, odd...)
	for i := range items {
		k, item := id(items[i]), &items[i]
		old := l.byID[k]
		switch {
		case !first && old != nil && reflect.DeepEqual(*old, *item):
			item = old
		default:
			own := items[i]
			item, l.differs = &own, true
		}
		if _, twice := l.fresh[k]; !twice {
			at := len(l.coming)
			l.differs = l.differs || at >= len(l.ids) || l.ids[at] != k
			l.coming = append(l.coming, k)
		}
		l.fresh[k] = item
	}
	if first && len(l.coming) >= l.due {
		l.due = len(l.coming) + len(l.coming)/8
		l.show()
	}
}

// show has what was read so far in the place of what was known.
func (l *List[T]) show() {
	l.ids, l.byID, l.Odd = l.coming, l.fresh, l.comingOdd
	l.Version++
}

// end closes a reading.
func (l *List[T]) end(err error, at time.Time) {
	first := l.At.IsZero()
	l.Status.end(err, at)
	differs := l.differs || len(l.coming) != len(l.ids) || !reflect.DeepEqual(l.comingOdd, l.Odd)
	if (err == nil || first && len(l.coming) > 0) && (differs || l.byID == nil) {
		l.show()
	}
	l.coming, l.fresh, l.comingOdd = nil, nil, nil
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

// Fill takes a whole reading at once. One that is under way goes on, and has the last word.
func (l *List[T]) Fill(items []T, id func(T) string, err error, at time.Time) {
	under := *l
	l.begin()
	l.add(items, nil, id)
	l.end(err, at)
	if under.Loading {
		l.coming, l.fresh, l.comingOdd, l.differs, l.due = under.coming, under.fresh, under.comingOdd, true, under.due
		l.Loading, l.pages = true, under.pages
	}
}
