package policy_test

import (
	"net/http"
	"strings"
	"testing"

	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

func TestPolicyRefusesUnknownNames(t *testing.T) {
	for _, c := range []struct {
		policy policy.Policy
		want   string
	}{
		{policy.Policy{Toolsets: []string{"run"}}, `no toolset "run"; there are all, cells`},
		{policy.Policy{Tools: []string{"get_hex_projects"}}, `no tool "get_hex_projects"; did you mean get_hex_project`},
		{policy.Policy{ExcludeTools: []string{"rm"}}, `no tool "rm"`},
		{policy.Policy{AllowProjects: []string{"../users/me"}}, "allow-project must be the UUID of a project"},
		{policy.Policy{AllowConnections: []string{"warehouse"}}, "allow-connection must be the UUID of a connection"},
	} {
		if err := c.policy.Check(tools.Subjects()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.policy, err, c.want)
		}
	}
	link := "https://app.hex.tech/acme/hex/0197a1b2-0000-7000-8000-000000000001/draft/logic"
	if err := (policy.Policy{AllowProjects: []string{link}}).Check(tools.Subjects()); err != nil {
		t.Errorf("a URL is refused: %v", err)
	}
}

// The usual tools are a set like any other: a name beside it adds, a header takes away and makes nothing usual.
func TestTheUsualTools(t *testing.T) {
	for _, c := range []struct {
		name   string
		policy policy.Policy
		header http.Header
		offers map[string]bool
	}{
		{"alone", policy.Policy{Toolsets: []string{policy.Usual}}, nil,
			map[string]bool{"get_hex_cell": true, "delete_hex_group": true, "get_hex_outline": false}},
		{"with a tool by name", policy.Policy{Toolsets: []string{policy.Usual}, Tools: []string{"get_hex_outline"}}, nil,
			map[string]bool{"get_hex_cell": true, "get_hex_outline": true, "list_hex_users": false}},
		{"with a group", policy.Policy{Toolsets: []string{policy.Usual, "people"}}, nil,
			map[string]bool{"get_hex_cell": true, "list_hex_users": true, "get_hex_outline": false}},
		{"that read", policy.Policy{Toolsets: []string{policy.Usual}, ReadOnly: true}, nil,
			map[string]bool{"get_hex_cell": true, "update_hex_cell": false}},
		{"all, by a header read-only", policy.Policy{Toolsets: []string{policy.Everything}}, http.Header{"X-Mcp-Readonly": {"1"}},
			map[string]bool{"get_hex_outline": true, "update_hex_cell": false}},
		{"of all, by a header", policy.Policy{}, http.Header{"X-Mcp-Toolsets": {"default"}},
			map[string]bool{"get_hex_cell": true, "get_hex_outline": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := c.policy.Rules(tools.Subjects())
			if err != nil {
				t.Fatal(err)
			}
			if r, err = r.NarrowedBy(c.header, tools.Subjects()); err != nil {
				t.Fatal(err)
			}
			for tool, want := range c.offers {
				if r.Offers(tool) != want {
					t.Errorf("offers(%s) is %v", tool, !want)
				}
			}
		})
	}
}

func TestHeadersOnlyNarrow(t *testing.T) {
	server, err := policy.Policy{Toolsets: []string{"runs"}, ReadOnly: true}.Rules(tools.Subjects())
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
		{"a tool that is not offered", http.Header{"X-Mcp-Tools": {"run_hex_project, get_hex_run_status"}},
			map[string]bool{"run_hex_project": false, "get_hex_run_status": true, "get_hex_project_runs": false}},
		{"fewer", http.Header{"X-Mcp-Exclude-Tools": {"get_hex_run_status"}},
			map[string]bool{"get_hex_run_status": false, "get_hex_project_runs": true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := server.NarrowedBy(c.header, tools.Subjects())
			if err != nil {
				t.Fatal(err)
			}
			for tool, want := range c.offers {
				if r.Offers(tool) != want {
					t.Errorf("offers(%s) is %v", tool, !want)
				}
			}
			if !r.ReadOnly {
				t.Error("a header made the server write")
			}
		})
	}
	for name, h := range map[string]http.Header{
		"unknown tool": {"X-Mcp-Tools": {"rm"}}, "unknown toolset": {"X-Mcp-Toolsets": {"x"}}, "no truth": {"X-Mcp-Readonly": {"perhaps"}},
	} {
		if _, err := server.NarrowedBy(h, tools.Subjects()); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestHintsOfEveryClass(t *testing.T) {
	for class, want := range map[policy.Class]policy.Hints{
		policy.Read: {ReadOnly: true}, policy.Execute: {Destructive: true}, policy.Write: {}, policy.Overwrite: {Destructive: true},
		policy.Access: {Destructive: true}, policy.Destroy: {Destructive: true}, policy.Secret: {Destructive: true},
	} {
		if got, ok := class.Hints(); !ok || got != want {
			t.Errorf("%s has %+v", class, got)
		}
	}
	if _, ok := policy.Class("else").Hints(); ok {
		t.Error("a class that is none has hints")
	}
}
