package emulator

import (
	"hextui/hex/emulator/executor"
	"net/http"
	"strings"
	"testing"
)

// state is a run's status.
func (w *world) state(project, run string) string {
	w.t.Helper()
	return w.get("/projects/" + project + "/runs/" + run).is(200).word("status")
}

// hold keeps runs at a place until the test opens it again.
func (w *world) hold(at string) (release func()) {
	w.t.Helper()
	release, err := w.HoldRuns(at)
	if err != nil {
		w.t.Fatal(err)
	}
	return release
}

func TestRunLifecycle(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	goPending, goRunning := w.hold(HeldPending), w.hold(HeldRunning)

	made := w.post("/projects/"+project+"/runs", `{"inputParams":{"start_date":"2026-09-01"}}`).is(201)
	run := made.word("runId")
	if made.at("projectVersion") != float64(12) || !strings.HasSuffix(made.word("runStatusUrl"), "/api/v1/projects/"+project+"/runs/"+run) {
		t.Errorf("the handle is %s", made.text)
	}
	pending := w.get("/projects/" + project + "/runs/" + run).is(200)
	if pending.word("status") != "PENDING" || pending.at("startTime") != nil || pending.at("elapsedTime") != nil {
		t.Errorf("before its kernel it is %s", pending.text)
	}

	goPending()
	w.until(func() bool { return w.state(project, run) == "RUNNING" })
	w.clock.advance(48e9)
	running := w.get("/projects/" + project + "/runs/" + run).is(200)
	if running.at("elapsedTime") != float64(48_000) || running.at("endTime") != nil {
		t.Errorf("while it runs it is %s", running.text)
	}
	w.clock.advance(2e9)

	goRunning()
	w.settle()
	request, err := http.NewRequestWithContext(t.Context(), "GET", w.at("/projects/"+project+"/runs/"+run), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("enable-expanded-stats", "true")
	done := w.sendRequest(request).is(200)
	if done.word("status") != "COMPLETED" || done.at("elapsedTime") != float64(50_000) || done.word("projectVersion") != "12" ||
		done.word("runTrigger") != "API" {
		t.Errorf("it ended as %s", done.text)
	}
	for i, value := range []string{"PENDING", "RUNNING", "COMPLETED"} {
		if done.at("stateEvents."+string(rune('0'+i))+".value") != value {
			t.Errorf("its events are %v", done.at("stateEvents"))
		}
	}
	if newest := w.get("/projects/" + project + "/runs?limit=1").is(200).word("runs.0.runId"); newest != run {
		t.Errorf("the newest run is %s, not %s", newest, run)
	}
}

func TestPublishedRunReallyFails(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Net revenue retention")
	run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	draft := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	w.settle()
	if published, mended := w.state(project, run), w.state(project, draft); published != "ERRORED" || mended != "COMPLETED" {
		t.Errorf("the published version is %s and the draft %s", published, mended)
	}
}

func TestDraftEditsDoNotReachThePublishedVersion(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Refund watch")
	cell := w.cell(project, "refunds_weekly")
	w.patch("/cells/"+cell.ID, `{"contents":{"sqlCell":{"source":"selekt nonsense"}}}`).is(200)
	draft := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	w.settle()
	if published, broken := w.state(project, run), w.state(project, draft); published != "COMPLETED" || broken != "ERRORED" {
		t.Errorf("the published version is %s and the draft %s", published, broken)
	}
}

func TestRunProjectRefusals(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly, countries, draft := w.project("Weekly revenue"), w.project("Channel performance and CAC"), w.project("Revenue forecast (draft)")
	w.post("/projects/"+draft+"/runs", "").refusedWith(422, newer, "never been published")
	for _, c := range []struct {
		project, body string
		status        int
		words         string
	}{
		{weekly, `{"inputParams":{"start_date":17}}`, 422, "start_date"},
		{weekly, `{"inputParams":{"min_orders":"many"}}`, 422, "min_orders"},
		{weekly, `{"inputParams":{"start_date":"soon"}}`, 422, "DATE"},
		{countries, `{"inputParams":{"channel":"pigeon"}}`, 422, "channel"},
		{weekly, `{"viewId":"x","inputParams":{"start_date":"2026-01-01"}}`, 400, "not both"},
		{weekly, `{"viewId":"x"}`, 404, "saved view"},
		{weekly, `{"notifications":[{"type":"SOMETIMES","includeSuccessScreenshot":false}]}`, 400, "SUCCESS, FAILURE, ALL"},
		{weekly, `{"notifications":[{"type":"ALL"}]}`, 400, "includeSuccessScreenshot"},
		{weekly, `{"dryRun":"yes"}`, 400, "dryRun"},
		{weekly, `nonsense`, 400, "JSON"},
	} {
		w.post("/projects/"+c.project+"/runs", c.body).refusedWith(c.status, newer, c.words)
	}
	// Names that are no inputs are ignored.
	w.post("/projects/"+weekly+"/runs", `{"inputParams":{"nothing":1}}`).is(201)
	w.settle()
}

func TestRunOptions(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	count := func() int {
		var list struct{ Runs []any }
		w.get("/projects/" + project + "/runs?limit=100").is(200).into(&list)
		return len(list.Runs)
	}
	before := count()
	dry := w.post("/projects/"+project+"/runs", `{"dryRun":true}`).is(201)
	w.get("/projects/"+project+"/runs/"+dry.word("runId")).refusedWith(404, newer, "")
	if count() != before {
		t.Error("a dry run made a run")
	}

	me := w.get("/users/me").is(200).word("id")
	told := w.post("/projects/"+project+"/runs",
		`{"notifications":[{"type":"ALL","includeSuccessScreenshot":true,"screenshotFormat":"pdf",`+
			`"userIds":["`+me+`"],"slackChannelIds":["C1"]}]}`).is(201)
	if told.word("notifications.0.recipientType") != "USER" || told.word("notifications.1.recipient.id") != "C1" ||
		told.word("notifications.0.screenshotFormat.0") != "pdf" {
		t.Errorf("the recipients are %s", told.text)
	}

	results := func() string {
		return w.get("/projects/" + project).is(200).word("analytics.publishedResultsUpdatedAt")
	}
	w.settle()
	was := results()
	w.clock.advance(3600e9)
	w.post("/projects/"+project+"/runs", `{"updatePublishedResults":true,"inputParams":{"min_orders":2}}`).is(201)
	w.settle()
	if results() != was {
		t.Error("a run with inputs of its own renews no published results")
	}
	w.post("/projects/"+project+"/runs", `{"updateCache":true}`).is(201)
	w.settle()
	if results() == was {
		t.Error("the published results were not renewed")
	}
}

func TestRunsList(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Orders at a glance")
	first := w.get("/projects/" + project + "/runs?limit=5&statusFilter=COMPLETED&runTriggerFilter=SCHEDULED").is(200)
	if first.at("previousPage") != nil || first.word("runs.4.runTrigger") != "SCHEDULED" || first.word("runs.0.status") != "COMPLETED" {
		t.Errorf("the first page is %s", first.text)
	}
	next := first.word("nextPage")
	if !strings.HasPrefix(next, w.URL()+"/projects/"+project+"/runs?") || !strings.Contains(next, "offset=5") ||
		!strings.Contains(next, "statusFilter=COMPLETED") {
		t.Errorf("the next page is at %s", next)
	}
	second := w.get(strings.TrimPrefix(next, w.URL())).is(200)
	if second.word("previousPage") == "" || second.word("runs.0.startTime") >= first.word("runs.4.startTime") {
		t.Errorf("the second page is %s", second.text)
	}
	var none struct{ Runs []any }
	w.get("/projects/" + w.project("Revenue forecast (draft)") + "/runs").is(200).into(&none)
	if len(none.Runs) != 0 {
		t.Errorf("a project never published has the runs %v", none.Runs)
	}
	statuses := map[string]bool{}
	for _, title := range []string{"Orders at a glance", "Inventory watch", "Checkout funnel 🛒", "Net revenue retention", "Refund watch",
		"Fraud signals", "Data quality checks"} {
		var list struct {
			Runs []struct{ Status, RunTrigger string }
		}
		w.get("/projects/" + w.project(title) + "/runs?limit=100").is(200).into(&list)
		for _, r := range list.Runs {
			statuses[r.Status], statuses[r.RunTrigger] = true, true
		}
	}
	for _, status := range []string{"COMPLETED", "ERRORED", "KILLED", "API", "SCHEDULED", "APP_REFRESH"} {
		if !statuses[status] {
			t.Errorf("no run of the sample is %s", status)
		}
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	for _, at := range []string{HeldPending, HeldRunning} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			w := serve(t, Options{})
			project := w.project("Weekly revenue")
			release := w.hold(at)
			defer release()
			run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
			w.until(func() bool { return w.state(project, run) == at })
			gone := w.delete("/projects/" + project + "/runs/" + run).is(204)
			if gone.text != "" || gone.header.Get("Content-Length") != "" {
				t.Errorf("a 204 is empty, not %q", gone.text)
			}
			if got := w.state(project, run); got != "KILLED" {
				t.Errorf("it is %s", got)
			}
			w.settle() // though runs are still held: it was really interrupted
			if got := w.state(project, run); got != "KILLED" {
				t.Errorf("it stays %s", got)
			}
			w.delete("/projects/"+project+"/runs/"+run).refusedWith(422, older, "already ended")
		})
	}
}

func TestCancelInterruptsAQuery(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Now: nil})
	project := w.project("Refund watch")
	cell := w.cell(project, "refunds_weekly")
	endless := "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
	w.patch("/cells/"+cell.ID, `{"contents":{"sqlCell":{"source":`+asJSON(endless)+`}}}`).is(200)
	run := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	w.until(func() bool { return w.state(project, run) == "RUNNING" })
	w.delete("/projects/" + project + "/runs/" + run).is(204)
	w.settle()
	if got := w.state(project, run); got != "KILLED" {
		t.Errorf("it is %s", got)
	}
}

func TestTwentyFiveRuns(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	release := w.hold(HeldPending)
	defer release()
	var last string
	for range executor.MostActive {
		last = w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	}
	w.post("/projects/"+project+"/runs", "").refusedWith(503, newer, "no run was created")
	w.post("/projects/"+project+"/notebook/run", "").refusedWith(503, newer, "no run was created")
	w.send(w.sample(editorToken), "POST", "/projects/"+project+"/runs", "").is(201) // another user's
	var list struct{ Runs []any }
	w.get("/projects/" + project + "/runs?limit=100&statusFilter=PENDING").is(200).into(&list)
	if len(list.Runs) != executor.MostActive+1 {
		t.Errorf("%d runs are pending", len(list.Runs))
	}
	w.delete("/projects/" + project + "/runs/" + last).is(204)
	w.post("/projects/"+project+"/runs", "").is(201)
}

func TestOlderDocument(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Older: true})
	project := w.project("Weekly revenue")
	run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	w.settle()
	if got := w.get("/projects/" + project + "/runs/" + run).is(200).at("projectVersion"); got != float64(12) {
		t.Errorf("the version is %v, not a number", got)
	}
	w.post("/projects/"+w.project("Revenue forecast (draft)")+"/runs", "").refusedWith(422, older, "never been published")
	w.get("/projects/"+project+"/runs?limit=0").refusedWith(400, older, "limit")
	w.get("/data-connections?limit=0").refusedWith(400, older, "limit")
	w.get("/cells/"+project).refusedWith(404, newer, "cell")
	r := w.post("/projects/"+project+"/runs", `{"inputParams":{"min_orders":"x","other":1}}`).is(422)
	if r.word("invalid.0.paramValue") != `"x"` || r.word("invalid.0.paramName") != "min_orders" || r.word("notFound.0") != "other" ||
		r.word("traceId") == "" {
		t.Errorf("the refusal is %s", r.text)
	}
}

// TestRunsByTheOlderPaths goes the way of the orchestrators' packages that were published before the document.
func TestRunsByTheOlderPaths(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly := w.project("Weekly revenue")
	old := "/project/" + weekly + "/run"
	run := w.read(w.try(w.token, "POST", old, `{"inputParams":null,"updateCache":false}`)).is(201).word("runId")
	w.settle()
	if got := w.read(w.try(w.token, "GET", old+"/"+run, "")).is(200); got.word("status") != "COMPLETED" || got.word("runId") != run {
		t.Errorf("the run is %s", got.text)
	}
	if got := w.read(w.try(w.token, "GET", old+"s?limit=1", "")).is(200); got.word("runs.0.runId") != run {
		t.Errorf("the runs are %s", got.text)
	}
	release, err := w.HoldRuns(HeldPending)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	held := w.read(w.try(w.token, "POST", old, "")).is(201).word("runId")
	w.read(w.try(w.token, "DELETE", old+"/"+held, "")).is(204)
	if got := w.state(weekly, held); got != "KILLED" {
		t.Errorf("a cancelled run is %s", got)
	}
}
