package hex

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// query gathers the query of a request; empty values are left out. The first thing that is wrong with it is kept in
// err, and refused before anything is sent.
type query struct {
	values url.Values
	err    error
}

func (q *query) add(key string, values ...string) {
	if q.values == nil {
		q.values = url.Values{}
	}
	for _, v := range values {
		q.values.Add(key, v)
	}
}

func (q *query) text(key, value string) {
	if value != "" {
		q.add(key, value)
	}
}

func (q *query) flag(key string, value bool) {
	if value {
		q.add(key, "true")
	}
}

func (q *query) number(key string, value int) {
	switch {
	case value < 0:
		q.refuse("%s must not be below 0.", key)
	case value > 0:
		q.add(key, strconv.Itoa(value))
	}
}

// list repeats the key, the way OpenAPI means arrays.
func (q *query) list(key string, values []string) { q.add(key, values...) }

// joined puts the values behind one key, for the parameters that Hex documents so.
func (q *query) joined(key string, values []string) { q.text(key, strings.Join(values, ",")) }

// id is a parameter that must be there.
func (q *query) id(key, value string) {
	if err := checkID(value); err != nil {
		q.refuse("%s: %w", key, err)
		return
	}
	q.add(key, value)
}

func (q *query) refuse(format string, args ...any) {
	if q.err == nil {
		q.err = fmt.Errorf(format, args...)
	}
}

func (p Paging) values() query {
	q := query{}
	q.number("limit", p.Limit)
	q.text("after", p.After)
	q.text("before", p.Before)
	if p.After != "" && p.Before != "" {
		q.refuse("a page is asked for by after or by before, not by both")
	}
	return q
}

// fillPath puts the ids in the places marked {} of a path.
func fillPath(path string, ids []Ref) (string, error) {
	for _, r := range ids {
		if err := checkID(r.ID); err != nil {
			return "", err
		}
		path = strings.Replace(path, "{}", url.PathEscape(r.ID), 1)
	}
	return path, nil
}

// checkID refuses what would make a path mean something else: an id is one segment of it. Its form is left to Hex.
func checkID(id string) error {
	bad := func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }
	switch {
	case id == "":
		return fmt.Errorf("the id is empty")
	case id == ".", id == "..", len(id) > 256, !utf8.ValidString(id), strings.ContainsAny(id, `/\?#%`), strings.ContainsFunc(id, bad):
		return fmt.Errorf("%.60q is not an id", id)
	}
	return nil
}
