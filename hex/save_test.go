package hex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hextui/hex"
)

const was, mine, theirs = "select 1\r\n\tfrom t\n", "select 2\r\n\tfrom t -- größer <&>\u2028\n", "select 3"

// saving runs a test with a cell that was read, in time of its own.
func saving(t *testing.T, test func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot)) {
	synctest.Test(t, func(t *testing.T) {
		n := &notebook{kind: hex.CellSQL, source: was, dataframe: "df"}
		c := connect(t, over(n.serve))
		base, err := c.ReadCell(t.Context(), "p", "id0", "static")
		if err != nil {
			t.Fatal(err)
		}
		n.calls = nil
		test(t, c, n, base)
		if n.count("PATCH") > 1 {
			t.Errorf("it was written %d times", n.count("PATCH"))
		}
	})
}

func TestSave(t *testing.T) {
	for _, kind := range []hex.CellType{hex.CellSQL, hex.CellCode, hex.CellMarkdown} {
		synctest.Test(t, func(t *testing.T) {
			n := &notebook{kind: kind, source: was, dataframe: "df"}
			c := connect(t, over(n.serve))
			base, err := c.ReadCell(t.Context(), "p", "id0", "")
			if err != nil || base.Source != was || base.Hash != hex.SourceHash(was) {
				t.Fatalf("%+v, %v", base, err)
			}
			var steps []hex.SaveState
			saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine, Step: func(s hex.SaveState) { steps = append(steps, s) }})
			if err != nil {
				t.Fatal(err)
			}
			if n.source != mine || !saved.Changed || saved.Previous != was || saved.Cell.ID != "id1" || saved.Snapshot.Source != mine ||
				n.dataframe != "df" {
				t.Errorf("%s: %+v, in Hex %q", kind, saved, n.source)
			}
			if !slices.Equal(steps, []hex.SaveState{hex.SaveReading, hex.SaveWriting, hex.SaveVerifying}) {
				t.Errorf("%v", steps)
			}
			// What was saved is the base of the next edit, and of taking it back.
			undone, err := c.Save(t.Context(), saved.Snapshot, hex.Edit{Source: saved.Previous})
			if err != nil || n.source != was || undone.Cell.ID != "id2" {
				t.Errorf("%+v, %v", undone, err)
			}
		})
	}
}

func TestSaveChangesMoreThanTheSource(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		saved, err := c.Save(t.Context(), base, hex.Edit{Source: was, OutputDataframe: new("orders")})
		if err != nil || !saved.Changed || n.dataframe != "orders" || saved.Cell.OutputDataframe() != "orders" {
			t.Errorf("%+v, %v", saved, err)
		}
		_, err = c.Save(t.Context(), saved.Snapshot, hex.Edit{Source: was, DataConnectionID: new("dc")})
		if err != nil {
			t.Errorf("the connection is this already: %v", err)
		}
	})
}

func TestSaveOfTheSameWritesNothing(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		saved, err := c.Save(t.Context(), base, hex.Edit{Source: was})
		if err != nil || saved.Changed || n.count("PATCH") != 0 {
			t.Errorf("%+v, %v", saved, err)
		}
		n.edit(mine) // somebody wrote the very same
		saved, err = c.Save(t.Context(), base, hex.Edit{Source: mine})
		if err != nil || saved.Changed || n.count("PATCH") != 0 || saved.Cell.ID != "id1" {
			t.Errorf("%+v, %v", saved, err)
		}
	})
}

func TestSaveFindsACellWhoseIDChanged(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		n.edit(was) // a new id, the same source
		saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
		if err != nil || saved.Cell.ID != "id2" || n.source != mine {
			t.Errorf("%+v, %v", saved, err)
		}
	})
}

func TestSaveConflict(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		n.edit(theirs)
		_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
		var conflict *hex.Conflict
		if !errors.As(err, &conflict) || conflict.Base.Source != was || conflict.Mine != mine || conflict.Theirs.Source != theirs ||
			conflict.Gone {
			t.Fatalf("%+v", err)
		}
		if n.source != theirs || n.count("PATCH") != 0 {
			t.Error("it was written")
		}
		// Somebody changes it once more before the person has chosen: that version they have not seen.
		n.edit(theirs + " again")
		_, err = c.Save(t.Context(), base, hex.Edit{Source: mine, Over: conflict.Theirs.Hash})
		if !errors.As(err, &conflict) || conflict.Theirs.Source != theirs+" again" || n.count("PATCH") != 0 {
			t.Fatalf("%+v", err)
		}
		if _, err := c.Save(t.Context(), base, hex.Edit{Source: mine, Over: conflict.Theirs.Hash}); err != nil || n.source != mine {
			t.Errorf("over what was seen: %v", err)
		}
	})
}

func TestSaveOfACellThatIsGone(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		n.gone = true
		_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
		var conflict *hex.Conflict
		if !errors.As(err, &conflict) || !conflict.Gone || conflict.Mine != mine || conflict.Theirs.Source != "" {
			t.Errorf("%+v", err)
		}
	})
}

func TestSaveOfACellWithoutSource(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		n.kind = "CHART"
		_, err := c.Save(t.Context(), base, hex.Edit{Source: mine, Over: hex.SourceHash("")})
		if e := failure(t, err); e.Kind != hex.Invalid || n.count("PATCH") != 0 {
			t.Errorf("%+v", e)
		}
	})
}

func TestSaveThatHexRefuses(t *testing.T) {
	for _, status := range []int{400, 401, 403, 422} {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			n.before = func(w http.ResponseWriter, op string, _ int) bool {
				if op == "PATCH" {
					w.WriteHeader(status)
				}
				return op == "PATCH"
			}
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			if e := failure(t, err); e.Status != status || e.MayHaveHappened || n.source != was {
				t.Errorf("%d: %+v", status, e)
			}
		})
	}
}

func TestSaveThatCannotRead(t *testing.T) {
	saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
		n.before = func(w http.ResponseWriter, op string, _ int) bool { w.WriteHeader(401); return true }
		_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
		if e := failure(t, err); e.Kind != hex.Unauthorized || n.count("PATCH") != 0 {
			t.Errorf("%+v", e)
		}
	})
}

// lost makes the answer of the write get lost, after it was carried out or not.
func lost(n *notebook, carriedOut bool, then func(op string, count int)) {
	n.before = func(w http.ResponseWriter, op string, count int) bool {
		if then != nil {
			then(op, count)
		}
		if op != "PATCH" {
			return false
		}
		if carriedOut {
			n.edit(mine)
		}
		panic(http.ErrAbortHandler)
	}
}

func TestSaveWhoseAnswerWasLost(t *testing.T) {
	t.Run("it was written", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			lost(n, true, nil)
			saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			if err != nil || !saved.Changed || saved.Snapshot.Source != mine || saved.Cell.ID != "id1" {
				t.Errorf("%+v, %v", saved, err)
			}
		})
	})
	t.Run("it was not written", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			lost(n, false, nil)
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			if e := failure(t, err); e.Kind != hex.Network || e.MayHaveHappened || !strings.Contains(e.Error(), "was not written") {
				t.Errorf("%+v", e)
			}
		})
	})
	t.Run("it did not come in time", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			n.before = func(w http.ResponseWriter, op string, _ int) bool {
				if op == "PATCH" {
					time.Sleep(time.Hour) // longer than a client waits, and it may be carried out even then
				}
				return op == "PATCH"
			}
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			var unknown *hex.Unverified
			if !errors.As(err, &unknown) || unknown.Accepted || unknown.Now == nil || unknown.Now.Source != was ||
				hex.KindOf(err) != hex.Timeout {
				t.Errorf("%+v", err)
			}
		})
	})
	t.Run("it is written a moment later", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			lost(n, false, func(op string, count int) {
				if op == "LIST" && count == 2 {
					n.edit(mine)
				}
			})
			if saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine}); err != nil || saved.Snapshot.Source != mine {
				t.Errorf("%+v, %v", saved, err)
			}
		})
	})
	t.Run("somebody else wrote", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			lost(n, true, func(op string, count int) {
				if op == "LIST" && count == 1 {
					n.edit(theirs)
				}
			})
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			var unknown *hex.Unverified
			if !errors.As(err, &unknown) || unknown.Accepted || unknown.Now == nil || unknown.Now.Source != theirs || unknown.Mine != mine {
				t.Errorf("%+v", err)
			}
			if hex.KindOf(err) != hex.Network {
				t.Errorf("the cause is %v", errors.Unwrap(err))
			}
		})
	})
	t.Run("nothing can be read", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			lost(n, true, func(op string, count int) {
				if op == "LIST" {
					panic(http.ErrAbortHandler)
				}
			})
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			var unknown *hex.Unverified
			if !errors.As(err, &unknown) || unknown.Now != nil || !strings.Contains(err.Error(), "not known") {
				t.Errorf("%+v", err)
			}
		})
	})
	t.Run("an answer that is none", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			n.before = func(w http.ResponseWriter, op string, _ int) bool {
				if op == "PATCH" {
					n.edit(mine)
					answer(w, 200, `{"id":"id1","stat`)
				}
				return op == "PATCH"
			}
			if saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine}); err != nil || saved.Cell.ID != "id1" {
				t.Errorf("%+v, %v", saved, err)
			}
		})
	})
	t.Run("the caller gave up", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			ctx, cancel := context.WithCancel(t.Context())
			n.before = func(w http.ResponseWriter, op string, _ int) bool {
				if op == "PATCH" {
					n.edit(mine)
					cancel()
				}
				return op == "PATCH"
			}
			if saved, err := c.Save(ctx, base, hex.Edit{Source: mine}); err != nil || saved.Snapshot.Source != mine {
				t.Errorf("what is known is told all the same: %+v, %v", saved, err)
			}
		})
	})
	t.Run("nothing answers for ever", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			ctx, cancel := context.WithCancel(t.Context())
			lost(n, true, func(op string, count int) {
				if op == "LIST" {
					cancel()
					time.Sleep(time.Hour)
				}
			})
			began := time.Now()
			_, err := c.Save(ctx, base, hex.Edit{Source: mine})
			var unknown *hex.Unverified
			if !errors.As(err, &unknown) || time.Since(began) > 3*time.Hour {
				t.Errorf("%v after %v", err, time.Since(began))
			}
		})
	})
}

func TestSaveThatHexAccepts(t *testing.T) {
	t.Run("but it cannot be read back", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			n.before = func(w http.ResponseWriter, op string, count int) bool {
				if op == "GET" && count > 1 {
					w.WriteHeader(500)
					return true
				}
				return false
			}
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			var unknown *hex.Unverified
			if !errors.As(err, &unknown) || !unknown.Accepted || unknown.Now != nil || hex.KindOf(err) != hex.Server {
				t.Errorf("%+v", err)
			}
		})
	})
	t.Run("but holds something else", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			n.before = func(w http.ResponseWriter, op string, count int) bool {
				if op == "GET" && count == 2 {
					n.mu.Lock()
					n.source = strings.TrimSpace(n.source)
					n.mu.Unlock()
				}
				return false
			}
			_, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
			var unknown *hex.Unverified
			if !errors.As(err, &unknown) || !unknown.Accepted || unknown.Now == nil || unknown.Now.Source != strings.TrimSpace(mine) {
				t.Errorf("%+v", err)
			}
		})
	})
	t.Run("and shows it a moment later", func(t *testing.T) {
		saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
			n.before = func(w http.ResponseWriter, op string, count int) bool {
				if op == "GET" && count == 2 {
					w.WriteHeader(404)
					return true
				}
				return false
			}
			if saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine}); err != nil || saved.Snapshot.Source != mine {
				t.Errorf("%+v, %v", saved, err)
			}
		})
	})
}

func TestSaveOvertakenBetweenReadAndWrite(t *testing.T) {
	for name, test := range map[string]struct {
		overtake func(*notebook)
		check    func(error) bool
	}{
		"by a write": {func(n *notebook) { n.edit(theirs) }, func(err error) bool {
			var c *hex.Conflict
			return errors.As(err, &c) && c.Theirs.Source == theirs
		}},
		"by the very same write": {func(n *notebook) { n.edit(mine) }, func(err error) bool { return err == nil }},
		"by a deletion": {func(n *notebook) { n.gone = true }, func(err error) bool {
			var c *hex.Conflict
			return errors.As(err, &c) && c.Gone
		}},
		"by a new id": {func(n *notebook) { n.edit(was) }, func(err error) bool {
			return hex.KindOf(err) == hex.NotFound && strings.Contains(err.Error(), "Save again")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			saving(t, func(t *testing.T, c *hex.Client, n *notebook, base hex.Snapshot) {
				n.before = func(w http.ResponseWriter, op string, _ int) bool {
					if op == "PATCH" {
						test.overtake(n)
					}
					return false
				}
				saved, err := c.Save(t.Context(), base, hex.Edit{Source: mine})
				if !test.check(err) || saved.Changed {
					t.Errorf("%+v, %+v", saved, err)
				}
				if err != nil && n.source == mine {
					t.Error("it was written")
				}
			})
		})
	}
}

// Two users of one program save the same cell at once: one wins, the other is told.
func TestSavesOfOneCellFollowEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &notebook{kind: hex.CellCode, source: was}
		c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			n.serve(w, r)
		}))
		base, err := c.ReadCell(t.Context(), "p", "id0", "static")
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		errs := make([]error, 5)
		for i := range errs {
			wg.Go(func() { _, errs[i] = c.Save(t.Context(), base, hex.Edit{Source: fmt.Sprint("x = ", i)}) })
		}
		wg.Wait()
		saved := 0
		for _, err := range errs {
			var conflict *hex.Conflict
			switch {
			case err == nil:
				saved++
			case !errors.As(err, &conflict):
				t.Error(err)
			}
		}
		if saved != 1 || n.count("PATCH") != 1 {
			t.Errorf("%d saved, %d writes", saved, n.count("PATCH"))
		}
	})
}

func TestReadCell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &notebook{kind: hex.CellMarkdown, source: was, version: 4}
		c := connect(t, over(n.serve))
		for _, ids := range [][2]string{{"id4", ""}, {"id4", "static"}, {"", "static"}, {"id1", "static"}, {"static", "static"}} {
			if s, err := c.ReadCell(t.Context(), "p", ids[0], ids[1]); err != nil || s.Cell.ID != "id4" {
				t.Errorf("%q: %+v, %v", ids, s, err)
			}
		}
		if _, err := c.ReadCell(t.Context(), "p", "id1", ""); hex.KindOf(err) != hex.NotFound {
			t.Error(err)
		}
		if _, err := c.ReadCell(t.Context(), "p", "", ""); hex.KindOf(err) != hex.Invalid {
			t.Error(err)
		}
		if s, err := c.ReadCell(t.Context(), "p", "id4", "other-static"); err != nil || s.Cell.ID != "other" {
			t.Errorf("the id is another cell's: %+v, %v", s, err)
		}
	})
}

func TestSourceHash(t *testing.T) {
	if got := hex.SourceHash("select 1"); got != "sha256:822ae07d4783158b" {
		t.Error(got)
	}
	if hex.SourceHash("a\n") == hex.SourceHash("a\r\n") {
		t.Error("line ends count")
	}
}

// Once the write has left, it is told as sent; refused for going too fast, it waits again and can be given up.
func TestSaveTellsWhetherItsWriteHasLeft(t *testing.T) {
	start := func(t *testing.T, refused int) (*hex.Client, *notebook, hex.Snapshot) {
		n := &notebook{kind: hex.CellSQL, source: was}
		n.before = func(w http.ResponseWriter, op string, count int) bool {
			if op != "PATCH" || count > refused {
				return false
			}
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		c := serve(t, n.serve)
		base, err := c.ReadCell(t.Context(), "p", "id0", "")
		if err != nil {
			t.Fatal(err)
		}
		return c, n, base
	}
	t.Run("in order", func(t *testing.T) {
		c, n, base := start(t, 1)
		var steps []hex.SaveState
		_, err := c.Save(t.Context(), base, hex.Edit{Source: mine, Step: func(s hex.SaveState) { steps = append(steps, s) }})
		want := []hex.SaveState{hex.SaveReading, hex.SaveWriting, hex.SaveSent, hex.SaveWriting, hex.SaveSent, hex.SaveVerifying}
		if err != nil || n.source != mine || !slices.Equal(steps, want) {
			t.Errorf("%v, %v", steps, err)
		}
	})
	for name, c := range map[string]struct{ steps, sent int }{"before it is sent": {2, 0}, "while it waits for another try": {4, 1}} {
		t.Run("given up "+name, func(t *testing.T) {
			client, n, base := start(t, 9)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			steps := 0
			_, err := client.Save(ctx, base, hex.Edit{Source: mine, Step: func(hex.SaveState) {
				if steps++; steps == c.steps {
					cancel()
				}
			}})
			if e := failure(t, err); e.Kind != hex.Canceled || e.MayHaveHappened || n.source != was || n.count("PATCH") != c.sent {
				t.Errorf("%+v after %d writes", e, n.count("PATCH"))
			}
		})
	}
}
