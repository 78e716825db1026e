package hex_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

func TestOneOddItemDoesNotHideTheOthers(t *testing.T) {
	list := func(items ...string) string {
		return `{"values":[` + strings.Join(items, ",") + `],"pagination":{"after":null,"before":"b"}}`
	}
	body := ""
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, 200, body) })
	for name, test := range map[string]struct {
		body string
		read func() (good int, odd []hex.Odd, err error)
		want string
	}{
		"a port that is a text": {
			list(aConnection, strings.Replace(aConnection, `5432`, `"five"`, 1), aConnection),
			func() (int, []hex.Odd, error) {
				p, err := c.ListDataConnections(t.Context(), hex.ConnectionQuery{})
				return len(p.Items), p.Odd, err
			}, "“n” (d) cannot be understood: connectionDetails.postgres.port is a text where a whole number belongs.",
		},
		"a date that is none": {
			list(aProject, `{"id":"q","title":"Weekly","analytics":{"lastViewedAt":"soon"}}`, aProject),
			func() (int, []hex.Odd, error) {
				p, err := c.ListProjects(t.Context(), hex.ProjectQuery{})
				return len(p.Items), p.Odd, err
			}, "“Weekly” (q) cannot be understood: analytics.lastViewedAt is “soon” where a time belongs.",
		},
		"no id": {
			list(aProject, `{"title":"Weekly"}`, aProject),
			func() (int, []hex.Odd, error) {
				p, err := c.ListProjects(t.Context(), hex.ProjectQuery{})
				return len(p.Items), p.Odd, err
			}, "Weekly cannot be understood: it lacks its project id.",
		},
		"null": {
			list(aCell, `null`, aCell),
			func() (int, []hex.Odd, error) {
				p, err := c.ListCells(t.Context(), hex.CellQuery{ProjectID: "p"})
				return len(p.Items), p.Odd, err
			}, "An item without an id cannot be understood: it lacks its cell id.",
		},
		"no object": {
			list(`{"id":"g"}`, `[1,2]`, `{"id":"h"}`),
			func() (int, []hex.Odd, error) {
				p, err := c.ListGroups(t.Context(), hex.GroupQuery{})
				return len(p.Items), p.Odd, err
			}, "An item without an id cannot be understood: it is a list where an object belongs.",
		},
		"a list of another name": {
			`{"threads":[{"id":"t"},{"id":"u","title":7},{"id":"v"}]}`,
			func() (int, []hex.Odd, error) {
				p, err := c.ListThreads(t.Context(), hex.ThreadQuery{})
				return len(p.Items), p.Odd, err
			}, "“7” (u) cannot be understood: title is a number where a text belongs.",
		},
		"runs": {
			`{"runs":[{"runId":"a","status":"KILLED"},{"runId":"b","status":3},{"runId":"c","status":"KILLED"}]}`,
			func() (int, []hex.Odd, error) {
				p, err := c.GetProjectRuns(t.Context(), "p", hex.RunQuery{})
				return len(p.Runs), p.Odd, err
			}, "b cannot be understood: status is a number where a text belongs.",
		},
		"the token in it": {
			list(`{"id":"g"}`, `{"id":"`+token+`","name":true}`, `{"id":"h"}`),
			func() (int, []hex.Odd, error) {
				p, err := c.ListGroups(t.Context(), hex.GroupQuery{})
				return len(p.Items), p.Odd, err
			}, "[token] cannot be understood: name is true or false where a text belongs.",
		},
	} {
		body = test.body
		good, odd, err := test.read()
		if err != nil || good != 2 || len(odd) != 1 || odd[0].String() != test.want {
			t.Errorf("%s: %d good, %v, %v", name, good, odd, err)
			continue
		}
		if raw := string(odd[0].Raw); raw == "" || !strings.Contains(body, raw) {
			t.Errorf("%s: kept %s", name, raw)
		}
	}
}

func TestWhoNeedsAllOfAListIsToldOfTheOdd(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("after") == "" {
			answer(w, 200, `{"values":[{"id":"1","name":7},{"id":"2"}],"pagination":{"after":"x"}}`)
			return
		}
		answer(w, 200, `{"values":[{"id":"3"},{"id":"4","createdAt":"?"}],"pagination":{"after":null}}`)
	})
	all, err := hex.Collect(c.GroupPages(t.Context(), hex.GroupQuery{}))
	if len(all) != 2 || all[1].ID != "3" || hex.KindOf(err) != hex.Decode || !strings.Contains(err.Error(), "1 more") {
		t.Errorf("%+v, %v", all, err)
	}
	for g, err := range hex.Items(c.GroupPages(t.Context(), hex.GroupQuery{})) {
		if err != nil {
			t.Fatal(err)
		}
		if g.ID == "3" {
			break
		}
	}
}

// A cell that cannot be understood is not one that is gone.
func TestAnOddCellIsNotFoundMissing(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answer(w, 200, `{"values":[`+aCell+`,{"id":"c9","staticId":"s9","cellType":"SQL","contents":{"sqlCell":{"source":7}}}]}`)
	})
	if cell, err := c.FindCell(t.Context(), "p", "s"); err != nil || cell.ID != "c2" {
		t.Errorf("%+v, %v", cell, err)
	}
	_, err := c.FindCell(t.Context(), "p", "s9")
	if hex.KindOf(err) != hex.Decode || !strings.Contains(err.Error(), "contents.sqlCell.source is a number where a text belongs") {
		t.Error(err)
	}
}

func TestAnOddRunCountsAsOneOfThePage(t *testing.T) {
	var offsets []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		offsets = append(offsets, r.URL.Query().Get("offset"))
		next := `"more"`
		if len(offsets) == 2 {
			next = "null"
		}
		answer(w, 200, `{"runs":[{"runId":"a","status":"KILLED"},{"runId":"b"}],"nextPage":`+next+`}`)
	})
	for _, err := range c.RunPages(t.Context(), "p", hex.RunQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(offsets, ","); got != ",2" {
		t.Errorf("asked at %s", got)
	}
}

func TestASingleOddThingNamesWhatIsOdd(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answer(w, 200, `{"id":"p","title":"t","schedules":[{"cadence":"DAILY"}],"lastPublishedAt":"2026-13-01"}`)
	})
	_, err := c.GetProject(t.Context(), "p")
	if hex.KindOf(err) != hex.Decode || !strings.Contains(err.Error(), "lastPublishedAt is “2026-13-01” where a time belongs") {
		t.Error(err)
	}
}

// What is followed is followed also where a time of it is none.
func TestARunAndAThreadAreKnownWithoutTheirTimes(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/threads/") {
			answer(w, 200, `{"threadId":"t","status":"IDLE","createdAt":17,"updatedAt":null,"response":[{"type":"text","text":"So."}]}`)
			return
		}
		answer(w, 200, `{"runId":"r","status":"COMPLETED","startTime":"so\u001b[2Jon\u202e","endTime":"2026-05-01T12:00:00.000Z",`+
			`"elapsedTime":1500}`)
	})
	run, err := c.GetRunStatus(t.Context(), "p", "r")
	if err != nil || run.Status != hex.RunCompleted || run.StartTime != nil || run.EndTime == nil ||
		run.Elapsed(time.Now()) != 1500*time.Millisecond || strings.Join(run.Odd, ";") != "startTime is “so [2Jon” where a time belongs" {
		t.Errorf("%+v, %v", run, err)
	}
	thread, err := c.GetThread(t.Context(), "t")
	if err != nil || thread.Status != hex.ThreadIdle || len(thread.Response) != 1 || !thread.CreatedAt.IsZero() ||
		strings.Join(thread.Odd, ";") != "createdAt is 17 where a time belongs" {
		t.Errorf("%+v, %v", thread, err)
	}
}
