package wire

import (
	"regexp"
	"strings"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
)

// Trace is where a call stands in what a client traces across programs, in the form of W3C Trace Context; the zero value is
// nowhere. Its texts are the client's, checked to be of that form: they name a trace and say nothing else.
type Trace struct {
	// Parent is the traceparent.
	Parent string
	// State is the tracestate, empty where there is none.
	State string
}

// maxTraceState is what everybody passes on; longer ones may be dropped.
const maxTraceState = 512

var (
	// Version 00, the only one there is.
	traceParent = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$`)
	})
	// A key, or a tenant's key, and a value of printable ASCII that does not end in a space.
	traceMember = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[ \t]*([a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})=` +
			`[!-+\--<>-~ -]{0,255}[!-+\--<>-~][ \t]*$`)
	})
)

// traceOf reads where a request stands from its _meta. What is not of the form is left out: of a tracestate alone, that; of a
// traceparent, both.
func traceOf(meta *mcp.Meta) Trace {
	parent, _ := meta.GetMetaField("traceparent").(string)
	m := traceParent().FindStringSubmatch(parent)
	if m == nil || strings.Trim(m[1], "0") == "" || strings.Trim(m[2], "0") == "" {
		return Trace{}
	}
	state, _ := meta.GetMetaField("tracestate").(string)
	if !validTraceState(state) {
		state = ""
	}
	return Trace{Parent: parent, State: state}
}

// validTraceState tells whether a tracestate is a list of at most 32 members, none of a key that another has.
func validTraceState(state string) bool {
	members := strings.Split(state, ",")
	if len(state) > maxTraceState || len(members) > 32 {
		return false
	}
	seen := map[string]bool{}
	for _, member := range members {
		if strings.Trim(member, " \t") == "" {
			continue // allowed between two commas
		}
		m := traceMember().FindStringSubmatch(member)
		if m == nil || seen[m[1]] {
			return false
		}
		seen[m[1]] = true
	}
	return true
}
