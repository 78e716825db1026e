package hex_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"hextui/hex"
)

// notebook is a project of one cell whose id changes with every write. Its handler can be told to misbehave: before
// is asked first, by the name of the operation and its count, and does all itself if it answers true.
type notebook struct {
	mu        sync.Mutex
	kind      hex.CellType
	source    string
	dataframe string
	version   int
	gone      bool
	calls     []string
	before    func(w http.ResponseWriter, op string, n int) bool
}

func (n *notebook) id() string { return fmt.Sprintf("id%d", n.version) }

func (n *notebook) cell() hex.Cell {
	c := hex.Cell{ID: n.id(), StaticID: "static", Type: n.kind, ProjectID: "p", DataConnectionID: "dc"}
	switch n.kind {
	case hex.CellSQL:
		c.Contents.SQL = &hex.SQLContents{Source: n.source, OutputDataframe: n.dataframe}
	case hex.CellCode:
		c.Contents.Code = &hex.CodeContents{Source: n.source}
	case hex.CellMarkdown:
		c.Contents.Markdown = &hex.MarkdownContents{Source: n.source}
	}
	return c
}

// edit is somebody else's.
func (n *notebook) edit(source string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.source, n.version = source, n.version+1
}

func (n *notebook) count(op string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(n.calls), func(c string) bool { return c != op }))
}

func (n *notebook) serve(w http.ResponseWriter, r *http.Request) {
	op := r.Method
	if r.URL.Path == "/api/v1/cells" {
		op = "LIST"
	}
	n.mu.Lock()
	n.calls = append(n.calls, op)
	n.mu.Unlock()
	if n.before != nil && n.before(w, op, n.count(op)) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case op == "LIST":
		cells := []hex.Cell{{ID: "other", StaticID: "other-static", Type: "CHART"}}
		if !n.gone {
			cells = append(cells, n.cell())
		}
		n.answer(w, map[string]any{"values": cells, "pagination": map[string]any{"after": nil}})
	case n.gone || !strings.HasSuffix(r.URL.Path, "/"+n.id()):
		answer(w, 404, `{"code":"NOT_FOUND","message":"Not found"}`)
	case op == "GET":
		n.answer(w, n.cell())
	case op == "PATCH":
		n.write(r)
		n.answer(w, n.cell())
	}
}

func (n *notebook) write(r *http.Request) {
	var body struct {
		Contents struct {
			SQL *struct {
				Source    string
				Dataframe *string `json:"outputDataframe"`
			} `json:"sqlCell"`
			Code     *struct{ Source string } `json:"codeCell"`
			Markdown *struct{ Source string } `json:"markdownCell"`
		}
	}
	json.NewDecoder(r.Body).Decode(&body)
	switch c := body.Contents; {
	case c.SQL != nil && n.kind == hex.CellSQL:
		n.source = c.SQL.Source
		if c.SQL.Dataframe != nil {
			n.dataframe = *c.SQL.Dataframe
		}
	case c.Code != nil && n.kind == hex.CellCode:
		n.source = c.Code.Source
	case c.Markdown != nil && n.kind == hex.CellMarkdown:
		n.source = c.Markdown.Source
	}
	n.version++
}

func (n *notebook) answer(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	answer(w, 200, string(b))
}
