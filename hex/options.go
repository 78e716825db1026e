package hex

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Options say how a client behaves. The zero value of each field is the careful default.
type Options struct {
	// BaseURL is the workspace: a host (app.hex.tech), …/api or …/api/v1, with or without https:// ([NormalizeBaseURL]).
	// Plain http is taken for loopback addresses only. Empty is https://app.hex.tech.
	BaseURL string
	// Token is sent as a bearer token to BaseURL's host and nowhere else. It shows in no error, log or String.
	// Empty sends none.
	Token string
	// UserAgent is sent with every request; empty is "hextui".
	UserAgent string
	// Limits is the request budget kept on this side; the zero value is Hex's published one. [NoLimits] lifts it.
	Limits Limits
	// Timeout bounds one try of one request, from dialling to the last byte; 0 is 30 s.
	Timeout time.Duration
	// RetryFor bounds all tries of one call together, the waits between them included, from when the first was sent;
	// 0 is 60 s, below 0 never tries again. What Hex refuses for going too fast (429) is tried again for 5 minutes, unless
	// RetryFor is below 0; a longer pause that Hex asks for fails at once ([RateLimited]). Waiting for the budget before the
	// first try is not bounded. [WithWaits] bounds all waiting of a call for request limits.
	RetryFor time.Duration
	// Keep is how many bytes of answers to reading are kept in memory, for calls that may not wait for their turn and take what
	// is known ([Waits].Known); 0 keeps none. A write drops them all.
	Keep int
	// Observe is told of every request, wait and answer as they happen, from the calling goroutine; it must be quick
	// and safe for use by many goroutines.
	Observe func(Event)
	// Log gets a debug line for each request, without its token, query and body; nil discards.
	Log *slog.Logger
	// Transport replaces the network, for tests.
	Transport http.RoundTripper
}

// Format prints the options without the token, whatever the verb.
func (o Options) Format(f fmt.State, _ rune) {
	token := "none"
	if o.Token != "" {
		token = "hidden"
	}
	fmt.Fprintf(f, "hex.Options{BaseURL: %q, Token: %s}", o.BaseURL, token)
}

// LogValue logs the options without the token.
func (o Options) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(o)) }

// Limits is a request budget. Hex counts in any 60 seconds, and so does the client.
type Limits struct {
	// PerMinute is the budget of all requests; 0 is Hex's 60, below 0 is none.
	PerMinute int
	// GroupPerMinute is the budget of each of Hex's rate groups; 0 is Hex's 30, below 0 is none, also for the
	// smaller groups (chart images 20, semantic projects 3).
	GroupPerMinute int
	// RunsPerMinute is the budget of starting runs and threads; 0 is 20, below 0 is none.
	RunsPerMinute int
}

// NoLimits lifts the budget on this side, for a workspace that keeps none, such as the demo.
var NoLimits = Limits{-1, -1, -1}

// EventKind says what an [Event] tells of.
type EventKind string

// The kinds of events.
const (
	// EventSent: a request goes out now (Try counts from 1).
	EventSent EventKind = "sent"
	// EventAnswered: an answer came, good or bad (Status), or none (Err).
	EventAnswered EventKind = "answered"
	// EventWaiting: the call waits for the budget, or before another try, for about Wait; it is told again when it
	// turns out to be longer.
	EventWaiting EventKind = "waiting"
)

// Event is something that happens to a call, for a status line or a log.
type Event struct {
	Kind   EventKind
	Op     string
	Method string
	// Path is the request's, without host and query.
	Path   string
	Try    int
	Status int
	// TraceID is what Hex's support asks for, where the answer has one.
	TraceID string
	Wait    time.Duration
	// Why says in a few words what a wait is for.
	Why string
	// Err is the failure of this try, also where another follows.
	Err error
	At  time.Time
	// Took is the time from request to answer.
	Took time.Duration
}

// Budget is what is left of the request budget.
type Budget struct {
	// Left of Limit requests in the running minute; Limit is 0 where there is no limit.
	Left, Limit int
	// Reset is when the whole budget is back; zero when it is whole now.
	Reset time.Time
}
