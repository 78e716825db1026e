package emulator

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"sync"
	"time"

	"hextui/hex/emulator/store"
)

func embeddingOperations() []operation {
	return []operation{
		{name: "CreatePresignedUrl", method: "POST", path: "/v1/embedding/createPresignedUrl/{projectId}", shape: older,
			scopes: []Scope{ReadProjects}, role: "EDITOR", do: createPresignedURL},
	}
}

// How long an embedding address is good.
const (
	usualEmbedding   = 15 * time.Second
	longestEmbedding = 5 * time.Minute
)

// embedding is one address at which a published app is shown, once.
type embedding struct {
	project store.Project
	theme   string
	inputs  map[string]any
	expires time.Time
}

// embeddings are the addresses that nobody has used yet.
type embeddings struct {
	mu   sync.Mutex
	open map[string]embedding
}

// add keeps an address, and forgets those that are over.
func (e *embeddings) add(id string, made embedding, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for known, other := range e.open {
		if !now.Before(other.expires) {
			delete(e.open, known)
		}
	}
	e.open[id] = made
}

// take uses an address up.
func (e *embeddings) take(id string, now time.Time) (embedding, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	made, ok := e.open[id]
	delete(e.open, id)
	return made, ok && now.Before(made.expires)
}

type embeddingRequest struct {
	Scope           []string                   `json:"scope"`
	InputParameters map[string]json.RawMessage `json:"inputParameters"`
	ExpiresIn       *float64                   `json:"expiresIn"` // milliseconds
	DisplayOptions  struct {
		Theme string `json:"theme"`
	} `json:"displayOptions"`
	HexUserAttributes map[string]string `json:"hexUserAttributes"`
	TestMode          bool              `json:"testMode"`
}

func (r embeddingRequest) check() (expires time.Duration, err error) {
	for _, scope := range r.Scope {
		if scope != "EXPORT_PDF" && scope != "EXPORT_CSV" {
			return 0, badRequest("body.scope must be of EXPORT_PDF and EXPORT_CSV, not %q", scope)
		}
	}
	if !slices.Contains([]string{"", "light", "dark"}, r.DisplayOptions.Theme) {
		return 0, badRequest("body.displayOptions.theme must be light or dark, not %q", r.DisplayOptions.Theme)
	}
	if r.ExpiresIn == nil {
		return usualEmbedding, nil
	}
	// Compared before it is converted: a large number would wrap around.
	if *r.ExpiresIn <= 0 || *r.ExpiresIn > float64(longestEmbedding.Milliseconds()) {
		return 0, badRequest("body.expiresIn must be more than 0 and at most %d milliseconds", longestEmbedding.Milliseconds())
	}
	return time.Duration(*r.ExpiresIn * float64(time.Millisecond)), nil
}

// createPresignedURL makes an address at which the published app is shown once,
// without a token.
func createPresignedURL(c *call) (any, error) {
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	var body embeddingRequest
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	expires, err := body.check()
	if err != nil {
		return nil, err
	}
	p, version, err := c.published(id, "only published apps can be embedded")
	if err != nil {
		return nil, err
	}
	inputs, err := inputsOf(version.Cells)
	if err != nil {
		return nil, err
	}
	values := defaults(inputs)
	if err := setInputs(values, inputs, body.InputParameters); err != nil {
		return nil, unprocessable("%s", err.Error())
	}
	token := newID()
	c.embeddings.add(token, embedding{p, body.DisplayOptions.Theme, values, c.now().Add(expires)}, c.now())
	return map[string]string{"url": c.site() + "/embed/" + token}, nil
}

// embeddedPage shows what an app would begin with.
var embeddedPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Parse(`<!doctype html>
<html{{ if .Theme }} data-theme="{{ .Theme }}"{{ end }}><meta charset="utf-8"><title>{{ .Title }}</title>
<h1>{{ .Title }}</h1><p>{{ .Description }}</p>
<dl>{{ range $name, $value := .Inputs }}<dt>{{ $name }}</dt><dd>{{ $value }}</dd>{{ end }}</dl></html>
`))
})

// showEmbedded answers an embedding address.
func (s *Server) showEmbedded(w http.ResponseWriter, r *http.Request) {
	made, ok := s.embeddings.take(r.PathValue("token"), s.o.Now())
	if !ok {
		(&answer{
			status: http.StatusForbidden, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
			body: []byte("The address was used before, or its time is over.\n"),
		}).write(w)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	err := embeddedPage().Execute(w, struct {
		Title, Description, Theme string
		Inputs                    map[string]any
	}{made.project.Title, made.project.Description, made.theme, made.inputs})
	if err != nil {
		s.o.Log.Error("an embedded app could not be shown", "error", err)
	}
}
