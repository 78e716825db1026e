package wire

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// Options make a [Server].
type Options struct {
	// Name, Title, About and Version are what the server tells of itself, Instructions what a model should know.
	Name, Title, About, Version, Instructions string

	Tools     []Tool
	Resources []Resource
	Prompts   []Prompt
	Skills    []Skill
	// CompleteResource and CompletePrompt complete by the resource's URI and the prompt's name; nil completes nothing.
	CompleteResource, CompletePrompt Completer

	// Narrow reads what the headers of a request narrow it to; nil looks at none. NarrowHeaders are their names, which a
	// page in a browser may send.
	Narrow        func(http.Header) (Scope, error)
	NarrowHeaders []string

	// Clean makes a text fit to leave; nil leaves it as it is.
	Clean func(string) string
	// Log gets faults and refusals; nil discards.
	Log *slog.Logger
	// Meter counts; nil counts nothing.
	Meter Meter
	// Clients is told of each client that comes (1) and goes (-1), on streams and over HTTP; nil tells nobody. It must not block.
	Clients func(change int)
}

// Meter counts what is seen here, and shows all counts. It is used from several goroutines at once.
type Meter interface {
	// Answered counts an HTTP request by its status.
	Answered(status int)
	// Session counts sessions over HTTP that begin (1) and end (-1).
	Session(change int)
	// Write shows everything in the text format of Prometheus, version 0.0.4.
	Write(io.Writer) error
}

type noMeter struct{}

func (noMeter) Answered(int)          {}
func (noMeter) Session(int)           {}
func (noMeter) Write(io.Writer) error { return nil }

// Server offers what it was made with, on any number of connections at once.
type Server struct {
	dispatcher
	limits  limits
	meter   Meter
	clients func(change int)
	narrow  func(http.Header) (Scope, error)
	headers []string
}

// New makes a server.
func New(o Options) *Server {
	s := &Server{dispatcher: dispatcher{keys: protocolKeys(), tasks: newTasks(), log: o.Log, clean: o.Clean}, limits: defaultLimits(),
		meter: o.Meter, clients: o.Clients, narrow: o.Narrow, headers: o.NarrowHeaders}
	s.skills = newSkills(o.Skills)
	s.self = mcp.Implementation{Name: o.Name, Title: o.Title, Description: o.About, Version: o.Version}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.clean == nil {
		s.clean = func(text string) string { return text }
	}
	if s.meter == nil {
		s.meter = noMeter{}
	}
	if s.clients == nil {
		s.clients = func(int) {}
	}
	if s.narrow == nil {
		s.narrow = func(http.Header) (Scope, error) { return nil, nil }
	}
	s.mcp = server.NewMCPServer(o.Name, o.Version,
		server.WithTitle(o.Title),
		server.WithDescription(o.About),
		server.WithInstructions(o.Instructions),
		server.WithToolCapabilities(false),
		server.WithResourceCapabilities(false, false),
		server.WithPromptCapabilities(false),
		server.WithCompletions(),
		server.WithLogging(),
		server.WithResourceCompletionProvider(completions{resource: o.CompleteResource}),
		server.WithPromptCompletionProvider(completions{prompt: o.CompletePrompt}),
		server.WithToolFilter(narrowing),
		server.WithHooks(negotiation(s.skills)),
		server.WithExtensions(extensions(s.skills)),
		keptFor(listsKept, mcp.MethodServerDiscover, mcp.MethodToolsList, mcp.MethodPromptsList, mcp.MethodResourcesList,
			mcp.MethodResourcesTemplatesList),
	)
	for _, t := range o.Tools {
		s.addTool(t)
	}
	for _, r := range o.Resources {
		s.addResource(r)
	}
	for _, p := range o.Prompts {
		s.addPrompt(p)
	}
	s.addSkills(o.Skills)
	return s
}

// listsKept is how long a client may keep a list: nothing changes in one while a server runs. What is read of a resource is
// the workspace's, which changes at any time.
const listsKept = 5 * time.Minute

// keptFor tells clients how long they may keep the answers to these methods. They are for that client only: headers narrow them.
func keptFor(how time.Duration, methods ...mcp.MCPMethod) server.ServerOption {
	return func(s *server.MCPServer) {
		for _, method := range methods {
			server.WithMethodCacheHints(method, how.Milliseconds(), mcp.CacheScopePrivate)(s)
		}
	}
}

// limits bound what one connection may use.
type limits struct {
	// line is the longest message in bytes.
	line int
	// slots is the number of tool calls that run at once, calls that of requests that run or wait.
	slots, calls int
	// grace is how long calls may go on after the end of the input, flush how long a stuck reader of our
	// output is waited for at the end, patience how long a person may think about a question.
	grace, flush, patience time.Duration
	// beat is how often a stream over HTTP that says nothing shows that it lives.
	beat time.Duration
	// body is how long the body of a request over HTTP may take to come, rest how long that of one that is refused unread.
	body, rest time.Duration
}

func defaultLimits() limits {
	return limits{
		line: 8 << 20, slots: 24, calls: 1024,
		grace: 10 * time.Second, flush: 2 * time.Second, patience: 5 * time.Minute, beat: 15 * time.Second,
		body: 10 * time.Second, rest: time.Second,
	}
}
