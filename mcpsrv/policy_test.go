package mcpsrv

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
)

// offeredBy are the names of the tools that a policy offers, sorted.
func offeredBy(t *testing.T, p Policy) []string {
	t.Helper()
	var names []string
	for name := range New(Options{Policy: p}).mcp.ListTools() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestPolicyChoosesTools(t *testing.T) {
	all := offeredBy(t, Policy{})
	if len(all) != len(tools()) {
		t.Fatalf("%d of %d tools are offered without a policy", len(all), len(tools()))
	}
	only := func(keep func(spec) bool) (names []string) {
		for _, s := range tools() {
			if keep(s) {
				names = append(names, s.name)
			}
		}
		slices.Sort(names)
		return names
	}
	for _, c := range []struct {
		name   string
		policy Policy
		want   []string
	}{
		{"read-only", Policy{ReadOnly: true}, only(func(s spec) bool { return s.class == Read })},
		{"one toolset", Policy{Toolsets: []string{"runs"}}, only(func(s spec) bool { return s.toolset == Runs })},
		{"all toolsets", Policy{Toolsets: []string{"all"}}, all},
		{"single tools", Policy{Tools: []string{"get_hex_project"}}, []string{"get_hex_project"}},
		{"a toolset and a tool", Policy{Toolsets: []string{"runs"}, Tools: []string{"get_hex_project"}},
			only(func(s spec) bool { return s.toolset == Runs || s.name == "get_hex_project" })},
		{"excluded", Policy{Tools: []string{"get_hex_project", "list_hex_projects"}, ExcludeTools: []string{"get_hex_project"}}, []string{"list_hex_projects"}},
		{"a list of projects", Policy{AllowProjects: []string{anID}}, only(func(s spec) bool { return s.toolset != Threads })},
		{"a tool that read-only leaves out", Policy{ReadOnly: true, Tools: []string{"cancel_hex_run", "get_hex_project"}}, []string{"get_hex_project"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := offeredBy(t, c.policy); !slices.Equal(got, c.want) {
				t.Errorf("offered are %v, want %v", got, c.want)
			}
		})
	}
}

func TestPolicyRefusesUnknownNames(t *testing.T) {
	for _, c := range []struct {
		policy Policy
		want   string
	}{
		{Policy{Toolsets: []string{"run"}}, `no toolset "run"; there are all, cells`},
		{Policy{Tools: []string{"get_hex_projects"}}, `no tool "get_hex_projects"; did you mean get_hex_project`},
		{Policy{ExcludeTools: []string{"rm"}}, `no tool "rm"`},
		{Policy{AllowProjects: []string{"../users/me"}}, "allow-project must be the UUID of a project"},
		{Policy{AllowConnections: []string{"warehouse"}}, "allow-connection must be the UUID of a connection"},
	} {
		if err := c.policy.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.policy, err, c.want)
		}
	}
	if err := (Policy{AllowProjects: []string{"https://app.hex.tech/acme/hex/0197a1b2-0000-7000-8000-000000000001/draft/logic"}}).Check(); err != nil {
		t.Errorf("a URL is refused: %v", err)
	}
}

func TestHeadersOnlyNarrow(t *testing.T) {
	server, err := Policy{Toolsets: []string{"runs"}, ReadOnly: true}.rules(tools())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		header http.Header
		offers map[string]bool
	}{
		{"none", nil, map[string]bool{"get_hex_run_status": true, "run_hex_project": false, "list_hex_cells": false}},
		{"more toolsets", http.Header{"X-Mcp-Toolsets": {"all"}}, map[string]bool{"get_hex_run_status": true, "list_hex_cells": false}},
		{"not read-only", http.Header{"X-Mcp-Readonly": {"false"}}, map[string]bool{"run_hex_project": false}},
		{"a tool that is not offered", http.Header{"X-Mcp-Tools": {"run_hex_project, get_hex_run_status"}}, map[string]bool{"run_hex_project": false, "get_hex_run_status": true, "get_hex_project_runs": false}},
		{"fewer", http.Header{"X-Mcp-Exclude-Tools": {"get_hex_run_status"}}, map[string]bool{"get_hex_run_status": false, "get_hex_project_runs": true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := server.narrowedBy(c.header, tools())
			if err != nil {
				t.Fatal(err)
			}
			for tool, want := range c.offers {
				if r.offers(tool) != want {
					t.Errorf("offers(%s) is %v", tool, !want)
				}
			}
			if !r.readOnly {
				t.Error("a header made the server write")
			}
		})
	}
	for name, h := range map[string]http.Header{
		"unknown tool": {"X-Mcp-Tools": {"rm"}}, "unknown toolset": {"X-Mcp-Toolsets": {"x"}}, "no truth": {"X-Mcp-Readonly": {"perhaps"}},
	} {
		if _, err := server.narrowedBy(h, tools()); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// operation is one operation of the client.
type operation struct {
	name string
	call func(context.Context, Hex) error
}

// operations are all methods of the guard, called with zero values but for the ids.
func operations(t *testing.T, id string) []operation {
	t.Helper()
	var all []operation
	kind := reflect.TypeFor[Hex]()
	for i := range kind.NumMethod() {
		m := kind.Method(i)
		if m.Name == "ProjectURL" || m.Name == "Watch" {
			continue
		}
		all = append(all, operation{name: m.Name, call: func(ctx context.Context, h Hex) error {
			args := []reflect.Value{reflect.ValueOf(ctx)}
			for j := 1; j < m.Type.NumIn(); j++ {
				v := reflect.New(m.Type.In(j)).Elem()
				if v.Kind() == reflect.String {
					v.SetString(id)
				}
				if f := v; f.Kind() == reflect.Struct && f.FieldByName("ProjectID").Kind() == reflect.String {
					f.FieldByName("ProjectID").SetString(id)
				}
				args = append(args, v)
			}
			out := reflect.ValueOf(h).MethodByName(m.Name).Call(args)
			err, _ := out[len(out)-1].Interface().(error)
			return err
		}})
	}
	return all
}

// readers are the operations that send nothing but GET.
var readers = []string{
	"Me", "ListProjects", "GetProject", "GetQueriedTables", "GetProjectRuns", "GetRunStatus", "ListCells", "GetCell", "FindCell", "ReadCell",
	"GetCellOutput", "GetChartImageFromLogic", "GetChartImageFromRun", "ListThreads", "GetThread", "GetThreadMessages", "ListTopics", "ListUsers",
	"ListGroups", "GetGroup", "ListCollections", "GetCollection", "ListDataConnections", "GetDataConnection", "ListDraftGuides", "ListSuggestions", "GetSuggestion",
}

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
	client, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1:1", Token: "hxtp_0123456789", Limits: hex.NoLimits, RetryFor: -1, Transport: sent})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	o.Client = client
	return New(o), sent
}

const anID = "0197a1b2-0000-7000-8000-000000000001"

// Even a tool that lies about itself can send no more than GET on a read-only server.
func TestGuardReadOnly(t *testing.T) {
	s, sent := through(t, Options{Policy: Policy{ReadOnly: true}})
	c := &call{tool: spec{class: Secret}}
	c.confirmed.Store(true)
	ctx := context.WithValue(t.Context(), callKey{}, c)
	for _, o := range operations(t, anID) {
		sent.sent = nil
		err := o.call(ctx, s.hex)
		if slices.Contains(readers, o.name) {
			if len(sent.sent) == 0 || !strings.HasPrefix(sent.sent[0], "GET ") {
				t.Errorf("%s sent %v: %v", o.name, sent.sent, err)
			}
			continue
		}
		var f *Failure
		if !errors.As(err, &f) || f.Kind != KindDenied || len(sent.sent) > 0 {
			t.Errorf("%s: %v, and sent %v", o.name, err, sent.sent)
		}
	}
}

// A write needs a call that may write, is no dry run, and was confirmed where its class asks for it.
func TestGuardConsent(t *testing.T) {
	s, sent := through(t, Options{})
	in := func(class Class, change func(*call)) context.Context {
		c := &call{tool: spec{class: class}}
		if change != nil {
			change(c)
		}
		return context.WithValue(t.Context(), callKey{}, c)
	}
	for _, c := range []struct {
		name string
		ctx  context.Context
		call func(context.Context) error
		sent bool
	}{
		{"outside of a call", t.Context(), func(ctx context.Context) error { return s.hex.DeleteGroup(ctx, anID) }, false},
		{"a tool that reads", in(Read, nil), func(ctx context.Context) error { _, err := s.hex.CreateProject(ctx, "x", ""); return err }, false},
		{"a dry run", in(Write, func(c *call) { c.dryRun = true }), func(ctx context.Context) error { _, err := s.hex.CreateProject(ctx, "x", ""); return err }, false},
		{"while planning", in(Write, func(c *call) { c.planning.Store(true) }), func(ctx context.Context) error { _, err := s.hex.CreateProject(ctx, "x", ""); return err }, false},
		{"a write", in(Write, nil), func(ctx context.Context) error { _, err := s.hex.CreateProject(ctx, "x", ""); return err }, true},
		{"a write that hides a deletion", in(Write, nil), func(ctx context.Context) error { return s.hex.DeleteGroup(ctx, anID) }, false},
		{"a deletion nobody agreed to", in(Destroy, nil), func(ctx context.Context) error { return s.hex.DeleteGroup(ctx, anID) }, false},
		{"a deletion somebody agreed to", in(Destroy, func(c *call) { c.confirmed.Store(true) }), func(ctx context.Context) error { return s.hex.DeleteGroup(ctx, anID) }, true},
		{"members of a group", in(Overwrite, nil), func(ctx context.Context) error {
			_, err := s.hex.EditGroup(ctx, anID, hex.GroupEdit{Add: []string{anID}})
			return err
		}, false},
		{"the name of a group", in(Overwrite, nil), func(ctx context.Context) error {
			_, err := s.hex.EditGroup(ctx, anID, hex.GroupEdit{Name: "x"})
			return err
		}, true},
		{"the sharing of a collection", in(Overwrite, nil), func(ctx context.Context) error {
			_, err := s.hex.EditCollection(ctx, anID, hex.CollectionEdit{Sharing: &hex.CollectionSharing{}})
			return err
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			sent.sent = nil
			err := c.call(c.ctx)
			if err == nil || (len(sent.sent) > 0) != c.sent {
				t.Errorf("sent %v: %v", sent.sent, err)
			}
		})
	}
}

// Every operation with a project, collection or connection in its arguments passes the list of its kind.
func TestGuardAllowLists(t *testing.T) {
	const other = "0197a1b2-0000-7000-8000-00000000ffff"
	lists := Policy{AllowProjects: []string{other}, AllowCollections: []string{other}, AllowConnections: []string{other}}
	s, sent := through(t, Options{Policy: lists})
	c := &call{tool: spec{class: Secret}}
	c.confirmed.Store(true)
	ctx := context.WithValue(t.Context(), callKey{}, c)
	// These are about none of the three, or the answer is what is looked at.
	free := []string{"Me", "ListProjects", "ListUsers", "DeactivateUser", "ListGroups", "GetGroup", "CreateGroup", "EditGroup", "DeleteGroup",
		"ListCollections", "ListDataConnections", "ListDraftGuides", "UpsertGuideDraft", "PublishGuideDrafts", "DeleteGuideDraft", "UpdateSemanticProject",
		"GetCell", "GetCellOutput", "GetChartImageFromLogic", "RunCell", "DeleteCell", "Save"}
	for _, o := range operations(t, anID) {
		sent.sent = nil
		err := o.call(ctx, s.hex)
		var f *Failure
		refused := errors.As(err, &f) && f.Kind == KindDenied && len(sent.sent) == 0
		if refused == slices.Contains(free, o.name) {
			t.Errorf("%s: %v, and sent %v", o.name, err, sent.sent)
		}
		if slices.Contains([]string{"RunCell", "DeleteCell"}, o.name) && (len(sent.sent) != 1 || !strings.HasPrefix(sent.sent[0], "GET ")) {
			t.Errorf("%s did not look first whose cell it is: %v", o.name, sent.sent)
		}
	}
}
