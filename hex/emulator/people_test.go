package emulator

import (
	"slices"
	"strings"
	"testing"
)

type named struct{ ID, Name, Email, Role string }

func (w *world) names(path string) []named {
	w.t.Helper()
	var all []named
	next := ""
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	for {
		var page struct {
			Values     []named
			Pagination struct{ After *string }
		}
		w.get(path + next).is(200).into(&page)
		all = append(all, page.Values...)
		if page.Pagination.After == nil {
			return all
		}
		next = separator + "after=" + *page.Pagination.After
	}
}

func find(t *testing.T, all []named, name string) named {
	t.Helper()
	at := slices.IndexFunc(all, func(n named) bool { return n.Name == name })
	if at < 0 {
		t.Fatalf("there is no %q in %v", name, all)
	}
	return all[at]
}

func TestListsAreSorted(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	for _, c := range []struct {
		path     string
		key      func(named) string
		downward bool
	}{
		{"/users?limit=4", func(n named) string { return strings.ToLower(n.Name) }, false},
		{"/users?limit=4&sortBy=EMAIL&sortDirection=DESC", func(n named) string { return n.Email }, true},
		{"/groups?limit=2&sortBy=NAME", func(n named) string { return strings.ToLower(n.Name) }, false},
		{"/groups?limit=2&sortBy=NAME&sortDirection=DESC", func(n named) string { return strings.ToLower(n.Name) }, true},
		{"/collections?limit=3", func(n named) string { return strings.ToLower(n.Name) }, false},
		{"/data-connections?limit=3&sortBy=NAME", func(n named) string { return strings.ToLower(n.Name) }, false},
	} {
		t.Run(c.path, func(t *testing.T) {
			var keys []string
			for _, n := range w.names(c.path) {
				keys = append(keys, c.key(n))
			}
			if c.downward {
				slices.Reverse(keys)
			}
			if len(keys) < 8 || !slices.IsSorted(keys) {
				t.Errorf("%d, in the order %q", len(keys), keys)
			}
		})
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	all := w.names("/users?limit=500")
	growth := find(t, w.names("/groups"), "Growth")
	members := w.names("/users?groupId=" + growth.ID)
	if len(members) != 4 || len(all) < 20 {
		t.Errorf("%d of %d users are in the group", len(members), len(all))
	}
	two := w.names("/users?userIds=" + all[3].ID + "," + all[5].ID)
	if len(two) != 2 {
		t.Errorf("by two ids it finds %v", two)
	}
	gone := w.post("/users/"+members[0].ID+"/deactivate", "").is(200)
	if gone.word("user.id") != members[0].ID {
		t.Errorf("it answers %s", gone.text)
	}
	if left := w.names("/users?groupId=" + growth.ID); len(left) != 3 || len(w.names("/users")) != len(all)-1 {
		t.Errorf("left are %v", left)
	}
	me := w.get("/users/me").is(200).word("id")
	w.post("/users/"+me+"/deactivate", "").refusedWith(400, newer, "yourself")
}

func TestGroupWrites(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	users := w.names("/users?limit=500")
	made := w.post("/groups", `{"name":"New","members":{"users":[{"id":"`+users[0].ID+`"}]}}`).is(201)
	id := made.word("id")
	if made.word("members.users.0.id") != users[0].ID || strings.Contains(made.text, "createdAt") {
		t.Errorf("it answers %s", made.text)
	}
	w.patch("/groups/"+id,
		`{"name":"Newer","members":{"add":{"users":[{"id":"`+users[1].ID+`"}]},"remove":{"users":[{"id":"`+users[0].ID+`"}]}}}`).is(200)
	if members := w.names("/users?groupId=" + id); len(members) != 1 || members[0].ID != users[1].ID {
		t.Errorf("its members are %v", members)
	}
	many := strings.TrimSuffix(strings.Repeat(`{"id":"`+users[0].ID+`"},`, 101), ",")
	w.post("/groups", `{"name":"Many","members":{"users":[`+many+`]}}`).refusedWith(400, older, "100")
	w.post("/groups", `{"name":""}`).refusedWith(400, older, "name")
	w.patch("/groups/"+id, `{"members":{"add":{"users":[{"id":"`+id+`"}]}}}`).refusedWith(400, older, "no user")
	if gone := w.delete("/groups/" + id).is(204); gone.text != "" {
		t.Errorf("a 204 is empty, not %q", gone.text)
	}
	w.get("/groups/"+id).refusedWith(404, older, id)

	// A group that goes takes its access along.
	growth := find(t, w.names("/groups"), "Growth").ID
	funnel := w.project("Channel performance and CAC")
	w.delete("/groups/" + growth).is(204)
	if text := w.get("/projects/" + funnel + "?includeSharing=true").is(200).text; strings.Contains(text, "Growth\"}") {
		t.Errorf("its sharing is still %s", text)
	}
}

func TestCollections(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	all := w.names("/collections?limit=100")
	board := w.get("/collections/" + find(t, all, "Board pack").ID).is(200)
	if board.word("creator.email") != "kwame@acme.example" || board.word("sharing.groups.1.access") == "" {
		t.Errorf("it is %s", board.text)
	}
	w.send(w.sample(editorToken), "GET", "/collections/"+board.word("id"), "").refusedWith(404, older, "no access")
	w.send(w.sample(editorToken), "GET", "/collections/"+find(t, all, "Data platform").ID, "").is(200)
}

func TestDataConnections(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	all := w.names("/data-connections?limit=100")
	if len(all) != 8 {
		t.Errorf("there are %d", len(all))
	}
	for _, n := range all {
		r := w.get("/data-connections/" + n.ID).is(200)
		for _, secret := range []string{"password", "secretAccessKey", "privateKey", "accessToken", "serviceAccountJsonConfig"} {
			if strings.Contains(r.text, secret) {
				t.Errorf("%s shows a secret: %s", n.Name, r.text)
			}
		}
	}
	shop := find(t, all, "Shop warehouse").ID
	if got := w.get("/data-connections/" + shop).is(200).word("connectionDetails.postgres.hostname"); got != "warehouse.acme.example" {
		t.Errorf("its host is %s", got)
	}
	// An editor sees fewer of them, and less of each.
	editor := w.send(w.sample(editorToken), "GET", "/data-connections?limit=100", "").is(200)
	if strings.Contains(editor.text, "connectionDetails") || strings.Contains(editor.text, "Finance ledger") {
		t.Errorf("an editor sees %s", editor.text)
	}
	w.send(w.sample(editorToken), "GET", "/data-connections/"+shop, "").refusedWith(403, newer, "administrators")
	w.send(w.sample(editorToken), "GET", "/data-connections/"+find(t, all, "Finance ledger").ID, "").refusedWith(404, newer, "no access")
}

func TestHostileProjects(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Hostile: true})
	found := w.walk(w.Token(), "/projects?limit=100")
	if !slices.ContainsFunc(found.Values, func(p listedProject) bool {
		return strings.Contains(p.Title, "\x1b[31m")
	}) {
		t.Error("no title has an escape sequence")
	}
}
