package tools

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/hextest"
)

// One cell was changed between the version that succeeded and the one that failed: it is the first suspect, whatever else is odd.
func TestSuspectsAreWhatChanged(t *testing.T) {
	const (
		project = "11111111-1111-4111-8111-111111111111"
		bad     = "22222222-2222-4222-8222-222222222222"
		good    = "33333333-3333-4333-8333-333333333333"
	)
	ids := map[string]string{"changed": "aaaaaaaa-0000-4000-8000-000000000001", "quoted": "aaaaaaaa-0000-4000-8000-000000000002",
		"code": "aaaaaaaa-0000-4000-8000-000000000003"}
	sources := map[string]string{"changed": "select net from orders", "quoted": "select '{{ x }}'", "code": "a = 1"}
	cell := func(name string, kind hex.CellType) map[string]any {
		body := map[string]any{"id": ids[name], "staticId": ids[name], "cellType": kind, "label": name, "projectId": project}
		switch kind {
		case hex.CellSQL:
			body["dataConnectionId"] = project
			body["contents"] = map[string]any{"sqlCell": map[string]any{"source": sources[name], "outputDataframe": name}}
		default:
			body["contents"] = map[string]any{"codeCell": map[string]any{"source": sources[name]}}
		}
		return body
	}
	file := func(changed string) string {
		return fmt.Sprintf("schemaVersion: 3\nmeta: {}\ncells:\n"+
			"- {cellType: SQL, cellId: %s, cellLabel: changed, config: {source: %q, tableDisplayConfig: {pageSize: %d}}}\n"+
			"- {cellType: SQL, cellId: %s, cellLabel: quoted, config: {source: %q}}\n- {cellType: CODE, cellId: %s, cellLabel: code, "+
			"config: {source: %q}}\n",
			ids["changed"], changed, len(changed), ids["quoted"], sources["quoted"], ids["code"], sources["code"])
	}
	at := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	run := func(id string, version int, status hex.RunStatus, at time.Time) map[string]any {
		return map[string]any{"projectId": project, "runId": id, "projectVersion": version, "status": status, "startTime": at,
			"endTime": at.Add(90 * time.Second)}
	}
	goodVersion := 1
	network := hextest.Answering(func(r *http.Request) (int, any, error) {
		switch path := r.URL.Path; {
		case strings.HasSuffix(path, "/projects/export"):
			var body struct{ Version int }
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
				return 0, nil, err
			}
			return 200, map[string]any{"filename": "x.hex.yaml",
				"content": file(map[int]string{1: "select gross from orders", 2: sources["changed"]}[body.Version])}, nil
		case strings.HasSuffix(path, "/runs"):
			return 200, map[string]any{"runs": []any{run(bad, 2, hex.RunErrored, at),
				run(good, goodVersion, hex.RunCompleted, at.Add(-24*time.Hour))}}, nil
		case strings.HasSuffix(path, "/projects/"+project):
			return 200, map[string]any{"id": project, "title": "Orders", "lastPublishedAt": at.Add(-time.Hour),
				"lastEditedAt": at.Add(-2 * time.Hour)}, nil
		case strings.HasSuffix(path, "/cells"):
			cells := []any{cell("code", hex.CellCode), cell("quoted", hex.CellSQL), cell("changed", hex.CellSQL)}
			return 200, map[string]any{"values": cells, "pagination": map[string]any{}}, nil
		case strings.HasSuffix(path, "/data-connections"):
			return 200, map[string]any{"values": []any{map[string]any{"id": project, "name": "w", "type": "postgres"}},
				"pagination": map[string]any{}}, nil
		}
		return 404, map[string]any{"message": "no output"}, nil
	})
	explained := func() explanation {
		t.Helper()
		w := New(Options{}).For(network.Client(t), &Roads{API: true}, silent{})
		e, err := w.explain(t.Context(), explainIn{ProjectID: project, Outputs: defaultOutputs})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}

	e := explained()
	var order []string
	for _, s := range e.Suspects {
		order = append(order, s.Label)
	}
	if strings.Join(order, " ") != "changed quoted code" || !strings.Contains(e.Changes, "1 cell changed") || e.Run.RunID != bad ||
		e.LastSuccess.RunID != good {
		t.Errorf("suspects are %+v, %s", e.Suspects, e.Changes)
	}
	if text := e.Text(); !strings.Contains(text, "it was changed since version 1, which succeeded") ||
		!strings.Contains(text, "took 1 min 30 s") {
		t.Errorf("the text is %s", text)
	}
	cut := e.First(2).(explanation)
	if len(cut.Suspects) != 2 || len(cut.Causes) != 0 || !strings.HasPrefix(cut.Next, "Not listed: 1 suspect and 2 causes.") {
		t.Errorf("cut it is %+v", cut)
	}

	goodVersion = 2 // what ran then is what failed
	if e := explained(); !strings.Contains(e.Changes, "no cell of it has changed since") || e.Suspects[0].Label != "quoted" {
		t.Errorf("got %+v, %s", e.Suspects, e.Changes)
	}
}
