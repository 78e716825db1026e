package project

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/lex"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
)

// Each SQL cell is coloured as its connection speaks SQL, as soon as the connection is known; one without asks dataframes.
func TestCellsAreColouredAsTheirConnectionSpeaks(t *testing.T) {
	st := store.New(nil, nil, task.New(t.Context()), time.Now, false)
	s := &Screen{env: &screen.Env{Store: st}, panes: map[string]*pane{}}
	for id, connection := range map[string]string{"snow": "c1", "big": "c2", "frame": "", "unknown": "c3"} {
		c := hex.Cell{StaticID: id, Type: hex.CellSQL, DataConnectionID: connection}
		c.Contents.SQL = &hex.SQLContents{Source: "select 1"}
		s.panes[id] = newPane(action.KeyMap{}, c)
		s.panes[id].show(c, id, 1, time.Now())
	}
	s.syncDialects()
	before := s.panes["snow"].ed.Language()
	st.Connections.Put("c1", hex.DataConnection{ID: "c1", Type: hex.ConnectionSnowflake})
	st.Connections.Put("c2", hex.DataConnection{ID: "c2", Type: hex.ConnectionBigQuery})
	s.syncDialects()
	for id, want := range map[string]string{"snow": "snowflake", "big": "bigquery", "frame": "duckdb", "unknown": ""} {
		if got := s.panes[id].ed.Language(); got.Lexer != lex.SQLOf(want).Lexer {
			t.Errorf("%s is coloured by %+v, want %s", id, got.Lexer, want)
		}
	}
	if before.Lexer == s.panes["snow"].ed.Language().Lexer {
		t.Error("a connection that is not known yet is taken for Snowflake")
	}
}

func TestPlacesAreRead(t *testing.T) {
	for text, want := range map[string][2]int{
		"12": {12, 1}, " 3 : 4 ": {3, 4}, "0": {}, "-1": {}, "1:0": {}, "1:": {}, "a": {}, "": {}, "1:2:3": {},
	} {
		line, col, ok := parsePlace(text)
		if ok != (want != [2]int{}) || ok && want != [2]int{line, col} {
			t.Errorf("%q is line %d, character %d, %v; want %v", text, line, col, ok, want)
		}
	}
}

// A draft that is being taken up is not found a second time by a look at the disk that was under way, and one that is gone leaves nothing
// behind that cannot be taken up.
func TestADraftIsTakenUpOnce(t *testing.T) {
	for _, gone := range []bool{false, true} {
		disk, err := drafts.Open(t.TempDir(), drafts.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer disk.Close()
		r := read(t, queries(1, 3), 140, 30)
		r.env.Drafts = disk
		source, _ := r.rows[0].Source()
		e, err := disk.Begin(drafts.Key{Project: "p", Cell: r.rows[0].StaticID}, drafts.Names{Cell: "query 1"},
			drafts.Base{Source: source, Hash: hex.SourceHash(source)})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(e.Put([]byte("select 'left behind'"), drafts.Place{}), e.Close()); err != nil {
			t.Fatal(err)
		}
		list, err := disk.List()
		if err != nil || len(list.Drafts) != 1 {
			t.Fatal(list, err)
		}
		r.takeDrafts(found{Listing: list}, nil)
		r.frame()
		r.want("a draft was kept")
		if gone {
			if err := disk.Discard(list.Drafts[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		r.startEdit()
		r.takeDrafts(found{Listing: list}, nil) // the disk was looked at before, and that is told now
		r.work()
		r.wantNo("a draft was kept")
		if !gone {
			r.want("select 'left behind'", "edited, draft kept")
			continue
		}
		if said := strings.Join(r.root.said, "\n"); !strings.Contains(said, "The draft was not taken up") {
			t.Errorf("it was said: %s", said)
		}
		r.do(action.Edit)
		r.want("editing, as in Hex")
	}
}
