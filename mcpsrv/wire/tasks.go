package wire

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/mark3labs/mcp-go/mcp"
)

// tasks are the calls that outlast their request: a client that has declared the extension gets a handle for a call that is not
// done soon, and comes for the answer later. (mcp-go has the tasks of 2025-11-25, which are another protocol.) They last as long as
// the program.
type tasks struct {
	// after is how long a call may take before it becomes a task, ttl how long a task is kept from its beginning, poll how often
	// a client should ask for it.
	after, ttl, poll time.Duration
	// most is the number of tasks that are kept.
	most int

	mu  sync.Mutex
	all map[string]*task
}

func newTasks() *tasks {
	return &tasks{after: 5 * time.Second, ttl: time.Hour, poll: 2 * time.Second, most: 1000, all: map[string]*task{}}
}

// background is where a call goes on once its request is answered: life ends it, spawn runs it.
type background struct {
	life  context.Context
	spawn func(func())
}

// The states of a task.
const (
	taskWorking   = "working"
	taskAsks      = "input_required"
	taskCompleted = "completed"
	taskFailed    = "failed"
	taskCancelled = "cancelled"
)

// task is a call of a tool that may outlast its request.
type task struct {
	id      string
	call    message
	created time.Time
	ttl     time.Duration
	poll    time.Duration
	// turn carries the call out, or carries it on with a person's reply.
	turn func(context.Context, message) any
	back *background
	base context.Context
	// first is closed when the call has ended before it was handed over; answer is its answer then.
	first  chan struct{}
	answer any

	mu      sync.Mutex
	handed  bool
	status  string
	note    string
	updated time.Time
	// outcome is the result of a completed task, the error of a failed one.
	outcome json.RawMessage
	// questions are asked of the client's person, by names that no other question of the task has; state goes back with a reply.
	questions map[string]json.RawMessage
	// replies are those that have come, by the names that the call itself gave the questions.
	replies   map[string]json.RawMessage
	state     string
	rounds    int
	cancel    context.CancelCauseFunc
	cancelled bool
}

// sooner answers a call, or hands it over as a task if it takes longer than a client should wait for one answer.
func (d *dispatcher) sooner(ctx context.Context, m message, scope Scope, slots chan struct{}, back *background) any {
	if back == nil || m.Method != string(mcp.MethodToolsCall) || !m.takesTasks() {
		return d.inTurn(ctx, m, request{scope: scope}, slots)
	}
	now := time.Now()
	t := &task{
		id: uuid.NewString(), call: m, created: now, updated: now, ttl: d.tasks.ttl, poll: d.tasks.poll, status: taskWorking,
		back: back, base: context.WithoutCancel(ctx), first: make(chan struct{}),
	}
	t.turn = func(ctx context.Context, m message) any {
		return d.inTurn(ctx, m, request{scope: scope, task: t}, slots)
	}
	t.start(m)
	late := time.NewTimer(d.tasks.after)
	defer late.Stop()
	select {
	case <-t.first:
		return t.answer
	case <-late.C:
		if d.tasks.keep(t) {
			if ctx.Err() != nil {
				t.stop(context.Cause(ctx)) // nobody gets the handle
			}
			return d.result(m, t.shown("task"))
		}
	case <-ctx.Done():
	}
	stop := context.AfterFunc(ctx, func() { t.stop(context.Cause(ctx)) })
	defer stop()
	<-t.first
	return t.answer
}

// takesTasks tells whether the client of a request has declared, with it, that it takes tasks.
func (m message) takesTasks() bool {
	if !mcp.IsModernProtocol(m.Params.meta.ProtocolVersion()) {
		return false
	}
	c := m.Params.meta.ClientCapabilities()
	return c != nil && c.Extensions[tasksExtension] != nil
}

// start begins the call, or goes on with it.
func (t *task) start(m message) {
	ctx, cancel := context.WithCancelCause(t.base)
	t.mu.Lock()
	t.cancel = cancel
	t.mu.Unlock()
	t.back.spawn(func() {
		defer cancel(nil)
		defer context.AfterFunc(t.back.life, func() { cancel(errClosing) })()
		t.ended(t.turn(ctx, m))
	})
}

// keep hands a task over: its answer is to be asked for from now on. False if it is answered already, or there are too many.
func (s *tasks) keep(t *task) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, old := range s.all {
		if time.Since(old.created) > old.ttl {
			delete(s.all, id)
			old.stop(errExpired)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-t.first:
		return false
	default:
	}
	if len(s.all) >= s.most {
		return false
	}
	t.handed = true
	s.all[t.id] = t
	return true
}

func (s *tasks) find(id string) *task {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.all[id]
	if t == nil || time.Since(t.created) > t.ttl {
		return nil
	}
	return t
}

// say takes what a call says of its progress; false if the call is not a task yet.
func (t *task) say(note string) bool {
	if t == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.handed && t.status == taskWorking && note != "" {
		t.note, t.updated = note, time.Now()
	}
	return t.handed
}

// ended takes the answer of the call.
func (t *task) ended(answer any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.handed {
		t.answer = answer
		close(t.first)
		return
	}
	t.updated, t.note = time.Now(), ""
	response, good := answer.(mcp.JSONRPCResponse)
	if !good {
		t.fail(answer)
		return
	}
	var r struct {
		ResultType    string                     `json:"resultType"`
		IsError       bool                       `json:"isError"`
		InputRequests map[string]json.RawMessage `json:"inputRequests"`
		RequestState  string                     `json:"requestState"`
	}
	raw, err := json.Marshal(response.Result)
	if err == nil {
		err = json.Unmarshal(raw, &r)
	}
	switch {
	case err != nil:
		t.fail(rpcError(nil, mcp.INTERNAL_ERROR, "The answer could not be encoded."))
	case t.cancelled && (r.IsError || r.ResultType == taskAsks):
		t.status, t.note = taskCancelled, "The client cancelled the call. What it had sent before may have been done."
	case r.ResultType == taskAsks:
		t.status, t.state, t.questions = taskAsks, r.RequestState, map[string]json.RawMessage{}
		t.rounds++
		for name, question := range r.InputRequests {
			t.questions[name+roundMark+strconv.Itoa(t.rounds)] = question
		}
	default:
		t.status, t.outcome = taskCompleted, raw
	}
}

// roundMark is between a question's name and the number of the round that asked it: a task may ask twice under one name.
const roundMark = "#"

func (t *task) fail(answer any) {
	t.status = taskFailed
	if t.cancelled {
		t.status = taskCancelled
	}
	failure, ok := answer.(mcp.JSONRPCError)
	if !ok {
		failure = rpcError(nil, mcp.INTERNAL_ERROR, "The call ended without an answer.")
	}
	t.outcome = encode(failure.Error)
}

// replied goes on with a person's replies, once there is one to each question. Others are passed over.
func (t *task) replied(replies map[string]json.RawMessage) {
	t.mu.Lock()
	if t.replies == nil {
		t.replies = map[string]json.RawMessage{}
	}
	for name, reply := range replies {
		if _, asked := t.questions[name]; asked {
			plain, _, _ := strings.Cut(name, roundMark)
			t.replies[plain] = reply
			delete(t.questions, name)
		}
	}
	whole := t.status == taskAsks && len(t.questions) == 0
	var next message
	if whole {
		next, whole = t.call.with(t.replies, t.state)
	}
	if whole {
		t.status, t.questions, t.replies, t.state, t.updated = taskWorking, nil, nil, "", time.Now()
	}
	t.mu.Unlock()
	if whole {
		t.start(next)
	}
}

// with is the call again, with replies.
func (m message) with(replies map[string]json.RawMessage, state string) (message, bool) {
	params := map[string]json.RawMessage{}
	if json.Unmarshal(m.Params.raw, &params) != nil {
		return message{}, false
	}
	params["inputResponses"], params["requestState"] = encode(replies), encode(state)
	return parse(encode(map[string]any{"jsonrpc": mcp.JSONRPC_VERSION, "id": m.ID, "method": m.Method, "params": params}))
}

// stop ends the call, if it has not ended.
func (t *task) stop(why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch t.status {
	case taskWorking:
		t.cancelled = true
		t.cancel(why)
	case taskAsks:
		t.status, t.questions, t.updated = taskCancelled, nil, time.Now()
	}
}

// shown is the task as the client sees it, in a result of a type.
func (t *task) shown(resultType string) map[string]any {
	t.mu.Lock()
	defer t.mu.Unlock()
	stamp := func(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
	shown := map[string]any{
		"resultType": resultType, "taskId": t.id, "status": t.status, "createdAt": stamp(t.created), "lastUpdatedAt": stamp(t.updated),
		"ttlMs": t.ttl.Milliseconds(), "pollIntervalMs": t.poll.Milliseconds(),
	}
	if t.note != "" {
		shown["statusMessage"] = t.note
	}
	switch t.status {
	case taskAsks:
		shown["inputRequests"] = maps.Clone(t.questions)
	case taskCompleted:
		shown["result"] = t.outcome
	case taskFailed:
		shown["error"] = t.outcome
	}
	return shown
}
