// Package road walks the ways that people walk, through the UI in an emulated terminal, on the embedded workspace.
package road

import (
	"fmt"
	"os"
	"testing"
	"time"

	"hextui/ui/uitest/built"
)

// program is hextui as it is built; its table of keys is what the tests press.
var program built.Program

// TestMain goes to the top of the module, from which paths in these tests are, and sets the zone in which the screens
// show times: the same for all tests, and before anything runs.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	if err := os.Chdir("../../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := program.Remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}
