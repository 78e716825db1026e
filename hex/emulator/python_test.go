package emulator

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"hextui/hex/pyrun"
)

// needPython skips where CODE cells cannot run in Python.
func needPython(t *testing.T) {
	t.Helper()
	_, err := pyrun.Find(t.Context(), pyrun.Options{})
	var none *pyrun.Unavailable
	if errors.As(err, &none) {
		t.Skip("This needs python3 and a sandbox for it. " + none.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestPythonNotebook runs cells of SQL and of Python together, by the API: what they make comes out as outputs and pictures.
func TestPythonNotebook(t *testing.T) {
	t.Parallel()
	needPython(t)
	w := serve(t, Options{Python: true})
	project := w.post("/projects", `{"title":"Python"}`).is(201).word("id")
	add := func(kind, contents string) string {
		return w.post("/cells", `{"projectId":"`+project+`","cellType":"`+kind+`","contents":`+contents+`}`).is(200).word("id")
	}
	code := func(source string) string { return add("CODE", `{"codeCell":{"source":`+asJSON(source)+`}}`) }
	shop := find(t, w.names("/data-connections?limit=100"), "Shop warehouse").ID
	add("SQL", `{"sqlCell":{"source":"select 'EU' region, 2 n union all select 'US', 3","dataConnectionId":"`+shop+
		`","outputDataframe":"sales"}}`)
	printing := code("rows = sales.to_dict('records')\nprint('two')\nprint(len(rows), 'rows')")
	shown := code("import hextoolkit\nclass Twice:\n    def __call__(self, n): return 2 * n\n" +
		"twice = [{'region': r['region'], 'n': Twice()(r['n'])} for r in rows]\ntwice")
	below := add("SQL", `{"sqlCell":{"source":"select sum(n) v from twice","isDataframeSql":true,"outputDataframe":"total"}}`)
	query := code("len(hextoolkit.get_data_connection('Shop warehouse').query('select 1 a union all select 2'))")
	silent := code("x = 1")
	w.post("/projects/"+project+"/notebook/run", "").is(200)
	w.settle()
	if out := w.output(printing); out.word("result.rows.0.output") != "two" || out.word("result.rows.1.output") != "2 rows" {
		t.Errorf("what was printed is %s", out.text)
	}
	if out := w.output(shown); out.word("result.rows.1.n") != "6" || out.word("result.columns.1.type") != "INTEGER" {
		t.Errorf("the last line is shown as %s", out.text)
	}
	if out := w.output(below); out.word("result.rows.0.v") != "10" {
		t.Errorf("SQL below it gives %s", out.text)
	}
	if out := w.output(query); out.word("result.rows.0.output") != "2" {
		t.Errorf("a query gives %s", out.text)
	}
	w.output(silent).refusedWith(404, newer, "has no output")
	w.get("/cells/"+silent+"/image").refusedWith(404, newer, "drew none")

	wrong := code("y = 1\nif y:\n    nope")
	w.post("/projects/"+project+"/notebook/run", "").is(200)
	w.settle()
	out := w.output(wrong)
	if out.word("result.type") != "cell_run_error" || out.word("result.message") != "NameError: name 'nope' is not defined" ||
		!strings.Contains(out.word("result.traceback"), "line 3, in <module>\n    nope") {
		t.Errorf("a wrong cell gives %s", out.text)
	}
	fixed := w.patch("/cells/"+wrong, `{"contents":{"codeCell":{"source":"y = 1"}}}`).is(200).word("id")
	w.post("/cells/"+fixed+"/run", "").is(200)
	w.settle()
	w.output(fixed).refusedWith(404, newer, "has no output") // not the failure of the run before
}

// TestPythonSession runs cells of a draft one after the other: what a cell made is there for the next, until the whole draft is run.
func TestPythonSession(t *testing.T) {
	t.Parallel()
	needPython(t)
	w := serve(t, Options{Python: true})
	project := w.post("/projects", `{"title":"Session"}`).is(201).word("id")
	code := func(source string) string {
		cell := `{"projectId":"` + project + `","cellType":"CODE","contents":{"codeCell":{"source":` + asJSON(source) + `}}}`
		return w.post("/cells", cell).is(200).word("id")
	}
	counting := code("if 'count' not in globals(): count = 0\ncount += 1\ncount")
	mine := code("globals()['kept'] = globals().get('kept', '') + 'x'\nlen(kept)")
	run := func(cell string) string {
		w.post("/cells/"+cell+"/run", "").is(200)
		w.settle()
		return w.output(cell).word("result.rows.0.output")
	}
	for _, want := range []string{"1", "2", "3"} {
		if got := run(counting); got != want {
			t.Errorf("the cell counts %s, not %s", got, want)
		}
	}
	if got := run(mine) + run(mine); got != "12" {
		t.Errorf("a variable that no cell names is %q", got)
	}
	w.post("/projects/"+project+"/notebook/run", "").is(200)
	w.settle()
	if got := w.output(counting).word("result.rows.0.output") + w.output(mine).word("result.rows.0.output"); got != "11" {
		t.Errorf("a run of the whole draft gives %q: it does not begin anew", got)
	}
	if got := run(counting); got != "2" {
		t.Errorf("after a run of the whole draft the cell counts %s", got)
	}
	ended := code("import os\nos._exit(3)")
	w.post("/cells/"+ended+"/run", "").is(200)
	w.settle()
	if out := w.output(ended); out.word("result.type") != "cell_run_error" {
		t.Errorf("a Python that ends gives %s", out.text)
	}
	if got := run(counting); got != "1" {
		t.Errorf("after Python ended the cell counts %s", got)
	}
}

// TestPythonSample runs every draft of the sample that has CODE cells in Python: those that fail are those that do so elsewhere.
func TestPythonSample(t *testing.T) {
	t.Parallel()
	needPython(t)
	w := serve(t, Options{Python: true})
	failing := map[string]bool{"Parcels by carrier": true, "Old ledger comparison": true}
	var list struct{ Values []struct{ ID, Title string } }
	w.get("/projects?limit=100").is(200).into(&list)
	runs := map[string]string{}
	for i, p := range list.Values {
		if testing.Short() && i%4 > 0 || !slices.ContainsFunc(w.cells(p.ID), func(c listedCell) bool { return c.CellType == "CODE" }) {
			continue
		}
		if started := w.post("/projects/"+p.ID+"/notebook/run", ""); started.status == 200 {
			runs[p.ID] = started.word("runId")
			w.settle() // one after the other: all at once, on a busy machine, a cell may take longer than it may
		}
	}
	if len(runs) < 10 && !testing.Short() {
		t.Errorf("only %d projects were tried", len(runs))
	}
	for _, p := range list.Values {
		if runs[p.ID] == "" || (w.state(p.ID, runs[p.ID]) != "COMPLETED") == failing[p.Title] {
			continue
		}
		t.Errorf("%s is %s", p.Title, w.state(p.ID, runs[p.ID]))
		for _, c := range w.cells(p.ID) {
			if out := w.output(c.ID); out.status == 200 && out.word("result.type") == "cell_run_error" {
				t.Log(out.text)
			}
		}
	}
}

// TestPandasNotebook runs a notebook as most are: pandas, a class, matplotlib.
func TestPandasNotebook(t *testing.T) {
	t.Parallel()
	needPython(t)
	interpreter := ""
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-I", "-c", "import pandas, matplotlib").Run() == nil {
			interpreter = name
			break
		}
	}
	if interpreter == "" {
		t.Skip("This needs pandas and matplotlib for python3: apt install python3-pandas python3-matplotlib.")
	}
	w := serve(t, Options{Python: true, interpreter: interpreter})
	project := w.post("/projects", `{"title":"Pandas"}`).is(201).word("id")
	add := func(kind, contents string) string {
		return w.post("/cells", `{"projectId":"`+project+`","cellType":"`+kind+`","contents":`+contents+`}`).is(200).word("id")
	}
	code := func(source string) string { return add("CODE", `{"codeCell":{"source":`+asJSON(source)+`}}`) }
	shop := find(t, w.names("/data-connections?limit=100"), "Shop warehouse").ID
	add("SQL", `{"sqlCell":{"source":"select channel, created_at, total_cents from orders","dataConnectionId":"`+shop+
		`","outputDataframe":"orders"}}`)
	add("CODE", `{"codeCell":{"source":`+asJSON(`import pandas as pd
import matplotlib.pyplot as plt

class Report:
    def __init__(self, frame):
        self.frame = frame.assign(month=pd.to_datetime(frame["created_at"]).dt.to_period("M").dt.to_timestamp())

    def months(self):
        return self.frame.groupby("month", as_index=False).agg(n=("total_cents", "size"), cents=("total_cents", "sum"))`)+`}}`)
	shown := code("months = Report(orders).months()\nmonths.head(3)")
	below := add("SQL", `{"sqlCell":{"source":"select count(*) v, min(month) as oldest from months","isDataframeSql":true,`+
		`"outputDataframe":"m"}}`)
	same := add("SQL", `{"sqlCell":{"source":"select count(*) v from orders","isDataframeSql":true,"outputDataframe":"c"}}`)
	drawn := code("fig, ax = plt.subplots(figsize=(4, 3))\nax.bar(months['month'], months['cents'])\nax.set_title('Revenue')\nplt.show()")
	run := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	w.settle()
	if got := w.state(project, run); got != "COMPLETED" {
		t.Fatalf("the run is %s: %s%s", got, w.output(shown).text, w.output(drawn).text)
	}
	out := w.output(shown)
	month := out.word("result.rows.0.month")
	if len(month) != 19 || !strings.HasSuffix(month, "-01 00:00:00") || out.word("result.columns.0.type") != "TIMESTAMP" ||
		out.word("result.columns.1.type") != "INTEGER" {
		t.Errorf("the frame is shown as %s", out.text)
	}
	if first := w.output(below); first.word("result.rows.0.oldest") != month {
		t.Errorf("SQL sees %s, not %s", first.text, month)
	}
	if w.output(same).word("result.rows.0.v") == "0" {
		t.Error("the rows of the SQL cell are gone")
	}
	if width, height, colours := w.get("/cells/" + drawn + "/image").picture(); width < 200 || height < 200 || colours < 4 {
		t.Errorf("the figure has %d×%d pixels and %d colours", width, height, colours)
	}
	if width, height, _ := w.get("/cells/" + drawn + "/image?width=300&height=500").picture(); width != 300 || height != 500 {
		t.Errorf("asked for 300×500 it has %d×%d pixels", width, height)
	}
	if out := w.output(drawn); out.word("result.rows.0.output") != "(figures: 1, which are the picture of the cell)" {
		t.Errorf("it gives %s", out.text)
	}
}
