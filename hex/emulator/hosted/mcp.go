package hosted

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// message is what a client sends.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		Version   string                     `json:"protocolVersion"`
		Name      string                     `json:"name"`
		Arguments map[string]json.RawMessage `json:"arguments"`
	} `json:"params"`
}

// The versions of the protocol that are spoken, the newest first.
var versions = [...]string{"2025-11-25", "2025-06-18", "2025-03-26"}

func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	who, ok := s.admit(w, r)
	if !ok {
		return
	}
	var m message
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&m); err != nil || m.Method == "" {
		reply(w, http.StatusBadRequest, failure(nil, -32700, "This is not JSON-RPC"))
		return
	}
	if m.Method == "initialize" {
		s.greet(w, m)
		return
	}
	session := r.Header.Get("Mcp-Session-Id")
	s.mu.Lock()
	known := s.sessions[session]
	if s.moods[NoSessions] && m.Method == "tools/call" {
		delete(s.sessions, session)
		delete(s.moods, NoSessions)
		known = false
	}
	s.mu.Unlock()
	switch {
	case !known:
		reply(w, http.StatusNotFound, failure(m.ID, -32001, "There is no such session"))
	case m.ID == nil:
		w.WriteHeader(http.StatusAccepted)
	case m.Method == "ping":
		reply(w, http.StatusOK, success(m.ID, struct{}{}))
	case m.Method == "tools/list":
		reply(w, http.StatusOK, success(m.ID, map[string]any{"tools": s.tools()}))
	case m.Method == "tools/call":
		s.call(w, r, who, m)
	default:
		reply(w, http.StatusOK, failure(m.ID, -32601, "There is no method "+m.Method))
	}
}

func (s *Server) greet(w http.ResponseWriter, m message) {
	version := versions[0]
	for _, v := range versions {
		if v == m.Params.Version {
			version = v
		}
	}
	session := secret("session-")
	s.mu.Lock()
	s.sessions[session] = true
	s.mu.Unlock()
	w.Header().Set("Mcp-Session-Id", session)
	reply(w, http.StatusOK, success(m.ID, map[string]any{
		"protocolVersion": version, "capabilities": map[string]any{"tools": map[string]any{}},
		"serverInfo": map[string]string{"name": "hex", "version": "embedded"},
	}))
}

// call answers a tool in a stream, as the real server does.
func (s *Server) call(w http.ResponseWriter, r *http.Request, who pass, m message) {
	tool, there := s.tool(m.Params.Name)
	if !there {
		reply(w, http.StatusOK, failure(m.ID, -32602, "There is no tool "+m.Params.Name))
		return
	}
	if tool.writes && s.in(NeedsMore) && !strings.Contains(who.scope, "threads:write") {
		says := `Bearer error="insufficient_scope", scope="threads:write"`
		if link := s.metadata(r); link != "" {
			says += `, resource_metadata="` + link + `"`
		}
		w.Header().Set("WWW-Authenticate", says)
		deny(w, http.StatusForbidden, "insufficient_scope", "This tool needs threads:write")
		return
	}
	if s.in(DownOnce) {
		s.leave(DownOnce)
		http.Error(w, "upstream connect error", http.StatusServiceUnavailable)
		return
	}
	if s.in(WantsInput) {
		reply(w, http.StatusOK, success(m.ID, map[string]any{"resultType": "input_required", "inputRequests": map[string]any{}}))
		return
	}
	s.count(m.Params.Name)
	result := fails(ProvidersError)
	if !s.in(ProvidersWords) {
		result = tool.do(r, m.Params.Arguments)
	}
	answer, err := json.Marshal(success(m.ID, result))
	if err != nil {
		reply(w, http.StatusInternalServerError, failure(m.ID, -32603, "The answer cannot be encoded"))
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	event := secret("event-")
	switch {
	case s.in(CutStreams):
		fmt.Fprint(w, ": working\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n")
	case s.in(Resumable):
		s.mu.Lock()
		s.later[event] = answer
		s.mu.Unlock()
		fmt.Fprintf(w, "id: %s\nretry: 10\ndata:\n\n", event)
	default:
		fmt.Fprintf(w, "id: %s\nevent: message\ndata: %s\n\n", event, answer)
	}
}

// resume gives the answer that came after an event.
func (s *Server) resume(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.admit(w, r); !ok {
		return
	}
	s.mu.Lock()
	answer, there := s.later[r.Header.Get("Last-Event-ID")]
	s.mu.Unlock()
	if !there {
		http.Error(w, "There is no stream to go on with.", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprintf(w, "event: message\ndata: %s\n\n", answer)
}

func success(id json.RawMessage, result any) map[string]any {
	return map[string]any{"jsonrpc": "2.0", "id": id, "result": result}
}

func failure(id json.RawMessage, code int, message string) map[string]any {
	return map[string]any{"jsonrpc": "2.0", "id": id, "error": map[string]any{"code": code, "message": message}}
}
