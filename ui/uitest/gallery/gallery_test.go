package gallery

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/uitest"
	"hextui/ui/uitest/picture"
)

// keys are the keys that the scenes press.
func keys(t *testing.T) action.KeyMap {
	t.Helper()
	bindings := []action.Binding{
		{Action: action.Down, Scope: action.List, Keys: []string{"down"}},
		{Action: action.Find, Scope: action.List, Keys: []string{"/"}},
		{Action: action.Right, Scope: action.List, Keys: []string{"right"}},
		{Action: action.Share, Scope: action.Projects, Keys: []string{"a"}},
		{Action: action.SetLevel, Scope: action.Sharing, Keys: []string{"enter"}},
		{Action: action.Accept, Scope: action.Filter, Keys: []string{"enter"}},
		{Action: action.Open, Scope: action.Projects, Keys: []string{"enter"}},
		{Action: action.Edit, Scope: action.Project, Keys: []string{"e"}},
		{Action: action.RunDraft, Scope: action.Project, Keys: []string{"ctrl+r"}},
		{Action: action.Save, Scope: action.Editor, Keys: []string{"ctrl+s"}},
		{Action: action.LeaveEditor, Scope: action.Editor, Keys: []string{"esc"}},
		{Action: action.Write, Scope: action.Review, Keys: []string{"enter"}},
	}
	for _, b := range editor.Bindings() {
		bindings = append(bindings, action.Binding{Action: action.EditPrefix + action.ID(b.Command), Scope: action.Editor, Keys: b.Keys})
	}
	m, err := action.NewKeyMap(bindings)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEverySceneIsDrawnAndAlwaysAlike(t *testing.T) {
	if uitest.Race {
		t.Skip("The scenes are played without the race detector: their time is that of a person's patience.")
	}
	paths, err := Draw(t.Context(), filepath.Join(t.TempDir(), "docs"), keys(t))
	if err != nil {
		t.Fatal(err)
	}
	pictures := map[string][]byte{}
	for _, path := range paths {
		if pictures[strings.TrimSuffix(filepath.Base(path), ".svg")], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	for _, sc := range scenes() {
		if len(pictures[sc.name]) == 0 {
			t.Errorf("there is no picture of the scene %q", sc.name)
		}
		if sc.name != "failure" { // the longest way, with a write and a run in it
			continue
		}
		again, err := play(t.Context(), sc, keys(t))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(pictures[sc.name], picture.SVG(again, sc.look())) {
			t.Errorf("two pictures of the scene %q differ; the second shows\n%s", sc.name, again)
		}
	}
	for name, want := range map[string]string{
		"projects": ">Weekly revenue</text>", "review": ">Save weekly_orders?</text>", "result": "completed after 0:06",
		"failure": "no such column: o.totl_cents", "sharing": "was edit, less now",
	} {
		if !strings.Contains(string(pictures[name]), want) {
			t.Errorf("the picture %q does not show %q", name, want)
		}
	}
}

func TestAScenesScreenIsInTheError(t *testing.T) {
	_, err := play(t.Context(), scene{name: "lost", theme: "dark", width: 80, height: 24,
		steps: []step{see("Weekly revenue"), press(action.Save, action.Projects, 1)}}, action.KeyMap{})
	if err == nil || !strings.Contains(err.Error(), "step 2: no key does save") || !strings.Contains(err.Error(), "Weekly revenue") {
		t.Errorf("the error of a scene that cannot be played is %v", err)
	}
}
