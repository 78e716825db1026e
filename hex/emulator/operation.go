package emulator

import (
	"net/http"
	"slices"

	"hextui/hex/emulator/hosted"
)

// operation is one entry of the API: what it is called, where it is, what it
// demands, and what it does. A resource's file lists its own; table joins them.
type operation struct {
	name   string // Hex's name for it, such as "GetProject"
	method string
	path   string // below /api, in the document's notation: "/v1/projects/{projectId}"
	alias  string // another path that does the same, or empty
	group  string // its rate group; empty when only the limit over all requests counts
	shape  shape  // the form of its errors
	older  bool   // whether copy A of the document still had the older form for it

	scopes     []Scope // what a workspace token needs, all of them
	role       string  // the least role that a personal token needs; empty for any
	enterprise bool    // whether the plan must include it
	success    int     // the status of success; 0 means 200
	unlisted   bool    // whether only Hex's own command line calls it, and no document has it

	// do carries the operation out. The answer is encoded as JSON, and left out
	// when the status is 204. An error that is a *refusal becomes that answer;
	// any other is a 500.
	do func(*call) (any, error)
}

// The rate groups of the API, as its documentation names them.
const (
	groupAPI        = "hex-api"
	group30         = "hex-api-30rpm"
	groupChartImage = "hex-chart-image"
	groupRunKernel  = "hex-run-kernel"
	groupIngest     = "semantic-ingest" // its limit is documented, its name is not
)

// table is every operation that the workspace answers.
func table() []operation {
	return slices.Concat(
		projectOperations(),
		sharingOperations(),
		exportOperations(),
		importOperations(),
		runOperations(),
		draftOperations(),
		cellOperations(),
		outputOperations(),
		imageOperations(),
		userOperations(),
		groupOperations(),
		collectionOperations(),
		connectionOperations(),
		threadOperations(),
		guideOperations(),
		suggestionOperations(),
		semanticOperations(),
		embeddingOperations(),
		computeOperations(),
	)
}

// routes maps the operations, and refuses whatever else there is under /api.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, op := range table() {
		mux.Handle(op.method+" /api"+op.path, s.serve(op))
		if op.alias != "" {
			mux.Handle(op.method+" /api"+op.alias, s.serve(op))
		}
	}
	mux.Handle("/api/", s.serve(operation{do: func(c *call) (any, error) {
		return nil, notFound("There is no operation %s %s. Every path of the API starts with /api/v1/.", c.request.Method,
			c.request.URL.Path)
	}}))
	mux.HandleFunc("GET /embed/{token}", s.showEmbedded)
	mux.Handle("/_emulator/", s.adminRoutes())
	signIn := s.hosted.Handler()
	for _, path := range hosted.Paths() {
		mux.Handle(path, signIn)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { noPages().write(w) })
	return mux
}

// noPages is what a browser gets that follows a run's address.
func noPages() *answer {
	return &answer{
		status: http.StatusNotFound,
		header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
		body:   []byte("This is an embedded workspace: it has Hex's API under /api/v1, and no pages for a browser.\n"),
	}
}

// Operations are the names of the operations that the workspace answers, with
// their methods and paths, for documentation and for tests of completeness;
// without those that only Hex's own command line calls.
func Operations() []Operation {
	var all []Operation
	for _, op := range table() {
		if op.unlisted {
			continue
		}
		all = append(all, Operation{Name: op.name, Method: op.method, Path: op.path, Group: op.group})
	}
	return all
}

// Operation names one operation of the API.
type Operation struct {
	Name   string // such as "GetProject"
	Method string
	Path   string // such as "/v1/projects/{projectId}"
	Group  string // its rate group, or empty
}
