package tools

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/hextest"
)

// repeating is a workspace that answers any cursor with the same page of nine projects, and a new cursor.
func repeating(asked *int) hextest.Answering {
	return func(*http.Request) (int, any, error) {
		*asked++
		values := []map[string]string{}
		for i := range 9 {
			values = append(values, map[string]string{"id": fmt.Sprint(i), "title": "Net revenue retention"})
		}
		return http.StatusOK, map[string]any{"values": values, "pagination": map[string]string{"after": fmt.Sprint("cursor ", *asked)}}, nil
	}
}

func TestASearchCountsEveryProjectOnce(t *testing.T) {
	asked := 0
	w := New(Options{}).For(repeating(&asked).Client(t), &Roads{API: true}, silent{})
	out, err := w.searchProjects(t.Context(), searchProjectsIn{Pattern: "net retention", Limit: 100})
	if err != nil || out.TotalMatched != 9 || out.TotalSearched != 9 || len(out.Values) != 9 || out.Complete || out.HasMore {
		t.Fatalf("got %+v, %v", out, err)
	}
	if text := out.Text(); !strings.HasPrefix(text, "9 of 9 projects match.") || !strings.Contains(text, "the same projects again") {
		t.Errorf("got %s", text)
	}
}

func TestASearchThatRanOutOfBudgetSaysSo(t *testing.T) {
	asked := 0
	w := New(Options{}).For(hextest.Answering(func(*http.Request) (int, any, error) {
		if asked++; asked > 1 {
			return http.StatusTooManyRequests, map[string]string{"message": "too many"}, nil
		}
		return http.StatusOK, map[string]any{"values": []map[string]string{{"id": "1", "title": "A"}},
			"pagination": map[string]string{"after": "on"}}, nil
	}).Client(t), &Roads{API: true}, silent{})
	out, err := w.searchProjects(t.Context(), searchProjectsIn{Pattern: "x", Limit: 10})
	if err != nil || out.Complete || !out.HasMore || out.TotalSearched != 1 || !strings.Contains(out.Next, "to go on") {
		t.Errorf("got %+v, %v", out, err)
	}
}

func TestPatternsAreWordsOrExpressions(t *testing.T) {
	titles := []string{"Net revenue retention", "Weekly revenue", "Zürich Überblick", "Revenue (old)", "Umsatz 2025", "v1.2 release"}
	projects := make([]hex.Project, len(titles))
	for i, title := range titles {
		projects[i] = hex.Project{ID: fmt.Sprint(i), Title: title}
	}
	for pattern, want := range map[string]string{
		"net retention":        "Net revenue retention",
		"REVENUE":              "Revenue (old), Weekly revenue, Net revenue retention",
		"weekley revenue":      "Weekly revenue",
		"uberblick zurich":     "Zürich Überblick",
		"^weekly":              "Weekly revenue",
		"revenue|umsatz":       "Net revenue retention, Weekly revenue, Revenue (old), Umsatz 2025",
		"^revenue.*retention$": "",
		"Revenue (old)":        "Revenue (old)",
		"v1.2":                 "v1.2 release",
		"^.{12}$":              "v1.2 release",
		"no such thing":        "",
	} {
		in := searchProjectsIn{Pattern: pattern}
		if f := in.check(); f != nil {
			t.Fatal(f)
		}
		found, err := in.among(projects)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range found {
			got = append(got, m.Item.Title)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q found %s, not %s", pattern, strings.Join(got, ", "), want)
		}
	}
}

// Cells of a list whose cursors lead nowhere are read once.
func TestCellsOfPagesThatRepeatAreReadOnce(t *testing.T) {
	asked := 0
	w := New(Options{}).For(hextest.Answering(func(*http.Request) (int, any, error) {
		asked++
		cell := func(id string) map[string]string {
			return map[string]string{"id": id, "staticId": id, "projectId": "p", "cellType": "CODE"}
		}
		odd := map[string]any{"id": "c", "cellType": 5}
		return http.StatusOK, map[string]any{"values": []any{cell("a"), cell("b"), odd},
			"pagination": map[string]string{"after": fmt.Sprint("cursor ", asked)}}, nil
	}).Client(t), &Roads{API: true}, silent{})
	if cells, err := w.cellsAndOdd(t.Context(), "p"); err != nil || len(cells.Items) != 2 || len(cells.Odd) != 1 || asked != 2 {
		t.Errorf("got %+v after %d requests: %v", cells, asked, err)
	}
}
