package mcpsrv

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// offeredBy are the names of the tools that a policy offers, sorted.
func offeredBy(t *testing.T, p policy.Policy) []string {
	t.Helper()
	var names []string
	for _, t := range New(Options{Policy: p}).offer() {
		names = append(names, t.Name)
	}
	slices.Sort(names)
	return names
}

func TestPolicyChoosesTools(t *testing.T) {
	all := offeredBy(t, policy.Policy{})
	if len(all) != len(tools.All()) {
		t.Fatalf("%d of %d tools are offered without a policy", len(all), len(tools.All()))
	}
	only := func(keep func(tools.Spec) bool) (names []string) {
		for _, s := range tools.All() {
			if keep(s) {
				names = append(names, s.Name)
			}
		}
		slices.Sort(names)
		return names
	}
	for _, c := range []struct {
		name   string
		policy policy.Policy
		want   []string
	}{
		{"read-only", policy.Policy{ReadOnly: true}, only(func(s tools.Spec) bool { return s.Class == policy.Read })},
		{"one toolset", policy.Policy{Toolsets: []string{"runs"}}, only(func(s tools.Spec) bool { return s.Toolset == policy.Runs })},
		{"all toolsets", policy.Policy{Toolsets: []string{"all"}}, all},
		{"single tools", policy.Policy{Tools: []string{"get_hex_project"}}, []string{"get_hex_project"}},
		{"a toolset and a tool", policy.Policy{Toolsets: []string{"runs"}, Tools: []string{"get_hex_project"}},
			only(func(s tools.Spec) bool { return s.Toolset == policy.Runs || s.Name == "get_hex_project" })},
		{"excluded", policy.Policy{Tools: []string{"get_hex_project", "list_hex_projects"}, ExcludeTools: []string{"get_hex_project"}}, []string{"list_hex_projects"}},
		{"a list of projects", policy.Policy{AllowProjects: []string{anID}}, only(func(s tools.Spec) bool { return s.Toolset != policy.Threads })},
		{"a tool that read-only leaves out", policy.Policy{ReadOnly: true, Tools: []string{"cancel_hex_run", "get_hex_project"}}, []string{"get_hex_project"}},
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
	if err := (policy.Policy{AllowProjects: []string{"https://app.hex.tech/acme/hex/0197a1b2-0000-7000-8000-000000000001/draft/logic"}}).Check(tools.Subjects()); err != nil {
		t.Errorf("a URL is refused: %v", err)
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
		{"a tool that is not offered", http.Header{"X-Mcp-Tools": {"run_hex_project, get_hex_run_status"}}, map[string]bool{"run_hex_project": false, "get_hex_run_status": true, "get_hex_project_runs": false}},
		{"fewer", http.Header{"X-Mcp-Exclude-Tools": {"get_hex_run_status"}}, map[string]bool{"get_hex_run_status": false, "get_hex_project_runs": true}},
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
