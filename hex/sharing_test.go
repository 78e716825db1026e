package hex_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
)

func grants(n int) []hex.Grant {
	all := make([]hex.Grant, n)
	for i := range all {
		all[i] = hex.Grant{ID: fmt.Sprint("u", i), Access: hex.AccessView}
	}
	return all
}

func TestSharingGoesOutIn25s(t *testing.T) {
	var sizes []int
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Sharing struct {
				Upsert struct{ Users []json.RawMessage }
			}
		}
		json.NewDecoder(r.Body).Decode(&body)
		sizes = append(sizes, len(body.Sharing.Upsert.Users))
		answer(w, 200, `{"project":{"id":"p"}}`)
	})
	for n, want := range map[int][]int{1: {1}, 25: {25}, 26: {25, 1}, 60: {25, 25, 10}} {
		sizes = nil
		if p, err := c.EditProjectSharingUsers(t.Context(), "p", grants(n)); err != nil || p.ID != "p" || !slices.Equal(sizes, want) {
			t.Errorf("%d: %v, %v", n, sizes, err)
		}
	}
}

func TestPartialSharingCannotBeOverlooked(t *testing.T) {
	calls, failing := 0, 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if calls++; calls == failing {
			answer(w, 403, `{"message":"No more"}`)
			return
		}
		answer(w, 200, `{"project":{"id":"p","title":"T"},"errors":[{"userIds":["u1","u2"],"reason":"No such user"},`+
			`{"type":"workspace","reason":"Not allowed"}]}`)
	})
	var part *hex.PartialSharing
	p, err := c.EditProjectSharingUsers(t.Context(), "p", grants(3))
	if !errors.As(err, &part) || p.Title != "T" || len(part.Refused) != 2 || !slices.Equal(part.Refused[0].IDs, []string{"u1", "u2"}) ||
		part.Refused[1].IDs[0] != "workspace" || part.Cause != nil {
		t.Errorf("%+v", err)
	}
	if err == nil || !strings.Contains(err.Error(), "No such user") {
		t.Error(err)
	}
	if _, err := c.EditProjectSharingOrgAndPublic(t.Context(), "p", "", hex.AccessNone); !errors.As(err, &part) {
		t.Errorf("%+v", err)
	}
	calls, failing = 0, 2
	_, err = c.EditProjectSharingUsers(t.Context(), "p", grants(60))
	if !errors.As(err, &part) || len(part.NotSent) != 35 || part.NotSent[0] != "u25" || len(part.Refused) != 2 ||
		hex.KindOf(err) != hex.Forbidden || calls != 2 {
		t.Errorf("%+v", err)
	}
	calls, failing = 0, 1
	_, err = c.EditProjectSharingUsers(t.Context(), "p", grants(60))
	if e := failure(t, err); errors.As(err, new(*hex.PartialSharing)) || e.Kind != hex.Forbidden {
		t.Errorf("nothing was done: %+v", err)
	}
}

func ids(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("u", i)
	}
	return all
}

func TestMembersGoOutIn100s(t *testing.T) {
	var calls []string
	failing := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		line := written(r)
		calls = append(calls, fmt.Sprint(strings.Fields(line)[0], " ", strings.Count(line, `"id"`), " ", strings.Contains(line, `"name"`)))
		if len(calls) == failing {
			w.WriteHeader(403)
			return
		}
		answer(w, 200, fmt.Sprintf(`{"id":"g","name":"n%d"}`, len(calls)))
	})
	g, err := c.CreateGroup(t.Context(), "N", ids(250))
	if want := "POST 100 true, PATCH 100 false, PATCH 50 false"; err != nil || g.Name != "n3" || strings.Join(calls, ", ") != want {
		t.Errorf("%v, %v", calls, err)
	}
	calls = nil
	_, err = c.EditGroup(t.Context(), "g", hex.GroupEdit{Name: "M", Add: ids(120), Remove: ids(30)})
	if want := "PATCH 130 true, PATCH 20 false"; err != nil || strings.Join(calls, ", ") != want {
		t.Errorf("%v, %v", calls, err)
	}
	var part *hex.PartialMembers
	for failing = 2; failing <= 3; failing++ {
		calls = nil
		g, err := c.CreateGroup(t.Context(), "N", ids(250))
		if left := 350 - 100*failing; !errors.As(err, &part) || len(part.NotAdded) != left || g.ID != "g" ||
			hex.KindOf(err) != hex.Forbidden {
			t.Errorf("the call number %d fails: %+v", failing, err)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	d := hex.PostgresDetails{Hostname: "db.acme.example", Password: "hunter2"}
	printed := fmt.Sprintf("%v %+v %#v %s %q %x", d, d, d, d.Password, d.Password, d.Password)
	if strings.Contains(printed, "hunter2") || strings.Contains(printed, "68756e746572") {
		t.Error(printed)
	}
	if b, _ := json.Marshal(d); !strings.Contains(string(b), "hunter2") {
		t.Errorf("but they are sent: %s", b)
	}
}

func TestImageIsDecoded(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, 200, anImage) })
	i, err := c.GetChartImageFromLogic(t.Context(), "c", hex.ImageOptions{})
	if err != nil || !strings.HasPrefix(string(i.Content), "\x89PNG") || i.MIMEType != "image/png" {
		t.Errorf("%+v, %v", i, err)
	}
}

func TestExportIsWrittenWhereItIsMeantTo(t *testing.T) {
	for name, want := range map[string]string{
		"Weekly.hex.yaml": "Weekly.hex.yaml", "": "project.hex.yaml", "../../etc/passwd": "_.._etc_passwd.hex.yaml",
		"a\x00b/c":  "a_b_c.hex.yaml",
		".hex.yaml": "hex.yaml.hex.yaml", "...": "project.hex.yaml", strings.Repeat("ü", 300): strings.Repeat("ü", 50) + ".hex.yaml",
	} {
		folder := t.TempDir()
		e := hex.Export{Filename: name, Content: "x: 1\r\n"}
		path, err := e.WriteFile(folder)
		if err != nil || path != filepath.Join(folder, want) {
			t.Errorf("%.30q is written to %s, %v", name, path, err)
			continue
		}
		if b, _ := os.ReadFile(path); string(b) != e.Content {
			t.Errorf("%q", b)
		}
		if _, err := e.WriteFile(folder); !errors.Is(err, os.ErrExist) {
			t.Errorf("twice: %v", err)
		}
	}
}
