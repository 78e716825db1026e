package mcpsrv

import (
	"slices"
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
		{"excluded", policy.Policy{Tools: []string{"get_hex_project", "list_hex_projects"}, ExcludeTools: []string{"get_hex_project"}},
			[]string{"list_hex_projects"}},
		{"a list of projects", policy.Policy{AllowProjects: []string{anID}},
			only(func(s tools.Spec) bool { return s.Toolset != policy.Threads && s.Toolset != policy.Guides })},
		{"a tool that read-only leaves out", policy.Policy{ReadOnly: true, Tools: []string{"cancel_hex_run", "get_hex_project"}},
			[]string{"get_hex_project"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := offeredBy(t, c.policy); !slices.Equal(got, c.want) {
				t.Errorf("offered are %v, want %v", got, c.want)
			}
		})
	}
}
