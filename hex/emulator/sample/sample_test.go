package sample_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"hextui/hex/emulator/sample"
	"hextui/hex/emulator/store"
)

var noon = time.Date(2026, 11, 19, 12, 0, 0, 0, time.UTC)

func contents(t *testing.T, o sample.Options) store.Contents {
	t.Helper()
	c, err := sample.Workspace(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEqualSeedsMakeEqualWorkspaces(t *testing.T) {
	t.Parallel()
	anyOrder := cmpopts.SortSlices(func(a, b store.Grant) bool {
		return a.Object+string(a.Kind)+a.Principal < b.Object+string(b.Kind)+b.Principal
	})
	o := sample.Options{Now: noon, Seed: 7, Size: 50, Hostile: true}
	if diff := cmp.Diff(contents(t, o), contents(t, o), anyOrder); diff != "" {
		t.Errorf("they differ: %s", diff)
	}
	other := o
	other.Seed = 8
	if contents(t, o).Projects[0].ID == contents(t, other).Projects[0].ID {
		t.Error("another seed makes the same ids")
	}
}

func TestTimesAreInOrder(t *testing.T) {
	t.Parallel()
	c := contents(t, sample.Options{Now: noon, Size: 200})
	projects := map[string]store.Project{}
	for _, p := range c.Projects {
		projects[p.ID] = p
		if p.Edited.Before(p.Created) || p.Edited.After(noon) || p.Published.After(noon) ||
			(!p.Published.IsZero() && p.Published.Before(p.Created)) {
			t.Errorf("%q: created %s, edited %s, published %s", p.Title, p.Created, p.Edited, p.Published)
		}
		if (p.Version == 0) != p.Published.IsZero() {
			t.Errorf("%q has the version %d, published %s", p.Title, p.Version, p.Published)
		}
	}
	schedules := map[string]bool{}
	for _, p := range c.Projects {
		for _, s := range p.Schedules {
			schedules[s.Cadence] = true
		}
	}
	for _, cadence := range []string{"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "CUSTOM"} {
		if !schedules[cadence] {
			t.Errorf("no project runs %s", cadence)
		}
	}
	for _, r := range c.Runs {
		p := projects[r.Project]
		if r.Created.Before(p.Created) || r.Ended.Before(r.Created) || r.Ended.After(noon) || r.Version > p.Version || r.Version < 1 {
			t.Errorf("%q has a run of version %d from %s to %s", p.Title, r.Version, r.Created, r.Ended)
		}
	}
}

func TestThreadsAreWhole(t *testing.T) {
	t.Parallel()
	c := contents(t, sample.Options{Now: noon})
	said := map[string][]store.Message{}
	for _, m := range c.Messages {
		if earlier := said[m.Thread]; len(earlier) > 0 && m.Created.Before(earlier[len(earlier)-1].Created) {
			t.Errorf("in the thread %s %q comes too late", m.Thread, m.Text)
		}
		said[m.Thread] = append(said[m.Thread], m)
	}
	for _, thread := range c.Threads {
		if len(said[thread.ID]) < 2 || thread.Updated.Before(thread.Created) || thread.Updated.After(noon) {
			t.Errorf("%q has %d messages, from %s to %s", thread.Title, len(said[thread.ID]), thread.Created, thread.Updated)
		}
		if (thread.Status == "ERROR") != (thread.Error != nil) || (thread.Status == "IDLE") != (len(thread.Response) > 0) {
			t.Errorf("%q is %s with the answer %v", thread.Title, thread.Status, thread.Response)
		}
	}
}
