package mcpsrv

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
)

// unlisted asks the workspace for what no operation of Hex's lists.
func (a *agent) unlisted(into any) {
	a.t.Helper()
	q, err := http.NewRequest(http.MethodGet, strings.Replace(a.work.URL(), "/api/v1", "/_emulator/unlisted", 1), nil)
	if err != nil {
		a.t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+a.work.Token())
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		a.t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		a.t.Fatal(err)
	}
}

// semantic is the id of the semantic project.
func (a *agent) semantic() string {
	a.t.Helper()
	var beside struct{ SemanticProjects []struct{ ID string } }
	a.unlisted(&beside)
	if len(beside.SemanticProjects) == 0 {
		a.t.Fatal("there is no semantic project")
	}
	return beside.SemanticProjects[0].ID
}

// suggestion is the id of the newest suggestion.
func (a *agent) suggestion() string {
	a.t.Helper()
	var page suggestionPage
	a.call("list_hex_suggestions", args{"limit": 1}, &page)
	if len(page.Suggestions) == 0 {
		a.t.Fatal("there is no suggestion")
	}
	return page.Suggestions[0].ID
}

func TestSuggestionsAreReadAndJudged(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var page suggestionPage
	text := a.call("list_hex_suggestions", args{"status": "open", "limit": 1}, &page)
	if len(page.Suggestions) != 1 || page.Suggestions[0].Title != "Describe orders.channel" || !page.HasMore ||
		!strings.Contains(text, page.Pagination.After) {
		t.Fatalf("%+v: %s", page, text)
	}
	id := page.Suggestions[0].ID
	var shown suggestionShown
	a.call("get_hex_suggestion", args{"suggestion_id": id}, &shown)
	var change struct{ ID, Status string }
	if len(shown.Sources) != 1 || len(shown.Changes) != 1 || json.Unmarshal(shown.Changes[0], &change) != nil {
		t.Fatalf("%+v", shown)
	}
	var now suggestionNow
	a.call("update_hex_suggestion", args{"suggestion_id": id, "change_id": change.ID, "status": "completed",
		"update_target": "data_warehouse_update"}, &now)
	if !strings.Contains(string(now.Changes[0]), `"status":"completed"`) || now.Status != "open" {
		t.Errorf("%+v", now)
	}
	var plan dryRunResult
	a.sent.taken()
	a.call("update_hex_suggestion", args{"suggestion_id": id, "status": "dismissed", "dismiss_reason": "not ours", "dry_run": true}, &plan)
	if sent := strings.Join(a.sent.taken(), ";"); strings.Contains(sent, "POST") ||
		!strings.Contains(plan.Plan.Diff, "+status: dismissed") {
		t.Errorf("sent %s, %+v", sent, plan.Plan)
	}
	a.call("update_hex_suggestion", args{"suggestion_id": id, "status": "dismissed", "dismiss_reason": "not ours"}, &now)
	if s, err := a.hex.GetSuggestion(t.Context(), id); err != nil || s.Status != "dismissed" {
		t.Errorf("%+v, %v", s, err)
	}
	if text := a.call("update_hex_suggestion", args{"suggestion_id": id, "change_id": change.ID, "status": "dismissed"},
		&now); strings.Contains(text, ".,") {
		t.Errorf("it says %s", text)
	}
	a.call("review_hex_suggestion", args{"suggestion_id": id}, &now)
	var again struct{ ID, Status string }
	if json.Unmarshal(now.Changes[0], &again) != nil || again.ID == change.ID || again.Status != "open" {
		t.Errorf("after a review it proposes %s", now.Changes[0])
	}
	if f := a.fail("update_hex_suggestion", args{"suggestion_id": id, "change_id": "gone",
		"status": "completed"}); f.Kind != string(hex.NotFound) {
		t.Errorf("%+v", f)
	}
	a.fail("update_hex_suggestion", args{"suggestion_id": id, "status": "open", "dismiss_reason": "x"})
	a.fail("update_hex_suggestion", args{"suggestion_id": id, "status": "open", "update_target": "file_update"})
}

func TestTopicsNarrowThreads(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var topics topicPage
	a.call("list_hex_topics", args{}, &topics)
	var all, some threadPage
	a.call("list_hex_threads", args{"limit": 100}, &all)
	if len(topics.Topics) == 0 {
		t.Fatal("there is no topic")
	}
	a.call("list_hex_threads", args{"limit": 100, "topic_ids": []string{topics.Topics[0].ID}}, &some)
	if len(some.Threads) == 0 || len(some.Threads) >= len(all.Threads) {
		t.Errorf("%d of %d threads have the topic %s", len(some.Threads), len(all.Threads), topics.Topics[0].Name)
	}
}

func TestAnEmbedAddressShowsTheAppOnce(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var made embedded
	text := a.call("create_hex_embed_url", args{"project_id": a.find("Weekly revenue"), "theme": "dark", "expires_in_s": 60,
		"input_params": args{"start_date": "2026-01-01"}}, &made)
	open := func() (int, string) {
		r, err := http.Get(made.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(body)
	}
	if !strings.Contains(text, made.URL) {
		t.Errorf("the text is %s", text)
	}
	if status, page := open(); status != 200 || !strings.Contains(page, `data-theme="dark"`) || !strings.Contains(page, "2026-01-01") {
		t.Errorf("%d %s", status, page)
	}
	if status, _ := open(); status != 403 {
		t.Errorf("a second time it answers %d", status)
	}
	var plan dryRunResult
	a.call("create_hex_embed_url", args{"project_id": a.find("Weekly revenue"), "dry_run": true}, &plan)
	if !strings.Contains(plan.Plan.Note, "without a login") {
		t.Errorf("%+v", plan.Plan)
	}
	a.fail("create_hex_embed_url", args{"project_id": a.find("Weekly revenue"), "expires_in_s": 301})
}

func TestASemanticModelIsReplacedOrOnlyChecked(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.semantic()
	files := []args{{"path": "models/parcels.yaml", "contents": "id: parcels\nbase_sql_table: parcels\n"}}
	var took ingested
	text := a.call("ingest_hex_semantic_project", args{"semantic_project_id": id, "files": files, "check_only": true}, &took)
	endorse := func() error {
		_, err := a.hex.UpdateSemanticProject(t.Context(), id, []hex.StatusUpdate{{Type: "DATASET", Name: "parcels", Status: "Endorsed"}})
		return err
	}
	if !took.Checked || len(took.Contents) != 1 || !strings.Contains(text, "models/parcels.yaml") || endorse() == nil {
		t.Errorf("only checked: %+v: %s", took, text)
	}
	a.call("ingest_hex_semantic_project", args{"semantic_project_id": id, "files": files}, &took)
	if err := endorse(); took.Checked || err != nil {
		t.Errorf("replaced: %+v, %v", took, err)
	}
	bad := []args{{"path": "a.yaml", "contents": "id: [\n"}}
	if f := a.fail("ingest_hex_semantic_project", args{"semantic_project_id": id, "files": bad}); !strings.Contains(f.Message, "errors") {
		t.Errorf("%+v", f)
	}
	for _, path := range []string{"../a.yaml", "/a.yaml", `a\b.yaml`, "", "."} {
		a.fail("ingest_hex_semantic_project", args{"semantic_project_id": id, "files": []args{{"path": path, "contents": "x"}}})
	}
	a.fail("ingest_hex_semantic_project", args{"semantic_project_id": id, "files": append(files, files[0])})
}

func TestComputeProfilesAreSet(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	one, two := a.find("Weekly revenue"), a.find("Channel performance and CAC")
	var set computeSet
	a.call("update_hex_compute_profile", args{"project_ids": []string{one, two}, "size": "LARGE"}, &set)
	var beside struct {
		ComputeProfiles []struct{ ProjectID, Image, Size string }
	}
	a.unlisted(&beside)
	if len(beside.ComputeProfiles) != 2 || beside.ComputeProfiles[0].Size != "LARGE" || beside.ComputeProfiles[1].Size != "LARGE" {
		t.Errorf("%+v", beside)
	}
	a.fail("update_hex_compute_profile", args{"project_ids": []string{one}})
}

// The results of these tools as a client reads them.
type (
	suggestionPage struct {
		Suggestions []suggestionRow `json:"suggestions"`
		onward
	}
	suggestionRow struct {
		ID         string    `json:"id"`
		Title      string    `json:"title"`
		Status     string    `json:"status"`
		Summary    string    `json:"summary"`
		Created    time.Time `json:"created"`
		LastSource time.Time `json:"last_source_added"`
	}
	suggestionShown struct {
		suggestionRow
		Sources []json.RawMessage `json:"sources"`
		Changes []json.RawMessage `json:"changes"`
	}
	suggestionNow struct {
		Done    string            `json:"done"`
		Status  string            `json:"status"`
		Changes []json.RawMessage `json:"changes"`
	}
	topicPage struct {
		Topics []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"topics"`
		onward
	}
	embedded struct {
		URL      string    `json:"url"`
		Expires  time.Time `json:"expires"`
		TestMode bool      `json:"test_mode"`
	}
	ingested struct {
		Checked  bool           `json:"check_only"`
		Contents []string       `json:"contents"`
		Warnings []string       `json:"warnings"`
		Problems []string       `json:"problems"`
		Skipped  map[string]any `json:"skipped"`
		TraceID  string         `json:"trace_id"`
	}
	computeSet struct {
		ProjectIDs []string        `json:"project_ids"`
		Image      string          `json:"image"`
		Size       string          `json:"size"`
		Answer     json.RawMessage `json:"answer"`
	}
)
