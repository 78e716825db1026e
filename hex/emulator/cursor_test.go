package emulator

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// changing is a list of the API that changes while it is walked.
type changing struct {
	path   string // with a "?"
	items  string // the member that holds the items
	id     string // the member of an item that tells it from others
	token  int
	add    func(n int) // puts a row in; nil when the API cannot
	remove func(n int) // takes one out that add did not put in; nil when it cannot
	newest bool        // whether the list begins at its end, and is walked back
}

// listedPage is a page of any list.
type listedPage struct {
	ids           []string
	after, before string
}

func (w *world) listed(l changing, query string) listedPage {
	w.t.Helper()
	r := w.send(w.sample(l.token), "GET", l.path+query, "").is(200)
	var body map[string]json.RawMessage
	r.into(&body)
	var items []map[string]any
	var ends struct{ After, Before *string }
	if err := json.Unmarshal(body[l.items], &items); err != nil {
		w.t.Fatalf("%s has no %s: %v", l.path, l.items, err)
	}
	if err := json.Unmarshal(body["pagination"], &ends); err != nil {
		w.t.Fatal(err)
	}
	var page listedPage
	for _, item := range items {
		page.ids = append(page.ids, fmt.Sprint(item[l.id]))
	}
	if ends.After != nil {
		page.after = *ends.After
	}
	if ends.Before != nil {
		page.before = *ends.Before
	}
	return page
}

// all are the ids of a list that fits into a page.
func (w *world) all(l changing) []string {
	w.t.Helper()
	limit := 100
	if l.newest {
		limit = 50
	}
	return w.listed(l, fmt.Sprint("&limit=", limit)).ids
}

// walkChanging walks a list once, in pages of random lengths, while it changes.
func (w *world) walkChanging(l changing, dice *rand.Rand, back bool) {
	w.t.Helper()
	began := w.all(l)
	met := map[string]int{}
	query := ""
	if back && !l.newest {
		page := w.listed(l, "&limit=100")
		last := w.listed(l, "&limit=1&before="+page.before)
		if len(last.ids) != 0 {
			w.t.Errorf("%s: before the first there is %v", l.path, last.ids)
		}
		query = "&before=" + w.lastCursor(l, met)
	}
	for n := range 200 {
		page := w.listed(l, fmt.Sprint(query, "&limit=", 1+dice.IntN(6)))
		for _, id := range page.ids {
			met[id]++
		}
		next := page.after
		query = "&after="
		if back {
			next, query = page.before, "&before="
		}
		if next == "" || len(page.ids) == 0 {
			break
		}
		query += next
		if l.add != nil && dice.IntN(2) == 0 {
			l.add(n)
		}
		if l.remove != nil && dice.IntN(3) == 0 {
			l.remove(n)
		}
	}
	ended := w.all(l)
	for _, id := range began {
		if slices.Contains(ended, id) && met[id] != 1 {
			w.t.Errorf("%s: %s was there all the time and was met %d times", l.path, id, met[id])
		}
	}
	for id, times := range met {
		if times > 1 {
			w.t.Errorf("%s: %s was met %d times", l.path, id, times)
		}
	}
}

// lastCursor is a cursor at the last row, which counts as met.
func (w *world) lastCursor(l changing, met map[string]int) string {
	w.t.Helper()
	query := ""
	for {
		page := w.listed(l, query+"&limit=100")
		if page.after != "" {
			query = "&after=" + page.after
			continue
		}
		met[page.ids[len(page.ids)-1]]++
		if len(page.ids) == 1 {
			return page.before
		}
		// A page of the last row alone has its cursor at its beginning.
		one := w.listed(l, fmt.Sprint(query, "&limit=", len(page.ids)-1))
		return w.listed(l, "&limit=1&after="+one.after).before
	}
}

// TestCursorsWhileListsChange walks every list of the API while rows come and
// go: a row that is there all the time is met exactly once.
func TestCursorsWhileListsChange(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"projects", "projects by edit", "cells", "users", "groups", "collections", "connections", "threads", "messages", "topics",
		"queried tables", "guides", "suggestions",
	} {
		for _, back := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " back=", back), func(t *testing.T) {
				t.Parallel()
				w := serve(t, Options{})
				l := w.changing(name)
				if l.newest && !back {
					t.Skip("the list is walked back only")
				}
				dice := rand.New(rand.NewPCG(7, 7))
				w.walkChanging(l, dice, back)
			})
		}
	}
}

// changing is a list by name, with something in it to take out.
func (w *world) changing(name string) changing {
	switch name {
	case "cells", "messages", "threads", "queried tables":
		return w.changingWork(name)
	case "guides", "suggestions", "topics":
		return w.changingContext(name)
	case "projects":
		return w.changingProjects("/projects?includeComponents=true", 6)
	case "projects by edit":
		return w.changingProjects("/projects?sortBy=LAST_EDITED_AT&sortDirection=ASC", 3)
	}
	l := changing{items: "values", id: "id"}
	switch name {
	case "users":
		l.path = "/users?sortBy=EMAIL"
		users := w.names("/users?limit=500")
		l.remove = func(n int) {
			if id := users[n%len(users)].ID; n < len(users) && id != w.get("/users/me").word("id") {
				w.post("/users/"+id+"/deactivate", "").is(200)
			}
		}
	case "groups":
		l.path = "/groups?sortBy=NAME"
		var made []string
		l.add = func(n int) {
			name := string(rune('A'+n%26)) + "-new"
			made = append(made, w.post("/groups", `{"name":"`+name+`"}`).is(201).word("id"))
		}
		l.remove = func(n int) { made = w.drop(made, n, "/groups/") }
		for n := range 4 {
			l.add(n * 7)
		}
	case "collections":
		l.path, l.token = "/collections?sortBy=NAME", editorToken
		l.add, l.remove = w.showAndHide("/collections", func(n int) string {
			return fmt.Sprintf(`{"name":"%c new","sharing":{"workspace":{"members":"MEMBER"}}}`, 'A'+n%26)
		}, `{"sharing":{"upsert":{"workspace":{"members":"NONE"}}}}`, 200)
	case "connections":
		l.path, l.token = "/data-connections?sortBy=CREATED_AT&sortDirection=DESC", editorToken
		l.add, l.remove = w.showAndHide("/data-connections", func(n int) string {
			return fmt.Sprintf(`{"name":"%c new","type":"databricks","connectionDetails":{"databricks":{"jdbcUrl":"x",`+
				`"accessToken":"y"}},"sharing":{"workspace":{"members":"QUERY"}}}`, 'A'+n%26)
		}, `{"sharing":{"workspace":{"members":"NONE"}}}`, 201)
	}
	return l
}

// drop deletes one of what was made.
func (w *world) drop(made []string, n int, path string) []string {
	if len(made) == 0 {
		return made
	}
	at := n % len(made)
	w.delete(path + made[at])
	return slices.Delete(made, at, at+1)
}

// showAndHide makes things that everybody sees, and takes them out of sight: to
// an editor they come and go.
func (w *world) showAndHide(path string, body func(int) string, hide string, status int) (add, remove func(int)) {
	var made []string
	add = func(n int) { made = append(made, w.post(path, body(n)).is(201).word("id")) }
	remove = func(n int) {
		if len(made) > 0 {
			at := n % len(made)
			w.patch(path+"/"+made[at], hide).is(status)
			made = slices.Delete(made, at, at+1)
		}
	}
	for n := range 4 {
		add(n * 5)
	}
	return add, remove
}

// changingProjects is an editor's list of projects, which projects enter and
// leave as they are shared with all and with nobody.
func (w *world) changingProjects(path string, most int) changing {
	var made []string
	share := func(id, level string) {
		w.patch("/projects/"+id+"/sharing/workspaceAndPublic", `{"sharing":{"workspace":"`+level+`"}}`).is(200)
	}
	l := changing{path: path, items: "values", id: "id", token: editorToken}
	l.add = func(n int) {
		w.clock.advance(1e6)
		made = append(made, w.post("/projects", fmt.Sprintf(`{"title":"New %d"}`, n)).is(201).word("id"))
		share(made[len(made)-1], "CAN_VIEW")
	}
	l.remove = func(n int) {
		if len(made) > most {
			share(made[0], "NONE")
			made = made[1:]
		}
	}
	for n := range most {
		l.add(n)
	}
	return l
}

func (w *world) changingWork(name string) changing {
	switch name {
	case "cells":
		project := w.project("Weekly revenue")
		l := changing{path: "/cells?projectId=" + project, items: "values", id: "staticId"}
		l.add = func(n int) {
			cells := w.cells(project)
			w.post("/cells", `{"projectId":"`+project+`","cellType":"CODE","contents":{"codeCell":{"source":"1"}},`+
				`"location":{"insertAfterCellId":"`+cells[n%len(cells)].ID+`"}}`).is(200)
		}
		l.remove = func(n int) {
			cells := w.cells(project)
			w.delete("/cells/" + cells[n*7%len(cells)].ID).is(200)
		}
		for n := range 6 {
			l.add(n)
		}
		return l
	case "threads":
		return changing{path: "/threads?numDays=9999", items: "threads", id: "id", add: func(n int) {
			w.clock.advance(1e6)
			w.ask(fmt.Sprintf("orders in the last %d days", n+1))
		}}
	case "messages":
		thread, _ := w.ask("orders by week")
		return changing{path: "/threads/" + thread + "/messages?full=true", items: "content", id: "text", newest: true, add: func(n int) {
			w.clock.advance(1e6)
			w.post("/threads/"+thread+"/followup", fmt.Sprintf(`{"prompt":"What about the last %d weeks? (%s)"}`, n+2, newID())).is(200)
			w.settle()
		}}
	}
	project := w.project("Data quality checks")
	return changing{path: "/projects/" + project + "/queriedTables?x=y", items: "values", id: "tableName"}
}

func (w *world) changingContext(name string) changing {
	switch name {
	case "topics":
		return changing{path: "/context/topics?x=y", items: "topics", id: "id"}
	case "suggestions":
		return changing{path: "/suggestions?sortBy=EVIDENCE_COUNT", items: "values", id: "id"}
	}
	l := changing{path: "/guides/draft/list?x=y", items: "values", id: "id"}
	l.add = func(n int) {
		w.put("/guides/draft", fmt.Sprintf(`{"files":[{"filePath":"%c/%s.md","contents":"x"}]}`, 'a'+n%26, newID())).is(200)
	}
	l.remove = func(n int) {
		ids := w.all(l)
		if len(ids) > 1 && strings.TrimSpace(ids[0]) != "" {
			w.delete("/guides/draft/" + ids[n%len(ids)]).is(204)
		}
	}
	for n := range 9 {
		l.add(n * 3)
	}
	return l
}
