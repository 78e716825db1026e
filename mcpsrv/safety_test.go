package mcpsrv

import (
	"context"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/mcp"
)

// with is another client of another server over the same workspace.
func (a *agent) with(o Options, options ...client.ClientOption) *agent {
	a.t.Helper()
	b := &agent{t: a.t, work: a.work, hex: a.hex, sent: a.sent}
	o.Secrets = append(o.Secrets, a.work.Token())
	if o.Client == nil {
		o.Client = a.hex
	}
	told := o.Activity
	o.Activity = func(v Activity) {
		b.mu.Lock()
		b.seen = append(b.seen, v)
		b.mu.Unlock()
		if told != nil {
			told(v)
		}
	}
	b.server = New(o)
	b.client = connected(a.t, b.server, options...)
	b.begin()
	return b
}

func (a *agent) begin() {
	a.t.Helper()
	if err := a.client.Start(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	request := mcp.InitializeRequest{}
	request.Params.ProtocolVersion = mcp.ProtocolVersion20251125
	request.Params.ClientInfo = mcp.Implementation{Name: "tester", Version: "3"}
	if _, err := a.client.Initialize(a.t.Context(), request); err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(func() { _ = a.client.Close() })
}

// runnable is the id of a project that can be run without inputs.
func (a *agent) runnable() string {
	a.t.Helper()
	var page projectPage
	a.call("list_hex_projects", args{"limit": 100}, &page)
	for _, p := range page.Projects {
		if p.Published != nil {
			return p.ID
		}
	}
	a.t.Fatal("no project can be run")
	return ""
}

// writes are the requests since it was last asked that are no GET.
func (a *agent) writes() (sent []string) {
	for _, q := range a.sent.taken() {
		if q[:4] != "GET " {
			sent = append(sent, q)
		}
	}
	return sent
}

// approver is a person at the UI who does what a test says.
type approver func(context.Context, ApprovalRequest) (Decision, error)

func (a approver) Approve(ctx context.Context, q ApprovalRequest) (Decision, error) { return a(ctx, q) }
