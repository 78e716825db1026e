package hex

// Request is a request as the client makes it ready.
type Request struct {
	// Op is Hex's name of the operation, Method and Path are as in [Error].
	Op, Method, Path string
	// Body is what is sent, secrets included; nil for none.
	Body []byte
}

// Requests are those that write would send through the client that it is handed, in order. They are made ready by the
// same code as those that are sent, so that what is shown of a write and what the write does cannot differ; but none is sent,
// and each call returns a thing that is empty but for an id. So write must only write: a read would find nothing.
func (c *Client) Requests(write func(*Client) error) ([]Request, error) {
	noted := []Request{}
	planner := *c
	planner.note = func(q *request) {
		noted = append(noted, Request{Op: q.op, Method: q.method, Path: q.path, Body: q.payload})
	}
	if err := write(&planner); err != nil {
		return nil, err
	}
	return noted, nil
}

// newThing is the id of what a request that was not sent would have made, for the paths of those behind it.
const newThing = `{"id":"new"}`
