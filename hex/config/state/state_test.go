package state_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hextui/hex/config/state"
)

func open(t *testing.T, dir, profile string) *state.Store {
	t.Helper()
	s, err := state.Open(dir, profile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func save(t *testing.T, s *state.Store) {
	t.Helper()
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsRememberedIsThereAtTheNextStartForItsProfileOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not there yet")
	s := open(t, dir, "https://app.hex.tech/api/v1")
	s.Change(func(st *state.State) { st.Theme = state.Theme{Name: "light"}; st.Star("p1") })
	s.ChangeList("projects", func(l *state.List) { l.Sort, l.Columns = "owner", []string{"title", "owner"} })
	if !s.Unsaved() {
		t.Error("nothing is to be written")
	}
	save(t, s)
	if s.Unsaved() {
		t.Error("something is still to be written")
	}
	again := open(t, dir, "https://app.hex.tech/api/v1")
	if st := again.State(); st.Theme.Name != "light" || !slices.Equal(st.Stars, []string{"p1"}) {
		t.Errorf("remembered is %+v", st)
	}
	if l := again.List("projects"); l.Sort != "owner" || !slices.Equal(l.Columns, []string{"title", "owner"}) {
		t.Errorf("the list is %+v", l)
	}
	for _, other := range []string{"https://eu.hex.tech/api/v1", "https-//app.hex.tech/api/v1", "work", "../../etc/passwd"} {
		if st := open(t, dir, other).State(); st.Theme.Name != "" {
			t.Errorf("%s has the theme %s", other, st.Theme.Name)
		}
	}
}

func TestTwoProgramsKeepWhatEachChanged(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir, "work"), open(t, dir, "work")
	a.Change(func(st *state.State) { st.Star("from a") })
	b.Change(func(st *state.State) { st.Star("from b"); st.Opened("p2") })
	a.ChangeList("users", func(l *state.List) { l.View = "admins" })
	save(t, a)
	save(t, b)
	st := open(t, dir, "work").State()
	if !slices.Equal(st.Stars, []string{"from a", "from b"}) || st.Lists["users"].View != "admins" || st.Recent[0] != "p2" {
		t.Errorf("remembered is %+v", st)
	}
}

func TestADamagedFileBeginsAnew(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, "work")
	s.Change(func(st *state.State) { st.Star("p1") })
	save(t, s)
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.WriteFile(files[0], []byte("{nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = state.Open(dir, "work")
	if err == nil || len(s.State().Stars) > 0 {
		t.Errorf("the error is %v, the stars are %v", err, s.State().Stars)
	}
	s.Change(func(st *state.State) { st.Star("p2") })
	save(t, s)
	if st := open(t, dir, "work").State(); !slices.Equal(st.Stars, []string{"p2"}) {
		t.Errorf("the stars are %v", st.Stars)
	}
}

func TestRecentIsShortAndHasNothingTwice(t *testing.T) {
	s := state.New()
	for i := range 200 {
		s.Change(func(st *state.State) { st.Opened(string(rune('a' + i%60))) })
	}
	got := s.State().Recent
	if len(got) != 50 || got[0] != string(rune('a'+199%60)) || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 50 {
		t.Errorf("%d recent: %v", len(got), got)
	}
	if s.Unsaved() {
		t.Error("a store without a file has something to write")
	}
}
