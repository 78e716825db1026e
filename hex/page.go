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

// Items flattens pages into single items. It ends at the first error, which comes with a zero item.
func Items[T any](pages iter.Seq2[Page[T], error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range pages {
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// Collect reads every page into one slice. On an error it returns what had come before it too.
func Collect[T any](pages iter.Seq2[Page[T], error]) ([]T, error) {
	items := []T{}
	for page, err := range pages {
		if err != nil {
			return items, err
		}
		items = append(items, page.Items...)
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
		if len(page.Items) == 0 {
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
	return l.page, nil
}

// listAnswer is a page as Hex sends it. Most lists have their items under values, others under a name of their own.
type listAnswer[T any] struct {
	page  Page[T]
	found bool
}

func (l *listAnswer[T]) UnmarshalJSON(b []byte) error {
	var items []T // stays nil where there is no list of that name
	body := struct {
		Values                          *[]T // read in place: it is what nearly every list has
		Threads, Topics, Content, Users json.RawMessage
		Pagination                      struct{ After, Before *string }
	}{Values: &items}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	l.found = items != nil || body.Values == nil // null is a list without items
	for _, other := range []json.RawMessage{body.Threads, body.Topics, body.Content, body.Users} {
		if l.found || len(other) == 0 {
			continue
		}
		if err := json.Unmarshal(other, &items); err != nil {
			return err
		}
		l.found = true
	}
	l.page.Items = items
	if items == nil {
		l.page.Items = []T{}
	}
	if p := body.Pagination; p.After != nil {
		l.page.After = *p.After
	}
	if p := body.Pagination; p.Before != nil {
		l.page.Before = *p.Before
	}
	return nil
}

// missing: an answer without a list is not an empty list.
func (l *listAnswer[T]) missing() string {
	if l.found {
		return ""
	}
	return "list of items"
}
