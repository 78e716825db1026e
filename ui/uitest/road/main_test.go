// Package road walks the ways that people walk, through the UI in an emulated terminal, on the embedded workspace.
package road

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hextui/hex/emulator"
	"hextui/ui/uitest"
	"hextui/ui/uitest/built"
)

// program is hextui as it is built; its table of keys is what the tests press.
var program built.Program

// warehouses are those of all workspaces of these tests.
var warehouses emulator.Warehouses

// TestMain goes to the top of the module, from which paths in these tests are, and sets the zone in which the screens
// show times: the same for all tests, and before anything runs.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	if err := os.Chdir("../../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	flag.Parse()
	if at := flag.Lookup("test.parallel"); at.Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		_ = at.Value.Set(strconv.Itoa(2 * runtime.GOMAXPROCS(0))) // the program waits for the workspace half of the time
	}
	before := goleak.IgnoreCurrent()
	code := m.Run()
	err := errors.Join(program.Remove(), warehouses.Close())
	if code == 0 { // a test that failed may leave anything behind
		err = errors.Join(err, uitest.Leaks(append(excused(), before)...))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}
