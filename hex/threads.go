package hex

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"time"
)

// ThreadStatus is the state of a thread. Unknown values are kept.
type ThreadStatus string

// The thread states that Hex documents.
const (
	ThreadIdle    ThreadStatus = "IDLE"
	ThreadRunning ThreadStatus = "RUNNING"
	ThreadError   ThreadStatus = "ERROR"
)

// Thread is a conversation with Hex's analyst. ListThreads leaves out what GetThread alone knows: Status, Error,
// Resources and Response.
type Thread struct {
	ID    string `json:"id"`
	OrgID string `json:"orgId"`
	URL   string `json:"url"`
	// Title is empty for a thread whose contents the token may not see (Sensitive).
	Title     string     `json:"title"`
	UserID    string     `json:"userId"`
	Type      string     `json:"type"`
	Source    string     `json:"source"`
	Sensitive bool       `json:"sensitive"`
	CreatedAt time.Time  `json:"createdAt"`
	UpdatedAt *time.Time `json:"updatedAt"`
	// CreditsUsed is nil where Hex does not tell.
	CreditsUsed    *float64         `json:"creditsUsed"`
	Topics         []Topic          `json:"topics"`
	Warnings       []ThreadWarning  `json:"warnings"`
	Feedback       []ThreadFeedback `json:"feedback"`
	Summary        string           `json:"threadSummary"`
	Intent         string           `json:"threadIntent"`
	Model          string           `json:"model"`
	EffectiveModel string           `json:"effectiveModel"`
	EffortLevel    string           `json:"effortLevel"`

	Status ThreadStatus `json:"status"`
	// Error is why the last prompt failed (Status ERROR).
	Error *ThreadFailure `json:"error"`
	// Resources are what the thread worked with.
	Resources []ThreadResource `json:"resources"`
	// Response is the latest answer; nil while there is none.
	Response []ThreadPart `json:"response"`
	// Odd says which of its times are none, each with what came in its place; they are empty here.
	Odd []string `json:"-"`
}

// ThreadWarning is a concern about a thread (DATA_LIMITATION, USER_DOUBT, MISSING_CONTEXT, OTHER).
type ThreadWarning struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Summary string `json:"summary"`
}

// ThreadFeedback is what somebody thought of an answer. Type is THUMBS or FLAG.
type ThreadFeedback struct {
	ID       string `json:"id"`
	Text     string `json:"userFeedback"`
	Type     string `json:"type"`
	Reason   string `json:"selectedReason"`
	Approved bool   `json:"userLiked"`
}

// ThreadFailure is why a thread failed, such as NO_DATA or OVER_LIMIT.
type ThreadFailure struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

// ThreadResource is something that a thread worked with.
type ThreadResource struct {
	ID   string `json:"id"`
	Type string `json:"resourceType"`
	Name string `json:"name"`
}

// ThreadPart is a part of an answer. Type says which members are set: text (Text), cell (ID, StaticID, Label),
// project (ID, Title), task (Title), or a newer one.
type ThreadPart struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	ID       string `json:"id"`
	StaticID string `json:"staticId"`
	Label    string `json:"label"`
	Title    string `json:"title"`
}

// UnmarshalJSON reads a thread from a list, where it has an id, and alone, where it has a threadId; also where a time of it is odd:
// who follows it wants its status and its answer.
func (t *Thread) UnmarshalJSON(b []byte) error {
	type plain Thread
	body := struct {
		*plain
		ThreadID string          `json:"threadId"`
		Created  json.RawMessage `json:"createdAt"`
		Updated  json.RawMessage `json:"updatedAt"`
	}{plain: (*plain)(t)}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	t.ID = cmp.Or(t.ID, body.ThreadID)
	t.Odd, t.CreatedAt = nil, time.Time{}
	if created := moment(body.Created, "createdAt", &t.Odd); created != nil {
		t.CreatedAt = *created
	}
	t.UpdatedAt = moment(body.Updated, "updatedAt", &t.Odd)
	return nil
}

func (t *Thread) missing() string { return firstMissing("thread id", t.ID) }

// ThreadQuery chooses threads. The zero value asks for all.
type ThreadQuery struct {
	Paging
	// Source is HEX, SLACK, MCP or PUBLIC_API; Type is THREADS, NOTEBOOK or MODELING.
	Source, Type string
	UserID       string
	// Days takes threads of the last so many days; 0 takes all.
	Days int
	// HasFeedback chooses threads with or without feedback; nil takes both.
	HasFeedback *bool
	Roles       []Role
	Warnings    []string
	TopicIDs    []string
	// ResourceIDs is known to newer workspaces only.
	ResourceIDs []string
}

// ListThreads returns one page of the workspace's threads. Hex: ListThreads. Up to 100 a page. Needs a Manager or Admin.
func (c *Client) ListThreads(ctx context.Context, q ThreadQuery) (Page[Thread], error) {
	v := q.Paging.values()
	v.text("source", q.Source)
	v.text("type", q.Type)
	v.text("userId", q.UserID)
	v.number("numDays", q.Days)
	if q.HasFeedback != nil {
		v.text("hasFeedback", strconv.FormatBool(*q.HasFeedback))
	}
	roles := make([]string, len(q.Roles))
	for i, r := range q.Roles {
		roles[i] = string(r)
	}
	v.joined("roles", roles)
	v.joined("warnings", q.Warnings)
	v.joined("topicIds", q.TopicIDs)
	v.joined("resourceIds", q.ResourceIDs)
	return getPage[Thread](ctx, c, route{op: "ListThreads", group: groupDefault, path: "/threads", query: v,
		names: refs(RefUser, q.UserID)})
}

// ThreadPages walks all pages of threads, as they come. Hex: ListThreads.
func (c *Client) ThreadPages(ctx context.Context, q ThreadQuery) iter.Seq2[Page[Thread], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Thread], error) {
		q.Paging = p
		return c.ListThreads(ctx, q)
	})
}

// GetThread returns a thread with its status and latest answer. Hex: GetThread.
func (c *Client) GetThread(ctx context.Context, threadID string) (Thread, error) {
	return call[Thread](ctx, c, route{op: "GetThread", group: groupDefault, path: "/threads/{}", ids: refs(RefThread, threadID)})
}

// Message is a block of text of a thread.
type Message struct {
	Type string `json:"type"`
	Text string `json:"text"`
	// CreatedAt is nil where the workspace does not tell.
	CreatedAt *time.Time `json:"createdAt"`
}

// MessageQuery chooses messages of a thread. Without a cursor the newest page comes.
type MessageQuery struct {
	// Paging's limit is 1 to 50.
	Paging
	// Full asks for everything that was said and done, where the workspace knows of it.
	Full bool
}

// GetThreadMessages returns one page of a thread's messages, oldest first within the page. Hex: GetThreadMessages. The page
// before it, which is older, is at Page.Before.
func (c *Client) GetThreadMessages(ctx context.Context, threadID string, q MessageQuery) (Page[Message], error) {
	v := q.Paging.values()
	v.flag("full", q.Full)
	return getPage[Message](ctx, c, route{
		op: "GetThreadMessages", group: groupDefault, path: "/threads/{}/messages", ids: refs(RefThread, threadID), query: v,
	})
}

// ThreadMessagePages walks a thread's messages back from the newest page to the first. Hex: GetThreadMessages.
func (c *Client) ThreadMessagePages(ctx context.Context, threadID string, q MessageQuery) iter.Seq2[Page[Message], error] {
	return walkBack(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Message], error) {
		q.Paging = p
		return c.GetThreadMessages(ctx, threadID, q)
	})
}

// Prompt is a question for Hex's analyst. Text is required.
type Prompt struct {
	Text        string       `json:"prompt"`
	Attachments *Attachments `json:"attachments,omitempty"`
}

// Attachments point the analyst at what to use.
type Attachments struct {
	DataConnectionID   string   `json:"dataConnectionId,omitempty"`
	TableIDs           []string `json:"tableIds,omitempty"`
	SemanticDatasetIDs []string `json:"semanticDatasetIds,omitempty"`
	SemanticViewIDs    []string `json:"semanticViewIds,omitempty"`
	ProjectIDs         []string `json:"projectIds,omitempty"`
}

func (a *Attachments) names() []Ref {
	if a == nil {
		return nil
	}
	return append(refs(RefProject, a.ProjectIDs...), Ref{RefConnection, a.DataConnectionID})
}

func (p Prompt) wrong() error {
	if p.Text == "" {
		return errors.New("the prompt is empty")
	}
	return nil
}

// NewThread is a first prompt and where its work goes: into a project, a new project, or neither.
type NewThread struct {
	Prompt
	PreviewID  string `json:"previewId,omitempty"`
	ProjectID  string `json:"projectId,omitempty"`
	NewProject bool   `json:"newProject,omitempty"`
	// Muted keeps Hex from notifying.
	Muted bool `json:"muted,omitempty"`
}

// ThreadHandle is what a prompt is answered with at once; the answer itself comes by GetThread.
type ThreadHandle struct {
	ThreadID string `json:"threadId"`
	URL      string `json:"url"`
	// CreatedAt and ProjectID are set for a new thread, the latter only if it works in a project.
	CreatedAt *time.Time `json:"createdAt"`
	ProjectID string     `json:"projectId"`
}

func (h *ThreadHandle) missing() string { return firstMissing("thread id", h.ThreadID) }

// CreateThread asks a first question. Hex: CreateThread. It counts with the runs of projects, and may cost credits.
func (c *Client) CreateThread(ctx context.Context, n NewThread) (ThreadHandle, error) {
	wrong := n.wrong()
	if n.ProjectID != "" && n.NewProject {
		wrong = errors.New("a thread works in an existing project or in a new one, not in both")
	}
	return call[ThreadHandle](ctx, c, route{
		op: "CreateThread", group: groupRun, method: "POST", path: "/threads", body: n, wrong: wrong,
		names: append(n.Attachments.names(), Ref{RefProject, n.ProjectID}),
	})
}

// ContinueThread asks a further question. Hex: ContinueThread. The thread must be IDLE.
func (c *Client) ContinueThread(ctx context.Context, threadID string, p Prompt) (ThreadHandle, error) {
	return call[ThreadHandle](ctx, c, route{
		op: "ContinueThread", group: groupRun, method: "POST", path: "/threads/{}/followup", ids: refs(RefThread, threadID), body: p,
		wrong: p.wrong(), names: p.Attachments.names(),
	})
}

// Topic is what threads are about.
type Topic struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (t *Topic) missing() string { return firstMissing("topic id", t.ID) }

// ListTopics returns one page of topics. Hex: ListTopics. Up to 100 a page.
func (c *Client) ListTopics(ctx context.Context, p Paging) (Page[Topic], error) {
	return getPage[Topic](ctx, c, route{op: "ListTopics", group: groupDefault, path: "/context/topics", query: p.values()})
}

// TopicPages walks all pages of topics, as they come. Hex: ListTopics.
func (c *Client) TopicPages(ctx context.Context, p Paging) iter.Seq2[Page[Topic], error] {
	return walk(ctx, p, c.ListTopics)
}
