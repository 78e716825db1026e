package tools

import (
	"strings"
	"testing"
)

// Who approves a change of a source reads the source, also where it has the words of levels of access.
func TestASourceIsApprovedAsItIs(t *testing.T) {
	p := Plan{Diff: "-where role = 1\n+where role = MANAGER or x = FULL_ACCESS\n", Note: "Maya keeps FULL_ACCESS."}
	lines := p.Lines()
	if !strings.Contains(lines, "+where role = MANAGER or x = FULL_ACCESS") || !strings.Contains(lines, "Maya keeps “full access”.") {
		t.Errorf("it is shown as\n%s", lines)
	}
}
