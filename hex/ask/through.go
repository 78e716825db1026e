package ask

import (
	"context"
	"encoding/json"
	"net/http"

	"hextui/hex"
)

// Through is a road behind the hooks of a client: they are asked before each of its requests, by the names that these have in the
// API, and told of its answers. Nil is the road through the API.
func Through(c *hex.Client, by Hex) Hex {
	if by == nil {
		return REST{c}
	}
	return through{c, by}
}

// through is a road beside the API, which is called by tools.
type through struct {
	client *hex.Client
	by     Hex
}

// called is the operation that a tool stands for.
func called(name, threadID string, body any) (o hex.Operation, err error) {
	o = hex.Operation{Name: name, Method: "CALL"}
	if threadID != "" {
		o.Refs = []hex.Ref{{Kind: hex.RefThread, ID: threadID}}
	}
	o.Body, err = json.Marshal(body)
	return o, err
}

// Create asks a first question.
func (t through) Create(ctx context.Context, n hex.NewThread) (Thread, error) {
	o, err := called("CreateThread", "", n)
	if err == nil {
		err = Check(n.Text)
	}
	if err != nil {
		return Thread{}, err
	}
	return hex.Elsewhere(ctx, t.client, o, "create_thread", func(ctx context.Context) (Thread, error) { return t.by.Create(ctx, n) })
}

// Get tells how a thread stands.
func (t through) Get(ctx context.Context, id string) (Thread, error) {
	o := hex.Operation{Name: "GetThread", Method: http.MethodGet, Refs: []hex.Ref{{Kind: hex.RefThread, ID: id}}}
	return hex.Elsewhere(ctx, t.client, o, "get_thread", func(ctx context.Context) (Thread, error) { return t.by.Get(ctx, id) })
}

// Continue asks a further question.
func (t through) Continue(ctx context.Context, id string, p hex.Prompt) (Thread, error) {
	o, err := called("ContinueThread", id, p)
	if err == nil {
		err = Check(p.Text)
	}
	if err != nil {
		return Thread{}, err
	}
	return hex.Elsewhere(ctx, t.client, o, "continue_thread",
		func(ctx context.Context) (Thread, error) { return t.by.Continue(ctx, id, p) })
}
