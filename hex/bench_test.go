package hex_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hextui/hex"
)

// pageOfProjects is a page as Hex sends it.
func pageOfProjects(n int) string {
	projects := make([]string, n)
	for i := range projects {
		projects[i] = fmt.Sprintf(`{"id":"4759f33c-0000-4000-8000-%012d","title":"Project %d","description":null,"type":"PROJECT","creator":{"email":"a@acme.example"},"owner":{"email":"b@acme.example"},
			"status":{"name":"Endorsed"},"categories":[{"name":"Sales","description":null}],"reviews":{"required":false},
			"analytics":{"appViews":{"allTime":9,"lastSevenDays":1,"lastFourteenDays":2,"lastThirtyDays":3},"lastViewedAt":null,"publishedResultsUpdatedAt":null},
			"lastEditedAt":"2024-08-21T17:16:09.567Z","lastPublishedAt":null,"createdAt":"2024-08-20T17:16:09.567Z","archivedAt":null,"trashedAt":null,"schedules":[]}`, i, i)
	}
	return `{"values":[` + strings.Join(projects, ",") + `],"pagination":{"after":null,"before":null}}`
}

func tableOf(rows, columns int) string {
	var names, cells []string
	for i := range columns {
		names = append(names, fmt.Sprintf(`{"name":"column_%d","type":"NUMBER"}`, i))
		cells = append(cells, fmt.Sprintf(`"column_%d":"%d"`, i, i*1000))
	}
	row := "{" + strings.Join(cells, ",") + "}"
	return outputHead + `{"type":"table","columns":[` + strings.Join(names, ",") + `],"rows":[` +
		strings.TrimSuffix(strings.Repeat(row+",", rows), ",") + `]}}`
}

func answering(body string) *hex.Client {
	c, err := hex.New(hex.Options{Limits: hex.NoLimits, Transport: inProcess(func(w http.ResponseWriter,
		r *http.Request) {
		answer(w, 200, body)
	})})
	if err != nil {
		panic(err)
	}
	return c
}

func BenchmarkListProjects(b *testing.B) {
	c := answering(pageOfProjects(100))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.ListProjects(b.Context(), hex.ProjectQuery{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCellOutput(b *testing.B) {
	c := answering(tableOf(500, 20))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.GetCellOutput(b.Context(), "c"); err != nil {
			b.Fatal(err)
		}
	}
}

// What a value costs must not depend on how many there are.
func TestAnswersAreReadInLinearTime(t *testing.T) {
	read := func(body string, get func(*hex.Client) error) float64 {
		c := answering(body)
		return testing.AllocsPerRun(3, func() {
			if err := get(c); err != nil {
				t.Error(err)
			}
		})
	}
	output := func(c *hex.Client) error { return err2(c.GetCellOutput(t.Context(), "c")) }
	list := func(c *hex.Client) error { return err2(c.ListProjects(t.Context(), hex.ProjectQuery{})) }
	for name, ratio := range map[string]float64{
		"rows":     read(tableOf(2000, 10), output) / read(tableOf(200, 10), output),
		"columns":  read(tableOf(20, 500), output) / read(tableOf(20, 50), output),
		"projects": read(pageOfProjects(1000), list) / read(pageOfProjects(100), list),
	} {
		if ratio > 11 {
			t.Errorf("ten times as many %s take %.1f times the allocations", name, ratio)
		}
	}
	if perValue := read(tableOf(500, 20), output) / 10_000; perValue > 8 {
		t.Errorf("%.1f allocations a value", perValue)
	}
	if perProject := read(pageOfProjects(100), list) / 100; perProject > 40 {
		t.Errorf("%.1f allocations a project", perProject)
	}
}
