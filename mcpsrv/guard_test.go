package mcpsrv

import (
	"errors"
	"net/http"
	"testing"

	"hextui/hex"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// unplugged is a transport that answers nothing and remembers the methods that were sent.
type unplugged struct{ sent []string }

func (r *unplugged) RoundTrip(q *http.Request) (*http.Response, error) {
	r.sent = append(r.sent, q.Method+" "+q.URL.Path)
	return nil, errors.New("no network")
}

// through is a guard before a client that sends nothing.
func through(t *testing.T, o Options) (*Server, *unplugged) {
	t.Helper()
	sent := &unplugged{}
	client, err := hex.New(hex.Options{
		BaseURL: "http://127.0.0.1:1", Token: "hxtp_0123456789", Limits: hex.NoLimits, RetryFor: -1, Transport: sent,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	o.Client = client
	return New(o), sent
}

const anID = "0197a1b2-0000-7000-8000-000000000001"

// begun is a call as a server begins it.
func begun(s *Server, c *call) *call {
	c.rules = s.rules
	return c
}

// A write needs a call that may write, is no dry run, and was confirmed where its class asks for it.
func TestGuardConsent(t *testing.T) {
	s, sent := through(t, Options{})
	create := func(as *hex.Client) error { _, err := as.CreateProject(t.Context(), "x", ""); return err }
	remove := func(as *hex.Client) error { return as.DeleteGroup(t.Context(), anID) }
	in := func(class policy.Class, change func(*call)) *hex.Client {
		c := &call{tool: tools.Spec{Class: class}}
		if change != nil {
			change(c)
		}
		return s.clientOf(begun(s, c))
	}
	for _, c := range []struct {
		name string
		as   *hex.Client
		call func(*hex.Client) error
		sent bool
	}{
		{"a tool that reads", in(policy.Read, nil), create, false},
		{"a dry run", in(policy.Write, func(c *call) { c.DryRun = true }), create, false},
		{"while planning", in(policy.Write, func(c *call) { c.planning.Store(true) }), create, false},
		{"a write", in(policy.Write, nil), create, true},
		{"a write that hides a deletion", in(policy.Write, nil), remove, false},
		{"a deletion nobody agreed to", in(policy.Destroy, nil), remove, false},
		{"a deletion somebody agreed to", in(policy.Destroy, func(c *call) { c.confirmed.Store(true) }), remove, true},
		{"members of a group", in(policy.Overwrite, nil), func(as *hex.Client) error {
			_, err := as.EditGroup(t.Context(), anID, hex.GroupEdit{Add: []string{anID}})
			return err
		}, false},
		{"the name of a group", in(policy.Overwrite, nil), func(as *hex.Client) error {
			_, err := as.EditGroup(t.Context(), anID, hex.GroupEdit{Name: "x"})
			return err
		}, true},
		{"the sharing of a collection", in(policy.Overwrite, nil), func(as *hex.Client) error {
			_, err := as.EditCollection(t.Context(), anID, hex.CollectionEdit{Sharing: &hex.CollectionSharing{}})
			return err
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			sent.sent = nil
			err := c.call(c.as)
			if err == nil || (len(sent.sent) > 0) != c.sent {
				t.Errorf("sent %v: %v", sent.sent, err)
			}
		})
	}
}
