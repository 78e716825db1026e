package hex

import (
	"context"
	"encoding/json"
	"errors"
)

// Hook is asked before anything of an operation is sent, and an error from it stops the operation: the caller gets it inside
// of an [*Error] of kind [Stopped]. It is asked once, however often a request is tried, and however many requests the
// operation takes ([Client.EditGroup] sends 100 members at a time).
//
// The function it returns, if it is not nil, is called with the outcome of each of these requests. The answer is a pointer to
// what was decoded, such as *[Project] or *[Page] of [Cell]; it is nil for a request that failed and for an operation that
// answers nothing, and may be a type of this package's own where the operation's method returns only a part. What the function
// changes of the answer is what the caller sees; its error, where the request went well, is what the caller gets instead.
//
// A hook is called from the goroutine of the operation, so from several at once.
type Hook func(ctx context.Context, o Operation) (answered func(answer any, err error) error, err error)

// Operation is what a [Hook] is told of an operation that is about to be sent.
type Operation struct {
	// Name is Hex's name of the operation.
	Name   string
	Method string
	// Refs are what its path names, then what its query and its body name: of all requests where it takes several.
	Refs []Ref
	// Body is the JSON of its first request, nil where there is none. It may hold secrets.
	Body json.RawMessage
	// Replaces is the cell that is written over or deleted as it was read just before, where it was read.
	Replaces *Cell
	// Elsewhere is set for what goes to another server than the API ([Elsewhere]).
	Elsewhere bool
}

// RefKind is the kind of a thing that has an id.
type RefKind string

// The kinds of things that operations name.
const (
	RefProject    RefKind = "project"
	RefRun        RefKind = "run"
	RefCell       RefKind = "cell"
	RefCollection RefKind = "collection"
	RefConnection RefKind = "connection"
	RefUser       RefKind = "user"
	RefGroup      RefKind = "group"
	RefThread     RefKind = "thread"
	RefGuide      RefKind = "guide"
	RefSemantic   RefKind = "semantic project"
	RefSuggestion RefKind = "suggestion"
	// RefSuggestionChange is a change that a suggestion proposes.
	RefSuggestionChange RefKind = "change of a suggestion"
)

// Ref is a thing that an operation names.
type Ref struct {
	Kind RefKind
	ID   string
}

func refs(kind RefKind, ids ...string) []Ref {
	all := make([]Ref, len(ids))
	for i, id := range ids {
		all[i] = Ref{kind, id}
	}
	return all
}

// With is the same client, with its budget, watchers and connections, whose operations a hook is asked about, after the
// hooks that c has already.
func (c *Client) With(h Hook) *Client {
	derived := *c
	derived.hooks = append(c.hooks[:len(c.hooks):len(c.hooks)], h)
	return &derived
}

// hooked is what the requests of one operation share.
type hooked struct {
	asked    bool
	answered []func(any, error) error
}

// ask asks the hooks about an operation, before its first request.
func (q *request) ask(ctx context.Context) error {
	if q.hooked == nil {
		q.hooked = &hooked{}
	}
	if q.hooked.asked || len(q.client.hooks) == 0 {
		return nil
	}
	o := q.operation()
	for _, hook := range q.client.hooks {
		answered, err := hook(ctx, o)
		if err != nil {
			return q.stopped(err, false)
		}
		if answered != nil {
			q.hooked.answered = append(q.hooked.answered, answered)
		}
	}
	q.hooked.asked = true
	return nil
}

// told tells the hooks what became of a request, and returns the error that its caller gets.
func (q *request) told(answer any, err error) error {
	if err != nil {
		answer = nil
	}
	for _, answered := range q.hooked.answered {
		if refused := answered(answer, err); refused != nil && err == nil {
			answer, err = nil, q.stopped(refused, q.write())
		}
	}
	return err
}

func (q *request) operation() Operation {
	o := Operation{Name: q.op, Method: q.method, Replaces: q.replaces, Elsewhere: q.elsewhere}
	for _, list := range [][]Ref{q.ids, q.names} {
		for _, r := range list {
			if r.ID != "" {
				o.Refs = append(o.Refs, r)
			}
		}
	}
	if _, form := q.body.(upload); !form {
		o.Body = q.payload
	}
	return o
}

// stopped is the error of an operation that a hook stopped. One that is a failure of the API, met by the hook itself, stays it.
func (q *request) stopped(err error, mayHaveHappened bool) error {
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	return q.fail(Error{Kind: Stopped, Message: err.Error(), MayHaveHappened: mayHaveHappened, cause: err})
}

// shown is the part of a decoded answer that hooks are shown: of a list its page.
func shown(v any) any {
	switch inner := v.(type) {
	case *empty:
		return nil
	case interface{ shown() any }:
		return inner.shown()
	}
	return v
}

func (l *listAnswer[T]) shown() any { return &l.page }
