package hub

import (
	"bytes"
	"encoding/json"
	"math"
	"unicode/utf8"

	"hextui/mcpsrv/hub/agent"
)

// arguments are the data of a request. Each is taken once, by its place; what is wrong first is kept.
type arguments struct {
	data []json.RawMessage
	err  error
}

// envelope reads the body of a request: an object with data. Other keys are ignored.
func envelope(body []byte) (*arguments, error) {
	named, ok := members(body)
	if !ok {
		return nil, &agent.Invalid{Message: `the body must be a JSON object in UTF-8 such as {"data": [...]}`}
	}
	raw := named["data"]
	if len(raw) == 0 || null(raw) {
		return nil, &agent.Invalid{Message: `data is missing: send {"data": [...]}`}
	}
	a := &arguments{}
	if json.Unmarshal(raw, &a.data) != nil {
		return nil, &agent.Invalid{Message: `data must be a list: send {"data": [...]}`}
	}
	return a, nil
}

// members are those of a JSON object by their exact names: a struct would take DATA for data. Text that is no UTF-8 is refused, for it
// would be read as another.
func members(raw []byte) (all map[string]json.RawMessage, ok bool) {
	err := json.Unmarshal(raw, &all)
	return all, err == nil && all != nil && utf8.Valid(raw)
}

func (a *arguments) refuse(message string) {
	if a.err == nil {
		a.err = &agent.Invalid{Message: message}
	}
}

// only refuses more arguments than there are names.
func (a *arguments) only(names ...string) {
	if len(a.data) <= len(names) {
		return
	}
	if len(names) == 0 {
		a.refuse("this endpoint takes no arguments: send {\"data\": []}")
		return
	}
	list := names[0]
	for _, n := range names[1:] {
		list += ", " + n
	}
	a.refuse("there are too many arguments: data is [" + list + "]")
}

func null(raw json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(raw), []byte("null")) }

// text is the argument at a place.
func (a *arguments) text(at int, name string) string {
	if at >= len(a.data) {
		a.refuse("the " + name + " is missing")
		return ""
	}
	return a.textOf(a.data[at], name)
}

func (a *arguments) textOf(raw json.RawMessage, name string) string {
	var s *string
	if json.Unmarshal(raw, &s) != nil || s == nil {
		a.refuse("the " + name + " must be a string")
		return ""
	}
	return *s
}

// optional is the argument at a place, empty where it is not there or null.
func (a *arguments) optional(at int, name string) string {
	if at >= len(a.data) || null(a.data[at]) {
		return ""
	}
	return a.text(at, name)
}

// number is the argument at a place, or another number where it is not there or null. 3.0 is a whole number.
func (a *arguments) number(at int, name string, otherwise int) int {
	if at >= len(a.data) {
		return otherwise
	}
	return a.numberOf(a.data[at], name, otherwise)
}

func (a *arguments) numberOf(raw json.RawMessage, name string, otherwise int) int {
	if len(raw) == 0 || null(raw) {
		return otherwise
	}
	var f float64
	if json.Unmarshal(raw, &f) != nil || f != math.Trunc(f) || math.Abs(f) > 1e9 {
		a.refuse("the " + name + " must be a whole number")
		return otherwise
	}
	return int(f)
}

// request are the arguments of the orchestrator: an object, or one by one.
func (a *arguments) request() (r agent.Request) {
	if len(a.data) > 0 && bytes.HasPrefix(bytes.TrimSpace(a.data[0]), []byte("{")) {
		a.only("{user_request, timeout}")
		named, ok := members(a.data[0])
		if !ok || named["user_request"] == nil {
			a.refuse("the user_request is missing")
			return r
		}
		r.UserRequest = a.textOf(named["user_request"], "user_request")
		r.Timeout = a.numberOf(named["timeout"], "timeout", agent.DefaultTimeout)
	} else {
		a.only("user_request", "timeout")
		r.UserRequest, r.Timeout = a.text(0, "user_request"), a.number(1, "timeout", agent.DefaultTimeout)
	}
	r.Timeout = given(r.Timeout)
	return r
}
