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
	w := New(Options{}).For(client, func(done, total int, message string) { told <- fmt.Sprintf("%d of %d: %s", done, total, message) })
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

func TestKnownCauses(t *testing.T) {
	sql := func(source, connection string) hex.Cell {
		return hex.Cell{ID: "c", Type: hex.CellSQL, DataConnectionID: connection, Contents: hex.Contents{SQL: &hex.SQLContents{Source: source, OutputDataframe: "made"}}}
	}
	code := func(source string) hex.Cell {
		return hex.Cell{ID: "c", Type: hex.CellCode, Contents: hex.Contents{Code: &hex.CodeContents{Source: source}}}
	}
	seen := map[string]bool{"w": true}
	for _, c := range []struct {
		name  string
		cells []hex.Cell
		want  string
	}{
		{"fine", []hex.Cell{sql("select * from orders where d > {{ start }}", "w")}, ""},
		{"no connection", []hex.Cell{sql("select * from orders", "")}, "missing_connection likely 0"},
		{"over a result", []hex.Cell{sql("select 1", "w"), sql("select * from made join frame using (x)", "")}, `missing_connection likely 0`},
		{"over results", []hex.Cell{sql("select 1", "w"), code("frame = load()"), sql("with t as (select * from made) select * from t join Frame", "")}, ""},
		{"a connection nobody sees", []hex.Cell{sql("select 1", "gone")}, "missing_connection possible 0"},
		{"empty", []hex.Cell{sql("select 1\nwhere {{ }}", "w")}, "stray_template likely 2"},
		{"not closed", []hex.Cell{sql("select {{ a }", "w")}, "stray_template likely 1"},
		{"quoted", []hex.Cell{sql("select 1\nwhere a = '{{ a }}'", "w")}, "quoted_parameter likely 2"},
		{"quoted for good reason", []hex.Cell{sql("where a = '{{ a | sqlsafe }}'", "w")}, ""},
		{"in code", []hex.Cell{code("x = {{ start }}")}, "stray_template possible 1"},
		{"in a text of code", []hex.Cell{code(`x = f"{{ start }}"`)}, ""},
	} {
		var got []string
		for _, found := range causesIn(c.cells, seen) {
			got = append(got, fmt.Sprintf("%s %s %d", found.Kind, found.Certainty, found.Line))
			if found.Do == "" || found.Message == "" {
				t.Errorf("%s does not say what to do: %+v", c.name, found)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}
