package emulator

import (
	"strings"
	"testing"

	"hextui/hex/hexfile"
)

// hexFile is what the tests read of an exported file.
type hexFile struct {
	meta  map[string]any
	cells []hexfile.Cell
}

// parsed reads a file, which must fit the form in every key.
func parsed(t *testing.T, content string) hexFile {
	t.Helper()
	f, err := hexfile.Parse(content)
	if err != nil {
		t.Fatalf("%v in\n%s", err, content)
	}
	for _, p := range f.Check() {
		t.Errorf("line %d is %s: %s, in\n%s", p.Line, p.Level, p.Says, content)
	}
	return hexFile{f.At("meta").Plain().(map[string]any), f.Cells()}
}

// TestExport exports every project, hostile ones too, and compares what the file
// says with what the API does.
func TestExport(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Hostile: true})
	for _, p := range w.walk(w.Token(), "/projects?limit=100&includeComponents=true&includeArchived=true").Values {
		r := w.post("/projects/export", `{"projectId":"`+p.ID+`"}`).is(200)
		if !strings.HasSuffix(r.word("filename"), ".hex.yaml") {
			t.Errorf("the file is %s", r.word("filename"))
		}
		file := parsed(t, r.word("content"))
		if file.meta["title"] != p.Title || file.meta["projectId"] != p.ID {
			t.Errorf("%q is %v", p.Title, file.meta)
		}
		var list struct {
			Values []struct {
				StaticID, CellType string
				Contents           cellContents
			}
		}
		w.get("/cells?limit=100&projectId=" + p.ID).is(200).into(&list)
		byID := map[string]map[string]any{}
		for _, c := range file.cells {
			byID[c.ID()], _ = c.Plain().(map[string]any)
		}
		for _, c := range list.Values {
			config, ok := byID[c.StaticID]["config"].(map[string]any)
			if !ok {
				t.Errorf("%q has no cell %s", p.Title, c.StaticID)
				continue
			}
			source := ""
			switch {
			case c.Contents.SQLCell != nil:
				source = c.Contents.SQLCell.Source
			case c.Contents.CodeCell != nil:
				source = c.Contents.CodeCell.Source
			case c.Contents.MarkdownCell != nil:
				source = c.Contents.MarkdownCell.Source
			default:
				continue
			}
			if config["source"] != source {
				t.Errorf("%q: a source became %q, want %q", p.Title, config["source"], source)
			}
		}
	}
}

func TestExportVersions(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly := w.project("Weekly revenue")
	notes := w.cell(weekly, "Notes")
	w.patch("/cells/"+notes.ID, `{"contents":{"markdownCell":{"source":"Only in the draft\n \n  trailing \n\n"}}}`).is(200)
	for version, draft := range map[string]bool{"": true, `,"version":"draft"`: true, `,"version":"latest"`: false,
		`,"version":12`: false} {
		r := w.post("/projects/export", `{"projectId":"`+weekly+`"`+version+`}`).is(200)
		if strings.Contains(r.word("content"), "Only in the draft") != draft {
			t.Errorf("with %s it is\n%s", version, r.word("content"))
		}
		parsed(t, r.word("content"))
	}
	w.post("/projects/export", `{"projectId":"`+weekly+`","version":11}`).refusedWith(404, newer, "11")
	w.post("/projects/export", `{"projectId":"`+weekly+`","version":0}`).refusedWith(400, newer, "version")
	w.post("/projects/export", `{"projectId":"`+weekly+`","version":"newest"}`).refusedWith(400, newer, "latest")
	w.post("/projects/export", `{"projectId":"x"}`).refusedWith(400, newer, "UUID")
	fresh := w.post("/projects", `{"title":"\"Fresh\": #1"}`).is(201).word("id")
	w.post("/projects/export", `{"projectId":"`+fresh+`","version":"latest"}`).refusedWith(422, newer, "never been published")
	if r := w.post("/projects/export", `{"projectId":"`+fresh+`"}`).is(200); r.word("filename") != "fresh-1.hex.yaml" {
		t.Errorf("the file is %s", r.text)
	}
	w.send(w.sample(editorToken), "POST", "/projects/export", `{"projectId":"`+fresh+`"}`).refusedWith(404, newer, "no access")
}

func TestQueriedTables(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	var list struct {
		Values     []queriedTable
		Pagination struct{ After *string }
	}
	weekly := w.project("Weekly revenue")
	w.get("/projects/" + weekly + "/queriedTables").is(200).into(&list)
	if len(list.Values) != 2 || list.Values[0].TableName != "orders" || list.Values[1].TableName != "refunds" ||
		list.Values[0].DataConnectionName != "Shop warehouse" {
		t.Errorf("the tables are %+v", list.Values)
	}
	var names []string
	next := ""
	for {
		list.Pagination.After = nil
		w.get("/projects/" + w.project("Daily KPI digest") + "/queriedTables?limit=1" + next).is(200).into(&list)
		for _, v := range list.Values {
			names = append(names, v.TableName)
		}
		if list.Pagination.After == nil {
			break
		}
		next = "&after=" + *list.Pagination.After
	}
	if len(names) < 2 {
		t.Errorf("in pages of one there are %v", names)
	}
	fresh := w.post("/projects", `{"title":"Fresh"}`).is(201).word("id")
	w.get("/projects/"+fresh+"/queriedTables").refusedWith(422, older, "never been published")
	w.get("/projects/"+newID()+"/queriedTables").refusedWith(404, older, "no access")
	w.send(w.sample(workspaceToken), "GET", "/projects/"+weekly+"/queriedTables", "").refusedWith(403, older, "read-queried-tables")
	plain := serve(t, Options{NotEnterprise: true})
	plain.get("/projects/"+weekly+"/queriedTables").refusedWith(403, older, "ENTERPRISE")
}
