package wire

import (
	"cmp"
	"encoding/json"
	"net/http"

	"github.com/mark3labs/mcp-go/mcp"
)

// era is the age of the protocol that a request is of. From 2026-07-28 on there is no handshake and no session: each
// request says of itself what it is, in its body and again in its headers, which must agree.
type era struct {
	modern       bool
	header, body string
}

func eraOf(h http.Header, m message) era {
	e := era{header: h.Get(mcp.HeaderProtocolVersion)}
	if m.Params.meta != nil {
		e.body = m.Params.meta.ProtocolVersion()
	}
	// The handshake agrees on a version: what its header says of one, some clients' newest, says nothing about the era.
	negotiating := m.Method == string(mcp.MethodInitialize)
	e.modern = mcp.IsModernProtocol(e.body) || mcp.IsModernProtocol(e.header) && !negotiating
	return e
}

// named is the version that the request names.
func (e era) named() string { return cmp.Or(e.body, e.header) }

// torn tells whether header and body name different versions.
func (e era) torn() bool { return e.header != "" && e.body != "" && e.header != e.body }

// check says what is wrong with the headers of a request of the newer protocol; no sentence is nothing.
func (e era) check(h http.Header, m message) (code int, sentence string) {
	switch {
	case h.Get(mcp.HeaderLastEventID) != "":
		return mcp.HEADER_MISMATCH, "Last-Event-ID has no meaning in this version of the protocol: send the request again."
	case e.header == "":
		return mcp.HEADER_MISMATCH, "The header " + mcp.HeaderProtocolVersion + " is missing."
	case e.body == "":
		return mcp.INVALID_PARAMS, "params._meta lacks " + mcp.MetaKeyProtocolVersion + "."
	case e.torn():
		return mcp.HEADER_MISMATCH, "The header " + mcp.HeaderProtocolVersion + " and params._meta name different versions."
	case m.ID == nil || m.Method == "":
		return 0, ""
	case h.Get(mcp.HeaderMethod) != m.Method:
		return mcp.HEADER_MISMATCH, "The header " + mcp.HeaderMethod + " must name the request's method."
	}
	name, named := m.named()
	if !named {
		return 0, ""
	}
	if given, ok := mcp.DecodeHeaderValue(h.Get(mcp.HeaderName)); !ok || given != name {
		return mcp.HEADER_MISMATCH, "The header " + mcp.HeaderName + " must be what the request names."
	}
	return 0, ""
}

// named is what a request names, of a method whose requests must say that in a header, too.
func (m message) named() (string, bool) {
	method := mcp.MCPMethod(m.Method)
	switch {
	case isTaskMethod(m.Method):
		var of struct {
			TaskID string `json:"taskId"`
		}
		_ = json.Unmarshal(m.Params.raw, &of) // names nothing, then
		return of.TaskID, true
	case mcp.MethodRequiresNameHeader(method):
		name, _ := mcp.ExtractHeaderName(method, m.Params.raw)
		return name, true
	}
	return "", false
}
