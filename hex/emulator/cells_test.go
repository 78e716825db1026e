package emulator

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func (w *world) labels(project string) []string {
	w.t.Helper()
	var all []string
	next := ""
	for {
		var list struct {
			Values []struct {
				Label *string
			}
			Pagination struct{ After *string }
		}
		w.get("/cells?limit=2&projectId=" + project + next).is(200).into(&list)
		for _, c := range list.Values {
			if c.Label == nil {
				all = append(all, "")
			} else {
				all = append(all, *c.Label)
			}
		}
		if list.Pagination.After == nil {
			return all
		}
		next = "&after=" + *list.Pagination.After
	}
}

func TestCellsOfWeeklyRevenue(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	want := []string{"Inputs", "weekly_orders", "refunds", "join and round", "Revenue by week", "Notes"}
	if got := w.labels(project); !slices.Equal(got, want) {
		t.Errorf("its cells are %q, not %q", got, want)
	}
	sql := w.get("/cells/" + w.cell(project, "weekly_orders").ID).is(200)
	if sql.word("contents.sqlCell.outputDataframe") != "orders_by_week" || sql.at("contents.codeCell") != nil ||
		sql.word("dataConnectionId") == "" {
		t.Errorf("the query is %s", sql.text)
	}
	input := w.get("/cells/" + w.cell(project, "Inputs").ID).is(200)
	if input.at("contents.sqlCell") != nil || input.at("contents.codeCell") != nil || input.at("contents.markdownCell") != nil {
		t.Errorf("an input shows no contents: %s", input.text)
	}
}

func TestWritingACellChangesItsID(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	old := w.cell(project, "refunds")
	source := "select 1 as \"tab\there\"\r\n-- the end, without a line end: é 日本 \u2028"
	wrote := w.patch("/cells/"+old.ID, `{"contents":{"sqlCell":{"source":`+asJSON(source)+`}}}`).is(200)
	if wrote.word("id") == old.ID || wrote.word("staticId") != old.StaticID {
		t.Errorf("id %s and static id %s after writing %+v", wrote.word("id"), wrote.word("staticId"), old)
	}
	if wrote.word("contents.sqlCell.source") != source || wrote.word("contents.sqlCell.outputDataframe") != "refunds_by_week" {
		t.Errorf("it is now %s", wrote.text)
	}
	w.get("/cells/"+old.ID).refusedWith(404, newer, old.ID)
	w.patch("/cells/"+old.ID, `{"contents":{"sqlCell":{"source":"select 2"}}}`).refusedWith(404, newer, old.ID)
	if got := w.get("/cells/" + wrote.word("id")).is(200).word("contents.sqlCell.source"); got != source {
		t.Errorf("read back: %q", got)
	}
	if edited := w.get("/projects/" + project).is(200).word("lastEditedAt"); !strings.HasPrefix(edited, "2026-11-19T12:00:00") {
		t.Errorf("the project was edited at %s", edited)
	}
}

func TestUpdateCellRefusals(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	sql, notes, chart := w.cell(project, "refunds").ID, w.cell(project, "Notes").ID, w.cell(project, "Revenue by week").ID
	for _, c := range []struct{ cell, body, words string }{
		{sql, `{"contents":{"codeCell":{"source":"x"}}}`, "type SQL"},
		{sql, `{"contents":{"sqlCell":{"source":"x"},"codeCell":{"source":"x"}}}`, "SQL"},
		{sql, `{"contents":{"sqlCell":{}}}`, "source"},
		{sql, `{"contents":{"sqlCell":{"source":5}}}`, "source"},
		{sql, `not json`, "JSON"},
		{notes, `{"dataConnectionId":null}`, "Only SQL"},
		{chart, `{"contents":{"markdownCell":{"source":"x"}}}`, "type CHART"},
	} {
		w.patch("/cells/"+c.cell, c.body).refusedWith(400, newer, c.words)
	}
	w.patch("/cells/"+sql, `{"dataConnectionId":"00000000-0000-4000-8000-000000000000"}`).refusedWith(404, newer, "data connection")
	w.get("/cells/" + sql).is(200) // nothing was written
}

func TestDetachingAConnection(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	cell := w.cell(w.project("Weekly revenue"), "refunds")
	before := w.get("/cells/" + cell.ID).is(200).word("dataConnectionId")
	// A label is no part of the request, and is ignored.
	detached := w.patch("/cells/"+cell.ID, `{"dataConnectionId":null,"label":"other"}`).is(200)
	if detached.at("dataConnectionId") != nil || detached.word("label") != "refunds" {
		t.Errorf("it is %s", detached.text)
	}
	attached := w.patch("/cells/"+detached.word("id"), `{"dataConnectionId":"`+before+`"}`).is(200)
	if attached.word("dataConnectionId") != before {
		t.Errorf("it is %s", attached.text)
	}
}

func TestCreateCell(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Checkout funnel 🛒")
	funnel := w.labels(project)
	find := func(label string) string { return w.cell(project, label).ID }
	for _, c := range []struct {
		label, location string
		behind          string
	}{
		{"at the end", ``, funnel[len(funnel)-1]},
		{"behind", `,"location":{"insertAfterCellId":"` + find("Since") + `"}`, "Since"},
		{"first child", `,"location":{"parentCellId":"` + find("By device") + `","childPosition":"FIRST"}`, "By device"},
		{"last child", `,"location":{"parentCellId":"` + find("By device") + `"}`, "Conversion"},
	} {
		t.Run(c.label, func(t *testing.T) {
			made := w.post("/cells",
				fmt.Sprintf(`{"projectId":%q,"cellType":"MARKDOWN","label":%q,"contents":{"markdownCell":{"source":"x"}}%s}`, project,
					c.label, c.location)).is(200)
			if made.word("label") != c.label || made.word("contents.markdownCell.source") != "x" {
				t.Errorf("it is %s", made.text)
			}
			labels := w.labels(project)
			if at := slices.Index(labels, c.label); at < 1 || labels[at-1] != c.behind {
				t.Errorf("it is not behind %q in %q", c.behind, labels)
			}
		})
	}
	sql := w.post("/cells",
		`{"projectId":"`+project+`","cellType":"SQL","contents":{"sqlCell":{"source":"select 1","isDataframeSql":true}},`+
			`"dataConnectionId":"ignored"}`).is(200)
	if sql.word("contents.sqlCell.outputDataframe") != "dataframe_1" || sql.at("dataConnectionId") != nil || sql.at("label") != nil {
		t.Errorf("it is %s", sql.text)
	}
	for _, body := range []string{
		`{"cellType":"CODE","contents":{"codeCell":{"source":""}}}`,
		`{"projectId":null,"cellType":"CODE","contents":{"codeCell":{"source":""}}}`,
		`{"projectId":"Weekly revenue","cellType":"CODE","contents":{"codeCell":{"source":""}}}`,
		`{"projectId":"` + project + `","cellType":"CHART","contents":{"codeCell":{"source":""}}}`,
		`{"projectId":"` + project + `","cellType":"SQL","contents":{"codeCell":{"source":""}}}`,
		`{"projectId":"` + project + `","cellType":"SQL"}`,
		`{"projectId":"` + project + `","cellType":"CODE","contents":{"codeCell":{}}}`,
		`{"projectId":"` + project +
			`","cellType":"CODE","contents":{"codeCell":{"source":""}},"location":{"insertAfterCellId":"nowhere"}}`,
		`{"projectId":"` + project + `","cellType":"CODE","contents":{"codeCell":{"source":""}},"location":{"childPosition":"MIDDLE"}}`,
		`{"projectId":"` + project + `","cellType":"SQL","contents":{"sqlCell":{"source":"","isDataframeSql":true,"dataConnectionId":"` +
			project + `"}}}`,
	} {
		w.post("/cells", body).refusedWith(400, newer, "")
	}
}

func TestManyCellsInOnePlace(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.post("/projects", `{"title":"Long"}`).is(201).word("id")
	first := w.post("/cells",
		`{"projectId":"`+project+`","cellType":"CODE","label":"first","contents":{"codeCell":{"source":""}}}`).is(200).word("id")
	want := []string{"first"}
	for i := range 60 { // more often than a place can be halved
		label := fmt.Sprint(i)
		w.post("/cells", `{"projectId":"`+project+`","cellType":"CODE","label":"`+label+`","contents":{"codeCell":{"source":""}},`+
			`"location":{"insertAfterCellId":"`+first+`"}}`).is(200)
		want = slices.Insert(want, 1, label)
	}
	if got := w.labels(project); !slices.Equal(got, want) {
		t.Errorf("the cells are %q", got)
	}
}

func TestDeleteCell(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Checkout funnel 🛒")
	cell := w.cell(project, "By device")
	if got := w.delete("/cells/" + cell.ID).is(200).word("cellId"); got != cell.ID {
		t.Errorf("it deleted %s", got)
	}
	w.delete("/cells/"+cell.ID).refusedWith(404, newer, cell.ID)
	if labels := w.labels(project); slices.Contains(labels, "By device") || !slices.Contains(labels, "sessions") {
		t.Errorf("left are %q", labels)
	}
}

func TestHugeCell(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	cell := w.cell(w.project("Weekly revenue"), "Notes")
	source := strings.Repeat("a line of text, with a 日本\n", 100_000)
	wrote := w.patch("/cells/"+cell.ID, `{"contents":{"markdownCell":{"source":`+asJSON(source)+`}}}`).is(200)
	if wrote.word("contents.markdownCell.source") != source {
		t.Error("it is not what was written")
	}
	w.patch("/cells/"+wrote.word("id"), `{"contents":{"markdownCell":{"source":"`+strings.Repeat("x", maxBody)+`"}}}`).refusedWith(413,
		newer, "larger")
}
