package emulator

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

type listedProject struct {
	ID, Title, Type string
	Status          *struct{ Name string }
	Owner           struct{ Email string }
	LastEditedAt    string
	LastPublishedAt *string
	CreatedAt       string
}

type projectPage struct {
	Values     []listedProject
	Pagination struct{ After, Before *string }
}

// walk collects a list's pages, following after.
func (w *world) walk(token, path string) projectPage {
	w.t.Helper()
	var all projectPage
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	next := path
	for {
		var page projectPage
		w.send(token, "GET", next, "").is(200).into(&page)
		all.Values = append(all.Values, page.Values...)
		if page.Pagination.After == nil {
			return all
		}
		next = path + separator + "after=" + *page.Pagination.After
	}
}

func TestSampleWorkspaceIsWorthExploring(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	shown := w.walk(w.Token(), "/projects?limit=100")
	if len(shown.Values) < 60 {
		t.Errorf("%d projects; there should be at least 60", len(shown.Values))
	}
	everything := w.walk(w.Token(),
		"/projects?limit=100&includeArchived=true&includeComponents=true&includeTrashed=true&includeUnlisted=true")
	kinds := map[string]int{}
	for _, p := range everything.Values {
		kinds[p.Type]++
		if p.Status == nil {
			kinds["no status"]++
		} else {
			kinds[p.Status.Name]++
		}
		if p.LastPublishedAt == nil {
			kinds["never published"]++
		}
	}
	for _, kind := range []string{"COMPONENT", "no status", "Endorsed", "In development", "Deprecated", "never published"} {
		if kinds[kind] < 3 {
			t.Errorf("%d projects are %s", kinds[kind], kind)
		}
	}
}

func TestListProjectsFilters(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	all := len(w.walk(w.Token(), "/projects").Values)
	endorsed := len(w.walk(w.Token(), "/projects?statuses=Endorsed").Values)
	development := len(w.walk(w.Token(), "/projects?statuses="+url.QueryEscape("In development")).Values)
	finance := w.get("/collections?limit=100")
	var shelves struct{ Values []struct{ ID, Name string } }
	finance.is(200).into(&shelves)
	shelf := shelves.Values[slices.IndexFunc(shelves.Values, func(v struct{ ID, Name string }) bool { return v.Name == "Finance" })].ID
	both := endorsed + development
	for _, c := range []struct {
		query string
		count func(n int) bool
		each  func(title, kind, owner string) bool
	}{
		{"includeComponents=true", func(n int) bool { return n > all }, nil},
		{"includeArchived=true", func(n int) bool { return n == all+4 }, nil},
		{"includeTrashed=true", func(n int) bool { return n == all+2 }, nil},
		{"includeUnlisted=true", func(n int) bool { return n == all+1 }, nil},
		{"includeArchived=false", func(n int) bool { return n == all }, nil},
		{"statuses=Endorsed&statuses=In%20development", func(n int) bool { return n == both }, nil},
		{"statuses=Endorsed,In%20development", func(n int) bool { return n == both }, nil},
		{"statuses[]=Endorsed&statuses[]=In%20development", func(n int) bool { return n == both }, nil},
		{"statuses=endorsed", func(n int) bool { return n == 0 }, nil},
		{"categories=Finance", func(n int) bool { return n > 5 && n < all }, nil},
		{"categories=Finance,Marketing", func(n int) bool { return n > 10 && n < all }, nil},
		{"ownerEmail=maya@acme.example", func(n int) bool { return n > 2 },
			func(_, _, owner string) bool { return owner == "maya@acme.example" }},
		{"creatorEmail=nobody@acme.example", func(n int) bool { return n == 0 }, nil},
		{"collectionId=" + shelf, func(n int) bool { return n >= 4 && n < 12 }, nil},
		{"offset=25", func(n int) bool { return n == all }, nil}, // it does not exist, and is ignored
	} {
		t.Run(c.query, func(t *testing.T) {
			found := w.walk(w.Token(), "/projects?"+c.query)
			if !c.count(len(found.Values)) {
				t.Errorf("%d projects of %d", len(found.Values), all)
			}
			for _, p := range found.Values {
				if c.each != nil && !c.each(p.Title, p.Type, p.Owner.Email) {
					t.Errorf("it found %q", p.Title)
				}
			}
		})
	}
}

func TestListProjectsSorts(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	for _, sortBy := range []string{"", "CREATED_AT", "LAST_EDITED_AT", "LAST_PUBLISHED_AT"} {
		for _, direction := range []string{"", "ASC", "DESC"} {
			t.Run(sortBy+direction, func(t *testing.T) {
				found := w.walk(w.Token(), "/projects?limit=7&sortBy="+sortBy+"&sortDirection="+direction)
				var keys []string
				for _, p := range found.Values {
					key := p.CreatedAt
					switch sortBy {
					case "LAST_EDITED_AT":
						key = p.LastEditedAt
					case "LAST_PUBLISHED_AT":
						if key = ""; p.LastPublishedAt != nil {
							key = *p.LastPublishedAt
						}
					}
					keys = append(keys, key)
				}
				if direction != "ASC" {
					slices.Reverse(keys)
				}
				if !slices.IsSorted(keys) {
					t.Errorf("not in order: %v", keys)
				}
				if len(found.Values) != len(w.walk(w.Token(), "/projects?limit=100").Values) {
					t.Errorf("%d projects by sevens", len(found.Values))
				}
			})
		}
	}
}

func TestListsRefuseBadParameters(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly := w.project("Weekly revenue")
	for _, c := range []struct {
		path string
		form shape
	}{
		{"/projects?limit=0", older}, {"/projects?limit=101", older}, {"/projects?limit=ten", older},
		{"/projects?sortBy=created_at", older}, {"/projects?sortBy=NAME", older}, {"/projects?sortDirection=desc", older},
		{"/projects?includeArchived=yes", older}, {"/projects?after=nonsense", older}, {"/projects?before=djI6WzEsMl0", older},
		{"/projects?after=djI6WyJhIiwiYiJd", older},
		{"/users?limit=501", newer}, {"/users?sortBy=CREATED_AT", newer}, {"/users?sortBy=name", newer},
		{"/groups?limit=501", older}, {"/groups?sortBy=EMAIL", older},
		{"/collections?limit=101", older}, {"/collections?sortBy=CREATED_AT", older},
		{"/data-connections?limit=101", newer}, {"/data-connections?sortBy=name", newer},
		{"/cells", newer}, {"/cells?limit=101&projectId=" + weekly, newer},
		{"/projects/" + weekly + "/runs?limit=101", newer}, {"/projects/" + weekly + "/runs?offset=-1", newer},
		{"/projects/" + weekly + "/runs?statusFilter=CANCELLED", newer}, {"/projects/" + weekly + "/runs?runTriggerFilter=api", newer},
		{"/projects/not-a-uuid", newer}, {"/groups/7", older}, {"/collections/7", older}, {"/data-connections/7", newer},
		{"/projects/" + weekly + "/runs/7", newer},
	} {
		t.Run(c.path, func(t *testing.T) { w.get(c.path).refusedWith(400, c.form, "") })
	}
}

func TestUnknownIDsAre404(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly, nothing := w.project("Weekly revenue"), "00000000-0000-4000-8000-000000000000"
	for _, c := range []struct {
		method, path string
		form         shape
	}{
		{"GET", "/projects/" + nothing, newer}, {"PATCH", "/projects/" + nothing, newer},
		{"POST", "/projects/" + nothing + "/runs", newer}, {"GET", "/projects/" + nothing + "/runs", newer},
		{"GET", "/projects/" + weekly + "/runs/" + nothing, newer}, {"DELETE", "/projects/" + weekly + "/runs/" + nothing, older},
		{"POST", "/projects/" + nothing + "/notebook/run", newer}, {"POST", "/cells/" + nothing + "/run", newer},
		{"GET", "/cells?projectId=" + nothing, newer}, {"GET", "/cells/" + nothing, newer}, {"DELETE", "/cells/" + nothing, newer},
		{"PATCH", "/cells/" + nothing, newer}, {"GET", "/cells/" + nothing + "/output", newer},
		{"GET", "/groups/" + nothing, older}, {"DELETE", "/groups/" + nothing, older}, {"GET", "/users?groupId=" + nothing, newer},
		{"GET", "/collections/" + nothing, older}, {"GET", "/data-connections/" + nothing, newer},
		{"POST", "/users/" + nothing + "/deactivate", newer},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			body := ""
			if c.method == "PATCH" {
				body = "{}"
			}
			w.send(w.Token(), c.method, c.path, body).refusedWith(404, c.form, nothing)
		})
	}
}

func TestCursors(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	var first, second, back projectPage
	w.get("/projects?limit=10").is(200).into(&first)
	if first.Pagination.Before == nil || first.Pagination.After == nil {
		t.Fatal("the first page has both cursors")
	}
	w.get("/projects?limit=10&after=" + *first.Pagination.After).is(200).into(&second)
	w.get("/projects?limit=10&before=" + *second.Pagination.Before).is(200).into(&back)
	for i := range first.Values {
		if back.Values[i].ID != first.Values[i].ID {
			t.Errorf("going back, item %d is %q, not %q", i, back.Values[i].Title, first.Values[i].Title)
		}
	}
	w.get("/projects?after="+*first.Pagination.After+"&before="+*first.Pagination.After).refusedWith(400, older, "not both")
	var before projectPage
	w.get("/projects?before=" + *first.Pagination.Before).is(200).into(&before)
	if len(before.Values) != 0 || before.Pagination.After != nil || before.Pagination.Before != nil {
		t.Errorf("before the first item there is nothing, with null cursors: %+v", before)
	}
}

// TestWalkWhileProjectsAppear creates projects between the pages of a walk: what
// was there all the time comes exactly once.
func TestWalkWhileProjectsAppear(t *testing.T) {
	t.Parallel()
	for _, direction := range []string{"ASC", "DESC"} {
		w := serve(t, Options{})
		there := map[string]int{}
		for _, p := range w.walk(w.Token(), "/projects?limit=100").Values {
			there[p.ID] = 0
		}
		next, path := "", "/projects?limit=9&sortDirection="+direction
		for i := 0; ; i++ {
			var page projectPage
			w.get(path + next).is(200).into(&page)
			for _, p := range page.Values {
				if _, was := there[p.ID]; was {
					there[p.ID]++
				}
			}
			if page.Pagination.After == nil {
				break
			}
			next = "&after=" + *page.Pagination.After
			if i < 5 {
				w.clock.advance(time.Minute)
				w.post("/projects", fmt.Sprintf(`{"title":"New %d"}`, i)).is(201)
			}
		}
		for id, times := range there {
			if times != 1 {
				t.Errorf("%s: the project %s came %d times", direction, id, times)
			}
		}
	}
}

func TestGetProject(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	id := w.project("Weekly revenue")
	plain := w.get("/projects/" + id).is(200)
	if strings.Contains(plain.text, `"sharing"`) {
		t.Error("sharing is shown only when asked for")
	}
	shared := w.get("/projects/" + strings.ToUpper(id) + "?includeSharing=true").is(200)
	if shared.word("sharing.workspace.access") != "CAN_VIEW" || shared.word("sharing.groups.0.group.name") != "Finance" ||
		shared.word("sharing.publicWeb.access") != "NONE" {
		t.Errorf("its sharing is %s", shared.text)
	}
	if shared.word("schedules.0.weekly.dayOfWeek") != "MONDAY" || shared.at("schedules.0.daily") != nil {
		t.Errorf("its schedule is %s", shared.text)
	}
}

func TestEditorSeesLess(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	admin, editor := w.walk(w.Token(), "/projects"), w.walk(w.sample(editorToken), "/projects")
	if len(editor.Values) == 0 || len(editor.Values) >= len(admin.Values) {
		t.Errorf("the editor sees %d of %d projects", len(editor.Values), len(admin.Values))
	}
	for _, c := range []struct {
		title, method, path, body string
		status                    int
	}{
		{"Scratch – Priya", "GET", "", "", 404},
		{"Scratch – Priya", "POST", "/notebook/run", "", 404},
		{"Best sellers of the season", "GET", "", "", 200},                             // may view the app
		{"Best sellers of the season", "POST", "/notebook/run", "", 403},               // but not its draft
		{"Weekly revenue", "PATCH", "", `{"status":"Endorsed"}`, 403},                  // may explore
		{"Weekly revenue", "POST", "/runs", `{"updatePublishedResults":true}`, 403},    // may run, not publish
		{"Checkout funnel 🛒", "PATCH", "", `{"status":"Endorsed"}`, 200},               // owns it
		{"Revenue by cohort", "POST", "/runs", `{"updatePublishedResults":true}`, 201}, // owns it
		{"Channel performance and CAC", "PATCH", "", `{"status":"Needs review"}`, 200}, // by a group
	} {
		t.Run(c.title+" "+c.method+c.path, func(t *testing.T) {
			w.send(w.sample(editorToken), c.method, "/projects/"+w.project(c.title)+c.path, c.body).is(c.status)
		})
	}
	overview := w.project("Best sellers of the season")
	w.send(w.sample(editorToken), "GET", "/cells?projectId="+overview, "").refusedWith(403, newer, "CAN_VIEW")
	cell := w.cell(w.project("Scratch – Priya"), "About")
	w.send(w.sample(editorToken), "GET", "/cells/"+cell.ID, "").refusedWith(404, newer, "There is no cell")
	w.settle()
}

func TestCreateAndUpdateProject(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	made := w.post("/projects", `{"title":"Fresh <b>& new</b>","description":"d"}`).is(201)
	id := made.word("id")
	if made.word("title") != "Fresh <b>& new</b>" || made.at("lastPublishedAt") != nil || made.word("owner.email") != "maya@acme.example" {
		t.Errorf("it is %s", made.text)
	}
	if got := w.patch("/projects/"+id, `{"status":"Endorsed"}`).is(200).word("status.name"); got != "Endorsed" {
		t.Errorf("its status is %s", got)
	}
	if got := w.patch("/projects/"+id, `{}`).is(200).word("status.name"); got != "Endorsed" {
		t.Error("saying nothing of the status leaves it")
	}
	if got := w.patch("/projects/"+id, `{"status":null}`).is(200).at("status"); got != nil {
		t.Errorf("null removes the status, which is %v", got)
	}
	w.patch("/projects/"+id, `{"status":"endorsed"}`).refusedWith(400, newer, "no status")
	for _, body := range []string{``, `{}`, `{"title":""}`, `{"title":5}`, `{"title":"a"} {}`, `[`} {
		w.post("/projects", body).refusedWith(400, newer, "")
	}
}
