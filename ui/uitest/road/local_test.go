package road

import (
	"os"
	"path/filepath"
	"testing"

	"hextui/hex/emulator"
)

// Of a connection of which Hex tells no more than its name, the page says that, and not that it is hidden.
func TestThePageOfAConnectionThatHexTellsLittleOf(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "sales.csv")
	if err := os.WriteFile(file, []byte("day,amount\n2026-01-01,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := sit(t, setup{workspace: emulator.Options{Data: file}})
	d.Press("5")
	d.choose("Local files")
	d.Press("enter")
	d.see("› Local files", "where it leads and who may use it: Hex does not tell this token",
		"Hex tells this token no more of the connection.")
	d.WantNo("not among those")
}
