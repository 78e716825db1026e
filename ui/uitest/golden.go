package uitest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write testdata/*.golden from what the tests see")

// Golden compares a screen with testdata/NAME.golden beside the test. With the flag -update it writes
// the file instead. The screen is any text: [Driver.Screen], a Frame's Crop or its Styled form.
func Golden(t testing.TB, name, screen string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(screen+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\nRun this test with -update to write the file. The screen is:\n%s", err, screen)
	}
	// A checkout may have given the file other line ends.
	old := strings.ReplaceAll(string(want), "\r\n", "\n")
	if old != screen+"\n" {
		t.Errorf("the screen is not as in %s; look at the difference, then run with -update if it is right:\n%s",
			path, udiff.Unified(path, "now", old, screen+"\n"))
	}
}

// pad fills a row with blanks up to a width in cells.
func pad(row string, width int) string {
	return row + strings.Repeat(" ", max(0, width-ansi.StringWidth(row)))
}
