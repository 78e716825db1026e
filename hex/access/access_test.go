package access

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hextui/hex"
	"hextui/hex/hextest"
)

type obj = map[string]any

// workspace answers what an audit asks, from lists by the path; a path of refuse is forbidden. From the request of number tooMany on
// there is no budget.
type workspace struct {
	lists   map[string][]obj
	refuse  map[string]bool
	tooMany int
	asked   []string
}

func (w *workspace) answer(r *http.Request) (int, any, error) {
	path := strings.TrimPrefix(r.URL.Path, "/api/v1")
	if g := r.URL.Query().Get("groupId"); g != "" {
		path += "?" + g
	}
	w.asked = append(w.asked, path)
	switch {
	case w.tooMany > 0 && len(w.asked) >= w.tooMany:
		return http.StatusTooManyRequests, obj{"code": "TOO_MANY_REQUESTS", "message": "too many"}, nil
	case w.refuse[path]:
		return http.StatusForbidden, obj{"code": "FORBIDDEN", "message": "the scope is missing"}, nil
	}
	all, list := w.lists[path]
	if !list {
		return http.StatusNotFound, obj{"code": "NOT_FOUND", "message": "nothing here"}, nil
	}
	if strings.Count(path, "/") == 2 {
		return http.StatusOK, all[0], nil
	}
	return http.StatusOK, obj{"values": all, "pagination": obj{"after": nil, "before": nil}}, nil
}

func user(name, role string) obj {
	return obj{"id": name, "name": strings.ToUpper(name), "email": name + "@a.example", "role": role}
}

// sample is a project that is shared in every way, with two groups of one name.
func sample() *workspace {
	none := obj{"access": "NONE"}
	project := obj{"id": "p", "title": "P", "type": "PROJECT", "owner": obj{"email": "Ann@a.example"},
		"creator": obj{"email": "x@a.example"},
		"sharing": obj{
			"users": []obj{{"user": obj{"email": "bob@a.example"}, "access": "CAN_EDIT"},
				{"user": obj{"email": "gone@b.example"}, "access": "APP_ONLY"},
				{"user": obj{"email": "eve@a.example"}, "access": "NONE"}},
			"groups": []obj{{"group": obj{"name": "Twins"}, "access": "CAN_EDIT"},
				{"group": obj{"name": "Hidden"}, "access": "CAN_VIEW"}},
			"collections": []obj{{"collection": obj{"name": "Shelf"}, "access": "SOMETHING_NEW"}},
			"workspace":   none, "publicWeb": obj{"access": "APP_ONLY"}, "support": none,
		}}
	return &workspace{refuse: map[string]bool{}, lists: map[string][]obj{
		"/projects/p": {project}, "/projects": {project},
		"/users":     {user("ann", "EDITOR"), user("bob", "MEMBER"), user("cid", "EDITOR"), user("dan", "GUEST"), user("eve", "ADMIN")},
		"/groups":    {{"id": "g1", "name": "Twins"}, {"id": "g2", "name": "Twins"}, {"id": "g3", "name": "Readers"}},
		"/groups/g1": {{"id": "g1", "name": "Twins"}},
		"/users?g1":  {user("cid", "EDITOR")},
		"/users?g2":  {user("dan", "GUEST")},
		"/users?g3":  {user("dan", "GUEST"), user("dan", "GUEST")},
		"/collections": {{"id": "c", "name": "Shelf", "sharing": obj{"groups": []obj{{"id": "g3", "access": "MEMBER"}},
			"users": []obj{{"id": "ann", "access": "NONE"}}}}},
	}}
}

func lines(people []Person) string {
	var all []string
	for _, p := range people {
		var ways []string
		for _, w := range p.Ways {
			ways = append(ways, w.String())
		}
		all = append(all, fmt.Sprintf("%s %s %v: %s", p.Email, p.Access, p.Edits, strings.Join(ways, ", ")))
	}
	return strings.Join(all, "\n")
}

func TestPeopleOfAProject(t *testing.T) {
	w := sample()
	a := OfProject("p")
	if err := a.Read(t.Context(), hextest.Answering(w.answer).Client(t), Budget{}, nil); err != nil || len(a.Unread()) != 0 {
		t.Fatal(err, a.Unread())
	}
	want := strings.TrimSpace(`
ann@a.example FULL_ACCESS true: owner FULL_ACCESS
cid@a.example CAN_EDIT true: group Twins CAN_EDIT?
bob@a.example CAN_EDIT false: direct CAN_EDIT
eve@a.example CAN_VIEW false: admin role CAN_VIEW
dan@a.example SOMETHING_NEW false: group Twins CAN_EDIT?, collection Shelf (group Readers) SOMETHING_NEW
gone@b.example APP_ONLY false: direct APP_ONLY`)
	if got := lines(a.People()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	notes := strings.Join(a.Notes(), "\n")
	for _, note := range []string{`2 groups are called "Twins"`, `The group "Hidden" is not in the list`, "Anyone with the link reaches it",
		"Not in the API"} {
		if !strings.Contains(notes, note) {
			t.Errorf("%s is not said in\n%s", note, notes)
		}
	}
	if len(w.asked) != 7 {
		t.Errorf("asked %v", w.asked)
	}
}

func TestAnAuditGoesOnWhereItStopped(t *testing.T) {
	w := sample()
	client := hextest.Answering(w.answer).Client(t)
	whole := OfProject("p")
	if err := whole.Read(t.Context(), client, Budget{}, nil); err != nil {
		t.Fatal(err)
	}
	want, all := lines(whole.People()), slices.Clone(w.asked)

	w.asked = nil
	a, calls := OfProject("p"), 0
	for len(a.Unread()) > 0 {
		if calls++; calls > 20 {
			t.Fatal("it does not end")
		}
		left := len(a.Unread())
		if err := a.Read(t.Context(), client, Budget{Requests: 1}, nil); err != nil {
			t.Fatal(err)
		}
		if calls > 4 && len(a.Unread()) >= left { // until then it finds out what there is to read
			t.Errorf("%d are unread after %d", len(a.Unread()), left)
		}
	}
	if got := lines(a.People()); got != want || !slices.Equal(w.asked, all) {
		t.Errorf("in parts it is\n%s\nafter %v", got, w.asked)
	}

	w.asked, w.tooMany = nil, 3
	a = OfProject("p")
	err := a.Read(t.Context(), client, Budget{Patience: time.Minute}, nil)
	if err != nil || len(a.Unread()) == 0 || len(w.asked) != 3 || len(a.People()) == 0 {
		t.Errorf("without budget: %v, %v unread, asked %v", err, a.Unread(), w.asked)
	}
	w.tooMany = 0 // another client has not heard of it
	if err := a.Read(t.Context(), hextest.Answering(w.answer).Client(t), Budget{}, nil); err != nil || lines(a.People()) != want {
		t.Errorf("with budget again: %v\n%s", err, lines(a.People()))
	}
}

// A request that nobody answers costs the patience of one Read, and nothing that was read.
func TestAnAuditIsPatientForATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, hangs := sample(), true
		client := hextest.Answering(func(r *http.Request) (int, any, error) {
			if hangs && strings.HasSuffix(r.URL.Path, "/users") {
				<-r.Context().Done()
				return 0, nil, r.Context().Err()
			}
			return w.answer(r)
		}).Client(t)
		a, begun := OfProject("p"), time.Now()
		err := a.Read(t.Context(), client, Budget{Patience: 20 * time.Second}, nil)
		if took := time.Since(begun); err != nil || took != 20*time.Second || len(a.Unread()) != 4 {
			t.Errorf("after %v: %v, %v unread", took, err, a.Unread())
		}
		hangs = false
		err = a.Read(t.Context(), client, Budget{Patience: 20 * time.Second}, nil)
		if err != nil || len(a.Unread()) != 0 || len(w.asked) != 7 {
			t.Errorf("%v, %v unread, asked %v", err, a.Unread(), w.asked)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := OfProject("p").Read(ctx, client, Budget{Patience: time.Second}, nil); !hex.IsKind(err, hex.Canceled) {
			t.Errorf("a caller who gave up got %v", err)
		}
	})
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	w := sample()
	w.refuse["/users"], w.refuse["/users?g1"] = true, true
	a := OfProject("p")
	if err := a.Read(t.Context(), hextest.Answering(w.answer).Client(t), Budget{}, nil); err != nil || len(a.Unread()) != 0 {
		t.Fatal(err, a.Unread())
	}
	notes := strings.Join(a.Notes(), "\n")
	if !strings.Contains(notes, "The users could not be read: the scope is missing") ||
		!strings.Contains(notes, "The members of the group Twins could not be read") {
		t.Errorf("got %s", notes)
	}
	if got := lines(a.People()); !strings.Contains(got, "bob@a.example CAN_EDIT true: direct CAN_EDIT") ||
		!strings.Contains(got, "dan@a.example") {
		t.Errorf("got %s", got)
	}
	w.refuse["/projects/p"] = true
	if err := OfProject("p").Read(t.Context(), hextest.Answering(w.answer).Client(t), Budget{}, nil); !hex.IsKind(err, hex.Forbidden) {
		t.Errorf("got %v", err)
	}
}

func TestReach(t *testing.T) {
	for _, c := range []struct {
		of   Subject
		ways string
	}{
		{Subject{UserID: "ann"}, "owner FULL_ACCESS, public APP_ONLY"},
		{Subject{UserID: "bob"}, "direct CAN_EDIT, public APP_ONLY"},
		{Subject{UserID: "cid"}, "group Twins CAN_EDIT?, public APP_ONLY"},
		{Subject{UserID: "dan"}, "group Twins CAN_EDIT?, collection Shelf (group Readers) SOMETHING_NEW, public APP_ONLY"},
		{Subject{UserID: "eve"}, "admin role CAN_VIEW, public APP_ONLY"},
		{Subject{GroupID: "g1"}, "group Twins CAN_EDIT?, public APP_ONLY"},
		{Subject{Everyone: true}, "public APP_ONLY"},
	} {
		w := sample()
		a := OfSubject(c.of)
		if len(a.Unread()) == 0 {
			t.Errorf("%+v: nothing is unread before it is read", c.of)
		}
		err := a.Read(t.Context(), hextest.Answering(w.answer).Client(t), Budget{}, nil)
		if err != nil || len(a.Unread()) != 0 || len(a.Projects()) != 1 || a.Looked() != 1 {
			t.Errorf("%+v: %v, %v unread, %+v", c.of, err, a.Unread(), a.Projects())
			continue
		}
		var ways []string
		for _, w := range a.Projects()[0].Ways {
			ways = append(ways, w.String())
		}
		if strings.Join(ways, ", ") != c.ways {
			t.Errorf("%+v reaches it by %s, not %s", c.of, strings.Join(ways, ", "), c.ways)
		}
	}
	err := OfSubject(Subject{UserID: "nobody"}).Read(t.Context(), hextest.Answering(sample().answer).Client(t), Budget{}, nil)
	if !hex.IsKind(err, hex.NotFound) {
		t.Errorf("got %v", err)
	}
}

// Pages that repeat end the reading, and what they had is counted once.
func TestAListThatRepeats(t *testing.T) {
	asked := 0
	client := hextest.Answering(func(*http.Request) (int, any, error) {
		asked++
		return http.StatusOK, obj{"values": []obj{{"id": "p", "title": "P", "sharing": obj{"publicWeb": obj{"access": "CAN_VIEW"}}}},
			"pagination": obj{"after": fmt.Sprint(asked)}}, nil
	}).Client(t)
	a := OfSubject(Subject{Everyone: true})
	err := a.Read(t.Context(), client, Budget{Requests: 50}, nil)
	if err != nil || asked != 2 || len(a.Projects()) != 1 || !strings.Contains(strings.Join(a.Notes(), " "), "same projects again") {
		t.Errorf("%v after %d requests: %+v %v", err, asked, a.Projects(), a.Notes())
	}
}

// TestKnown: what was read elsewhere is not read again, and of a project that would be shared otherwise the audit says who would
// reach it, and what of that is not read.
func TestKnown(t *testing.T) {
	w := sample()
	client := hextest.Answering(w.answer).Client(t)
	full := OfProject("p")
	if err := full.Read(t.Context(), client, Budget{}, nil); err != nil {
		t.Fatal(err)
	}
	w.asked = nil
	project := full.Of()
	p := OfProject("p")
	p.Take(Known{Project: &project, Users: full.users.items, Groups: full.groups.items, Collections: full.collections.items})
	if err := p.Read(t.Context(), client, Budget{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(w.asked, " "); got != "/users?g1 /users?g2 /users?g3" {
		t.Errorf("asked were %s", got)
	}
	if lines(p.People()) != lines(full.People()) {
		t.Errorf("the people are\n%s\nnot\n%s", lines(p.People()), lines(full.People()))
	}
	s := *project.Sharing
	s.Users, s.Groups, s.Collections = nil, slices.Clone(s.Groups[:1]), nil
	s.Groups[0].Group.Name, s.Groups[0].Access = "Readers", hex.AccessEdit
	if got := lines(p.If(s).People()); !strings.Contains(got, "dan@a.example CAN_EDIT true: group Readers CAN_EDIT") ||
		strings.Contains(got, "bob@") {
		t.Errorf("they would be\n%s", got)
	}
	if lines(p.People()) != lines(full.People()) {
		t.Error("what would be changed what is")
	}
	fresh := OfProject("p")
	fresh.Take(Known{Project: &project, Users: full.users.items, Groups: full.groups.items})
	if left := fresh.If(s).Unread(); len(left) != 1 || left[0] != "the members of the group Readers" {
		t.Errorf("not read are %q", left)
	}
}
