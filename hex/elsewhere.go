package hex

import "context"

// Elsewhere carries out an operation that goes to another server than the API, such as Hex's hosted MCP server, as one of the
// client's: its hooks are asked before do is called, and told of a pointer to what it answers. To a client that only notes what it
// would send ([Client.Requests]) it is the request o.Method path, and do is not called. Budget and tries are not the client's, and an
// error of do comes back as it is.
func Elsewhere[T any](ctx context.Context, c *Client, o Operation, path string, do func(context.Context) (T, error)) (T, error) {
	q := &request{
		route: route{op: o.Name, method: o.Method, path: path, names: o.Refs}, client: c, path: path, payload: o.Body, elsewhere: true,
	}
	var none T
	if c.note != nil {
		c.note(q)
		return none, nil
	}
	if err := q.ask(ctx); err != nil {
		return none, err
	}
	v, err := do(ctx)
	if err := q.told(&v, err); err != nil {
		return none, err
	}
	return v, nil
}
