package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/exit"
)

// report is a question on its way, and what is said of it.
type report struct {
	*flags
	out, talk io.Writer
	// id and url are of the thread, as soon as it is known.
	id, url string
	status  hex.ThreadStatus
	waited  time.Duration
	// few tells that it is looked only a few times for the answer.
	few bool
	// met is set once the thread was begun or read: one that was only named may not be there.
	met bool
}

// said is the JSON object. Its names are those of the tool ask_hex.
type said struct {
	Outcome   string            `json:"outcome"`
	Value     string            `json:"value"`
	Groups    map[string]string `json:"groups,omitempty"`
	Raw       string            `json:"raw,omitempty"`
	Source    string            `json:"source,omitempty"`
	ThreadID  string            `json:"thread_id,omitempty"`
	Status    string            `json:"status,omitempty"`
	WaitedS   int               `json:"waited_s"`
	ErrorType string            `json:"error_type,omitempty"`
	Error     string            `json:"error_message,omitempty"`
	Tables    []table           `json:"tables,omitempty"`
	Charts    []chart           `json:"charts,omitempty"`
}

// table is a table of the answer; null is null, every other value a text.
type table struct {
	Title   string      `json:"title"`
	Cell    string      `json:"cell_id,omitempty"`
	Columns []string    `json:"columns"`
	Rows    [][]*string `json:"rows"`
	Total   int         `json:"total_rows"`
}

// chart is a chart of the answer; its picture is in base64.
type chart struct {
	Title string `json:"title"`
	Cell  string `json:"cell_id,omitempty"`
	Type  string `json:"mime_type,omitempty"`
	Image []byte `json:"image_base64,omitempty"`
}

// ask puts the question, if there is one, and waits.
func (r *report) ask(ctx context.Context, road ask.Hex) error {
	r.id = r.thread
	before, err := r.put(ctx, road)
	if err != nil {
		return r.lost(ctx, err)
	}
	waiting := ask.Waiting{Pause: r.pause, For: r.wait, Seen: r.seen}
	if r.few {
		waiting.Looks = ask.FewLooks
	}
	seen, err := waiting.Wait(ctx, road, r.id, before)
	r.waited = seen.Waited
	if err != nil {
		return r.lost(ctx, err)
	}
	return r.judged(ctx, road, seen)
}

// put asks the question, and returns the thread before a further one.
func (r *report) put(ctx context.Context, road ask.Hex) (before *hex.Thread, err error) {
	var begun ask.Thread
	switch {
	case r.question == "":
		return nil, nil
	case r.thread == "":
		begun, err = road.Create(ctx, hex.NewThread{Prompt: r.prompt()})
	default:
		var was ask.Thread
		if was, err = road.Get(ctx, r.thread); err != nil {
			return nil, err
		}
		if was.Status != hex.ThreadIdle {
			return nil, fmt.Errorf("the thread is %s: it takes a further question only when it is %s. hextui ask --thread %s waits for it",
				plain(string(was.Status)), hex.ThreadIdle, r.thread)
		}
		before = &was.Thread
		r.met = true
		begun, err = road.Continue(ctx, r.thread, r.prompt())
	}
	if err == nil {
		r.met = true
		r.id, r.url = begun.ID, begun.URL
		r.say("asked in the thread " + strings.TrimSpace(plain(begun.ID+" "+begun.URL)))
	}
	return before, err
}

func (r *report) say(text string) { fmt.Fprintln(r.talk, "hextui: "+text) }

// seen tells when a thread has another status.
func (r *report) seen(s ask.Seen) bool {
	if s.Status != r.status {
		r.say("the thread is " + plain(string(s.Status)))
	}
	r.met = true
	r.status, r.url, r.waited = s.Status, cmp.Or(s.URL, r.url), s.Waited
	return true
}

// judged prints what came of the question.
func (r *report) judged(ctx context.Context, road ask.Hex, seen ask.Seen) (err error) {
	got := ask.Judge(seen, r.re)
	line := said{Outcome: string(got.Outcome), Value: got.Value, Groups: got.Groups, Raw: got.Raw}
	if r.json && got.Raw != "" {
		r.results(ctx, road, seen.Thread, &line)
	}
	switch got.Outcome {
	case ask.Found:
		if r.json {
			return r.print(line, nil)
		}
		if r.re == nil && more(seen.Thread) {
			r.say("tables or charts belong to the answer: --json prints them too")
		}
		return r.print(line, r.text(got))
	case ask.NotFound:
		err = exit.With(notFound, "the analyst gave no answer")
		if got.Raw != "" {
			r.say("the whole answer:\n" + plain(got.Raw))
			err = exit.With(notFound, "the answer does not match %s", r.pattern)
		}
	case ask.TimedOut:
		within := fmt.Sprintf("within %s", r.wait)
		if r.few {
			within = fmt.Sprintf("in %d looks; --wait says how long to wait", ask.FewLooks)
		}
		err = exit.With(notNow, "no answer %s; hextui ask --thread %s waits on", within, r.id)
		if !ask.Known(seen.Status) {
			err = exit.With(notNow, "the thread is %s, which is not known here and not taken for finished; look at it at %s",
				plain(string(seen.Status)), plain(cmp.Or(r.url, "Hex")))
		}
	case ask.Failed:
		line.ErrorType = got.Failure.Type
		code := failed
		if got.Failure.Passing {
			code = notNow
		}
		err = &exit.Error{Code: code, Err: errors.New(plain(got.Failure.Error()))}
	}
	return r.failing(line, err)
}

// more tells whether an answer has, or names, more than its text shows.
func more(t ask.Thread) bool {
	return len(t.Tables)+len(t.Charts) > 0 || slices.ContainsFunc(t.Response, func(p hex.ThreadPart) bool { return p.Type == "cell" })
}

// results adds the tables and charts of an answer. That they cannot be read is said, and costs no answer.
func (r *report) results(ctx context.Context, road ask.Hex, t ask.Thread, line *said) {
	got, err := ask.ResultsOf(ctx, road, t)
	if err != nil {
		r.say("the tables and charts of the answer could not be read: " + plain(err.Error()))
	}
	for _, t := range got.Tables {
		line.Tables = append(line.Tables, table(t))
	}
	for _, c := range got.Charts {
		line.Charts = append(line.Charts, chart{c.Title, c.Cell, c.Type, c.Data})
	}
}

// text is what is printed of an answer for people and shells: its named groups a line each, else what the pattern found.
func (r *report) text(got ask.Answer) []string {
	if r.re == nil || len(got.Groups) == 0 {
		return []string{got.Value}
	}
	var lines []string
	for _, name := range r.re.SubexpNames() {
		if value, ok := got.Groups[name]; ok && name != "" {
			lines = append(lines, name+"="+strings.Join(strings.Fields(value), " "))
		}
	}
	return lines
}

// lost is a failure on the way. The thread goes on, and how to come back to it is said.
func (r *report) lost(ctx context.Context, err error) error {
	code := failed
	var own *exit.Error
	switch {
	case ctx.Err() != nil:
		code, err = exit.Interrupted, errors.New("interrupted")
	case ask.Passing(err):
		code = notNow
	case errors.As(err, &own):
		code = own.Code
	}
	if r.id != "" && (r.met || code != failed) {
		err = fmt.Errorf("%s. The thread goes on: hextui ask --thread %s waits for its answer", strings.TrimRight(err.Error(), "."), r.id)
	} else if code == exit.Interrupted {
		err = errors.New("interrupted. The question may have been asked all the same")
	}
	line := said{Outcome: string(ask.Failed)}
	if code == exit.Interrupted {
		line.Outcome = "interrupted"
	}
	return r.failing(line, &exit.Error{Code: code, Err: errors.New(plain(err.Error()))})
}

// failing prints the object of a question without an answer, where objects are wanted, and returns why there is none.
func (r *report) failing(line said, err error) error {
	line.Error = err.Error()
	if !r.json {
		return err
	}
	if printing := r.print(line, nil); printing != nil {
		return printing
	}
	return err
}

// print writes to standard output: lines of text, or the object where there are none.
func (r *report) print(line said, text []string) error {
	if text == nil {
		line.Source, line.ThreadID, line.Status, line.WaitedS = r.url, r.id, string(r.status), int(r.waited.Seconds())
		object, err := json.Marshal(line)
		if err != nil {
			return err
		}
		text = []string{string(object)}
	}
	if _, err := io.WriteString(r.out, plain(strings.Join(text, "\n"))+"\n"); err != nil {
		return exit.With(failed, "the answer could not be printed: %w", err)
	}
	return nil
}

// plain is a text without what acts on a terminal, or hides or turns what it says.
func plain(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return c
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c):
			return unicode.ReplacementChar
		}
		return c
	}, text)
}
