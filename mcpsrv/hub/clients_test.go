package hub

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Clients in other languages, written from the contract's examples, are served as they are.
func TestClients(t *testing.T) {
	for file, program := range map[string]string{"client.py": "python3", "client.mjs": "node"} {
		t.Run(program, func(t *testing.T) {
			path, err := exec.LookPath(program)
			if err != nil {
				t.Skipf("there is no %s here", program)
			}
			w := newWorld(t, func(w *world) { w.options.Token = token })
			out, err := exec.CommandContext(t.Context(), path, filepath.Join("testdata", file), w.url, token).CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != "ok" {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
