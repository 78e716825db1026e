package shell

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files are checked before an import, as a pipeline does it: what is wrong stands at its line, and the exit code says whether to stop.
func TestCheckFiles(t *testing.T) {
	d := sit(t)
	dir := t.TempDir()
	good, bad, other := filepath.Join(dir, "good.hex.yaml"), filepath.Join(dir, "bad.hex.yaml"), filepath.Join(dir, "other.hex.yaml")
	put := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d.call("project", "export", "Weekly revenue", "-o", good).want(t, 0, "", "")
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	d.call("check", good).want(t, 0, "", "nothing found in 1 file")
	d.call("check", good, "--quiet", "--json").want(t, 0, `{"findings":[],"files":1}`, "")

	shared := strings.Index(string(text), "    - dataConnectionId: ")
	put(bad,
		string(text)[:shared]+"    - dataConnectionId: 00000000-0000-4000-8000-000000000001"+
			string(text)[shared+len("    - dataConnectionId: ")+36:])
	c := d.call("check", bad).want(t, 1, ": breaks: the cell ", "")
	if !strings.HasPrefix(c.out, bad+":") || !strings.Contains(c.out, "which sharedAssets.dataConnections lacks") {
		t.Errorf("it prints %s", c.out)
	}
	put(other, "name: Weekly\ncells: []\n")
	var found struct {
		Findings []struct {
			File, Level, Message string
			Line                 int
		}
		Files int
	}
	c = d.call("check", dir, "--json").want(t, 1, "", "")
	if err := json.Unmarshal([]byte(c.out), &found); err != nil || found.Files != 3 || len(found.Findings) < 2 {
		t.Fatalf("%v: %s", err, c.out)
	}
	if last := found.Findings[len(found.Findings)-1]; last.File != other || last.Line != 1 || last.Level != "refused" ||
		!strings.Contains(last.Message, "another form than Hex's") {
		t.Errorf("it says %+v", last)
	}
	put(other, strings.Replace(string(text), "cellType: SQL", "cellType: CODE", 1))
	d.call("check", other, "--against", good).want(t, 1, "was of type SQL, and the type of a cell that is there cannot change", "")
	d.call("check", good, "--against", good).want(t, 0, "", "")
	_, id, _ := strings.Cut(string(text), "projectId: ")
	put(other, strings.Replace(string(text), id[:8], "00000000", 1))
	d.call("check", other, "--against", good).want(t, 2, "", "holds none of these projects")

	d.call("check", filepath.Join(dir, "none")).want(t, 1, "", "there is no file or folder")
	d.call("check", good, "--against", filepath.Join(dir, "none")).want(t, 1, "", "--against: there is no file or folder")
	d.call("check", t.TempDir()).want(t, 1, "", "holds no file *.hex.yaml")
}
