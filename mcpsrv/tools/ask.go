package tools

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/change"
	"hextui/hex/hosted"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// askTools ask Hex's analyst and wait for the answer.
func askTools() []Spec {
	return []Spec{
		tool[askIn, asked]{
			name: "ask_hex", title: "Ask Hex and wait", class: policy.Execute, toolset: policy.Threads, way: ByEither,
			about: "Asks Hex's analyst a question about the data and waits. After timeout call again with thread_id alone. Costs credits.",
			advice: answer.Advice{
				Missing: "The thread is not known. Ask again without thread_id. Not every workspace has threads in its API.",
				Check: "The question may have been asked. Nothing lists your own threads: ask again only if a second thread does no " +
					"harm.",
			},
			target: func(_ *Workspace, in askIn) string {
				return words.Shortened(words.OneLine(in.Prompt+" "+in.ThreadID), 60)
			},
			check:  (askIn).check,
			change: (*Workspace).toAsk,
			done:   (*Workspace).asked,
		}.spec(),
	}
}

type askIn struct {
	Prompt   string `json:"prompt" doc:"The question; none to wait on."`
	Pattern  string `json:"pattern" doc:"Regular expression that the answer must match."`
	Context  string `json:"context" doc:"What to know beside."`
	ThreadID string `json:"thread_id" arg:"id=thread" doc:"Thread to go on with."`
	Where    where  `json:",inline"`
	Rows     int    `json:"rows" arg:"min=0,max=100" doc:"Rows of each of its tables too."`
	TimeoutS int    `json:"timeout_s" arg:"min=1,max=50,default=45" doc:"Seconds to wait."`
}

func (in askIn) check() *answer.Failure {
	if _, err := regexp.Compile(in.Pattern); err != nil {
		return answer.Refuse(fmt.Sprintf("pattern %s is not a regular expression: %s.", words.Quoted(in.Pattern),
			strings.TrimPrefix(err.Error(), "error parsing regexp: ")),
			`Put \ before ( ) [ ] + * ? . to mean the character.`)
	}
	switch {
	case in.ThreadID == "":
		return firstFailure(checkPrompt(in.Prompt), checkPrompt(in.prompt().Text), in.Where.check())
	case in.Where.ProjectID != "" || in.Where.NewProject || in.Prompt == "" && in.Where.Attached.attachments() != nil:
		return answer.Refuse("A thread keeps what it works with.", "With thread_id give prompt, or nothing more.")
	case in.Prompt != "":
		return checkPrompt(in.prompt().Text)
	}
	return nil
}

// prompt is the question with its context.
func (in askIn) prompt() hex.Prompt {
	text := in.Prompt
	if in.Context != "" {
		text += "\n\nContext:\n" + in.Context
	}
	return hex.Prompt{Text: text, Attachments: in.Where.Attached.attachments()}
}

type asked struct {
	// Outcome is found, not_found, timeout or error; only found is an answer.
	Outcome string `json:"outcome"`
	Value   string `json:"value"`
	// Groups are the pattern's named groups.
	Groups map[string]string `json:"groups,omitempty"`
	Source string            `json:"source,omitempty"`
	// Raw is the whole answer where value is not.
	Raw      string `json:"raw,omitempty"`
	ThreadID string `json:"thread_id"`
	Status   string `json:"status"`
	WaitedS  int    `json:"waited_s"`
	// ErrorType is Hex's word for why the analyst failed.
	ErrorType string `json:"error_type,omitempty"`
	Error     string `json:"error_message,omitempty"`
	threadResults
	Next string `json:"next,omitempty"`
}

func (a asked) Text() string {
	rest := a
	rest.threadResults = threadResults{}
	text := words.With(a.Outcome, rest, "outcome", "value", "raw", "waited_s", "error_message", "next")
	text += fmt.Sprintf(", waited %d s.", a.WaitedS)
	whole := ""
	if a.Raw != "" {
		whole = "The whole answer:\n" + a.Raw
	}
	for _, more := range []string{a.Error, a.Next, a.Value, whole} {
		if more != "" {
			text += "\n" + more
		}
	}
	return a.threadResults.below(text)
}

// A long answer is cut by its text, and the tables go with what is cut.
func (a asked) Size() int { return max(len(a.Raw), len(a.Value)) + a.threadResults.size() }

func (a asked) First(n int) answer.Result {
	if text := max(len(a.Raw), len(a.Value)); n >= text {
		whole := len(a.Tables)
		a.threadResults.cut(n - text)
		a.Next = strings.TrimSpace(a.Next + " " + a.threadResults.fewer(whole))
		return a
	}
	a.threadResults = threadResults{}
	if len(a.Raw) > n {
		_, a.Raw = passage{FromLine: 1}.cut(a.Raw, n)
	}
	if len(a.Value) > n {
		_, a.Value = passage{FromLine: 1}.cut(a.Value, n)
	}
	a.Next = strings.TrimSpace(a.Next + " The answer is cut; the thread at source has all of it, and get_thread where it is offered.")
	return a
}

// thread is the first question that a call puts.
func (in askIn) thread() hex.NewThread {
	return hex.NewThread{Prompt: in.prompt(), ProjectID: in.Where.ProjectID, NewProject: in.Where.NewProject}
}

// toAsk is the question that a call puts; none for one that only waits on.
func (w *Workspace) toAsk(in askIn) (change.Change, error) {
	switch {
	case in.ThreadID == "":
		return change.CreateThread{Thread: in.thread(), By: w.by(in.thread())}, w.alone(in.thread())
	case in.Prompt != "":
		find := w.finder(in.ThreadID, in.prompt())
		return change.ContinueThread{ThreadID: in.ThreadID, Prompt: in.prompt(), Fits: idle, Find: find}, w.alone(in.thread())
	}
	return nil, nil
}

// idle refuses a further question in a thread that is at work.
func idle(t hex.Thread) error {
	if t.Status == hex.ThreadIdle {
		return nil
	}
	return &answer.Failure{
		Kind:    string(hex.Unprocessable),
		Message: fmt.Sprintf("The thread is %s: a further question can only be asked when it is IDLE.", t.Status),
		Hint:    "Call ask_hex with thread_id and no prompt to wait for it first.",
	}
}

// asked waits for the answer to what was asked.
func (w *Workspace) asked(ctx context.Context, in askIn, d deed) (asked, error) {
	if d.err != nil {
		return asked{}, d.err
	}
	if d.prepared == nil {
		before, by, err := w.find(ctx, w.hex, in.ThreadID)
		if err != nil {
			return asked{}, err
		}
		return w.await(ctx, in, hex.ThreadHandle{ThreadID: in.ThreadID, URL: before.URL}, by, nil)
	}
	h := d.result.Entity.(hex.ThreadHandle)
	if before, ok := d.prepared.Was.(hex.Thread); ok {
		return w.await(ctx, in, h, w.of(in.ThreadID), &before)
	}
	w.begun(in.thread(), h.ThreadID)
	return w.await(ctx, in, h, w.by(in.thread()), nil)
}

// await looks at a thread until it has finished or the time is over; a call that has become a task waits until it has finished.
// By is its road, and before the thread before a further question.
func (w *Workspace) await(ctx context.Context, in askIn, h hex.ThreadHandle, by ask.Hex, before *hex.Thread) (asked, error) {
	id, url := h.ThreadID, h.URL
	bound := w.bound(in.TimeoutS)
	defer bound.end()
	seen, err := ask.Waiting{
		Now: w.now, Pause: w.pause, For: time.Duration(in.TimeoutS) * time.Second, More: bound.extend,
		Seen: func(s ask.Seen) bool {
			w.progress(int(s.Waited.Seconds()), bound.seconds, "the thread is "+cmp.Or(string(s.Status), "asked"))
			return true
		},
	}.Wait(ctx, ask.Through(w.hex, by), id, before)
	if err != nil {
		return asked{}, w.lost(err, id)
	}
	out := asked{ThreadID: id, Source: cmp.Or(seen.URL, url), Status: string(seen.Status), WaitedS: int(seen.Waited.Seconds())}
	if seen.Done {
		return w.judged(ctx, in, out, seen, by), nil
	}
	out.Outcome = string(ask.TimedOut)
	out.Next = "It has not finished. Call ask_hex with this thread_id and no prompt to wait on."
	if out.Status != "" && !seen.Old && !ask.Known(seen.Status) {
		out.Next = fmt.Sprintf("The status %s is not known here, and not taken for finished. Look at the thread in the browser, "+
			"or call ask_hex with this thread_id to wait on.", words.Quoted(out.Status))
	}
	return out, nil
}

// lost is a failure while waiting: the thread goes on, and its id must not be lost.
func (w *Workspace) lost(err error, id string) error {
	f := *answer.From(err, answer.Advice{})
	f.Hint = strings.TrimSpace(fmt.Sprintf("%s The question was asked: call ask_hex with thread_id %s and no prompt.", f.Hint, id))
	return &f
}

// judged judges the answer of a thread that has come to an end, and adds what belongs to it.
func (w *Workspace) judged(ctx context.Context, in askIn, a asked, seen ask.Seen, by ask.Hex) asked {
	var pattern *regexp.Regexp
	if in.Pattern != "" {
		pattern = regexp.MustCompile(in.Pattern)
	}
	got := ask.Judge(seen, pattern)
	a.Outcome, a.Value, a.Groups, a.Raw = string(got.Outcome), got.Value, got.Groups, got.Raw
	if got.Failure != nil {
		a.ErrorType, a.Error = got.Failure.Type, got.Failure.Error()
	}
	if got.Raw != "" {
		a.threadResults, a.Next = w.results(ctx, seen.Thread, by, in.Rows)
	}
	if a.Value == strings.TrimSpace(a.Raw) {
		a.Raw = ""
	}
	return a
}

// threadResults are the tables and charts of an answer, where rows were asked for.
type threadResults struct {
	Tables []threadTable `json:"tables,omitempty"`
	Charts []threadChart `json:"charts,omitempty"`
}

// threadTable is a table of an answer; null is null, every other value a text.
type threadTable struct {
	Title  string `json:"title"`
	CellID string `json:"cell_id,omitempty"`
	// Columns are the names, Rows the first values by column, TotalRows how many rows there are at least.
	Columns   []string    `json:"columns"`
	Rows      [][]*string `json:"rows"`
	TotalRows int         `json:"total_rows"`
}

// threadChart is a chart of an answer; get_hex_cell_image draws that of a cell.
type threadChart struct {
	Title  string `json:"title"`
	CellID string `json:"cell_id,omitempty"`
}

// text is the table for reading: a line a row, the values between bars.
func (t threadTable) text() string {
	head := words.With("table "+words.OneLine(t.Title), t, "title", "columns", "rows")
	return words.Lines(head+"\n"+strings.Join(t.Columns, " | "), t.Rows, func(row []*string) string {
		values := make([]string, len(row))
		for i, v := range row {
			if values[i] = "null"; v != nil {
				values[i] = words.OneLine(*v)
			}
		}
		return strings.Join(values, " | ")
	}, "")
}

func (t threadTable) size() int {
	n := len(t.Title)
	for _, c := range t.Columns {
		n += len(c)
	}
	for _, row := range t.Rows {
		for _, v := range row {
			if n += 4; v != nil {
				n += len(*v)
			}
		}
	}
	return n
}

// below is a text with the tables and charts below it.
func (r threadResults) below(text string) string {
	text = words.Lines(text, r.Tables, threadTable.text, "")
	return words.Lines(text, r.Charts, func(c threadChart) string { return words.With("chart "+words.OneLine(c.Title), c, "title") }, "")
}

// size is how long they are, in bytes of their values.
func (r threadResults) size() int {
	n := 0
	for _, t := range r.Tables {
		n += t.size()
	}
	for _, c := range r.Charts {
		n += len(c.Title) + len(c.CellID)
	}
	return n
}

// cut leaves the first tables that are together no longer than n, and returns what is left of n: less than nothing where not all are.
func (r *threadResults) cut(n int) int {
	for i, t := range r.Tables {
		if n -= t.size(); n < 0 {
			r.Tables = r.Tables[:i]
			return n
		}
	}
	return n
}

// fewer says that not all of so many tables are shown.
func (r threadResults) fewer(of int) string {
	return fmt.Sprintf("Only %d of %d tables are shown: ask for fewer rows.", len(r.Tables), of)
}

// results are the first rows of the tables of a thread's latest answer and the names of its charts, and what is to be said of them.
// Those of the hosted server come with the answer; by the API they are what the answer's cells show now. That they cannot be read
// costs no answer.
func (w *Workspace) results(ctx context.Context, t ask.Thread, by ask.Hex, rows int) (out threadResults, next string) {
	if rows == 0 {
		return out, ""
	}
	if by == nil {
		by = ask.REST{Client: w.hex}
	}
	got, err := ask.ResultsOf(ctx, by, t)
	if err != nil {
		next = "The tables and charts of the answer could not be read: " + answer.From(err, answer.Advice{}).Message
	}
	for _, t := range got.Tables {
		out.Tables = append(out.Tables, threadTable{t.Title, t.Cell, t.Columns, t.Rows[:min(rows, len(t.Rows))], t.Total})
	}
	for _, c := range got.Charts {
		out.Charts = append(out.Charts, threadChart{c.Title, c.Cell})
	}
	return out, next
}

// Way is how a tool gets to Hex.
type Way int

// The ways.
const (
	// ByAPI is by the REST API, with its token.
	ByAPI Way = iota
	// ByEither is by Hex's hosted server for who is signed in there, else by the API.
	ByEither
	// ByHosted is by the hosted server alone.
	ByHosted
)

// Hosted is Hex's hosted MCP server for somebody who is signed in there.
type Hosted interface {
	ask.Hex
	// Takes tells whether it takes a first question as it is.
	Takes(hex.NewThread) bool
	// Search finds projects by words.
	Search(ctx context.Context, query string) ([]hosted.FoundProject, error)
}

// Roads are the ways to Hex that a call has beside the client that the API is asked with.
type Roads struct {
	// Hosted is nil for who is not signed in.
	Hosted Hosted
	// API tells whether the client has a token.
	API bool
}

// by is the road of a new thread: the hosted server's where it takes the question, or nothing else does. Nil is the API.
func (w *Workspace) by(n hex.NewThread) ask.Hex {
	if h := w.roads.Hosted; h != nil && (!w.roads.API || h.Takes(n)) {
		return h
	}
	return nil
}

// alone refuses a question that has things to look at where only the hosted server can be asked, which takes none.
func (w *Workspace) alone(n hex.NewThread) error {
	if h := w.roads.Hosted; h == nil || w.roads.API || h.Takes(n) {
		return nil
	}
	return answer.Refuse("Hex's hosted server takes a question alone, and there is no API token for what goes with it.",
		"Name the projects, tables and connections in the question, and give nothing beside it but context.")
}

// of is the road that a thread is known to be had by; nil is the API.
func (w *Workspace) of(id string) ask.Hex {
	if h := w.roads.Hosted; h != nil && !(w.roads.API && w.names.isOfAPI(id)) {
		return h
	}
	return nil
}

// find reads a thread with a client, and says by which road it is had: one that the hosted server does not know may be one of the API.
// A look at the hosted server that fails in a way that passes is done once more, as the API's client does by itself.
func (w *Workspace) find(ctx context.Context, c *hex.Client, id string) (ask.Thread, ask.Hex, error) {
	by := w.of(id)
	if by != nil {
		t, err := ask.Look(ctx, ask.Through(c, by), id, w.pause)
		if !w.roads.API || !hex.IsKind(err, hex.NotFound) {
			return t, by, err
		}
	}
	t, err := ask.REST{Client: c}.Get(ctx, id)
	if err == nil && by != nil {
		w.names.ofAPI(id)
	}
	return t, nil, err
}

// finder is find for a further question; one with what the hosted server does not take goes by the API.
func (w *Workspace) finder(id string, p hex.Prompt) func(context.Context, *hex.Client) (hex.Thread, ask.Hex, error) {
	return func(ctx context.Context, c *hex.Client) (hex.Thread, ask.Hex, error) {
		t, by, err := w.find(ctx, c, id)
		if by != nil && w.roads.API && p.Attachments != nil {
			by = nil
		}
		return t.Thread, by, err
	}
}

// begun remembers by which road a thread is had that was begun.
func (w *Workspace) begun(n hex.NewThread, id string) {
	if w.by(n) == nil {
		w.names.ofAPI(id)
	}
}
