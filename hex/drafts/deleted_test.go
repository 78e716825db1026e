package drafts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A deleted cell is kept byte for byte, is there for the next start, and goes with its age, or once there is too much.
func TestDeletedCells(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	names := Names{Project: "Weekly revenue", Cell: "weekly_orders"}
	const source = "select\t1\r\n-- no line end"
	id, err := s.KeepDeleted(weekly, names, source, `{"place":"behind"}`)
	check(t, err)
	check(t, s.Close())

	s = open(t, dir, Options{})
	all, err := s.Deleted()
	check(t, err)
	if len(all) != 1 {
		t.Fatalf("%d are kept", len(all))
	}
	d := all[0]
	want(t, "what is kept", []any{d.ID, d.Key, d.Names, d.Mine, d.About}, []any{id, weekly, names, source, `{"place":"behind"}`})
	if d.Discarded.IsZero() {
		t.Error("it has no age")
	}
	want(t, "drafts", len(list(t, s).Drafts), 0)
	trash, err := s.Trash()
	check(t, err)
	want(t, "trash", len(trash), 0)

	check(t, s.DropDeleted(id))
	check(t, s.DropDeleted(id))
	if err := s.DropDeleted("../../etc/passwd"); err == nil {
		t.Error("a path was taken for an id")
	}
	if _, err := s.KeepDeleted(weekly, names, strings.Repeat("x", MaxSource+1), ""); err == nil {
		t.Error("a source larger than a draft was kept")
	}

	old, err := s.KeepDeleted(weekly, names, "old", "")
	check(t, err)
	past := time.Now().Add(-31 * 24 * time.Hour)
	check(t, os.Chtimes(filepath.Join(s.deleted(), old+draftEnding), past, past))
	_, err = s.KeepDeleted(weekly, names, "young", "")
	check(t, err)
	all, err = s.Deleted()
	check(t, err)
	want(t, "what is left", texts(all), []string{"young"})

	small := open(t, dir, Options{TrashBytes: 10})
	_, err = small.KeepDeleted(weekly, names, "newest", "")
	check(t, err)
	all, err = small.Deleted()
	check(t, err)
	want(t, "what is left of too much", texts(all), []string{"newest"})
}
