package hex

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"reflect"
)

// Page is one page of a list in the order the server gave. Items is never nil.
type Page[T any] struct {
	Items []T
	// Odd are the items of the page that cannot be understood, in their order; nil for none.
	Odd []Odd
	// After continues behind the last item; empty means there is no further page.
	After string
	// Before goes back before the first item. Hex gives it on a first page too.
	Before string
}

// Paging chooses a page of a list with cursors. The zero value asks for the first page of the
// server's default size (25).
type Paging struct {
	// Limit is the number of items a page, 1 to 100 (users and groups: 1 to 500); 0 leaves it to the server.
	Limit int
	// After and Before are cursors of an earlier page; at most one may be set.
	After, Before string
}

// Items flattens pages into single items. It ends at the first error, which comes with a zero item; items that cannot be
// understood are one, after all others, so that nobody takes what is there for all there is.
func Items[T any](pages iter.Seq2[Page[T], error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var odd []Odd
		for page, err := range pages {
			if err != nil {
				yield(none, err)
				return
			}
			odd = append(odd, page.Odd...)
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
		}
		if len(odd) > 0 {
			yield(none, errOdd(odd))
		}
	}
}

// Collect reads every page into one slice. On an error, as [Items] has it, it returns what could be read too.
func Collect[T any](pages iter.Seq2[Page[T], error]) ([]T, error) {
	items := []T{}
	for item, err := range Items(pages) {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}

// Repeats tells whether a page is the page before once more: a list whose cursors lead nowhere. Of a single item it says
// nothing.
func Repeats[T any](before, page []T) bool {
	return len(page) > 1 && reflect.DeepEqual(before, page)
}

// walk asks for page after page by cursor, beginning where p says, until there is none. A cursor that the server
// gives twice in a row, or a page, ends the walk with an error rather than going round for ever.
func walk[T any](ctx context.Context, p Paging, list func(context.Context, Paging) (Page[T], error)) iter.Seq2[Page[T], error] {
	return func(yield func(Page[T], error) bool) {
		p := p // each walk over the same pages begins anew
		var before []T
		for {
			page, err := list(ctx, p)
			if err == nil && page.After != "" && (page.After == p.After || Repeats(before, page.Items)) {
				err = &Error{Kind: Decode, Message: "The list does not move on: the server answered with the page that it had given.",
					cause: errRepeatedCursor}
			}
			if err != nil {
				yield(Page[T]{Items: []T{}}, err)
				return
			}
			if !yield(page, nil) || page.After == "" {
				return
			}
			p.After, p.Before, before = page.After, "", page.Items
		}
	}
}

// walkBack is walk towards the beginning, by the cursors to the page before.
func walkBack[T any](ctx context.Context, p Paging, list func(context.Context, Paging) (Page[T], error)) iter.Seq2[Page[T], error] {
	turned := func(page Page[T]) Page[T] {
		page.After, page.Before = page.Before, page.After
		return page
	}
	forth := walk(ctx, Paging{Limit: p.Limit, After: p.Before, Before: p.After}, func(ctx context.Context, p Paging) (Page[T], error) {
		page, err := list(ctx, Paging{Limit: p.Limit, After: p.Before, Before: p.After})
		if len(page.Items)+len(page.Odd) == 0 {
			page.Before = "" // a list may name a place before its beginning
		}
		return turned(page), err
	})
	return func(yield func(Page[T], error) bool) {
		for page, err := range forth {
			if !yield(turned(page), err) {
				return
			}
		}
	}
}

var errRepeatedCursor = errors.New("repeated cursor")

// getPage makes the request of a list with cursors.
func getPage[T any](ctx context.Context, c *Client, r route) (Page[T], error) {
	l, err := call[listAnswer[T]](ctx, c, r)
	if err != nil {
		return Page[T]{Items: []T{}}, err
	}
	cleanOdd(c, l.page.Odd)
	return l.page, nil
}

// listAnswer is a page as Hex sends it. Most lists have their items under values, others under a name of their own.
type listAnswer[T any] struct {
	page  Page[T]
	found bool
}

// ends are the cursors of a page.
type ends struct{ After, Before *string }

// UnmarshalJSON reads the items in place where all are as they should be, which is nearly always; else one by one.
func (l *listAnswer[T]) UnmarshalJSON(b []byte) error {
	var items []T // stays nil where there is no list of that name
	all := struct {
		Values     *[]T
		Pagination ends
	}{Values: &items}
	if json.Unmarshal(b, &all) == nil && items != nil && complete(items) {
		l.fill(items, nil, all.Pagination)
		return nil
	}
	var body struct {
		Values, Threads, Topics, Content, Users json.RawMessage
		Pagination                              ends
	}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	for _, list := range []json.RawMessage{body.Values, body.Threads, body.Topics, body.Content, body.Users} {
		if len(list) == 0 {
			continue
		}
		items, odd, err := readItems[T](list)
		if err == nil {
			l.fill(items, odd, body.Pagination)
		}
		return err
	}
	return nil
}

func (l *listAnswer[T]) fill(items []T, odd []Odd, at ends) {
	l.found = true
	l.page = Page[T]{Items: items, Odd: odd}
	if items == nil { // null is a list without items
		l.page.Items = []T{}
	}
	if at.After != nil {
		l.page.After = *at.After
	}
	if at.Before != nil {
		l.page.Before = *at.Before
	}
}

// missing: an answer without a list is not an empty list.
func (l *listAnswer[T]) missing() string {
	if l.found {
		return ""
	}
	return "list of items"
}
