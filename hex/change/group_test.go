package change_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"hextui/hex"
	"hextui/hex/change"
)

// Of a group with more members than one request takes, those who were not added are named with why, and only the others are told
// of as done.
func TestMembersInPart(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodPost:
			w.WriteHeader(http.StatusCreated)
			fmt.Fprint(w, `{"id":"11111111-1111-4111-8111-111111111111","name":"All"}`)
		default:
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer s.Close()
	c, err := hex.New(hex.Options{BaseURL: s.URL, Token: "hxtp_x", Limits: hex.NoLimits, RetryFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	who := make([]change.Who, 130)
	for i := range who {
		who[i] = change.Who{ID: fmt.Sprintf("22222222-2222-4222-8222-%012d", i), Name: fmt.Sprintf("u%d@acme.example", i)}
	}
	p, err := change.CreateGroup{Name: "All", Members: who}.Prepare(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Commit(t.Context())
	if err == nil || len(r.Failed) != 30 || r.Failed[0].Name != change.MemberFact+"u100@acme.example" || r.Failed[0].Why == "" {
		t.Fatalf("%v; not done: %v", err, r.Failed)
	}
	if len(r.Changed) != 101 || r.Undo == nil { // the name, and a hundred members
		t.Errorf("%d fields are told of as done, undone by %v", len(r.Changed), r.Undo)
	}
}

// What somebody owns is said before they are deactivated; where it cannot be read, that is.
func TestWhatIsOwnedMayBeUnknown(t *testing.T) {
	w := newWorld(t)
	w.net.mu.Lock()
	w.net.deny = "/projects"
	w.net.mu.Unlock()
	p, err := change.DeactivateUser{ID: w.people()[0].ID}.Prepare(w.ctx, w.client)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Warnings); n != 2 || !matching("Which projects they own could not be read").MatchString(p.Warnings[1]) {
		t.Errorf("the warnings are %v", p.Warnings)
	}
}

// Of two groups with one name each is told with its id, so that nobody takes one for the other.
func TestNamesThatAreNotUniqueStandWithTheirIDs(t *testing.T) {
	w := newWorld(t)
	name := w.fresh("Twins")
	one, two := must(w.other.CreateGroup(w.ctx, name, nil)), must(w.other.CreateGroup(w.ctx, name, nil))
	k := must(w.other.CreateCollection(w.ctx, hex.NewCollection{Name: w.fresh("Shelf"), Sharing: &hex.CollectionSharing{
		Groups: []hex.CollectionGrant{{ID: one.ID, Access: "MANAGER"}}}}))
	edit := hex.CollectionEdit{Sharing: &hex.CollectionSharing{Groups: []hex.CollectionGrant{{ID: two.ID, Access: "MEMBER"}}}}
	known := []change.Who{{ID: one.ID, Name: name}, {ID: two.ID, Name: name}}
	p := must(change.EditCollection{ID: k.ID, Edit: edit, Known: known}.Prepare(w.ctx, w.client))
	if want := "group " + name + " (" + two.ID + ")"; len(p.Fields) != 1 || p.Fields[0].Name != want || p.Fields[0].Before != "" {
		t.Errorf("the fields are %v, want one of %s", p.Fields, want)
	}
}
