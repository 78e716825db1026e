package guides

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/deed/deedtest"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// TestGuides: a draft is written from a file, taken back, dropped and published, each after it was shown.
func TestGuides(t *testing.T) {
	d := deedtest.New(t)
	d.Read(store.Thing{Kind: store.Guides})
	s := New(d.Env, screen.Target{Place: screen.Guides})
	offer := func(id action.ID) {
		t.Helper()
		s.Sync()
		for _, o := range s.Offers() {
			if o.Action == id {
				if o.Reason != "" {
					t.Fatalf("%s: %s", id, o.Reason)
				}
				o.Do()
				d.Run()
				return
			}
		}
		t.Fatalf("%s is not offered", id)
	}
	paths := func() string {
		var all []string
		for g, err := range hex.Items(d.Behind.DraftGuidePages(t.Context(), hex.GuideQuery{})) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, g.FilePath)
		}
		listed := ""
		for i := range d.Env.Store.Guides.Len() {
			listed += d.Env.Store.Guides.Item(i).FilePath + " "
		}
		if len(strings.Fields(listed)) != len(all) {
			t.Errorf("listed are %s, there are %v", listed, all)
		}
		return strings.Join(all, " ")
	}
	was := paths()
	file := filepath.Join(t.TempDir(), "refunds.md")
	if err := os.WriteFile(file, []byte("# Refunds\ncount twice\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	write := func() {
		t.Helper()
		d.Writes()
		offer(action.UploadGuide)
		d.Type(file)
		d.Answer(action.Accept)
		d.Want(d.Dialog(80, 24), "Write the draft of “refunds.md”?", "refunds.md – → 2 lines", "Hex's analyst follows them for everybody")
		if sent := d.Writes(); sent != "[]" {
			t.Fatalf("%s were sent", sent)
		}
		d.Answer(action.Yes)
		if now := paths(); !strings.Contains(now, "refunds.md") {
			t.Fatalf("the drafts are %s", now)
		}
		s.Sync()
		if !s.(*screen.List[hex.Guide]).Grid.Select(draftID(d, "refunds.md")) {
			t.Fatal("the draft is not listed")
		}
	}
	write()
	offer(action.UndoWrite)
	d.Answer(action.Yes)
	if now := paths(); now != was {
		t.Fatalf("after it was taken back the drafts are %s", now)
	}
	write()
	offer(action.DropGuide)
	d.Want(d.Dialog(80, 24), "Drop the draft of “refunds.md”?", "refunds.md draft → no draft", "cannot be put back")
	d.Answer(action.Accept) // doing nothing is the default
	if now := paths(); !strings.Contains(now, "refunds.md") {
		t.Fatal("it was dropped by the default")
	}
	offer(action.DropGuide)
	d.Answer(action.Yes)
	if now := paths(); now != was {
		t.Fatalf("the drafts are %s", now)
	}
	write()
	offer(action.PublishGuide)
	d.Want(d.Dialog(80, 24), "Publish the guide “refunds.md”?", "refunds.md draft → published")
	d.Answer(action.Yes)
	if now := paths(); now != was || !strings.Contains(d.Last(), "is published") || strings.Contains(d.Last(), "takes it back") {
		t.Fatalf("the drafts are %s; said was %s", now, d.Last())
	}
	offer(action.PublishGuides)
	d.Answer(action.Yes)
	if now := paths(); now != "" {
		t.Fatalf("the drafts are %s", now)
	}
}

func draftID(d *deedtest.Desk, path string) string {
	for i := range d.Env.Store.Guides.Len() {
		if g := d.Env.Store.Guides.Item(i); g.FilePath == path {
			return g.ID
		}
	}
	return "none"
}

// TestNoGuide: what is no guide is refused in the form, in words.
func TestNoGuide(t *testing.T) {
	folder := t.TempDir()
	for name, c := range map[string]struct{ text, says string }{
		"empty.md":  {" \n", "It is empty"},
		"binary.md": {"\xff\xfe", "no text"},
		"long.md":   {strings.Repeat("ä", mostRunes+1), "at most 100,000"},
		"huge.md":   {strings.Repeat("a", mostBytes+1), "at most 100,000"},
	} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, why := read(file); !strings.Contains(why, c.says) {
			t.Errorf("%s: %q", name, why)
		}
	}
	for _, file := range []string{"", folder, filepath.Join(folder, "none.md")} {
		if _, _, why := read(file); why == "" {
			t.Errorf("%q is taken for a guide", file)
		}
	}
	if text, name, why := read(filepath.Join(folder, "..", filepath.Base(folder), "fine.md")); text+name != "" || why == "" {
		t.Errorf("what is not there is read: %q %q", text, name)
	}
}
