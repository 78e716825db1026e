package emulator

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"hextui/hex/emulator/store"
)

// text is a query parameter that may be left out.
func (c *call) text(name string) string { return c.request.URL.Query().Get(name) }

// flag is a query parameter that is true or false, in any case of letters (Python's is True); false when left out.
func (c *call) flag(name string) (bool, error) {
	switch value := c.text(name); strings.ToLower(value) {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	default:
		return false, badRequest("%s must be true or false, not %q", name, value)
	}
}

// number is a query parameter between least and most.
func (c *call) number(name string, standard, least, most int) (int, error) {
	value := c.text(name)
	if value == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, badRequest("%s must be a whole number from %d to %d, not %q", name, least, most, value)
	}
	return n, nil
}

// oneOf is a query parameter that is one of some words, exactly as written; the
// empty string when left out.
func (c *call) oneOf(name string, words ...string) (string, error) {
	value := c.text(name)
	if value == "" || slices.Contains(words, value) {
		return value, nil
	}
	return "", badRequest("%s must be one of %s, not %q", name, strings.Join(words, ", "), value)
}

// words is a list parameter: the key repeated, the key with brackets repeated,
// or commas inside one value.
func (c *call) words(name string) []string {
	query := c.request.URL.Query()
	var all []string
	for _, value := range slices.Concat(query[name], query[name+"[]"]) {
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.TrimSpace(word); word != "" {
				all = append(all, word)
			}
		}
	}
	return all
}

// ordering is how a list can be sorted.
type ordering struct {
	sorts      []string // allowed words of sortBy; the first is the default
	times      []string // those of them that sort by a moment
	descending bool     // the default direction
	fixed      bool     // whether sortDirection is not a parameter of the list
}

// page reads limit, after, before, sortBy and sortDirection.
func (c *call) page(most int, o ordering) (store.Page, error) { return c.pageOf(25, most, o) }

func (c *call) pageOf(standard, most int, o ordering) (store.Page, error) {
	limit, err := c.number("limit", standard, 1, most)
	if err != nil {
		return store.Page{}, err
	}
	sortBy, err := c.oneOf("sortBy", o.sorts...)
	if err != nil {
		return store.Page{}, err
	}
	if sortBy == "" && len(o.sorts) > 0 {
		sortBy = o.sorts[0]
	}
	page := store.Page{Limit: limit, Sort: sortBy, Descending: o.descending}
	if !o.fixed {
		direction, err := c.oneOf("sortDirection", "ASC", "DESC")
		if err != nil {
			return store.Page{}, err
		}
		if direction != "" {
			page.Descending = direction == "DESC"
		}
	}
	times := slices.Contains(o.times, sortBy)
	if page.After, err = c.cursor("after", times); err != nil {
		return store.Page{}, err
	}
	if page.Before, err = c.cursor("before", times); err != nil {
		return store.Page{}, err
	}
	if page.After != nil && page.Before != nil {
		return store.Page{}, badRequest("Give after or before, not both")
	}
	return page, nil
}

// cursor reads a place in a list. Its text is what Hex's looks like: a version
// and a JSON array of sort value and id, in base64url without padding.
func (c *call) cursor(name string, times bool) (*store.Key, error) {
	value := c.text(name)
	if value == "" || value == "null" {
		return nil, nil
	}
	refused := badRequest("%s is not a cursor of this list", name)
	raw, err := base64.RawURLEncoding.DecodeString(value)
	parts := [2]any{}
	text, versioned := strings.CutPrefix(string(raw), cursorVersion)
	if err != nil || !versioned || json.Unmarshal([]byte(text), &parts) != nil {
		return nil, refused
	}
	id, ok := parts[1].(string)
	if !ok {
		return nil, refused
	}
	key := &store.Key{ID: id}
	switch sort := parts[0].(type) {
	case string:
		if key.Sort = sort; times {
			at, err := time.Parse(timestampForm, sort)
			if err != nil {
				return nil, refused
			}
			key.Sort = at.UnixMilli()
		}
	case float64:
		if times {
			return nil, refused
		}
		key.Sort = int64(sort)
	case nil:
		key.Sort = int64(0)
	default:
		return nil, refused
	}
	return key, nil
}

const cursorVersion = "v2:"

// pagination is the ends of a stretch of a list.
type pagination struct {
	After  nullable `json:"after"`
	Before nullable `json:"before"`
}

// ends makes the cursors of a page: after is null on the last page, before
// only on an empty one.
func ends[T any](p store.Paged[T], o ordering, sort string) pagination {
	if len(p.Items) == 0 {
		return pagination{}
	}
	times := slices.Contains(o.times, sort)
	made := pagination{Before: cursorText(p.First, times)}
	if p.HasNext {
		made.After = cursorText(p.Last, times)
	}
	return made
}

func cursorText(k store.Key, times bool) nullable {
	sort := k.Sort
	if at, ok := sort.(int64); ok && times {
		if sort = nil; at != 0 {
			sort = time.UnixMilli(at).UTC().Format(timestampForm)
		}
	}
	text, err := json.Marshal([]any{sort, k.ID})
	if err != nil {
		return ""
	}
	return nullable(base64.RawURLEncoding.EncodeToString(append([]byte(cursorVersion), text...)))
}

// listed is the usual form of a page.
type listed[T any] struct {
	Values     []T        `json:"values"`
	Pagination pagination `json:"pagination"`
}

func mapped[From, To any](items []From, to func(From) To) []To {
	out := make([]To, len(items))
	for i, item := range items {
		out[i] = to(item)
	}
	return out
}
