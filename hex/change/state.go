package change

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aymanbagabas/go-udiff"

	"hextui/hex"
)

// Fact is something that was read of a target.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Field is something of a target that is different afterwards; what is empty is not there.
type Field struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ladders are the levels of each kind of access, from the least on.
var ladders = [...][]string{
	{string(hex.AccessAppOnly), string(hex.AccessView), string(hex.AccessEdit), string(hex.AccessFull)},
	{string(hex.ConnectionAccessViewResults), string(hex.ConnectionAccessQuery)},
	{member, manager},
}

// Access tells whether the field is what somebody may do with the target.
func (f Field) Access() bool {
	switch f.Name {
	case theWorkspace, theWeb, theMembers, theGuests, theSupport:
		return true
	}
	who, _, named := strings.Cut(f.Name, " ")
	return named && (who == string(users) || who == string(groups) || who == string(collections))
}

// Less tells whether somebody may do less afterwards. A word that is not known here is nobody's to compare, but with none.
func (f Field) Less() bool {
	if !f.Access() || f.Before == "" {
		return false
	}
	for _, words := range ladders {
		if was, is := slices.Index(words, f.Before), slices.Index(words, f.After); was >= 0 && is >= 0 {
			return is < was
		}
	}
	return f.After == ""
}

// lessens are the warnings for those who may do less afterwards.
func lessens(all []Field) []string {
	var warnings []string
	for _, f := range all {
		if f.Less() {
			warnings = append(warnings, fmt.Sprintf("The %s would have less: %s instead of %s.", f.Name, orNone(f.After), f.Before))
		}
	}
	return warnings
}

// state is a target as far as a change is concerned with it: facts in order. A name may come twice, as names of groups may.
type state []Fact

func (s *state) add(name, value string) {
	if value != "" {
		*s = append(*s, Fact{name, value})
	}
}

// with is the state with another value for a name; the empty value takes it away.
func (s state) with(name, value string) state {
	at := slices.IndexFunc(s, func(f Fact) bool { return f.Name == name })
	switch next := slices.Clone(s); {
	case at < 0:
		next.add(name, value)
		return next
	case value == "":
		return slices.Delete(next, at, at+1)
	default:
		next[at].Value = value
		return next
	}
}

func (s state) value(name string) string {
	for _, f := range s {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func (s state) times(name string) int {
	n := 0
	for _, f := range s {
		if f.Name == name {
			n++
		}
	}
	return n
}

func (s state) text() string {
	var b strings.Builder
	for _, f := range s {
		fmt.Fprintf(&b, "%s: %s\n", oneLine(f.Name), oneLine(f.Value))
	}
	return b.String()
}

// fields are the differences of two states, in the order of the facts.
func fields(before, after state) []Field {
	rest := slices.Clone(after)
	var all []Field
	for _, f := range before {
		at := slices.IndexFunc(rest, func(r Fact) bool { return r.Name == f.Name })
		switch {
		case at < 0:
			all = append(all, Field{Name: f.Name, Before: f.Value})
			continue
		case rest[at].Value != f.Value:
			all = append(all, Field{Name: f.Name, Before: f.Value, After: rest[at].Value})
		}
		rest = slices.Delete(rest, at, at+1)
	}
	for _, f := range rest {
		all = append(all, Field{Name: f.Name, After: f.Value})
	}
	return all
}

func unified(before, after string) string { return udiff.Unified("before", "after", before, after) }

// moment is a time as a fact; empty for none.
func moment(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
