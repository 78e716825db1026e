package mcpsrv

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"hextui/hex"
	"hextui/hex/hosted"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/share"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
)

// defaultAnswer is how many bytes an answer may have where nobody said otherwise.
const defaultAnswer = 24 << 10

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
	// Policy narrows what agents may do. One that [policy.Policy.Check] refuses is a mistake of the program: New panics.
	Policy policy.Policy
	// Confirm says how calls that share, destroy or carry secrets are confirmed; empty is [ConfirmAuto].
	Confirm ConfirmMode
	// Approver asks the person at the UI; nil where there is none.
	Approver Approver
	// Taint makes calls that run code wait to be confirmed too, and all such calls whatever Confirm says, once the
	// session was shown text of the workspace.
	Taint bool
	// MaxRuns is how many runs and threads one session may start; 0 is any number.
	MaxRuns int
	// MaxWait is how long a call waits for request limits before it fails and says when to call again; 0 is 20 s. It is at most 5
	// minutes, for which those calls wait anyway that Hex refused and whose client hears of it, that have begun to write, or that
	// became a task.
	MaxWait time.Duration
	// Audit keeps what agents do; nil keeps nothing. A log that cannot be written stops every write.
	Audit *audit.Log
	// Shared is what this server has in common with others; nil is nothing.
	Shared share.Common
	// NoToken is why Client has no token, in a sentence that says how to give one; empty where it has one.
	NoToken string
	// Hosted is Hex's hosted MCP server, by which questions go for who is signed in there; nil is without. Remote tells that clients may
	// be on other computers, where a link that signs this one in is of no use.
	Hosted *hosted.Client
	Remote bool
	// Hub opens the agents that help with code, when they are first called; nil is without.
	Hub tools.Hub
	// Now replaces the clock, Pause the waiting between two looks at something, for tests.
	Now   func() time.Time
	Pause func(context.Context, time.Duration) error

	person Person // see Watched
}

// Server offers a workspace's tools to agents. It is safe for use on several transports at once.
type Server struct {
	// safety has the workspace: tools see it through the guard of their call only.
	safety
	entry entrance
	// wire is made when somebody speaks the protocol: a call from within the program needs none of it.
	wire     func() *wire.Server
	log      *slog.Logger
	clean    answer.Cleaner
	activity func(Activity)
	clients  func(change int) // is told of those that come and go; nil tells nobody
	now      func() time.Time
	// patience is how long a person may think about a question, wait how long a call waits for request limits.
	patience, wait time.Duration
	stages         []stage
	work           *tools.Workspace
	// most is the length in bytes that an answer may have.
	most int
}

// New makes a server over o.Client with all its tools. It makes no request.
func New(o Options) *Server {
	s := &Server{
		log:      o.Log,
		clean:    answer.NewCleaner(o.Secrets),
		activity: o.Activity,
		now:      o.Now,
		patience: 5 * time.Minute,
		wait:     min(cmp.Or(o.MaxWait, defaultWait), longestWait),
		most:     cmp.Or(o.AnswerBytes, defaultAnswer),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.person != nil {
		s.activity, s.clients = s.tell(o.person), o.person.Connected
	}
	if s.activity == nil {
		s.activity = func(Activity) {}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if o.Client == nil {
		o.Client = tools.NoClient()
	}
	s.entry = entrance{hosted: o.Hosted, noToken: o.NoToken, remote: o.Remote, now: s.now}
	s.secure(o)
	s.work = tools.New(tools.Options{AnswerBytes: s.most, Only: s.rules.Only(), Offers: s.rules.Offers, Now: s.now, Pause: o.Pause,
		Hub: o.Hub})
	s.wire = sync.OnceValue(func() *wire.Server { return s.protocol(cmp.Or(o.Version, "dev")) })
	return s
}

// protocol is what every transport serves.
func (s *Server) protocol(version string) *wire.Server {
	skills := s.skills()
	return wire.New(wire.Options{
		Name: "hextui", Title: "Hex workspace", Version: version, Instructions: instructions + s.entry.instruction() + pointer(skills),
		About: "Projects, runs, cells, threads, people and sharing of a Hex workspace.",
		Tools: s.offer(), Resources: s.resources(), Prompts: s.prompts(), Skills: skills,
		CompleteResource: s.completeResource, CompletePrompt: s.completePrompt,
		Narrow: s.narrow, NarrowHeaders: policy.Headers(),
		Clean: s.clean.Text, Log: s.log, Meter: s.metrics, Clients: s.clients,
	})
}

// ServeStdio speaks the protocol on in and out: see [wire.Server.ServeStdio].
func (s *Server) ServeStdio(ctx context.Context, in io.Reader, out io.Writer) error {
	return s.wire().ServeStdio(ctx, in, out)
}

// Listen serves the protocol over HTTP: see [wire.Server.Listen].
func (s *Server) Listen(ctx context.Context, addr string, o wire.HTTPOptions) error {
	return s.wire().Listen(ctx, addr, o)
}
