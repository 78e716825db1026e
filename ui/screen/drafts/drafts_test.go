package drafts

import (
	"testing"

	"hextui/hex/drafts"
	"hextui/ui/screen"
)

// Each draft names the workspace that it was typed in.
func TestWhoseADraftIs(t *testing.T) {
	env := &screen.Env{Workspace: "https://app.hex.tech"}
	for key, want := range map[string]string{"https://app.hex.tech": "this one", "https://eu.hex.tech": "eu.hex.tech", "demo": "demo"} {
		if got := workspace(env, drafts.Draft{Key: drafts.Key{Workspace: key}}); got != want {
			t.Errorf("a draft of %s is of %q, want %q", key, got, want)
		}
	}
}

// Two drafts of a cell differ in the list by what they change.
func TestWhatADraftChanges(t *testing.T) {
	const base = "select 1\nfrom a\nwhere b\n"
	for name, c := range map[string]struct{ mine, want string }{
		"nothing":          {base, "nothing"},
		"a line more":      {base + "  limit 7\n", "+1 −0  + limit 7"},
		"a line less":      {"select 1\nfrom a\n", "+0 −1  − where b"},
		"another line":     {"select 2\nfrom a\nwhere b\n", "+1 −1  + select 2"},
		"an empty line":    {"select 1\n\nfrom a\nwhere b\n", "+1 −0"},
		"several":          {"select 1\nfrom c\nwhere b\nlimit 9\nx\n", "+3 −1  + from c"},
		"everything taken": {"", "+0 −3  − select 1"},
	} {
		if got := change(drafts.Draft{Base: drafts.Base{Source: base}, Mine: c.mine}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
