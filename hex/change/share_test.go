package change_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/emulator"
)

// TestShareInPart: of a sharing with several kinds at once every entry that was not done is named with why, what was done can be put
// back, and nothing is sent after a request of which nobody knows what became.
func TestShareInPart(t *testing.T) {
	w := newWorld(t)
	me, u, g := must(w.other.Me(w.ctx)), w.people()[0], w.group()
	share := func(p hex.Project) change.Share {
		return change.Share{ProjectID: p.ID, Workspace: hex.AccessView,
			Users: []change.Grant{{Who: change.Who{ID: me.ID, Name: me.Email}, Access: hex.AccessView},
				{Who: change.Who{ID: u.ID, Name: u.Email}, Access: hex.AccessEdit}},
			Groups: []change.Grant{{Who: change.Who{ID: g.ID, Name: g.Name}, Access: hex.AccessView}}}
	}
	names := func(all []change.Failure) string {
		var b strings.Builder
		for _, f := range all {
			b.WriteString(f.Name + ": " + f.Why + "\n")
		}
		return b.String()
	}
	for _, c := range []struct {
		what   string
		fault  *emulator.Fault
		failed []string // parts of the lines
		done   []string // parts of the access afterwards
		not    []string
		sent   int
	}{
		{"the owner is refused", nil, []string{"user " + me.Email + ": The access of the project's owner"},
			[]string{u.Email + " CAN_EDIT", g.Name + " CAN_VIEW"}, nil, 3},
		{"groups are forbidden", &emulator.Fault{Kind: emulator.Status, Operation: "EditProjectSharingGroups",
			Status: http.StatusForbidden},
			[]string{"user " + me.Email, "group " + g.Name + ": "}, []string{u.Email + " CAN_EDIT"}, []string{g.Name}, 3},
		{"the connection breaks at the groups",
			&emulator.Fault{Kind: emulator.Status, Operation: "EditProjectSharingGroups", Status: http.StatusBadGateway},
			[]string{"user " + me.Email, "group " + g.Name + ": ", "workspace: "}, []string{u.Email + " CAN_EDIT"}, []string{g.Name}, 2},
	} {
		w.within(t, c.what, func(t *testing.T) {
			p := w.project()
			was := w.access(p.ID)
			if c.fault != nil {
				if err := w.work.AddFault(*c.fault); err != nil {
					t.Fatal(err)
				}
			}
			plan := must(share(p).Prepare(w.ctx, w.client))
			w.net.taken()
			r, err := plan.Commit(w.ctx)
			var part *change.Partly
			if !errors.As(err, &part) || len(r.Failed) != len(c.failed) {
				t.Fatalf("got %v with\n%s", err, names(r.Failed))
			}
			for i, want := range c.failed {
				if f := r.Failed[i]; !strings.HasPrefix(f.Name+": "+f.Why, want) || f.Why == "" {
					t.Errorf("the failures are\n%s", names(r.Failed))
				}
			}
			now := w.access(p.ID)
			for _, want := range c.done {
				if !strings.Contains(now, want) {
					t.Errorf("%q is not done: %s", want, now)
				}
			}
			for _, not := range c.not {
				if strings.Contains(now, not) {
					t.Errorf("%q is done: %s", not, now)
				}
			}
			sent := 0
			for _, q := range w.net.taken() {
				if q.Method != "GET" {
					sent++
				}
			}
			if sent != c.sent {
				t.Errorf("%d requests were sent, not %d", sent, c.sent)
			}
			w.work.ClearFaults()
			if _, _, err := w.do(r.Undo); err != nil || w.access(p.ID) != was {
				t.Errorf("the undo gave %v and %s, not %s", err, w.access(p.ID), was)
			}
		})
	}
}
