package contract

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/Shopify/toxiproxy/v2/toxics"

	"hextui/hex"
	"hextui/hex/emulator"
)

// The sources are long enough that a line can break in the middle of one.
var (
	before = "select 'before'\n" + strings.Repeat("-- this was here\n", 1000)
	after  = "select 'after'\n" + strings.Repeat("-- this is mine\n", 1000)
)

// saving is a cell that is to be saved on a bad road.
type saving struct {
	*road
	t    *testing.T
	base hex.Snapshot
}

func openCell(t *testing.T, workspace *emulator.Server, bad toxic, kept bool) *saving {
	t.Helper()
	r := drive(t, workspace, bad, kept)
	p, err := r.admin.CreateProject(t.Context(), fresh("Proof"), "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.admin.CreateCell(t.Context(), hex.NewCell{ProjectID: p.ID, Type: hex.CellSQL, Source: before})
	if err != nil {
		t.Fatal(err)
	}
	base, err := r.client.ReadCell(t.Context(), p.ID, c.ID, c.StaticID)
	if err != nil {
		t.Fatal(err)
	}
	return &saving{r, t, base}
}

// save saves while requests break, and holds what is said against what is so.
func (s *saving) save(fault func(op string, nth int) bool) outcome {
	s.t.Helper()
	s.breaks(fault)
	saved, err := s.client.Save(s.t.Context(), s.base, hex.Edit{Source: after})
	s.breaks(nil)
	s.close()
	now, lookErr := s.admin.FindCell(s.t.Context(), s.base.Cell.ProjectID, s.base.Cell.StaticID)
	if lookErr != nil {
		s.t.Fatal(lookErr)
	}
	source, _ := now.Source()
	writes := s.desk.carriedOut("PATCH")
	if writes > 1 {
		s.t.Errorf("it was written %d times", writes)
	}
	if (writes == 1) != (source == after) {
		s.t.Errorf("%d writes, but the cell holds %.20q", writes, source)
	}
	var unknown *hex.Unverified
	var failed *hex.Error
	switch {
	case err == nil:
		if source != after || !saved.Changed || saved.Previous != before || saved.Snapshot.Source != after || saved.Cell.ID != now.ID {
			s.t.Errorf("it is said to be saved, but the cell holds %.20q; %.200v", source, saved)
		}
		return isSaved
	case errors.As(err, &unknown):
		if unknown.Mine != after || unknown.Accepted && writes == 0 || unknown.Cause == nil {
			s.t.Errorf("it is said not to be known: %+v; there were %d writes", err, writes)
		}
		if unknown.Now != nil && unknown.Now.Source != before {
			s.t.Errorf("it was read as %.20q", unknown.Now.Source)
		}
		if unknown.Accepted {
			return isAccepted
		}
		return isUnknown
	case errors.As(err, &failed):
		if writes != 0 || failed.MayHaveHappened || failed.Hint == "" {
			s.t.Errorf("it is said not to be written: %+v; there were %d writes", failed, writes)
		}
		return isUnwritten
	}
	s.t.Errorf("nobody else writes, but it is %v", err)
	return ""
}

// outcome is what a save says, all of it true.
type outcome string

const (
	isSaved     outcome = "saved"
	isUnwritten outcome = "not written"
	isAccepted  outcome = "accepted, but not verified"
	isUnknown   outcome = "not known"
)

// TestSaveOnABadLine breaks one request, or all from a state on, in every state of a save.
func TestSaveOnABadLine(t *testing.T) {
	t.Parallel()
	workspace, c := workspaceOf(t, emulator.Options{}), gather(t)
	try := func(state string, line badLine, fault func(op string, nth int) bool, want outcome) {
		c.run(state+", "+line.name, func(t *testing.T) {
			if got := openCell(t, workspace, line.toxic, false).save(fault); got != want {
				t.Errorf("it is %s, want %s", got, want)
			}
		})
	}
	for _, line := range append(badLines(), badLinesForCells()...) {
		if line.name != "cut within the request's body" { // reading has none
			// A read is made again, and so one that breaks changes nothing.
			try("reading", line, once("GetCell"), isSaved)
			try("verifying", line, nth("GetCell", 2), isSaved)
		}
		// What became of a write that got no answer is found out by reading.
		want := isSaved
		switch line.harm {
		case unsent:
			want = isUnwritten
		case swallowed:
			want = isUnknown // it may be on its way still
		}
		try("writing", line, once("UpdateCell"), want)
	}
	for _, line := range badLines() {
		switch line.name {
		case "cut at once", "reset before the answer", "swallowing answers":
		default:
			continue
		}
		reads := every("GetCell", "ListCells")
		try("reading and never again", line, reads, isUnwritten)
		try("verifying and never again", line, func(op string, nth int) bool { return op == "ListCells" || op == "GetCell" && nth > 1 },
			isAccepted)
		try("writing, and reading never again", line, func(op string, nth int) bool { return op == "UpdateCell" || op == "ListCells" },
			isUnknown)
	}
	c.wait()
}

// TestSaveOnALineThatLasts: the line carries so many bytes and then breaks, and so does each that is taken in its place. What
// comes of a save differs; that it is done at most once and reported truthfully does not.
func TestSaveOnALineThatLasts(t *testing.T) {
	t.Parallel()
	workspace, c := workspaceOf(t, emulator.Options{}), gather(t)
	size := len(after) // of most that goes there once, and comes back three times
	for _, bytes := range []int{150, 300, 500, size / 2, size, size + 300, size + 600, size + 900} {
		c.run(fmt.Sprint("there, ", bytes), func(t *testing.T) {
			openCell(t, workspace, there(&toxics.LimitDataToxic{Bytes: int64(bytes)}), true).save(func(string, int) bool { return true })
		})
	}
	for _, bytes := range []int{size + 400, size + 800, size * 3 / 2, 2*size + 500, 2*size + 1500, size * 5 / 2, 3*size + 700, 3*size +
		2500} {
		c.run(fmt.Sprint("back, ", bytes), func(t *testing.T) {
			openCell(t, workspace, back(&toxics.LimitDataToxic{Bytes: int64(bytes)}), true).save(func(string, int) bool { return true })
		})
	}
	c.wait()
}

// TestSaveThatArrivesLate: the line holds the write back until its sender has given up, looked, and found nothing.
func TestSaveThatArrivesLate(t *testing.T) {
	t.Parallel()
	line := &gate{make(chan struct{})}
	s := openCell(t, workspaceOf(t, emulator.Options{}), there(line).silent(afterSending), false)
	s.breaks(once("UpdateCell"))
	_, err := s.client.Save(t.Context(), s.base, hex.Edit{Source: after})
	var unknown *hex.Unverified
	if !errors.As(err, &unknown) || unknown.Accepted {
		t.Fatalf("a write on its way is not known to be lost: %v", err)
	}
	close(line.open)
	for method := range s.desk.arrived {
		if method == "PATCH" {
			break
		}
	}
	// Now it is there, and to save again is to find that out.
	saved, err := s.client.Save(t.Context(), s.base, hex.Edit{Source: after})
	if err != nil || saved.Changed || saved.Snapshot.Source != after {
		t.Errorf("%+v, %v", saved, err)
	}
	s.close()
	if n := s.desk.carriedOut("PATCH"); n != 1 {
		t.Errorf("it was written %d times", n)
	}
}
