package emulator

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex/hexfile"
)

// everyForm is a file with all types of cells and inputs.
func everyForm(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../hexfile/testdata/every.hex.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (w *world) importFile(content string) reply {
	w.t.Helper()
	return w.post("/projects/import", `{"content":`+asJSON(content)+`}`)
}

func (w *world) export(project string) string {
	w.t.Helper()
	return w.post("/projects/export", `{"projectId":"`+project+`"}`).is(200).word("content")
}

// TestImportKeepsEveryByte imports every project of the sample, and a file of every form, and exports them again.
func TestImportKeepsEveryByte(t *testing.T) {
	t.Parallel()
	from, to := serve(t, Options{Cold: true}), serve(t, Options{Cold: true, Seed: 7})
	files := []string{everyForm(t), strings.ReplaceAll(everyForm(t), "\n", "\r\n")}
	for _, p := range from.walk(from.Token(), "/projects?limit=100&includeComponents=true&includeArchived=true").Values {
		content := from.export(p.ID)
		files = append(files, content)
		if p.Title == "Weekly revenue" && !strings.Contains(content, "chartSpec") {
			t.Errorf("%q has no chart in\n%s", p.Title, content)
		}
	}
	if len(files) < 60 {
		t.Fatalf("there are %d files", len(files))
	}
	for n, content := range files {
		if testing.Short() && n%4 > 0 {
			continue
		}
		r := to.importFile(content).is(200)
		if back := to.export(r.word("projectId")); back != content {
			t.Errorf("%s came back as another file:\n%s", r.word("projectId"), back)
		}
		parsed(t, content)
	}
}

// TestImportIsWorkedOn runs, edits, adds to and takes from a project of a file, and compares what its file says then.
func TestImportIsWorkedOn(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly := w.project("Weekly revenue")
	content := w.export(weekly)
	f, err := hexfile.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	// The same project with its own id is a new version of it; what was edited meanwhile goes.
	notes := w.cell(weekly, "Notes")
	w.patch("/cells/"+notes.ID, `{"contents":{"markdownCell":{"source":"Only in the draft"}}}`).is(200)
	if got := w.importFile(content).is(200).word("projectId"); got != weekly {
		t.Fatalf("it became the project %s", got)
	}
	if got := w.cell(weekly, "Notes"); got.StaticID != notes.StaticID || got.ID == notes.ID || strings.Contains(w.export(weekly),
		"Only in") {
		t.Errorf("the cell is %+v", got)
	}
	// With another id it is a new project, whose cells have ids of their own.
	copied := strings.Replace(content, "projectId: "+weekly, "projectId: 00000000-0000-4000-8000-0000000000a2", 1)
	r := w.importFile(copied).is(200)
	project := r.word("projectId")
	if project != "00000000-0000-4000-8000-0000000000a2" || !strings.Contains(r.text, `"cellIds":["`+f.Cells()[0].ID()) {
		t.Fatalf("it is %s", r.text)
	}
	before := w.export(project)
	w.post("/projects/"+project+"/notebook/run", "").is(200)
	w.settle()
	sql, chart := w.cell(project, "weekly_orders"), w.cell(project, "Revenue by week")
	if rows, _ := w.output(sql.StaticID).is(200).at("result.rows").([]any); len(rows) == 0 {
		t.Error("the query gives no rows")
	}
	picture := w.get("/cells/" + chart.StaticID + "/image").is(200)
	if png, err := base64.StdEncoding.DecodeString(picture.word("imageBase64")); err != nil || !strings.HasPrefix(string(png), "\x89PNG") {
		t.Errorf("the chart is %.80s", picture.text)
	}
	w.patch("/cells/"+sql.ID, `{"contents":{"sqlCell":{"source":"select 1 as n\n-- one"}}}`).is(200)
	after := w.export(project)
	gone, come := lineDiff(before, after)
	if !strings.Contains(strings.Join(come, ""), "select 1 as n") || len(come) > 4 {
		t.Errorf("an edit brought %q", come)
	}
	for _, line := range gone {
		if !strings.HasPrefix(line, "        ") {
			t.Errorf("an edit took the line %q", line)
		}
	}
	parsed(t, after)
}

// lineDiff are the lines that only one of two texts has.
func lineDiff(a, b string) (gone, come []string) {
	only := func(a, b string) (all []string) {
		in := map[string]int{}
		for line := range strings.Lines(b) {
			in[line]++
		}
		for line := range strings.Lines(a) {
			if in[line]--; in[line] < 0 {
				all = append(all, line)
			}
		}
		return all
	}
	return only(a, b), only(b, a)
}

// TestEditsOfEveryForm edits each cell whose source there is, adds cells and deletes every one, a section with its cells among them.
func TestEditsOfEveryForm(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Cold: true})
	content := everyForm(t)
	project := w.importFile(content).is(200).word("projectId")
	section := w.cell(project, "Section")
	made := w.post("/cells", `{"projectId":"`+project+`","cellType":"SQL","contents":{"sqlCell":{"source":"select 1","dataConnectionId":"`+
		find(t, w.names("/data-connections?limit=100"),
			"Shop warehouse").ID+`"}},"location":{"parentCellId":"`+section.ID+`","childPosition":"LAST"}}`).is(200)
	first := w.post("/cells",
		`{"projectId":"`+project+`","cellType":"CODE","contents":{"codeCell":{"source":"a\nb"}},"location":{"insertAfterCellId":"`+
			w.cell(project, "Orders").ID+`"}}`).is(200)
	w.patch("/projects/"+project, `{"status":null}`).is(200)
	gone, come := lineDiff(content, w.export(project))
	parsed(t, w.export(project))
	if len(gone) != 2 || !strings.Contains(gone[0], "status:") || len(come) < 12 ||
		!strings.Contains(strings.Join(come, ""), "Shop warehouse (postgres)") {
		t.Errorf("gone are %q, come %q", gone, come)
	}
	for _, r := range []reply{made, first} {
		w.delete("/cells/" + r.word("id")).is(200)
	}
	w.delete("/cells/" + section.ID).is(200)
	after := w.export(project)
	parsed(t, after)
	if strings.Contains(after, "cellType: COLLAPSIBLE") || !strings.Contains(after, "\n  - cellType: MARKDOWN\n    cellId: "+
		w.cell(project, "First").StaticID) {
		t.Errorf("without the section it is\n%s", after)
	}
	for range 40 {
		var list struct{ Values []struct{ ID string } }
		w.get("/cells?limit=1&projectId=" + project).is(200).into(&list)
		if len(list.Values) == 0 {
			break
		}
		w.delete("/cells/" + list.Values[0].ID).is(200)
		parsed(t, w.export(project))
	}
	if after = w.export(project); !strings.Contains(after, "\ncells: []\n") || strings.Contains(after, "cellId:") ||
		!strings.Contains(after, "# the end") {
		t.Errorf("without cells it is\n%s", after)
	}
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Cold: true})
	content := everyForm(t)
	w.post("/projects/import", `{}`).refusedWith(400, newer, "body.content")
	w.importFile("name: Weekly\ncells: []\n").refusedWith(422, newer, "another form than Hex's")
	w.importFile(strings.Replace(content, "title: Every form", "title: [a]", 1)).refusedWith(422, newer, "line 7: title of meta")
	w.send(w.sample(workspaceToken), "POST", "/projects/import", `{"content":`+asJSON(content)+`}`).refusedWith(403, newer, "")
	r := w.importFile(content).is(200)
	for _, words := range []string{`"sharedDataConnections":["00000000-0000-4000-8000-00000000c001"]`, `"categories":null`,
		`"components":[{"version":"3","componentId":"00000000-0000-4000-8000-0000000000f1"}]`, `"cellIds":null`,
		`"projectSecrets":["API_KEY"]`} {
		if !strings.Contains(r.text, words) {
			t.Errorf("there is no %s in %s", words, r.text)
		}
	}
	w.importFile(strings.Replace(content, "cellType: MARKDOWN", "cellType: CODE", 1)).refusedWith(422, newer,
		"is of type MARKDOWN in the project, and the type")
	w.send(w.sample(editorToken), "POST", "/projects/import", `{"content":`+asJSON(content)+`}`).refusedWith(404, newer, "no access")
}

// TestImportAtTheStart makes a workspace of a folder, and goes on with it.
func TestImportAtTheStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, data := filepath.Join(dir, "in"), filepath.Join(dir, "orders.csv")
	if err := os.Mkdir(in, 0o755); err != nil {
		t.Fatal(err)
	}
	content := strings.NewReplacer("from orders where week >= {{ start }}",
		"from orders where week >= {{ start }} and country = {{ country }}").
		Replace(everyForm(t))
	write(t, filepath.Join(in, "every.hex.yaml"), content)
	write(t, filepath.Join(in, "other.hex.yaml"), "name: Weekly\nconnection: shop\ncells: []\n")
	write(t, data, "week,country\n2026-01-05,DE\n2026-01-05,DE\n2026-01-12,FR\n2025-01-01,DE\n")

	w := serve(t, Options{Cold: true, Import: in, Data: data})
	if n, says := w.Imported(); n != 1 || len(says) != 1 || !strings.Contains(says[0],
		"other.hex.yaml was not imported: line 1: it is of another form") {
		t.Errorf("%d, %q", n, says)
	}
	list := w.walk(w.Token(), "/projects?limit=100").Values
	if len(list) != 1 || list[0].Title != "Every form" {
		t.Fatalf("the projects are %+v", list)
	}
	if shop := find(t, w.names("/data-connections?limit=100"), "Shop of old"); shop.ID != "00000000-0000-4000-8000-00000000c001" {
		t.Errorf("its connection is %+v", shop)
	}
	project := list[0].ID
	orders := w.cell(project, "Orders")
	w.post("/cells/"+orders.ID+"/run", "").is(200)
	w.settle()
	if r := w.output(orders.ID).is(200); len(r.at("result.rows").([]any)) != 1 || r.word("result.rows.0.orders") != "2" {
		t.Errorf("the query gives %s", r.text)
	}
	w.patch("/cells/"+orders.ID, `{"contents":{"sqlCell":{"source":"select 1 as orders"}}}`).is(200)
	// Once more: what was edited here stays, also when the file changed.
	for _, text := range []string{content, strings.Replace(content, "title: Every form", "title: Another", 1)} {
		write(t, filepath.Join(in, "every.hex.yaml"), text)
		w.o.Import = in
		w.imported, w.says = 0, nil
		if err := w.importFiles(t.Context()); err != nil {
			if text == content || !strings.Contains(err.Error(), "it was changed, and so was the project in this workspace") {
				t.Error(err)
			}
			continue
		}
		if text != content {
			t.Error("the file is imported over an edit")
		}
		if got := w.cell(project, "Orders").Contents.SQLCell.Source; got != "select 1 as orders" {
			t.Errorf("the edit is gone: %q", got)
		}
	}
	for path, says := range map[string]string{
		filepath.Join(in, "other.hex.yaml"): "another form",
		filepath.Join(dir, "none"):          "there is no file or folder " + filepath.Join(dir, "none"),
		t.TempDir():                         "holds no file *.hex.yaml",
	} {
		if _, err := New(t.Context(), Options{Cold: true, Import: path}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestImportSaysWhatItKeepsUnread opens a file that Hex refuses, and tells the person.
func TestImportSaysWhatItKeepsUnread(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bad.hex.yaml")
	content := strings.NewReplacer("  title: Every form\n", "  title: Every form\n  colour: red\n",
		"cellType: MARKDOWN", "cellType: PYTHON").Replace(everyForm(t))
	write(t, path, content)
	w := serve(t, Options{Cold: true, Import: path})
	if n, says := w.Imported(); n != 1 || len(says) != 1 || !strings.HasPrefix(says[0], path+" has what Hex would refuse") ||
		!strings.Contains(says[0], `meta has the key "colour"`) || !strings.HasSuffix(says[0], "(and 2 more). hextui check "+path+" says all") {
		t.Errorf("%d, %q", n, says)
	}
	if back := w.export("00000000-0000-4000-8000-0000000000a1"); back != content {
		t.Errorf("it was not kept:\n%s", back)
	}
	if r := w.importFile(content).is(422); !strings.Contains(r.text, "colour") {
		t.Errorf("the API takes it: %s", r.text)
	}
}

// TestImportWithoutCellIDs imports a file whose cells have no ids again, with another cell above the one that was there.
func TestImportWithoutCellIDs(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Cold: true})
	const head = "schemaVersion: 3\nmeta:\n  title: T\n  codeLanguage: PYTHON\n  projectId: 00000000-0000-4000-8000-0000000000aa\ncells:\n"
	const code = "  - cellType: CODE\n    config:\n      source: a = 1\n"
	const text = "  - cellType: MARKDOWN\n    config:\n      source: Hello\n"
	for _, content := range []string{head + code, head + text + code} {
		w.importFile(content).is(200)
		if back := w.export("00000000-0000-4000-8000-0000000000aa"); back != content {
			t.Errorf("it is\n%s\nwant\n%s", back, content)
		}
	}
}

// TestImportByPath takes a file without a project's id for one of the same project from wherever it is named, and a file of that name
// elsewhere for another.
func TestImportByPath(t *testing.T) {
	here, there := t.TempDir(), t.TempDir()
	for _, dir := range []string{here, there} {
		write(t, filepath.Join(dir, "a.hex.yaml"), "schemaVersion: 3\nmeta:\n  title: In "+dir+"\n  codeLanguage: PYTHON\ncells: []\n")
	}
	t.Chdir(here)
	w := serve(t, Options{Cold: true, Import: "a.hex.yaml"})
	for i, dir := range []string{here, there} {
		w.o.Import = filepath.Join(dir, "a.hex.yaml")
		if err := w.importFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(w.walk(w.Token(), "/projects?limit=100").Values); n != i+1 {
			t.Errorf("after %s there are %d projects", w.o.Import, n)
		}
	}
}

// TestImportedConnection says of a cell whose database is not here what to do, and never answers from another.
func TestImportedConnection(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "every.hex.yaml")
	write(t, path, everyForm(t))
	w := serve(t, Options{Import: path})
	orders := w.cell("00000000-0000-4000-8000-0000000000a1", "Orders")
	w.post("/cells/"+orders.ID+"/run", "").is(200)
	w.settle()
	if r := w.output(orders.ID).is(200); !strings.Contains(r.text, "its database is not here: start with --data FILE_OR_FOLDER") {
		t.Errorf("it says %s", r.text)
	}
}
