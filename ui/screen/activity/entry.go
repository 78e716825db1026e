package activity

import (
	"fmt"
	"slices"

	"hextui/hex/change"
	"hextui/ui/screen"
)

// entry is a row: a call of an agent, or a deed of the person in the form of one.
type entry struct {
	Call
	given []argument // that an agent gave, nil where they are not told whole
	did   *screen.Did
}

// you is the client of what the person did.
const you = "you"

// entries are the calls and the deeds as they are listed, the newest first.
func entries(log *Log, deeds *screen.Deeds) []entry {
	all := slices.Clone(log.calls)
	for _, d := range deeds.All() {
		all = append(all, ofDeed(d))
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.At.Compare(b.At) })
	slices.Reverse(all)
	return all
}

// ofDeed is a deed as a row.
func ofDeed(d *screen.Did) entry {
	c := Call{
		ID: fmt.Sprintf("deed %p", d), Client: you, Tool: d.Does, Class: string(d.Risk), Target: targetOf(d.Target), At: d.At,
		Took: d.Took, Failed: d.Failed, Outcome: "done", Operations: d.Operations,
	}
	switch {
	case d.Failed && len(d.Fields) > 0:
		c.Outcome = "done in part"
	case d.Failed:
		c.Outcome = "not done"
	}
	return entry{Call: c, did: d}
}

// targetOf names what something was done to as people know it.
func targetOf(t change.Target) string {
	if t.Title != "" {
		return t.Title
	}
	return t.Kind
}

// undone tells whether an entry's write was taken back.
func (s *Screen) undone(c entry) bool {
	if c.did != nil {
		return c.did.Undone
	}
	return s.log.undone[c.ID]
}
