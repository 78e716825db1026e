package wire

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/mark3labs/mcp-go/mcp"
)

// tasksExtension is declared by who knows tasks, on either side.
const tasksExtension = "io.modelcontextprotocol/tasks"

// The methods of the extension.
const (
	methodTasksGet    = "tasks/get"
	methodTasksUpdate = "tasks/update"
	methodTasksCancel = "tasks/cancel"
)

func isTaskMethod(method string) bool {
	return slices.Contains([]string{methodTasksGet, methodTasksUpdate, methodTasksCancel}, method)
}

// The ends of a task that are not its call's own.
var (
	errTaskCancelled = errors.New("the client cancelled the task")
	errExpired       = errors.New("the task was kept for as long as it was promised")
)

// aboutTasks answers the requests of the extension; nil for all others, and for those of the older protocol, which has none.
func (d *dispatcher) aboutTasks(m message) any {
	listens := m.Method == string(mcp.MethodSubscriptionsListen) && m.Params.wantsTasks()
	version := m.Params.meta.ProtocolVersion()
	switch {
	case m.ID == nil, !listens && !isTaskMethod(m.Method), !mcp.IsModernProtocol(version):
		return nil
	case !mcp.IsValidProtocolVersion(version):
		return nil // refused with the versions that there are
	case !m.takesTasks():
		return undeclared(m.ID)
	case listens:
		return nil // nothing is promised about tasks there: they are asked for
	}
	var params struct {
		TaskID         string                     `json:"taskId"`
		InputResponses map[string]json.RawMessage `json:"inputResponses"`
	}
	if json.Unmarshal(m.Params.raw, &params) != nil {
		return rpcError(m.ID, mcp.INVALID_PARAMS, "params must have a taskId, and inputResponses by the names of the questions.")
	}
	t := d.tasks.find(params.TaskID)
	switch {
	case t == nil:
		return rpcError(m.ID, mcp.INVALID_PARAMS, "There is no such task. A task is kept for an hour, by the server that began it.")
	case m.Method == methodTasksUpdate:
		t.replied(params.InputResponses)
	case m.Method == methodTasksCancel:
		t.stop(errTaskCancelled)
	default:
		return d.result(m, t.shown("complete"))
	}
	return d.result(m, map[string]any{"resultType": "complete"})
}

// wantsTasks tells whether a subscription is for tasks, too.
func (p params) wantsTasks() bool {
	var seen struct {
		Notifications struct {
			TaskIDs []json.RawMessage `json:"taskIds"`
		} `json:"notifications"`
	}
	return json.Unmarshal(p.raw, &seen) == nil && len(seen.Notifications.TaskIDs) > 0
}

// undeclared says which capability a request needs.
func undeclared(id json.RawMessage) mcp.JSONRPCError {
	e := rpcError(id, mcp.MISSING_REQUIRED_CLIENT_CAPABILITY, "The request needs a client that declares the extension "+tasksExtension+".")
	e.Error.Data = map[string]any{"requiredCapabilities": map[string]any{"extensions": map[string]any{tasksExtension: map[string]any{}}}}
	return e
}

// result is an answer that mcp-go knows nothing of, marked as the server's like all others.
func (d *dispatcher) result(m message, result map[string]any) mcp.JSONRPCResponse {
	result["_meta"] = map[string]any{mcp.MetaKeyServerInfo: d.self}
	return mcp.JSONRPCResponse{JSONRPC: mcp.JSONRPC_VERSION, ID: mcp.NewRequestId(m.ID), Result: result}
}
