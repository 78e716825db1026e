package tools

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// threadTools talk with Hex's analyst. Three of them are named like those of Hex's own hosted server.
func threadTools() []Spec {
	known := answer.Advice{
		Missing: "create_thread and ask_hex answer the id of a thread. Not every workspace has threads in its API.",
		Check:   "Look at get_thread whether the prompt was taken, before asking it again.",
	}
	return []Spec{
		tool[createThreadIn, threadStarted]{
			name: "create_thread", title: "Ask Hex's analyst", class: policy.Execute, toolset: policy.Threads, way: ByEither,
			about: "Starts a thread with Hex's analyst and answers at once; follow it with get_thread. May cost credits and run SQL. " +
				"ask_hex does both in one call.",
			advice: answer.Advice{Missing: known.Missing, Check: "Nothing lists your own threads: ask again only if a second thread " +
				"does no harm."},
			target: func(_ *Workspace, in createThreadIn) string { return words.Shortened(words.OneLine(in.Prompt), 60) },
			check:  (createThreadIn).check,
			change: func(w *Workspace, in createThreadIn) (change.Change, error) {
				return change.CreateThread{Thread: in.thread(), By: w.by(in.thread())}, w.alone(in.thread())
			},
			done: entity(func(w *Workspace, in createThreadIn, h hex.ThreadHandle) threadStarted {
				w.begun(in.thread(), h.ThreadID)
				return startedThread(h)
			}),
		}.spec(),
		tool[getThreadIn, threadShown]{
			name: "get_thread", title: "Get a thread", class: policy.Read, toolset: policy.Threads, way: ByEither,
			about: "Shows how a thread stands and its latest answer. finished is true only when Hex says IDLE or ERROR: any other " +
				"status, a new one too, goes on.",
			advice: known,
			target: func(_ *Workspace, in getThreadIn) string { return in.ThreadID + in.ID },
			check:  (getThreadIn).check,
			run:    (*Workspace).getThread,
		}.spec(),
		tool[continueThreadIn, threadStarted]{
			name: "continue_thread", title: "Ask on in a thread", class: policy.Execute, toolset: policy.Threads, way: ByEither,
			about:  "Asks a further question in a thread that has finished. May cost credits and run SQL. Follow it with get_thread.",
			advice: known,
			target: func(_ *Workspace, in continueThreadIn) string { return in.ThreadID + in.ID },
			check:  (continueThreadIn).check,
			change: func(w *Workspace, in continueThreadIn) (change.Change, error) {
				id := in.ThreadID + in.ID
				p := hex.Prompt{Text: in.Prompt, Attachments: in.Attached.attachments()}
				return change.ContinueThread{ThreadID: id, Prompt: p, Find: w.finder(id, p)}, w.alone(hex.NewThread{Prompt: p})
			},
			done: entity(func(_ *Workspace, _ continueThreadIn, h hex.ThreadHandle) threadStarted { return startedThread(h) }),
		}.spec(),
		tool[listThreadsIn, threadPage]{
			name: "list_hex_threads", title: "List threads", class: policy.Read, toolset: policy.Threads,
			about: "Lists the workspace's threads. Needs a Manager or Admin.",
			check: func(in listThreadsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[threadRow](in.View))
			},
			run: (*Workspace).listThreads,
		}.spec(),
	}
}

// where are the arguments that say what a thread works with.
type where struct {
	ProjectID  string   `json:"project_id" arg:"id=project" doc:"Work in this project."`
	NewProject bool     `json:"new_project" doc:"Make a project for it."`
	Attached   attached `json:",inline"`
}

// attached are the arguments that point a question at what to use.
type attached struct {
	DataConnectionID string   `json:"data_connection_id" arg:"id=connection" doc:"Ask this connection."`
	ProjectIDs       []string `json:"attached_project_ids" arg:"id=project" doc:"Projects to look at."`
	TableIDs         []string `json:"table_ids" doc:"Tables to look at."`
}

func (a attached) attachments() *hex.Attachments {
	if a.DataConnectionID == "" && len(a.ProjectIDs) == 0 && len(a.TableIDs) == 0 {
		return nil
	}
	return &hex.Attachments{DataConnectionID: a.DataConnectionID, ProjectIDs: a.ProjectIDs, TableIDs: a.TableIDs}
}

func (w where) check() *answer.Failure {
	if w.ProjectID != "" && w.NewProject {
		return answer.Refuse("project_id and new_project exclude each other.", "Give project_id to work in that project, "+
			"new_project true for a new one, or neither.")
	}
	return nil
}

type createThreadIn struct {
	Prompt string `json:"prompt" arg:"required" doc:"The question."`
	Where  where  `json:",inline"`
	Muted  bool   `json:"muted" doc:"No notifications."`
}

func (in createThreadIn) check() *answer.Failure {
	return firstFailure(checkPrompt(in.Prompt), in.Where.check())
}

// checkPrompt refuses an empty prompt, and one that holds a statement that writes.
func checkPrompt(text string) *answer.Failure {
	if strings.TrimSpace(text) == "" {
		return answer.Refuse("prompt is empty.", "Say what is to be found out, with exact names and the time that is meant.")
	}
	if err := ask.Check(text); err != nil {
		return answer.From(err, answer.Advice{})
	}
	return nil
}

type threadStarted struct {
	ThreadID  string `json:"thread_id"`
	URL       string `json:"url,omitempty"`
	ProjectID string `json:"project_id,omitempty"`
	Next      string `json:"next"`
}

func (t threadStarted) Text() string {
	return words.With("Thread "+t.ThreadID, t, "thread_id", "next") + "\n" + t.Next
}

func startedThread(h hex.ThreadHandle) threadStarted {
	return threadStarted{ThreadID: h.ThreadID, URL: h.URL, ProjectID: h.ProjectID,
		Next: "It takes minutes. Ask get_thread until finished is true, or ask_hex with this thread_id and no prompt."}
}

func (in createThreadIn) thread() hex.NewThread {
	return hex.NewThread{
		Prompt:    hex.Prompt{Text: in.Prompt, Attachments: in.Where.Attached.attachments()},
		ProjectID: in.Where.ProjectID, NewProject: in.Where.NewProject, Muted: in.Muted,
	}
}

// checkThreadIDs takes the id of a thread under either of the names that Hex's hosted server is known to use.
func checkThreadIDs(threadID, id string) *answer.Failure {
	switch {
	case threadID == "" && id == "":
		return answer.Refuse("thread_id is missing.", strings.TrimSpace(schema.Thread.Finder()))
	case threadID != "" && id != "":
		return answer.Refuse("thread_id and id mean the same.", "Give thread_id alone.")
	}
	return nil
}

type getThreadIn struct {
	ThreadID string `json:"thread_id" arg:"id=thread"`
	ID       string `json:"id" arg:"id=thread" doc:"The same."`
	Messages int    `json:"messages" arg:"min=0,max=50" doc:"So many messages too."`
	Rows     int    `json:"rows" arg:"min=0,max=100" doc:"So many rows of each of its tables too."`
	Place    place  `json:",inline"`
}

func (in getThreadIn) check() *answer.Failure { return checkThreadIDs(in.ThreadID, in.ID) }

type threadPart struct {
	Type     string `json:"type"`
	ID       string `json:"id,omitempty"`
	StaticID string `json:"static_id,omitempty"`
	Label    string `json:"label,omitempty"`
}

type threadMessage struct {
	At   *time.Time `json:"at,omitempty"`
	Text string     `json:"text"`
}

func (m threadMessage) line() string {
	return words.With("---", m, "text") + "\n" + m.Text
}

type threadShown struct {
	ThreadID string `json:"thread_id"`
	Title    string `json:"title,omitempty"`
	Status   string `json:"status"`
	Finished bool   `json:"finished"`
	URL      string `json:"url,omitempty"`
	// Answer is the text of the latest answer, or a part of it; Parts are the cells and projects that it made.
	Answer   string          `json:"answer"`
	Parts    []threadPart    `json:"parts"`
	Messages []threadMessage `json:"messages"`
	threadResults
	Odd        []oddRow `json:"odd,omitempty" doc:"What of it cannot be understood."`
	ErrorType  string   `json:"error_type,omitempty"`
	Error      string   `json:"error_message,omitempty"`
	CreditsUse *float64 `json:"credits_used,omitempty"`
	passage
}

func (t threadShown) Text() string {
	rest := t
	rest.Messages, rest.Parts, rest.threadResults = nil, nil, threadResults{}
	head := words.With(strings.TrimSpace(fmt.Sprintf("Thread %s %s", t.ThreadID, words.OneLine(t.Title))), rest,
		"thread_id", "title", "answer", "parts", "messages", "error_type", "error_message", "next") + "."
	if !t.Finished {
		head += " It has not finished; ask again in half a minute."
	}
	if t.Error != "" {
		head += fmt.Sprintf("\nIt failed: %s: %s", t.ErrorType, t.Error)
	}
	head = words.Lines(head, t.Parts, func(p threadPart) string { return "made: " + words.Record(p) }, t.passage.Next)
	return words.Lines(t.threadResults.below(head+"\n"+t.Answer), t.Messages, threadMessage.line, oddText(t.Odd))
}

// A long answer is cut by its text, and the tables and messages go with what is cut.
func (t threadShown) Size() int {
	n := len(t.Answer) + t.threadResults.size()
	for _, m := range t.Messages {
		n += len(m.Text)
	}
	return n
}

func (t threadShown) First(n int) answer.Result {
	if n < len(t.Answer) {
		t.passage, t.Answer = t.passage.cut(t.Answer, n)
		t.Messages, t.threadResults = []threadMessage{}, threadResults{}
		return t
	}
	n -= len(t.Answer)
	whole := len(t.Tables)
	if n = t.threadResults.cut(n); n < 0 {
		t.passage.Next = strings.TrimSpace(fmt.Sprintf("%s %s", t.passage.Next, t.threadResults.fewer(whole)))
		t.Messages = []threadMessage{}
		return t
	}
	for i, m := range t.Messages {
		if n -= len(m.Text); n < 0 {
			t.passage.Next = strings.TrimSpace(fmt.Sprintf("%s Only %d of %s: ask for fewer.", t.passage.Next, i,
				words.Count(len(t.Messages), "message")))
			t.Messages = t.Messages[:i]
			break
		}
	}
	return t
}

func (w *Workspace) getThread(ctx context.Context, in getThreadIn) (threadShown, error) {
	read, by, err := w.find(ctx, w.hex, in.ThreadID+in.ID)
	if err != nil {
		return threadShown{}, err
	}
	t := read.Thread
	out := threadShown{
		ThreadID: t.ID, Title: t.Title, Status: string(t.Status), Finished: ask.Finished(t.Status), URL: t.URL,
		Parts: []threadPart{}, Messages: []threadMessage{}, CreditsUse: t.CreditsUsed,
	}
	out.passage, out.Answer = passageOf(ask.Text(t), in.Place)
	if t.Error != nil {
		out.ErrorType, out.Error = t.Error.Type, ask.Explain(t.Error).Error()
	}
	for _, p := range t.Response {
		if p.Type != "text" {
			out.Parts = append(out.Parts, threadPart{Type: p.Type, ID: p.ID, StaticID: p.StaticID, Label: p.Label + p.Title})
		}
	}
	out.Odd = oddTimes(t.ID, t.Odd)
	if out.Finished {
		var next string
		out.threadResults, next = w.results(ctx, read, by, in.Rows)
		out.passage.Next = strings.TrimSpace(out.passage.Next + " " + next)
	}
	if in.Messages == 0 {
		return out, nil
	}
	if !w.roads.API {
		out.passage.Next = strings.TrimSpace(out.passage.Next + " Messages are had by the API alone, which needs a token.")
		return out, nil
	}
	page, err := w.hex.GetThreadMessages(ctx, t.ID, hex.MessageQuery{Paging: hex.Paging{Limit: in.Messages}})
	if err != nil {
		return threadShown{}, err
	}
	out.Odd = append(out.Odd, oddRows(page.Odd)...)
	for _, m := range page.Items {
		if _, says := ask.Said(m.Text); says {
			out.Messages = append(out.Messages, threadMessage{words.Moment(m.CreatedAt), ask.Shown(m.Text)})
		}
	}
	return out, nil
}

type continueThreadIn struct {
	ThreadID string   `json:"thread_id" arg:"id=thread"`
	ID       string   `json:"id" arg:"id=thread" doc:"The same."`
	Prompt   string   `json:"prompt" arg:"required" doc:"The question."`
	Attached attached `json:",inline"`
}

func (in continueThreadIn) check() *answer.Failure {
	return firstFailure(checkThreadIDs(in.ThreadID, in.ID), checkPrompt(in.Prompt))
}

type listThreadsIn struct {
	Limit    int      `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	Source   string   `json:"source" arg:"enum=HEX|SLACK|MCP|PUBLIC_API" doc:"Where it was asked."`
	UserID   string   `json:"user_id" arg:"id=user" doc:"Asked by this user."`
	Days     int      `json:"days" arg:"min=1" doc:"Of the last so many days."`
	TopicIDs []string `json:"topic_ids" doc:"Of any of these topics."`
	Turning  turning  `json:",inline"`
	View     view     `json:",inline"`
}

type threadRow struct {
	ID       string     `json:"id,omitempty"`
	Title    string     `json:"title,omitempty"`
	Source   string     `json:"source,omitempty"`
	UserID   string     `json:"user_id,omitempty"`
	Created  *time.Time `json:"created,omitempty"`
	Summary  string     `json:"summary,omitempty"`
	Warnings []string   `json:"warnings,omitempty"`
	Credits  *float64   `json:"credits_used,omitempty"`
	URL      string     `json:"url,omitempty"`
}

func threadRowOf(t hex.Thread, full bool) threadRow {
	row := threadRow{ID: t.ID, Title: t.Title, Source: t.Source, UserID: t.UserID, Created: words.Moment(&t.CreatedAt)}
	if full {
		row.Summary, row.Credits, row.URL = t.Summary, t.CreditsUsed, t.URL
		row.Warnings = each(t.Warnings, func(w hex.ThreadWarning) string { return w.Type + ": " + w.Summary })
	}
	return row
}

func (r threadRow) line() string {
	return words.With(r.ID+" "+words.OneLine(r.Title), r, "id", "title")
}

type threadPage struct {
	Threads []threadRow `json:"threads"`
	onward
}

func (p threadPage) Text() string {
	return words.Lines(words.Count(len(p.Threads), "thread")+".", p.Threads, rowText(p.onward.fields, threadRow.line), p.onward.end())
}

func (p threadPage) Size() int { return len(p.Threads) }

func (p threadPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Threads))
	p.Threads = p.Threads[:n]
	return p
}

func (w *Workspace) listThreads(ctx context.Context, in listThreadsIn) (threadPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return threadPage{}, refused
	}
	page, err := w.hex.ListThreads(ctx, hex.ThreadQuery{Paging: at.paging(in.Limit, 100), Source: in.Source, UserID: in.UserID,
		Days: in.Days, TopicIDs: in.TopicIDs})
	if err != nil {
		return threadPage{}, err
	}
	items, onward := got(page, at, in.View)
	rows := each(items, func(t hex.Thread) threadRow { return threadRowOf(t, in.View.full()) })
	for _, t := range items {
		onward.Odd = append(onward.Odd, oddTimes(t.ID, t.Odd)...)
	}
	return threadPage{Threads: chosen(rows, in.View.Fields), onward: onward}, nil
}

// topicTools show what Hex sorts the threads by.
func topicTools() []Spec {
	return []Spec{
		tool[listTopicsIn, topicPage]{
			name: "list_hex_topics", title: "List topics of threads", class: policy.Read, toolset: policy.Threads,
			about: "Lists the topics that Hex sorts the workspace's threads by; list_hex_threads takes their ids. Needs a Manager or " +
				"Admin.",
			check: func(in listTopicsIn) *answer.Failure { return in.Turning.check() },
			run:   (*Workspace).listTopics,
		}.spec(),
	}
}

type listTopicsIn struct {
	Limit   int     `json:"limit" arg:"min=1,max=100,default=100" doc:"At most so many."`
	Turning turning `json:",inline"`
}

type topicRow struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (r topicRow) line() string { return r.ID + " " + words.OneLine(r.Name) }

type topicPage struct {
	Topics []topicRow `json:"topics"`
	onward
}

func (p topicPage) Text() string {
	return words.Lines(words.Count(len(p.Topics), "topic")+".", p.Topics, topicRow.line, p.onward.end())
}

func (p topicPage) Size() int { return len(p.Topics) }

func (p topicPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Topics))
	p.Topics = p.Topics[:n]
	return p
}

func (w *Workspace) listTopics(ctx context.Context, in listTopicsIn) (topicPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return topicPage{}, refused
	}
	page, err := w.hex.ListTopics(ctx, at.paging(in.Limit, 100))
	if err != nil {
		return topicPage{}, err
	}
	items, onward := got(page, at, view{})
	return topicPage{Topics: each(items, func(t hex.Topic) topicRow { return topicRow(t) }), onward: onward}, nil
}
