package emulator

import (
	"fmt"
	"strings"
	"testing"
)

// sees tells the status that a token gets for a project.
func (w *world) sees(token, project string) int {
	w.t.Helper()
	return w.send(token, "GET", "/projects/"+project, "").status
}

func shares(list, member string, ids []string, access string) string {
	var items []string
	for _, id := range ids {
		items = append(items, fmt.Sprintf(`{%q:{"id":%q},"access":%q}`, member, id, access))
	}
	return `{"sharing":{"upsert":{"` + list + `":[` + strings.Join(items, ",") + `]}}}`
}

// TestSharingChangesWhatIsSeen gives an editor access to a project in each of
// the ways there are, and takes it back.
func TestSharingChangesWhatIsSeen(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	editor := w.sample(editorToken)
	id := w.send(editor, "GET", "/users/me", "").word("id")
	growth := find(t, w.names("/groups"), "Growth").ID
	shelf := find(t, w.names("/collections?limit=100"), "Customer love").ID
	project := w.post("/projects", `{"title":"Shared"}`).is(201).word("id")
	base := "/projects/" + project + "/sharing/"
	for _, c := range []struct{ path, give, take string }{
		{"users", shares("users", "user", []string{id}, "CAN_VIEW"), shares("users", "user", []string{id}, "NONE")},
		{"groups", shares("groups", "group", []string{growth}, "CAN_EDIT"), shares("groups", "group", []string{growth}, "NONE")},
		{"collections", shares("collections", "collection", []string{shelf}, "APP_ONLY"),
			shares("collections", "collection", []string{shelf}, "NONE")},
		{"workspaceAndPublic", `{"sharing":{"workspace":"CAN_VIEW"}}`, `{"sharing":{"workspace":"NONE"}}`},
	} {
		if status := w.sees(editor, project); status != 404 {
			t.Fatalf("before %s: %d", c.path, status)
		}
		given := w.patch(base+c.path, c.give).is(200)
		if strings.Contains(given.text, `"errors"`) || given.word("project.id") != project {
			t.Errorf("%s answers %s", c.path, given.text)
		}
		if status := w.sees(editor, project); status != 200 {
			t.Errorf("with %s: %d", c.path, status)
		}
		w.patch(base+c.path, c.take).is(200)
	}
	if status := w.sees(editor, project); status != 404 {
		t.Errorf("in the end: %d", status)
	}
}

// TestTheOwnerIsAmongTheUsers also when the project was shared with the owner before, and once only. Python writes True.
func TestTheOwnerIsAmongTheUsers(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.post("/projects", `{"title":"Mine"}`).is(201).word("id")
	for _, yes := range []string{"true", "True", "TRUE"} {
		r := w.get("/projects/" + project + "?includeSharing=" + yes).is(200)
		if users := r.at("sharing.users").([]any); len(users) != 1 || r.word("sharing.users.0.user.email") != "maya@acme.example" ||
			r.word("sharing.users.0.access") != "FULL_ACCESS" {
			t.Errorf("%s: the users are %v", yes, users)
		}
	}
	if r := w.get("/projects/" + project + "?includeSharing=False").is(200); strings.Contains(r.text, "sharing") {
		t.Errorf("without sharing it answers %s", r.text)
	}
	w.get("/projects?includeSharing=yes").refusedWith(400, older, "includeSharing must be true or false")
	id := w.send(w.sample(editorToken), "GET", "/users/me", "").word("id")
	given := w.patch("/projects/"+project+"/sharing/users", shares("users", "user", []string{id}, "CAN_VIEW")).is(200)
	if users := given.at("project.sharing.users").([]any); len(users) != 2 || given.word("project.sharing.users.1.access") != "CAN_VIEW" {
		t.Errorf("the users are %v", users)
	}
	for _, p := range w.get("/projects?limit=100&includeSharing=True").is(200).at("values").([]any) {
		owner, owns := p.(map[string]any)["owner"].(map[string]any)["email"], 0
		for _, u := range p.(map[string]any)["sharing"].(map[string]any)["users"].([]any) {
			if u.(map[string]any)["user"].(map[string]any)["email"] == owner {
				owns++
			}
		}
		if owns != 1 {
			t.Errorf("the owner of %v is %d times among the users", p.(map[string]any)["title"], owns)
		}
	}
}

func TestSharingLevels(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	editor := w.sample(editorToken)
	id := w.send(editor, "GET", "/users/me", "").word("id")
	project := w.post("/projects", `{"title":"Shared"}`).is(201).word("id")
	w.post("/cells", `{"projectId":"`+project+`","cellType":"CODE","contents":{"codeCell":{"source":"1"}}}`).is(200)
	users := "/projects/" + project + "/sharing/users"
	for _, c := range []struct {
		access              string
		get, cells, run, sh int
	}{
		{"APP_ONLY", 200, 403, 403, 403}, {"CAN_VIEW", 200, 200, 403, 403}, {"CAN_EDIT", 200, 200, 200, 403},
		{"FULL_ACCESS", 200, 200, 200, 200},
	} {
		w.patch(users, shares("users", "user", []string{id}, c.access)).is(200)
		w.send(editor, "GET", "/projects/"+project, "").is(c.get)
		w.send(editor, "GET", "/cells?projectId="+project, "").is(c.cells)
		w.send(editor, "POST", "/projects/"+project+"/notebook/run", "").is(c.run)
		w.send(editor, "PATCH", users, `{"sharing":{"upsert":{"users":[]}}}`).is(c.sh)
	}
	w.settle()
}

func TestSharingFailsInPart(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	const nobody = "00000000-0000-4000-8000-000000000000"
	users := w.names("/users?limit=500")
	w.post("/users/"+find(t, users, "Ravi Patel").ID+"/deactivate", "").is(200)
	project := w.project("Weekly revenue") // Maya's own
	base := "/projects/" + project + "/sharing/"
	ids := []string{find(t, users, "Lena Fischer-Böhm").ID, nobody, find(t, users, "Ravi Patel").ID, find(t, users, "Maya Lindqvist").ID,
		find(t, users, "Oliver Grant").ID}
	part := w.patch(base+"users", shares("users", "user", ids, "CAN_EDIT")).is(200)
	var body struct {
		Project struct {
			Sharing struct {
				Users []struct {
					User   struct{ Email string }
					Access string
				}
			}
		}
		Errors []struct {
			UserIDs []string `json:"userIds"`
			Reason  string
		}
	}
	part.into(&body)
	if len(body.Errors) != 4 || !strings.Contains(part.text, `{"user":{"email":"lena@acme.example"},"access":"CAN_EDIT"}`) ||
		strings.Contains(part.text, "oliver@") {
		t.Errorf("in part: %s", part.text)
	}
	if got := w.patch(base+"groups", shares("groups", "group", []string{nobody},
		"CAN_VIEW")).is(200).word("errors.0.groupIds.0"); got != nobody {
		t.Errorf("the group left out is %s", got)
	}
	if got := w.patch(base+"collections", shares("collections", "collection", []string{nobody},
		"CAN_VIEW")).is(200).word("errors.0.collectionIds.0"); got != nobody {
		t.Errorf("the collection left out is %s", got)
	}
	public := w.patch(base+"workspaceAndPublic", `{"sharing":{"workspace":"CAN_EDIT","publicWeb":"CAN_EDIT"}}`).is(200)
	if public.word("errors.0.type") != "publicWeb" || public.word("project.sharing.workspace.access") != "CAN_EDIT" ||
		public.word("project.sharing.publicWeb.access") != "NONE" {
		t.Errorf("for all: %s", public.text)
	}
	if got := w.patch(base+"workspaceAndPublic",
		`{"sharing":{"publicWeb":"APP_ONLY"}}`).is(200); got.word("project.sharing.publicWeb.access") != "APP_ONLY" ||
		got.word("project.sharing.workspace.access") != "CAN_EDIT" {
		t.Errorf("what is not named stays: %s", got.text)
	}
}

func TestSharingRequests(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly := w.project("Weekly revenue")
	base := "/projects/" + weekly + "/sharing/"
	var many []string
	for range 26 {
		many = append(many, newID())
	}
	for _, c := range []struct {
		token      int
		path, body string
		status     int
		form       shape
		words      string
	}{
		{adminToken, "users", shares("users", "user", many, "CAN_VIEW"), 400, newer, "at most 25"},
		{adminToken, "collections", shares("collections", "collection", many, "CAN_VIEW"), 400, older, "at most 25"},
		{adminToken, "users", shares("users", "user", []string{"me"}, "CAN_VIEW"), 400, newer, "UUID"},
		{adminToken, "groups", shares("groups", "group", many[:1], "can_view"), 400, newer, "CAN_VIEW"},
		{adminToken, "groups", `{}`, 400, newer, "required"},
		{adminToken, "workspaceAndPublic", `{}`, 400, newer, "required"},
		{adminToken, "workspaceAndPublic", `{"sharing":{"workspace":"ALL"}}`, 400, newer, "ALL"},
		{editorToken, "users", shares("users", "user", many[:1], "CAN_VIEW"), 403, newer, "FULL_ACCESS"},
		{workspaceToken, "collections", shares("collections", "collection", many[:1], "CAN_VIEW"), 403, older, "projects:write"},
	} {
		w.send(w.sample(c.token), "PATCH", base+c.path, c.body).refusedWith(c.status, c.form, c.words)
	}
	if got := len(shares("users", "user", many[:25], "CAN_VIEW")); got > 0 {
		w.patch(base+"users", shares("users", "user", many[:25], "CAN_VIEW")).is(200)
	}
}

func TestCollectionWrites(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	editor := w.sample(editorToken)
	jonas := w.send(editor, "GET", "/users/me", "").word("id")
	growth := find(t, w.names("/groups"), "Growth").ID

	made := w.post("/collections",
		`{"name":"New","description":"For now",`+
			`"sharing":{"users":[{"id":"`+jonas+`","access":"MEMBER"}],"workspace":{"members":"NONE"}}}`).is(201)
	id := made.word("id")
	if made.word("creator.email") != "maya@acme.example" || made.word("sharing.users.0.access") != "MEMBER" {
		t.Errorf("it is %s", made.text)
	}
	w.send(editor, "PATCH", "/collections/"+id, `{"name":"Mine"}`).refusedWith(403, older, "managers")
	w.patch("/collections/"+id, `{"sharing":{"upsert":{"users":[{"id":"`+jonas+`","access":"MANAGER"}]}}}`).is(200)
	if got := w.send(editor, "PATCH", "/collections/"+id, `{"name":"Mine","description":""}`).is(200); got.word("name") != "Mine" ||
		strings.Contains(got.text, "For now") {
		t.Errorf("it is now %s", got.text)
	}
	w.patch("/collections/"+id,
		`{"sharing":{"upsert":{"users":[{"id":"`+jonas+`","access":"NONE"}],"groups":[{"id":"`+growth+`","access":"MEMBER"}]}}}`).is(200)
	w.send(editor, "GET", "/collections/"+id, "").is(200) // by way of the group

	own := w.send(editor, "POST", "/collections", `{"name":"Own"}`).is(201).word("id")
	for _, c := range []struct {
		token              int
		method, path, body string
		status             int
		words              string
	}{
		{adminToken, "POST", "/collections", `{}`, 400, "name"},
		{adminToken, "POST", "/collections", `{"name":"x","sharing":{"users":[{"id":"` + growth + `","access":"MEMBER"}]}}`, 400,
			"no user"},
		{adminToken, "POST", "/collections", `{"name":"x","sharing":{"workspace":{"members":"CAN_VIEW"}}}`, 400, "MEMBER, MANAGER"},
		{adminToken, "PATCH", "/collections/" + own, `{"name":""}`, 400, "empty"},
		{adminToken, "PATCH", "/collections/" + growth, `{"name":"x"}`, 404, "no collection"},
		{editorToken, "PATCH", "/collections/" + own, `{"sharing":{"upsert":{"groups":[{"id":"` + growth + `","access":"MEMBER"}]}}}`, 403,
			"administrators"},
		{workspaceToken, "POST", "/collections", `{"name":"x"}`, 403, "collections:write"},
	} {
		w.send(w.sample(c.token), c.method, c.path, c.body).refusedWith(c.status, older, c.words)
	}
}
