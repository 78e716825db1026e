package mcpsrv

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/mark3labs/mcp-go/server"

	"hextui/hex"
)

// Options make a [Server].
type Options struct {
	// Client is the workspace, shared with everything else in the program. Without one a server can say what it offers and do
	// nothing.
	Client *hex.Client
	// Version is the program's own, told to clients; empty is "dev".
	Version string
	// Secrets are values that must never leave, such as the token. Texts in the shape of a Hex token never do.
	Secrets []string
	// Log gets faults and refusals; nil discards. It must not write to the stream that the protocol uses.
	Log *slog.Logger
	// Activity, if set, is told of each tool call as it starts and ends, from the call's own goroutine, so from
	// several at once; it must be quick and not block.
	Activity func(Activity)
	// AnswerBytes is how long an answer may be; longer ones are cut at a row or a line. 0 is 24 kB.
	AnswerBytes int
	// Policy narrows what agents may do. One that [Policy.Check] refuses is a mistake of the program: New panics.
	Policy Policy
	// Confirm says how calls that share, destroy or carry secrets are confirmed; empty is [ConfirmAuto].
	Confirm ConfirmMode
	// Approver asks the person at the UI; nil where there is none.
	Approver Approver
	// Taint makes calls that run code wait to be confirmed too, and all such calls whatever Confirm says, once the
	// session was shown text of the workspace.
	Taint bool
	// MaxRuns is how many runs and threads one session may start; 0 is any number.
	MaxRuns int
	// Audit keeps what agents do; nil keeps nothing. A log that cannot be written stops every write.
	Audit *Audit
	// Shared is what this server has in common with others; nil is nothing.
	Shared Shared
	// Now replaces the clock, for tests.
	Now func() time.Time
}

// Server offers a workspace's tools to agents. It is safe for use on several transports at once.
type Server struct {
	// safety is behind hex: the tools see the workspace through its guard only.
	safety
	hex      *hex.Client
	mcp      *server.MCPServer
	log      *slog.Logger
	clean    cleaner
	activity func(Activity)
	now      func() time.Time
	limits   limits
	stages   []stage
	names    *names
	version  string
	titles   *catalogue
	// paper sends nothing: it is what plans are written on.
	paper *hex.Client
	// most is the length in bytes that an answer may have.
	most int
	// pause waits between two looks at something; tests replace it.
	pause func(context.Context, time.Duration) error
}

// New makes a server over o.Client with all its tools. It makes no request.
func New(o Options) *Server {
	s := &Server{
		log:      o.Log,
		clean:    newCleaner(o.Secrets),
		activity: o.Activity,
		now:      o.Now,
		limits:   defaultLimits(),
		names:    newNames(),
		version:  cmp.Or(o.Version, "dev"),
		paper:    paperClient(),
		most:     cmp.Or(o.AnswerBytes, defaultAnswer),
		pause:    pause,
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.activity == nil {
		s.activity = func(Activity) {}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if o.Client == nil {
		o.Client = s.paper
	}
	s.secure(o)
	s.titles = newCatalogue(s.hex, s.now)
	s.mcp = s.protocol(s.version)
	return s
}

// protocol makes the one mcp-go server that every transport serves.
func (s *Server) protocol(version string) *server.MCPServer {
	m := server.NewMCPServer("hextui", version,
		server.WithTitle("Hex workspace"),
		server.WithDescription("Projects, runs, cells, threads, people and sharing of a Hex workspace."),
		server.WithInstructions(instructions),
		server.WithToolCapabilities(false),
		server.WithResourceCapabilities(false, false),
		server.WithPromptCapabilities(false),
		server.WithCompletions(),
		server.WithResourceCompletionProvider(completer{s}),
		server.WithPromptCompletionProvider(completer{s}),
		server.WithToolFilter(s.narrowing),
	)
	for _, t := range s.all {
		s.offered(m, t)
	}
	s.addResources(m)
	s.addPrompts(m)
	return m
}
