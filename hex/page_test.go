package hex_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"hextui/hex"
)

// listing serves total groups in pages of n.
func listing(t *testing.T, total, n int, requests *int) *hex.Client {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		*requests++
		from, _ := strconv.Atoi(r.URL.Query().Get("after"))
		var items []string
		for i := from; i < min(from+n, total); i++ {
			items = append(items, fmt.Sprintf(`{"id":"g%d"}`, i))
		}
		after := "null"
		if from+n < total {
			after = fmt.Sprintf(`"%d"`, from+n)
		}
		answer(w, 200, fmt.Sprintf(`{"values":[%s],"pagination":{"after":%s,"before":"0"}}`, strings.Join(items, ","), after))
	})
}

func TestPagesComeAsTheyAreAskedFor(t *testing.T) {
	requests := 0
	c := listing(t, 25, 10, &requests)
	pages := 0
	for page, err := range c.GroupPages(t.Context(), hex.GroupQuery{}) {
		pages++
		if err != nil || requests != pages {
			t.Fatalf("page %d after %d requests, %v", pages, requests, err)
		}
		if pages == 2 && page.Items[0].ID != "g10" {
			t.Errorf("%+v", page)
		}
	}
	if pages != 3 {
		t.Errorf("%d pages", pages)
	}
	requests = 0
	for range hex.Items(c.GroupPages(t.Context(), hex.GroupQuery{})) {
		break
	}
	if requests != 1 {
		t.Errorf("%d requests for the first item", requests)
	}
}

func TestAWalkCanBeRepeated(t *testing.T) {
	requests := 0
	c := listing(t, 25, 10, &requests)
	walk := c.GroupPages(t.Context(), hex.GroupQuery{})
	for range 2 {
		all, err := hex.Collect(walk)
		if err != nil || len(all) != 25 || all[24].ID != "g24" {
			t.Errorf("%d, %v", len(all), err)
		}
	}
	from, err := hex.Collect(c.GroupPages(t.Context(), hex.GroupQuery{Paging: hex.Paging{After: "20"}}))
	if err != nil || len(from) != 5 {
		t.Errorf("%d, %v", len(from), err)
	}
}

func TestAWalkEnds(t *testing.T) {
	var requests int
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		if r.URL.Path == "/api/v1/users" && requests == 3 {
			w.WriteHeader(403)
			return
		}
		after := "same"
		if r.URL.Path == "/api/v1/users" {
			after = strconv.Itoa(requests)
		}
		answer(w, 200, fmt.Sprintf(`{"values":[{"id":"x"}],"pagination":{"after":%q}}`, after))
	})
	all, err := hex.Collect(c.GroupPages(t.Context(), hex.GroupQuery{}))
	if hex.KindOf(err) != hex.Decode || len(all) != 1 || requests != 2 {
		t.Errorf("a cursor that does not move on: %d items, %v, %d requests", len(all), err, requests)
	}
	requests = 0
	users, err := hex.Collect(c.UserPages(t.Context(), hex.UserQuery{}))
	if hex.KindOf(err) != hex.Forbidden || len(users) != 2 {
		t.Errorf("an error on the way: %d items, %v", len(users), err)
	}
}

// A server that takes no cursor and gives a new one each time would be asked for ever.
func TestAWalkOverTheSamePageEnds(t *testing.T) {
	requests := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		answer(w, 200, fmt.Sprintf(`{"values":[{"id":"x"},{"id":"y"}],"pagination":{"after":"%d"}}`, requests))
	})
	all, err := hex.Collect(c.GroupPages(t.Context(), hex.GroupQuery{}))
	if hex.KindOf(err) != hex.Decode || len(all) != 2 || requests != 2 {
		t.Errorf("%d items, %v, %d requests", len(all), err, requests)
	}
}

func TestRunPages(t *testing.T) {
	var queries []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		queries = append(queries, r.URL.RawQuery)
		next := `"https://app.hex.tech/next"`
		if len(queries) == 3 {
			next = "null"
		}
		answer(w, 200, `{"runs":[{"runId":"a","status":"KILLED","projectVersion":1},{"runId":"b","status":"NEW",`+
			`"projectVersion":"draft"}],"nextPage":`+next+`,"traceId":"t"}`)
	})
	n := 0
	for page, err := range c.RunPages(t.Context(), "p", hex.RunQuery{Limit: 2, Offset: 1, Status: hex.RunKilled, Trigger: hex.TriggerAPI}) {
		if n += len(page.Runs); err != nil || page.Runs[1].Status.Finished() || !page.Runs[1].Draft() {
			t.Fatalf("%+v, %v", page, err)
		}
	}
	want := "limit=2&offset=1&runTriggerFilter=API&statusFilter=KILLED limit=2&offset=3&runTriggerFilter=API&statusFilter=KILLED " +
		"limit=2&offset=5&runTriggerFilter=API&statusFilter=KILLED"
	if got := strings.Join(queries, " "); n != 6 || got != want {
		t.Errorf("%d runs by %s", n, got)
	}
}

func TestMessagesAreWalkedBack(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("before") {
		case "":
			answer(w, 200, `{"content":[{"type":"text","text":"3"},{"type":"text","text":"4"}],"pagination":{"before":"c3","after":null}}`)
		case "c3":
			answer(w, 200, `{"content":[{"type":"text","text":"1"},{"type":"text","text":"2"}],"pagination":{"before":"c1","after":"c2"}}`)
		default:
			answer(w, 200, `{"content":[],"pagination":{"before":"c0","after":"c1"}}`)
		}
	})
	got := ""
	for page, err := range c.ThreadMessagePages(t.Context(), "t", hex.MessageQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Items {
			got += m.Text
		}
		got += "/"
	}
	if got != "34/12//" {
		t.Error(got)
	}
}
