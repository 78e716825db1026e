package emulator

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

// archiveOf is a zip archive of files by name.
func archiveOf(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ingest sends an archive as a form with options.
func (w *world) ingest(path string, archive []byte, options ...string) reply {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i < len(options); i += 2 {
		if err := form.WriteField(options[i], options[i+1]); err != nil {
			w.t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("whatever", "model.zip")
	if err == nil {
		_, err = file.Write(archive)
	}
	if err != nil || form.Close() != nil {
		w.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(w.t.Context(), "POST", w.at(path), &b)
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	r := w.sendRequest(request)
	checkContract(w, "POST", path, r)
	return r
}

func (w *world) semantic() string {
	w.t.Helper()
	return "/semantic-projects/" + w.get("//_emulator/unlisted").is(200).word("semanticProjects.0.id")
}

const ordersModel, viewModel = "id: orders\nbase_sql_table: public.orders\ndimensions:\n  - id: x\n",
	"id: overview\ntype: view\nbase: orders\n"

func TestIngest(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	p := w.semantic()
	archive := archiveOf(t, "models/orders.yml", ordersModel, "overview.yaml", viewModel, "README.md", "# About")
	status := func(kind, name string) int {
		return w.patch(p, `{"updates":[{"type":"`+kind+`","name":"`+name+`","status":"Production"}]}`).status
	}
	if dry := w.ingest(p+"/ingest", archive, "dryRun", "true"); dry.status != 201 || status("VIEW", "overview") != 404 {
		t.Errorf("a dry run answers %d %s", dry.status, dry.text)
	}
	done := w.ingest(p+"/ingest", archive, "verbose", "true", "debug", "true").is(201)
	if done.word("contents.0") != "models/orders.yml" || done.word("warnings.0") != "Skipped README.md" ||
		!strings.Contains(done.text, `"skipped":{"README.md"`) || !strings.Contains(done.text, `"debug":{}`) &&
		strings.Contains(done.text, "nothing") {
		t.Errorf("it answers %s", done.text)
	}
	if status("VIEW", "overview") != 200 || status("DATASET", "customers") != 404 {
		t.Error("the project has not become what the archive says")
	}
	models := strings.Replace(p, "semantic-projects", "semantic-models", 1)
	w.ingest(models+"/ingest", archive).is(201)
	w.patch(models, `{"updates":[]}`).is(200)
	w.patch("/semantic-(projects|models)/"+strings.TrimPrefix(p, "/semantic-projects/"), `{"updates":[]}`).is(404)

	for _, c := range []struct {
		files []string
		words string
	}{
		{[]string{"a.yml", "dimensions: []\n"}, "neither id nor name"},
		{[]string{"a.yml", ordersModel, "b.yml", ordersModel}, "defined twice"},
		{[]string{"a.yml", "id: loose\n"}, "base_sql_table"},
		{[]string{"a.txt", "x"}, "no dataset"},
	} {
		r := w.ingest(p+"/ingest", archiveOf(t, c.files...)).is(400)
		if !strings.Contains(r.text, c.words) || r.word("problems.0.severity") == "" || r.word("reason") == "" {
			t.Errorf("%v answers %s", c.files, r.text)
		}
	}
	w.ingest(p+"/ingest", []byte("no zip")).refusedWith(400, older, "zip")
	w.ingest(p+"/ingest", archive, "dryRun", "perhaps").refusedWith(400, older, "dryRun")
	w.post(p+"/ingest", `{"verbose":true}`).refusedWith(415, older, "multipart")
	w.ingest("/semantic-projects/"+newID()+"/ingest", archive).refusedWith(404, older, "no semantic project")
}

func TestIngestLimit(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Limits: HexLimits()})
	p := w.semantic()
	for i := range 4 {
		r := w.ingest(p+"/ingest", archiveOf(t, "a.yml", ordersModel))
		if (i < 3) != (r.status == 201) || i == 3 && r.status != 429 {
			t.Errorf("request %d answers %d", i+1, r.status)
		}
	}
}

func TestSemanticStatuses(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	p := w.semantic()
	done := w.patch(p, `{"updates":[{"type":"DATASET","name":"orders","status":null},{"type":"VIEW","name":"revenue_overview",`+
		`"status":"Deprecated"}]}`).is(200)
	if done.at("updated.datasets.0.status") != nil || done.word("updated.views.0.status") != "Deprecated" {
		t.Errorf("it answers %s", done.text)
	}
	lost := w.patch(p, `{"updates":[{"type":"VIEW","name":"orders","status":"Endorsed"}]}`).is(404)
	if lost.word("details.0.reason") != "not_found" {
		t.Errorf("it answers %s", lost.text)
	}
	wrong := w.patch(p,
		`{"updates":[{"type":"DATASET","name":"orders","status":"Great"},{"type":"VIEW","name":"none","status":null}]}`).is(400)
	if wrong.word("details.0.value") != "Great" || wrong.word("details.1.reason") != "not_found" {
		t.Errorf("it answers %s", wrong.text)
	}
	w.send(w.sample(editorToken), "PATCH", p, `{"updates":[]}`).refusedWith(403, older, "MANAGER")
}

func TestEmbedding(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	path := "/embedding/createPresignedUrl/" + project
	address := func(body string) string { return w.post(path, body).is(200).word("url") }
	visit := func(url string) reply {
		t.Helper()
		return w.read(http.Get(url)) //nolint:noctx // nothing of the test is to be cancelled
	}
	once := address(`{"inputParameters":{"start_date":"2026-01-05"},"displayOptions":{"theme":"dark"},"scope":["EXPORT_CSV"]}`)
	if page := visit(once); page.status != 200 || !strings.Contains(page.text, "<dd>2026-01-05</dd>") ||
		!strings.Contains(page.text, `data-theme="dark"`) {
		t.Errorf("it shows %d %s", page.status, page.text)
	}
	if again := visit(once); again.status != 403 {
		t.Errorf("the second time it answers %d", again.status)
	}
	late := address(`{"expiresIn":2000,"testMode":true}`)
	w.clock.advance(2 * time.Second)
	if page := visit(late); page.status != 403 {
		t.Errorf("too late it answers %d", page.status)
	}
	for _, c := range []struct {
		body   string
		status int
		words  string
	}{
		{``, 400, "body"},
		{`{"expiresIn":300001}`, 400, "300000"},
		{`{"scope":["EXPORT_ALL"]}`, 400, "EXPORT_ALL"},
		{`{"displayOptions":{"theme":"pink"}}`, 400, "pink"},
		{`{"inputParameters":{"start_date":7}}`, 422, ""},
	} {
		if r := w.post(path, c.body).is(c.status); !strings.Contains(r.text, c.words) {
			t.Errorf("%s answers %s", c.body, r.text)
		}
	}
	fresh := w.post("/projects", `{"title":"Fresh"}`).is(201).word("id")
	w.post("/embedding/createPresignedUrl/"+fresh, `{}`).refusedWith(422, older, "never been published")
	hostile := serve(t, Options{Hostile: true})
	for _, p := range hostile.walk(hostile.Token(), "/projects?limit=100").Values {
		if strings.Contains(p.Title, "evil.example") {
			url := hostile.post("/embedding/createPresignedUrl/"+p.ID, `{}`).is(200).word("url")
			if page := visit(url); page.status != 200 {
				t.Errorf("a hostile title answers %d", page.status)
			}
		}
	}
}
