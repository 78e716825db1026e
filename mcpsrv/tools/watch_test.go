package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
)

func TestWaitRunIsGivenUp(t *testing.T) {
	work, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	client, err := hex.New(hex.Options{BaseURL: work.URL(), Token: work.Token(), Limits: hex.NoLimits, RetryFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		if err := work.Close(); err != nil {
			t.Error(err)
		}
	})
	page, err := client.ListProjects(t.Context(), hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(page.Items, func(p hex.Project) bool { return p.Title == "Weekly revenue" })
	project := page.Items[i].ID
	release, err := work.HoldRuns(emulator.HeldPending)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	started, err := client.RunProject(t.Context(), project, hex.RunRequest{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan string, 100)
	w := New(Options{}).For(client, &Roads{API: true}, hearing{told: told})
	ended := make(chan error, 1)
	go func() {
		_, err := w.waitRun(ctx, waitRunIn{ProjectID: project, RunID: started.RunID, TimeoutS: 50})
		ended <- err
	}()
	select {
	case message := <-told:
		if !strings.Contains(message, "of 50: PENDING for") {
			t.Errorf("told %s", message)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no progress")
	}
	cancel()
	select {
	case err := <-ended:
		if f := answer.From(err, answer.Advice{Check: "check"}); f.Kind != string(hex.Canceled) || f.Hint != "check" {
			t.Errorf("got %+v", f)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the wait goes on")
	}
}

// silent is a caller who hears nothing.
type silent struct{}

func (silent) Progress(int, int, string)   {}
func (silent) TaskEnds() (time.Time, bool) { return time.Time{}, false }
func (silent) StepAside() (back func())    { return func() {} }

// hearing is a caller who hears of the call.
type hearing struct {
	silent
	told chan string
}

func (h hearing) Progress(done, total int, message string) {
	h.told <- fmt.Sprintf("%d of %d: %s", done, total, message)
}
