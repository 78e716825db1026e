package emulator

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"hextui/hex/emulator/door"
)

func (w *world) put(path, body string) reply {
	w.t.Helper()
	return w.send(w.token, "PUT", path, body)
}

// drafts are the paths of the guides that have a draft.
func (w *world) drafts(query string) map[string]string {
	w.t.Helper()
	var list struct{ Values []guideBody }
	w.get("/guides/draft/list?" + query).is(200).into(&list)
	paths := map[string]string{}
	for _, g := range list.Values {
		paths[g.FilePath] = g.ID
	}
	return paths
}

func TestGuides(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	const github = `{"source":"github","owner":"acme","repo":"analytics-guides","branch":"next","commitHash":"abc","path":"guides/weeks.md"}`
	written := w.put("/guides/draft",
		`{"files":[{"filePath":"new/returns.md","contents":"# Returns"},{"filePath":"revenue.md","contents":"Short"},`+
			`{"filePath":"weeks.md","contents":"Monday"}]}`).is(200)
	if written.word("files.0.filePath") != "new/returns.md" || written.word("warnings.0.filePath") != "weeks.md" ||
		written.word("traceId") == "" {
		t.Errorf("it answers %s", written.text)
	}
	drafts := w.drafts("")
	if len(drafts) != 2 || drafts["new/returns.md"] == "" || drafts["revenue.md"] == "" {
		t.Errorf("the drafts are %v", drafts)
	}
	same := w.put("/guides/draft", `{"files":[{"filePath":"weeks.md","contents":"Monday","externalSource":`+github+`}]}`).is(200)
	if strings.Contains(same.text, "somewhere else") || w.drafts("")["weeks.md"] == "" {
		t.Errorf("from its own place it answers %s", same.text)
	}
	locator := url.QueryEscape(`{"source":"github","owner":"acme","repo":"analytics-guides"}`)
	if found := w.drafts("externalSource=" + locator); len(found) != 1 || found["weeks.md"] == "" {
		t.Errorf("of one place there are %v", found)
	}
	forced := w.put("/guides/draft", `{"files":[{"filePath":"weeks.md","contents":"Sunday"}],"forceWrite":true}`).is(200)
	if forced.word("files.0.id") != drafts["weeks.md"] && forced.word("files.0.filePath") != "weeks.md" {
		t.Errorf("by force it answers %s", forced.text)
	}

	if got := w.post("/guides/publish",
		`{"orgGuideFileIds":["`+drafts["revenue.md"]+`"]}`).is(200); got.word("publishedGuides.0.filePath") != "revenue.md" {
		t.Errorf("it publishes %s", got.text)
	}
	w.post("/guides/publish", `{"orgGuideFileIds":["`+drafts["revenue.md"]+`"]}`).refusedWith(400, older, "no draft")
	w.delete("/guides/draft/" + drafts["new/returns.md"]).is(204)
	w.delete("/guides/draft/"+drafts["new/returns.md"]).refusedWith(404, older, "no draft")
	if got := w.post("/guides/publish", `{"publishAllDraftGuides":true}`).is(200); got.word("publishedGuides.0.filePath") != "weeks.md" ||
		len(w.drafts("")) != 0 {
		t.Errorf("it publishes %s", got.text)
	}
}

func TestGuideRequests(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	for _, c := range []struct{ body, words string }{
		{`{}`, "files"},
		{`{"files":[{"filePath":"x.md"}]}`, "contents"},
		{`{"files":[{"filePath":"../x.md","contents":""}]}`, "no path"},
		{`{"files":[{"filePath":"x.md","contents":"` + strings.Repeat("é", 100_001) + `"}]}`, "100000"},
		{`{"files":[{"filePath":"x.md","contents":"","externalSource":{"source":"svn"}}]}`, "svn"},
		{`{"files":[{"filePath":"x.md","contents":"","externalSource":{"source":"github","owner":"a","repo":"b"}}]}`, "commitHash"},
	} {
		w.put("/guides/draft", c.body).refusedWith(400, older, c.words)
	}
	w.put("/guides/draft", `{"files":[{"filePath":"x.md","contents":"`+strings.Repeat("é", 100_000)+`"}]}`).is(200)
	w.post("/guides/publish", `{}`).refusedWith(400, older, "publishAllDraftGuides")
	w.get("/guides/draft/list?externalSource=github").refusedWith(400, newer, "JSON")
	w.send(w.sample(editorToken), "PUT", "/guides/draft", `{"files":[]}`).refusedWith(403, older, "MANAGER")
	w.send(w.sample(workspaceToken), "GET", "/guides/draft/list", "").refusedWith(403, newer, "guides:read")
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	all := func(query string) (titles []string) {
		var list struct{ Values []struct{ Title string } }
		w.get("/suggestions?limit=100" + query).is(200).into(&list)
		for _, s := range list.Values {
			titles = append(titles, s.Title)
		}
		return titles
	}
	if got := all(""); len(got) != 4 || got[0] != "Describe orders.channel" {
		t.Errorf("newest first they are %q", got)
	}
	if got := all("&sortBy=EVIDENCE_COUNT"); got[0] != "Say what a refunded order counts as" {
		t.Errorf("by evidence they are %q", got)
	}
	if got := all("&status=OPEN&sortDirection=ASC"); len(got) != 2 || got[0] != "Say what a refunded order counts as" {
		t.Errorf("the open ones are %q", got)
	}
	id := w.get("/suggestions?status=dismissed").is(200).word("values.0.id")
	if one := w.get("/suggestions/" + id).is(200); one.word("sources.0.title") != "Rows of mart.ledger_entries" {
		t.Errorf("one of them is %s", one.text)
	}
	w.get("/suggestions/nothing").refusedWith(404, newer, "no suggestion")
	w.get("/suggestions?sortBy=TITLE").refusedWith(400, newer, "EVIDENCE_COUNT")
}

func TestTokensAndRequests(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Tokens: append(SampleTokens(noon), Token{Value: "lost", Email: "nobody@acme.example"})})
	tokens, err := w.Tokens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, k := range tokens {
		lines = append(lines, fmt.Sprint(k.Kind, " ", k.Email, " ", k.Role, " ", len(k.Scopes), " ", k.Expired))
		if len(k.Value) != len("hxtp_")+96 {
			t.Errorf("%s has the value %q", k.Email, k.Value)
		}
	}
	want := "personal maya@acme.example ADMIN 0 false, personal jonas@acme.example EDITOR 0 false, workspace maya@acme.example ADMIN 7 " +
		"false, personal maya@acme.example ADMIN 0 true"
	if got := strings.Join(lines, ", "); got != want {
		t.Errorf("the tokens are %s", got)
	}

	w.send(w.sample(editorToken), "GET", "/projects?limit=1", "").is(200)
	w.get("/projects/" + newID()).is(404)
	r := w.get("//_emulator/requests").is(200)
	if r.word("requests.0.operation") != "ListProjects" || r.word("requests.0.who") != "jonas@acme.example" ||
		r.word("requests.0.query") != "limit=1" || r.at("requests.1.status") != 404.0 || strings.Contains(r.text, "hxtp_") {
		t.Errorf("the requests are %s", r.text)
	}
	for range 2 * door.MostRequests {
		w.requests.Add(Request{})
	}
	if n := len(w.Requests()); n > door.MostRequests || n < door.MostRequests/2 {
		t.Errorf("%d requests are remembered", n)
	}
}

// TestViews runs a project with a saved view, whose inputs take the place of the
// defaults.
func TestViews(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	var unlisted struct{ Views []UnlistedView }
	w.get("//_emulator/unlisted").is(200).into(&unlisted)
	weekly := w.project("Weekly revenue")
	cell := w.cell(weekly, "Revenue by week")
	pictures := map[string]string{}
	for _, view := range append(unlisted.Views, UnlistedView{ProjectID: weekly}) {
		if view.ProjectID != weekly {
			w.post("/projects/"+weekly+"/runs", `{"viewId":"`+view.ID+`"}`).refusedWith(404, newer, "saved view")
			continue
		}
		run := w.post("/projects/"+weekly+"/runs", `{"viewId":"`+view.ID+`"}`).is(201).word("runId")
		w.settle()
		pictures[view.Name] = w.get("/projects/" + weekly + "/runs/" + run + "/cells/" + cell.StaticID +
			"/image").is(200).word("imageBase64")
	}
	if len(pictures) != 3 || pictures["Last four weeks"] == pictures[""] || pictures["The last year"] == pictures[""] {
		t.Errorf("with %d views the results are the same", len(pictures))
	}
}
