package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"hextui/hex"
)

var at = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

type thing struct{ ID, Name string }

func id(t thing) string { return t.ID }

// things are n of them from a number on.
func things(from, n int) []thing {
	all := make([]thing, n)
	for i := range all {
		all[i] = thing{fmt.Sprint(from + i), fmt.Sprint("name ", from+i)}
	}
	return all
}

func TestShowingALongListPageByPageIsLinear(t *testing.T) {
	const pages, size = 1000, 100
	var l List[thing]
	l.begin()
	shown, last := 0, l.Version
	for page := range pages {
		l.add(things(page*size, size), nil, id)
		if l.Version != last {
			shown, last = shown+l.Len(), l.Version
		}
		if have := (page + 1) * size; l.Len()*8 < have*7-size*8 {
			t.Fatalf("after %d items %d are shown", have, l.Len())
		}
	}
	l.end(nil, at)
	if most := 10 * pages * size; shown > most {
		t.Errorf("%d items were shown again while %d came, %d is the limit", shown, pages*size, most)
	}
	if l.Len() != pages*size || l.Item(77_777).Name != "name 77777" {
		t.Errorf("%d items, the 77,777th is %v", l.Len(), l.Item(77_777))
	}
}

func TestAReadingThatFoundAllAsItWasChangesNothing(t *testing.T) {
	var l List[thing]
	l.Fill(things(0, 300), id, nil, at)
	version, first := l.Version, l.Ref(0)
	l.Fill(things(0, 300), id, nil, at.Add(time.Minute))
	if l.Version != version || l.Ref(0) != first || !l.At.Equal(at.Add(time.Minute)) {
		t.Errorf("version %d became %d", version, l.Version)
	}
	for name, change := range map[string]func([]thing) []thing{
		"another name": func(a []thing) []thing { a[7].Name = "new"; return a },
		"one less":     func(a []thing) []thing { return a[:299] },
		"one more":     func(a []thing) []thing { return append(a, thing{"x", "x"}) },
		"another order": func(a []thing) []thing {
			a[0], a[1] = a[1], a[0]
			return a
		},
	} {
		version := l.Version
		want := change(things(0, 300))
		l.Fill(slices.Clone(want), id, nil, at)
		if l.Version == version || l.Len() != len(want) || l.Item(7) != want[7] || l.Item(0) != want[0] {
			t.Errorf("%s: version %d became %d, the items are %v …", name, version, l.Version, l.Item(7))
		}
		l.Fill(things(0, 300), id, nil, at)
	}
}

func TestWhatChangedDuringAReadingIsSeen(t *testing.T) {
	var l List[thing]
	l.Fill(things(0, 3), id, nil, at)
	l.begin()
	l.add(things(0, 3), nil, id)
	l.Put("1", thing{"1", "written"})
	version := l.Version
	l.end(nil, at)
	if l.Version == version {
		t.Errorf("item 1 became %v, and nobody is told", l.Item(1))
	}
}

func TestAFirstReadingThatFailsLeavesWhatCame(t *testing.T) {
	var l List[thing]
	l.begin()
	for page := range 30 {
		l.add(things(page*100, 100), nil, id)
	}
	l.end(errors.New("no more"), at)
	if l.Len() != 3000 || l.Err == nil {
		t.Errorf("%d items are left, the error is %v", l.Len(), l.Err)
	}
}

// page is a page of projects as Hex sends it.
func page(t *testing.T, from, n int) []hex.Project {
	t.Helper()
	all := make([]map[string]any, n)
	for i := range all {
		nr := from + i
		owner := fmt.Sprintf("person.%d@acme.example", nr%200)
		all[i] = map[string]any{
			"id": fmt.Sprintf("%08d-0000-0000-0000-000000000000", nr), "type": "PROJECT",
			"title":       fmt.Sprintf("Revenue of region %d by week", nr),
			"description": "Revenue by week and channel, with refunds taken out.", "creator": map[string]any{"email": owner},
			"owner": map[string]any{"email": owner}, "status": map[string]any{"name": "Endorsed"}, "createdAt": at, "lastEditedAt": at,
			"lastPublishedAt": at, "schedules": []any{}, "categories": []any{map[string]any{"name": "Finance"}},
			"sharing": map[string]any{
				"users":     []any{map[string]any{"user": map[string]any{"email": owner}, "access": "FULL_ACCESS"}},
				"groups":    []any{map[string]any{"group": map[string]any{"name": "Finance"}, "access": "CAN_EDIT"}},
				"workspace": map[string]any{"access": "CAN_VIEW"}, "publicWeb": map[string]any{"access": "NONE"},
			},
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var projects []hex.Project
	if err := json.Unmarshal(text, &projects); err != nil {
		t.Fatal(err)
	}
	return projects
}

// TestAProjectTakesLittle bounds what 100,000 projects take by what a tenth of them does; while they are read again the old ones
// are there too, where they are as they were as the same.
func TestAProjectTakesLittle(t *testing.T) {
	const n, most = 10_000, 700
	live := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var l List[hex.Project]
	before := live()
	for range 2 {
		l.begin()
		pages := func(yield func(hex.Page[hex.Project], error) bool) {
			for from := 0; from < n && yield(hex.Page[hex.Project]{Items: page(t, from, 100)}, nil); from += 100 {
			}
		}
		for page := range slim(pages) {
			l.add(page.Items, nil, projectID)
		}
		each := int(live()-before) / n
		if l.end(nil, at); each > most {
			t.Errorf("a project takes %d bytes, %d is the limit", each, most)
		}
		t.Logf("%d bytes a project", each)
	}
	runtime.KeepAlive(&l)
}

// A list that is filled at once while it is read page by page shows that, and then what the reading found as a whole.
func TestFillingDuringAReading(t *testing.T) {
	for _, read := range []bool{false, true} {
		var l List[thing]
		if read {
			l.Fill(things(0, 2), id, nil, at)
		}
		l.begin()
		l.add(things(0, 2), nil, id)
		l.Fill(things(0, 3), id, nil, at)
		if l.Len() != 3 || !l.Loading {
			t.Errorf("after the filling there are %d, loading %v", l.Len(), l.Loading)
		}
		l.add(things(2, 2), nil, id)
		l.end(nil, at)
		if l.Len() != 4 || l.Loading {
			t.Errorf("after the reading there are %d, loading %v", l.Len(), l.Loading)
		}
	}
}

func TestANewItemIsPutBehindAnother(t *testing.T) {
	var l List[thing]
	l.PutBehind("none", "1", thing{"1", "one"})
	l.Fill(things(1, 3), id, nil, at)
	before := l.IDs()
	l.PutBehind("1", "9", thing{"9", "nine"})
	l.PutBehind("none", "8", thing{"8", "eight"})
	l.PutBehind("1", "3", thing{"3", "three"}) // it is there already
	if got := l.IDs(); !slices.Equal(got, []string{"1", "9", "2", "3", "8"}) || l.Item(1).Name != "nine" || l.Item(3).Name != "three" {
		t.Errorf("the list is %v", got)
	}
	if !slices.Equal(before, []string{"1", "2", "3"}) {
		t.Errorf("the ids that were given before are %v now", before)
	}
}
