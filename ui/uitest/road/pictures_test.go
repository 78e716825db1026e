package road

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"hextui/ui/uitest"
	"hextui/ui/uitest/gallery"
)

// TestPictures draws the documentation's pictures and compares them with those in docs: they show the program as it is.
// With -update it writes them.
func TestPictures(t *testing.T) {
	t.Parallel()
	if uitest.Race {
		t.Skip("The pictures are compared without the race detector; the same screens are driven with it in other tests.")
	}
	dir := t.TempDir()
	if flag.Lookup("update").Value.String() == "true" {
		dir = "docs"
	}
	paths, err := gallery.Draw(t.Context(), dir, program.Keys(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		drawn, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(filepath.Join("docs", filepath.Base(path)))
		if err != nil || !bytes.Equal(drawn, kept) {
			t.Errorf("docs/%s is not what the program looks like (%v): look at it again with go generate", filepath.Base(path), err)
		}
	}
}
