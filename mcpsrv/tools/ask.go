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
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// askTools ask Hex's analyst and wait for the answer.
func askTools() []Spec {
	return []Spec{
		tool[askIn, asked]{
			name: "ask_hex", title: "Ask Hex and wait", class: policy.Execute, toolset: policy.Threads,
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
	case in.Where.ProjectID != "" || in.Where.NewProject || in.Prompt == "" && in.Where.attachments() != nil:
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
	return hex.Prompt{Text: text, Attachments: in.Where.attachments()}
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
	Error    string `json:"error_message,omitempty"`
	Next     string `json:"next,omitempty"`
}

func (a asked) Text() string {
	text := words.With(a.Outcome, a, "outcome", "value", "raw", "waited_s", "error_message", "next")
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
	return text
}

func (a asked) Size() int { return max(len(a.Raw), len(a.Value)) }

func (a asked) First(n int) answer.Result {
	if len(a.Raw) > n {
		_, a.Raw = passage{FromLine: 1}.cut(a.Raw, n)
	}
	if len(a.Value) > n {
		_, a.Value = passage{FromLine: 1}.cut(a.Value, n)
	}
	a.Next = strings.TrimSpace(a.Next + " The answer is cut; the thread at source has all of it, and get_thread where it is offered.")
	return a
}

// toAsk is the question that a call puts; none for one that only waits on.
func (w *Workspace) toAsk(in askIn) (change.Change, error) {
	switch {
	case in.ThreadID == "":
		return change.CreateThread{
			Thread: hex.NewThread{Prompt: in.prompt(), ProjectID: in.Where.ProjectID, NewProject: in.Where.NewProject},
		}, nil
	case in.Prompt != "":
		return change.ContinueThread{ThreadID: in.ThreadID, Prompt: in.prompt(), Fits: idle}, nil
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
		before, err := w.hex.GetThread(ctx, in.ThreadID)
		if err != nil {
			return asked{}, err
		}
		return w.await(ctx, in, in.ThreadID, before.URL, nil)
	}
	h := d.result.Entity.(hex.ThreadHandle)
	if before, ok := d.prepared.Was.(hex.Thread); ok {
		return w.await(ctx, in, in.ThreadID, h.URL, &before)
	}
	return w.await(ctx, in, h.ThreadID, h.URL, nil)
}

// await looks at a thread until it has finished or the time is over; a call that has become a task waits until it has finished.
// Before is the thread before a further question.
func (w *Workspace) await(ctx context.Context, in askIn, id, url string, before *hex.Thread) (asked, error) {
	bound := w.bound(in.TimeoutS)
	defer bound.end()
	seen, err := ask.Waiting{
		Now: w.now, Pause: w.pause, For: time.Duration(in.TimeoutS) * time.Second, More: bound.extend,
		Seen: func(s ask.Seen) bool {
			w.progress(int(s.Waited.Seconds()), bound.seconds, "the thread is "+cmp.Or(string(s.Status), "asked"))
			return true
		},
	}.Wait(ctx, ask.REST{Client: w.hex}, id, before)
	if err != nil {
		return asked{}, w.lost(err, id)
	}
	out := asked{ThreadID: id, Source: cmp.Or(seen.URL, url), Status: string(seen.Status), WaitedS: int(seen.Waited.Seconds())}
	if seen.Done {
		return out.finished(in, seen), nil
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

// finished judges the answer of a thread that has come to an end.
func (a asked) finished(in askIn, seen ask.Seen) asked {
	var pattern *regexp.Regexp
	if in.Pattern != "" {
		pattern = regexp.MustCompile(in.Pattern)
	}
	got := ask.Judge(seen, pattern)
	a.Outcome, a.Value, a.Groups, a.Raw = string(got.Outcome), got.Value, got.Groups, got.Raw
	if got.Failure != nil {
		a.Error = strings.TrimPrefix(got.Failure.Type+": ", ": ") + got.Failure.Error()
	}
	if a.Value == strings.TrimSpace(a.Raw) {
		a.Raw = ""
	}
	return a
}
