package hex

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Do makes any request of the API: for routes that this package has no method for, and for answers as they came. Path is below
// /api/v1 and may have a query: "/projects?limit=1". Body is sent as JSON, nil sends none. Into is a pointer that the object of the
// answer is read into, or a [*json.RawMessage] for whatever came, empty for an answer without a body; nil looks at no answer.
//
// Such a request goes the way of all others: the budget (in the group that most operations count in), the tries of a read that
// failed, one try of a write, errors as [*Error], and the hooks. To them it is an operation of its own, called by its method and path
// ("GET /projects"), that names nothing, so a hook that lets only known operations pass refuses it.
func (c *Client) Do(ctx context.Context, method, path string, body, into any) error {
	r := route{op: "Do", group: groupDefault, method: strings.ToUpper(method), body: body}
	r.path, r.query, r.wrong = free(path)
	if !slices.Contains([]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, r.method) {
		r.wrong = errors.New("the method is GET, POST, PUT, PATCH or DELETE")
	}
	if r.wrong == nil {
		r.op = r.method + " " + r.path
	}
	if into == nil {
		into = &empty{}
	}
	return c.carryOut(ctx, r, into)
}

// free takes a path that a caller wrote apart. It must stay below the base.
func free(given string) (string, query, error) {
	bare, after, _ := strings.Cut(given, "?")
	u, err := url.Parse(bare)
	switch {
	case err != nil, !strings.HasPrefix(bare, "/"), u.Host != "", u.Fragment != "", path.Clean(u.Path) != u.Path,
		strings.ContainsAny(u.Path, `\{}`):
		return "", query{}, errors.New("the path must be one below /api/v1, such as /projects?limit=1")
	}
	values, err := url.ParseQuery(after)
	if err != nil {
		return "", query{}, errors.New("the query cannot be read")
	}
	return bare, query{values: values}, nil
}
