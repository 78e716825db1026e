package mcpsrv

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

//go:generate go test . -run "TestThePageOfTools|TestToolsAreAsInTheSnapshot" -update

// TestThePageOfTools keeps docs/tools.md, the table of tools for people, as the declarations are. With -update it writes it.
func TestThePageOfTools(t *testing.T) {
	var b strings.Builder
	usual := map[string]bool{}
	for _, s := range tools.Subjects() {
		usual[s.Name] = s.Usual
	}
	b.WriteString("# The tools of the MCP server\n\nMade by `go generate ./...`; do not edit. What a class means for an agent stands in " +
		"[agents.md](agents.md). " +
		"Tools in bold are offered by default, the others with `--toolsets` or `--tools`.\n")
	for _, set := range policy.Toolsets() {
		fmt.Fprintf(&b, "\n## %s\n\n| tool | class | what it does |\n| --- | --- | --- |\n", set)
		for _, s := range tools.All() {
			if s.Toolset == set {
				name := "`" + s.Name + "`"
				if usual[s.Name] {
					name = "**" + name + "**"
				}
				fmt.Fprintf(&b, "| %s | %s | %s |\n", name, s.Class, strings.ReplaceAll(s.About, "|", "\\|"))
			}
		}
	}
	b.WriteString(errandsTable())
	const page = "../docs/tools.md"
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(have), "\r\n", "\n") != b.String() {
		t.Errorf("%s is not as the tools are declared; run this test with -update", page)
	}
}
