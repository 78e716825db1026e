package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// Thread is a conversation with the workspace's analyst.
type Thread struct {
	ID, User      string
	Project       string // the project it works in; empty for none
	Type, Source  string // such as "THREADS" and "PUBLIC_API"
	Title, Status string
	Sensitive     bool
	Created       time.Time
	Updated       time.Time
	ThreadDetails
}

// ThreadDetails is the rest of what is known of a thread, kept as one document.
type ThreadDetails struct {
	Topics     []string         `json:"topics,omitempty"` // ids
	Warnings   []ThreadWarning  `json:"warnings,omitempty"`
	WarningsAt time.Time        `json:"warningsAt,omitzero"`
	Feedback   []ThreadFeedback `json:"feedback,omitempty"`
	Summary    string           `json:"summary,omitempty"`
	Intent     string           `json:"intent,omitempty"`
	Credits    float64          `json:"credits,omitempty"`
	Effort     string           `json:"effort,omitempty"`
	Resources  []ThreadResource `json:"resources,omitempty"`
	Error      *ThreadError     `json:"error,omitempty"`
	Response   []ThreadPart     `json:"response,omitempty"`
	Scratch    string           `json:"scratch,omitempty"`  // the unlisted project that holds its cells when it works in none
	Question   json.RawMessage  `json:"question,omitempty"` // what the last prompt was understood as
}

// ThreadWarning is a concern about a thread.
type ThreadWarning struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Summary string `json:"summary"`
}

// ThreadFeedback is what somebody thought of an answer.
type ThreadFeedback struct {
	ID     string  `json:"id"`
	Text   string  `json:"userFeedback"`
	Type   string  `json:"type"` // "THUMBS" or "FLAG"
	Reason *string `json:"selectedReason"`
	Liked  bool    `json:"userLiked"`
}

// ThreadResource is something that a thread worked with.
type ThreadResource struct {
	ID   string `json:"id"`
	Type string `json:"resourceType"`
	Name string `json:"name"`
}

// ThreadError is why a thread failed.
type ThreadError struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

// ThreadPart is a piece of an answer: a text, or a reference to a cell, a project
// or a task.
type ThreadPart struct {
	Type     string `json:"type"`
	Text     string `json:"text,omitempty"`
	ID       string `json:"id,omitempty"`
	StaticID string `json:"staticId,omitempty"`
	Label    string `json:"label,omitempty"`
	Title    string `json:"title,omitempty"`
}

// Message is one block of text in a thread. Tool ones tell what was done.
type Message struct {
	ID, Thread string
	Created    time.Time
	Tool       bool
	Text       string
}

// Topic is a subject that threads are filed under.
type Topic struct{ ID, Name string }

var threadRow = row[Thread]{"threads", func(t Thread) ([]any, error) {
	details, err := encoded(t.ThreadDetails)
	return []any{t.ID, t.User, t.Project, t.Type, t.Source, t.Title, t.Status, t.Sensitive, millis(t.Created), millis(t.Updated), details},
		err
}}

const threadColumns = "t.id, t.user, t.project, t.type, t.source, t.title, t.status, t.sensitive, t.created, t.updated, t.body"

func scanThread(r rowScanner) (t Thread, err error) {
	err = r.Scan(&t.ID, &t.User, &t.Project, &t.Type, &t.Source, &t.Title, &t.Status, &t.Sensitive, moment{&t.Created}, moment{&t.Updated},
		document{&t.ThreadDetails})
	return t, err
}

var messageRow = row[Message]{"messages", func(m Message) ([]any, error) {
	return []any{m.ID, m.Thread, millis(m.Created), m.Tool, m.Text}, nil
}}

func scanMessage(r rowScanner) (m Message, err error) {
	return m, r.Scan(&m.ID, &m.Thread, moment{&m.Created}, &m.Tool, &m.Text)
}

var topicRow = row[Topic]{"topics", func(t Topic) ([]any, error) { return []any{t.ID, t.Name}, nil }}

func scanTopic(r rowScanner) (t Topic, err error) { return t, r.Scan(&t.ID, &t.Name) }

// ThreadFilter narrows Threads; zero members do not.
type ThreadFilter struct {
	For                                Principals // who must be able to see them
	Source, Type, User                 string
	Since                              time.Time
	Feedback                           *bool    // whether there is any
	Roles, Warnings, Topics, Resources []string // users' roles, warnings' types, ids
}

// Threads lists the threads, newest first when descending.
func (s *Store) Threads(ctx context.Context, f ThreadFilter, page Page) (Paged[Thread], error) {
	l := listing{columns: threadColumns, from: "threads t", sort: "t.created", id: "t.id"}
	l.where, l.args = f.conditions()
	return pageOf(ctx, s.db, l, page, scanThread)
}

// threadVisible is the condition that p may see the thread t: their own, and
// those of type THREADS on projects that they may see.
func threadVisible(p Principals) (condition string, args []any) {
	if p.All {
		return "1", nil
	}
	project, args := visibleTo(p)
	return "(t.user = ? OR (t.type = 'THREADS' AND EXISTS (SELECT 1 FROM projects p WHERE p.id = t.project AND " + project + ")))",
		append([]any{p.User}, args...)
}

func (f ThreadFilter) conditions() (where []string, args []any) {
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	visible, people := threadVisible(f.For)
	add(visible, people...)
	for column, value := range map[string]string{"t.source": f.Source, "t.type": f.Type, "t.user": f.User} {
		if value != "" {
			add(column+" = ?", value)
		}
	}
	if !f.Since.IsZero() {
		add("t.created >= ?", millis(f.Since))
	}
	if f.Feedback != nil {
		add("(coalesce(json_array_length(t.body, '$.feedback'), 0) > 0) = ?", *f.Feedback)
	}
	if len(f.Roles) > 0 {
		add("t.user IN (SELECT id FROM users WHERE role IN ("+marks(len(f.Roles))+"))", anys(f.Roles)...)
	}
	for path, values := range map[string][]string{"$.warnings": f.Warnings, "$.topics": f.Topics, "$.resources": f.Resources} {
		member := map[string]string{"$.warnings": "value ->> 'type'", "$.topics": "value", "$.resources": "value ->> 'id'"}[path]
		if len(values) > 0 {
			add("EXISTS (SELECT 1 FROM json_each(t.body, '"+path+"') WHERE "+member+" IN ("+marks(len(values))+"))", anys(values)...)
		}
	}
	return where, args
}

// Thread reads a thread that p may see.
func (s *Store) Thread(ctx context.Context, id string, p Principals) (Thread, error) {
	visible, args := threadVisible(p)
	return one(ctx, s.db, scanThread, "SELECT "+threadColumns+" FROM threads t WHERE t.id = ? AND "+visible, append([]any{id}, args...)...)
}

// CreateThread adds a thread with its first message, and the new project that
// it works in unless that is nil.
func (s *Store) CreateThread(ctx context.Context, t Thread, first Message, p *Project) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if p != nil {
			if err := insertAll(ctx, tx, projectRow, []Project{*p}); err != nil {
				return err
			}
		}
		return errors.Join(insertAll(ctx, tx, threadRow, []Thread{t}), insertAll(ctx, tx, messageRow, []Message{first}))
	})
}

// ErrBusy says that a thread is not idle.
var ErrBusy = errors.New("the thread is not idle")

// ContinueThread takes a further message and makes the thread RUNNING. It gives
// ErrBusy, and changes nothing, unless the thread is IDLE.
func (s *Store) ContinueThread(ctx context.Context, next Message) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		err := exec(ctx, tx, `UPDATE threads SET status = 'RUNNING', updated = ?, body = json_remove(body, '$.response', '$.error')
			WHERE id = ? AND status = 'IDLE'`, millis(next.Created), next.Thread)
		if errors.Is(err, ErrNotFound) {
			return ErrBusy
		}
		return errors.Join(err, insertAll(ctx, tx, messageRow, []Message{next}))
	})
}

// PutThread writes how far a thread has come, with the messages that are new.
func (s *Store) PutThread(ctx context.Context, t Thread, added ...Message) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		details, err := encoded(t.ThreadDetails)
		if err != nil {
			return err
		}
		err = exec(ctx, tx, "UPDATE threads SET title = ?, status = ?, updated = ?, body = ? WHERE id = ?", t.Title, t.Status,
			millis(t.Updated), details, t.ID)
		return errors.Join(err, insertAll(ctx, tx, messageRow, added))
	})
}

func endThreads(ctx context.Context, tx *sql.Tx, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE threads SET status = 'ERROR', updated = ?, body = json_set(body, '$.error',
		json_object('type', 'REQUEST_CANCELLED', 'message', 'The workspace was stopped before the answer was there.')) WHERE status = 'RUNNING'`, millis(at))
	return err
}

// Messages lists what was said in a thread, in order; with tools, also what was
// done.
func (s *Store) Messages(ctx context.Context, thread string, tools bool, p Page) (Paged[Message], error) {
	l := listing{
		columns: "m.id, m.thread, m.created, m.tool, m.text", from: "messages m", sort: "m.created", id: "m.id",
		where: []string{"m.thread = ?", "m.tool <= " + strconv.Itoa(map[bool]int{true: 1}[tools])}, args: []any{thread},
	}
	return pageOf(ctx, s.db, l, p, scanMessage)
}

// Topics lists the topics by name.
func (s *Store) Topics(ctx context.Context, p Page) (Paged[Topic], error) {
	l := listing{columns: "t.id, t.name", from: "topics t", sort: "t.name COLLATE NOCASE", id: "t.id"}
	return pageOf(ctx, s.db, l, p, scanTopic)
}

// TopicNames are the names of all topics by id.
func (s *Store) TopicNames(ctx context.Context) (map[string]string, error) {
	topics, err := all(ctx, s.db, scanTopic, "SELECT id, name FROM topics")
	names := make(map[string]string, len(topics))
	for _, t := range topics {
		names[t.ID] = t.Name
	}
	return names, err
}

// Said is a block of text of the thread. Ids sort in the order in which they were made, since messages of one moment must keep
// theirs.
func (t Thread) Said(role, text string, at time.Time) Message {
	return Message{ID: uuid.Must(uuid.NewV7()).String(), Thread: t.ID, Created: at, Text: "[" + role + "] " + text}
}
