package wire

import (
	"context"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// telling is how the client of a call hears of it before the answer comes: by progress where it gave a token, by log messages, and
// of a call that became a task by the task's message.
type telling struct {
	progress func(done, total int, message string)
	warn     func(message string)
	// heard is set where the client asked to hear of the call, so that a long silence is none.
	heard bool
	task  *task
	// until is when a call ends whose caller waits for it, however long it takes; zero for any other.
	until time.Time
}

// Caller is who calls a tool from within the program, and waits for the end.
type Caller struct {
	// Name is what the audit log calls the client, Version that of the program, Session whose further calls belong to this one.
	Name, Version, Session string
	// Told hears how far the call has come, Warned what is worth a line of its own. They must be quick.
	Told   func(done, total int, message string)
	Warned func(message string)
	// Until is when a call that waits for something gives up; zero is when its own arguments say so.
	Until time.Time
}

// CallBy is a call of who waits within the program, for request limits no longer than the server was told, and answers no questions.
func CallBy(c Caller) Call {
	return Call{Client: Peer{Name: c.Name, Version: c.Version}, Session: c.Session,
		telling: telling{progress: c.Told, warn: c.Warned, until: c.Until}}
}

// Progress tells the client how far the call has come, if it asked to be told. Total 0 is unknown.
func (t telling) Progress(done, total int, message string) {
	if t.progress != nil {
		t.progress(done, total, message)
	}
}

// Warn sends the client a log message of the level warning, if it takes such.
func (t telling) Warn(message string) {
	if t.warn != nil {
		t.warn(message)
	}
}

// Hears tells whether the client asked to hear of the call before it is answered: by a token for progress, by a level for log
// messages, or since it takes tasks.
func (t telling) Hears() bool { return t.heard || t.TakesTask() }

// Stays tells whether the caller, within the program, waits for the end of what the call began.
func (t telling) Stays() bool { return !t.until.IsZero() }

// TakesTask tells whether the call becomes a task if it takes long.
func (t telling) TakesTask() bool { return t.task != nil }

// TaskEnds is until when a call that has become a task may go on; false for one that has not, whose client waits for the answer.
func (t telling) TaskEnds() (time.Time, bool) {
	if t.task == nil {
		return t.until, !t.until.IsZero()
	}
	t.task.mu.Lock()
	defer t.task.mu.Unlock()
	return t.task.created.Add(t.task.ttl), t.task.handed
}

// telling is how the client of a request is told.
func (s *Server) telling(ctx context.Context, meta *mcp.Meta) telling {
	t := telling{task: requestOf(ctx).task, heard: logs(ctx)}
	t.warn = func(message string) { s.warn(ctx, message) }
	if meta != nil && meta.ProgressToken != nil {
		t.progress, t.heard = s.progress(ctx, meta.ProgressToken), true
	}
	if tell := t.progress; t.task != nil {
		t.progress = func(done, total int, message string) {
			if !t.task.say(s.clean(message)) && tell != nil {
				tell(done, total, message)
			}
		}
	}
	return t
}

// progressStep is how much further a notification is that tells of no progress: each must be further than the one before. It adds up
// exactly.
const progressStep = 1.0 / 1024

func (s *Server) progress(ctx context.Context, token mcp.ProgressToken) func(done, total int, message string) {
	var mu sync.Mutex
	last, known := -1.0, 0
	return func(done, total int, message string) {
		mu.Lock()
		defer mu.Unlock()
		at := float64(done)
		if at <= last {
			at = last + progressStep
		}
		if total == 0 {
			total = known
		}
		last, known = at, total
		params := map[string]any{"progressToken": token, "progress": at, "message": s.clean(message)}
		if total > 0 {
			params["total"] = total
		}
		if err := s.mcp.SendNotificationToClient(ctx, string(mcp.MethodNotificationProgress), params); err != nil {
			s.log.Debug("progress was not sent", "error", err)
		}
	}
}

// warn sends a log message. Before 2026-07-28 a client that never said what it wants to be told gets warnings.
func (s *Server) warn(ctx context.Context, message string) {
	note := mcp.NewLoggingMessageNotification(mcp.LoggingLevelWarning, s.self.Name, s.clean(message))
	if err := s.mcp.SendLogMessageToClient(ctx, note); err != nil {
		s.log.Debug("a warning was not sent", "error", err)
	}
}

// logs tells whether the client of a request asked for log messages of the level warning.
func logs(ctx context.Context) bool {
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		return info.LogLevel != "" && mcp.LoggingLevelWarning.ShouldSendTo(info.LogLevel)
	}
	s, ok := server.ClientSessionFromContext(ctx).(interface{ asksForWarnings() bool })
	return ok && s.asksForWarnings()
}

var _ server.SessionWithLogging = (*session)(nil)

// SetLogLevel records from which level on the client wants log messages.
func (s *session) SetLogLevel(level mcp.LoggingLevel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.level = level
}

// GetLogLevel is from which level on log messages are sent: warnings where the client said nothing.
func (s *session) GetLogLevel() mcp.LoggingLevel {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.level == "" {
		return mcp.LoggingLevelWarning
	}
	return s.level
}

func (s *session) asksForWarnings() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.level != "" && mcp.LoggingLevelWarning.ShouldSendTo(s.level)
}
