package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"hextui/hex/emulator/kernel/postgres/pgtest"
)

// TestPostgresConnection makes a data connection to a real server, as an administrator does, and runs a notebook on it.
func TestPostgresConnection(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	server.Exec(t, `CREATE TABLE sales (id int, day date, amount numeric(10,2), paid boolean);
		INSERT INTO sales VALUES (1, '2026-01-31', 10.10, true), (2, '2026-02-01', 0.05, false), (3, NULL, NULL, NULL);
		CREATE SCHEMA mart; CREATE TABLE mart.old_sales (id int)`)
	w := serve(t, Options{Cold: true})
	connection := w.post("/data-connections", fmt.Sprintf(`{"name":"Mine","type":"postgres","connectionDetails":{"postgres":{"hostname":"127.0.0.1",
		"port":%d,"database":%q,"username":%q,"password":"wrong"}}}`, server.Port, pgtest.User, pgtest.User)).is(201).word("id")
	project := w.post("/projects", `{"title":"On a server"}`).is(201).word("id")
	cell := func(body string) string {
		return w.post("/cells", `{"projectId":"`+project+`","cellType":"SQL","contents":{"sqlCell":{`+body+`}}}`).is(200).word("id")
	}
	on := `"dataConnectionId":"` + connection + `","source":`
	first := cell(on + asJSON("select date_trunc('month', day)::date m, sum(amount) total, count(*)/2 half, bool_or(paid) paid\n from "+
		"sales group by 1 order by 1") +
		`,"outputDataframe":"by_month"`)
	second := cell(`"isDataframeSql":true,"source":` + asJSON("select sum(total) t, 1/2 half from by_month"))
	run := func() string {
		made := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
		w.settle()
		return w.state(project, made)
	}
	if got := run(); got != "ERRORED" {
		t.Errorf("with a wrong password it is %s", got)
	}
	if said := w.output(first).is(200).word("result.message"); !strings.Contains(said, "password authentication failed") ||
		!strings.Contains(said, "edit the connection to give its password") || strings.Contains(said, "wrong") {
		t.Errorf("it says %s", said)
	}
	edited := w.patch("/data-connections/"+connection,
		`{"connectionDetails":{"postgres":{"password":`+asJSON(server.Password)+`}}}`).is(201)
	if strings.Contains(edited.text, server.Password) {
		t.Errorf("the password comes back: %s", edited.text)
	}
	if got := run(); got != "COMPLETED" {
		t.Errorf("it is %s: %s", got, w.output(first).text)
	}
	for path, want := range map[string]string{
		"rows.0.m": "2026-01-01", "rows.0.total": "10.10", "rows.0.half": "0", "rows.1.paid": "false", "rows.1.total": "0.05",
		"columns.1.type": "NUMERIC",
		"columns.0.type": "DATE", "columns.3.type": "BOOLEAN", "totalRows": "3",
	} {
		if got := fmt.Sprint(w.output(first).is(200).at("result." + path)); got != want {
			t.Errorf("%s is %s, not %s", path, got, want)
		}
	}
	if out := w.output(second).is(200); out.word("result.rows.0.t") != "10.15" || out.word("result.rows.0.half") != "0.5" {
		t.Errorf("the dataframe gives %s", out.text)
	}

	for source, want := range map[string]string{
		"select *\nfrom by_month": "(by_month is a dataframe of a cell above, which a dataframe SQL cell sees, and this data connection " +
			"does not)",
		"select 1,\n nope":  `column "nope" does not exist`,
		"delete from sales": "DELETE is not allowed",
	} {
		bad := cell(on + asJSON(source))
		made := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
		w.settle()
		out := w.output(bad).is(200)
		if !strings.Contains(out.word("result.message"), want) || w.state(project, made) != "ERRORED" ||
			strings.Contains(source, "\n") && !strings.Contains(out.word("result.traceback"), "line 2") {
			t.Errorf("%s says %s", source, out.text)
		}
		w.delete("/cells/" + bad).is(200)
	}

	status := func(table string) reply {
		return w.patch("/data-connections/"+connection+"/schema", `{"updates":[{"type":"TABLE","name":"`+table+`","status":"Endorsed"}]}`)
	}
	status("mart.old_sales").is(200)
	status("mart.new_sales").refusedWith(404, older, "")
	server.Exec(t, "CREATE TABLE mart.new_sales (id int)")
	status("mart.new_sales").is(200)

	w.patch("/data-connections/"+connection, `{"connectionDetails":{"postgres":{"port":`+strconv.Itoa(1)+`}}}`).is(201)
	if run(); !strings.Contains(w.output(first).is(200).word("result.message"), "cannot be used: ") {
		t.Errorf("without a server it says %s", w.output(first).text)
	}
}
