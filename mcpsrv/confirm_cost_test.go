package mcpsrv

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/tools"
)

// mostRequests is what a confirmed write may cost: its target read once, once more before it is sent, the write and its read-back.
const mostRequests = 4

// consenting are the calls of all tools that somebody has to agree to, but that of a run to cancel, which has finished here.
func consenting(a *agent) []write {
	classes := map[string]tools.Spec{}
	for _, s := range tools.All() {
		classes[s.Name] = s
	}
	return slices.DeleteFunc(writes(a), func(w write) bool { return !classes[w.tool].Class.NeedsConsent() || w.tool == "cancel_hex_run" })
}

// TestConfirmedWritesCostFour counts what reaches the workspace for a write that a person agreed to: in the same call, and in a
// second one that brings a token.
func TestConfirmedWritesCostFour(t *testing.T) {
	for _, way := range []struct {
		name string
		o    Options
	}{
		{"by the person", Options{Approver: approver(func(context.Context, ApprovalRequest) (Decision, error) { return Approved, nil })}},
		{"by a token", Options{}},
	} {
		t.Run(way.name, func(t *testing.T) {
			a := newAgent(t, emulator.Options{})
			all := consenting(a)
			b := a.with(way.o)
			for _, w := range all {
				b.t = t
				if w.tool == "update_hex_project_user_sharing" { // for 30 there are two requests
					w.given["user_permissions"] = w.given["user_permissions"].([]args)[:2]
				}
				more := 0
				if w.tool == "update_hex_group" { // who is added is named by an id that this server has not met
					more = 1
				}
				a.sent.taken()
				given := maps.Clone(w.given)
				if way.o.Approver == nil {
					given["confirm_token"] = b.fail(w.tool, w.given).ConfirmToken
				}
				r := b.result(w.tool, given)
				if r.IsError {
					t.Errorf("%s was not done: %s", w.tool, textOf(r))
				}
				if sent := a.sent.taken(); len(sent) > mostRequests+more || len(effects(sent)) != 1 {
					t.Errorf("%s sent %d requests: %s", w.tool, len(sent), strings.Join(sent, ", "))
				}
			}
		})
	}
}

// TestConfirmedDeletionOfACell is the dearest of them, request by request.
func TestConfirmedDeletionOfACell(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	cell := a.cell(project, "Notes")
	b := a.with(Options{})
	a.sent.taken()
	token := b.fail("delete_hex_cell", args{"cell_id": cell.ID}).ConfirmToken
	b.call("delete_hex_cell", args{"cell_id": cell.ID, "confirm_token": token}, &cellDeleted{})
	one := "/api/v1/cells/" + cell.ID
	if sent := a.sent.taken(); !slices.Equal(sent, []string{"GET " + one, "GET /api/v1/cells", "GET " + one, "DELETE " + one}) {
		t.Errorf("sent %s", strings.Join(sent, ", "))
	}
}

// TestConfirmedAfterTheLastLook: what changes while somebody decides is not written over, whoever is asked, and until the last look
// nothing counts as agreed.
func TestConfirmedAfterTheLastLook(t *testing.T) {
	meddle := func(d deletion) {
		users, err := d.hex.ListUsers(context.Background(), hex.UserQuery{})
		if err == nil {
			_, err = d.hex.EditGroup(context.Background(), d.id, hex.GroupEdit{Add: []string{users.Items[0].ID}})
		}
		if err != nil {
			d.t.Error(err)
		}
		d.sent.taken()
	}
	for _, c := range []struct {
		name string
		asks func(deletion) *agent
	}{
		{"the person at the terminal", func(d deletion) *agent {
			return d.with(Options{Approver: approver(func(context.Context, ApprovalRequest) (Decision, error) {
				meddle(d)
				return Approved, nil
			})})
		}},
		{"the client's person", func(d deletion) *agent {
			yes := elicited(func(context.Context, mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
				meddle(d)
				return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{
					Action: mcp.ElicitationResponseActionAccept, Content: map[string]any{"confirm": true}}}, nil
			})
			return d.with(Options{Confirm: ConfirmPerson}, client.WithElicitationHandler(yes))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDeletion(t)
			b := c.asks(d)
			f := b.fail(deleting, d.args(nil))
			if f.Kind != answer.KindDenied || !strings.Contains(f.Message, "has changed since it was shown: member ") {
				t.Errorf("got %+v", f)
			}
			d.untouched(b, c.name)
			b.mu.Lock()
			defer b.mu.Unlock()
			if last := b.seen[len(b.seen)-1]; last.Decision != "denied" {
				t.Errorf("the decision is %s", last.Decision)
			}
		})
	}
}

// TestHeldPlans: plans are kept until they end, each is taken once, and there are never too many.
func TestHeldPlans(t *testing.T) {
	now := time.Now()
	h := &held{now: func() time.Time { return now }, all: map[string]heldPlan{}}
	plan := &change.Prepared{}
	h.keep("a", plan, now.Add(time.Minute))
	if h.take("a") != plan || h.take("a") != nil {
		t.Error("a plan is taken once")
	}
	h.keep("late", plan, now.Add(time.Minute))
	now = now.Add(time.Minute)
	if h.take("late") != nil {
		t.Error("a plan is kept too long")
	}
	for i := range maxHeld + 10 {
		h.keep(fmt.Sprint(i), plan, now.Add(time.Duration(i+1)*time.Second))
	}
	if len(h.all) != maxHeld || h.take("9") != nil || h.take("10") == nil {
		t.Errorf("%d plans are kept", len(h.all))
	}
	h.keep("brief", plan, now.Add(time.Hour))
	now = now.Add(30 * time.Minute)
	h.keep("last", plan, now.Add(time.Hour))
	if len(h.all) != 2 {
		t.Errorf("%d plans are kept that are good for nothing", len(h.all)-2)
	}
}
