package hosted

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Status is how far a thread is.
type Status string

// The states of a thread. Unknown is a word that nobody here knows, or none at all: it is never taken for done.
const (
	Running Status = "running"
	Idle    Status = "idle"
	Failed  Status = "failed"
	Unknown Status = "unknown"
)

// Thread is a conversation with Hex's analyst as the hosted server tells it.
type Thread struct {
	ID, URL string
	Status  Status
	// Word is the server's own word for the status, empty where it said none.
	Word string
	// Wait is how long the server asks to wait before the next look; 0 is not told.
	Wait time.Duration
	// Reason is the word by which Hex tells why a thread failed, such as NO_DATA, and Why what it says of it; both are empty where
	// nothing of the kind was said. Why is hostile text, and may be that of a model's provider.
	Reason, Why string
	// Text is the answer, or what was said instead of one: Markdown, hostile text.
	Text string
	// Cells are the ids of the cells that it names, charts among them.
	Cells []string
	// Images are the pictures that came with it, which its charts have too.
	Images []Image
	Tables []Table
	Charts []Chart
	// Structured is the structured answer as it came, nil where there is none.
	Structured json.RawMessage
}

// CreateThread asks a first question. It is never repeated by itself: see [CutOff].
func (c *Client) CreateThread(ctx context.Context, prompt string) (Thread, error) {
	t, err := c.aboutThread(ctx, "create_thread", "", prompt)
	if err == nil && t.ID == "" {
		return t, errors.New("the hosted server began a thread and did not say which; look for it in Hex before you ask again")
	}
	return t, err
}

// GetThread looks at a thread. While it runs, the server itself takes some seconds to answer.
func (c *Client) GetThread(ctx context.Context, id string) (Thread, error) {
	return c.aboutThread(ctx, "get_thread", id, "")
}

// ContinueThread asks a further question in a thread that is idle. It is never repeated by itself: see [CutOff].
func (c *Client) ContinueThread(ctx context.Context, id, prompt string) (Thread, error) {
	return c.aboutThread(ctx, "continue_thread", id, prompt)
}

// aboutThread calls a tool of threads with the arguments that it has, as its schema calls them.
func (c *Client) aboutThread(ctx context.Context, tool, id, prompt string) (Thread, error) {
	tools, err := c.Tools(ctx)
	if err != nil {
		return Thread{}, err
	}
	takes, err := offered(tools, tool)
	if err != nil {
		return Thread{}, err
	}
	arguments := map[string]any{}
	for _, argument := range []struct {
		value string
		names []string
	}{{id, []string{"id", "thread_id", "threadId"}}, {prompt, []string{"prompt", "query", "message"}}} {
		if argument.value == "" {
			continue
		}
		name, err := takes.argument(argument.names...)
		if err != nil {
			return Thread{}, err
		}
		arguments[name] = argument.value
	}
	result, err := c.Call(ctx, tool, arguments)
	if err != nil {
		return Thread{}, err
	}
	return readThread(result, id), nil
}

// argument is the first of some names that the tool's schema has.
func (t Tool) argument(names ...string) (string, error) {
	for _, name := range names {
		if _, there := t.Input.Properties[name]; there {
			return name, nil
		}
	}
	return "", fmt.Errorf("the hosted server's %s has none of the arguments %s any more: hextui does not know how to call it",
		t.Name, strings.Join(names, ", "))
}

// told are the members that threads are told with, in any of the shapes that have been seen.
type told struct {
	ThreadID string `json:"threadId"`
	Snake    string `json:"thread_id"`
	ID       string `json:"id"`
	URL      string `json:"url"`
	Link     string `json:"link"`
	Status   string `json:"status"`
	Error    struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	} `json:"error"`
	Wait     *float64 `json:"waitTime"`
	WaitTime *float64 `json:"wait_time"`
	Seconds  *float64 `json:"waitSeconds"`
}

// patterns of plain texts. A status counts only where it has a line for itself: prose may hold any word.
var (
	statusLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("(?im)^[ \t>*_-]*(?:thread )?status[*_]*:[ \t*_`]*([a-z_]+)[ \t*_`.]*\r?$")
	})
	reasonLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("(?m)^[ \t>*_-]*(?i:error(?:[ _]type)?)[*_]*:[ \t*_`]*([A-Z]+(?:_[A-Z]+)+)[ \t*_`.]*\r?$")
	})
	reasonWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z]+(?:_[A-Z]+)+$`) })
	threadLink = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`https?://[^\s<>()"'\]]+/thread/([0-9A-Za-z-]{8,64})`)
	})
	threadID = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("(?i)thread[^\n0-9a-f]{0,20}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
	})
	cellID = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("(?i)cell[ _-]?(?:id)?[\"'*`: (]{0,4}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
	})
	waitWords = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\bwait(?:[ _-]?time)?\b[^0-9\n]{0,20}(\d{1,4}) ?s`)
	})
)

// readThread finds out what an answer says of a thread: in the structured part, in JSON that came as text, or in plain lines.
func readThread(r Result, id string) Thread {
	t := Thread{ID: id, Text: r.Text, Images: r.Images, Structured: r.Structured}
	var texts []json.RawMessage
	if r.Structured != nil {
		texts = append(texts, r.Structured)
	}
	for part := range strings.SplitSeq(r.Text, "\n\n") {
		if strings.HasPrefix(strings.TrimSpace(part), "{") {
			texts = append(texts, json.RawMessage(part))
		}
	}
	for _, text := range append(texts, json.RawMessage(r.Text)) {
		var outer struct {
			told
			Thread told `json:"thread"`
		}
		// A member of another type than expected costs only itself.
		var other *json.UnmarshalTypeError
		if err := json.Unmarshal(text, &outer); err == nil || errors.As(err, &other) {
			t.take(outer.Thread)
			t.take(outer.told)
		}
	}
	t.takeLines(r.Text)
	t.results()
	t.Text = forPeople(r.Text, t.URL)
	for _, found := range cellID().FindAllStringSubmatch(r.Text+"\n"+string(r.Structured), -1) {
		if !slices.Contains(t.Cells, found[1]) {
			t.Cells = append(t.Cells, found[1])
		}
	}
	t.Status = statusOf(t.Word)
	return t
}

// forPeople is a text without the parts that are data for programs or only the link to the thread, where it has others.
func forPeople(text, link string) string {
	var said []string
	for part := range strings.SplitSeq(text, "\n\n") {
		alone := strings.TrimSpace(part)
		data := strings.HasPrefix(alone, "{") && json.Valid([]byte(alone))
		if !data && (alone != link || link == "") {
			said = append(said, part)
		}
	}
	return cmp.Or(strings.Join(said, "\n\n"), text)
}

// take fills what is not known yet.
func (t *Thread) take(from told) {
	t.ID = cmp.Or(t.ID, from.ThreadID, from.Snake, from.ID)
	t.URL = cmp.Or(t.URL, from.URL, from.Link)
	t.Word = cmp.Or(t.Word, from.Status)
	if t.Reason == "" && reasonWord().MatchString(from.Error.Type) {
		t.Reason, t.Why = from.Error.Type, from.Error.Message
	}
	for _, wait := range []*float64{from.Wait, from.WaitTime, from.Seconds} {
		if wait != nil && t.Wait == 0 && *wait > 0 && *wait < 24*3600 {
			t.Wait = time.Duration(*wait * float64(time.Second))
		}
	}
}

func (t *Thread) takeLines(text string) {
	if link := threadLink().FindStringSubmatch(text); link != nil {
		t.URL, t.ID = cmp.Or(t.URL, link[0]), cmp.Or(t.ID, link[1])
	}
	if id := threadID().FindStringSubmatch(text); id != nil {
		t.ID = cmp.Or(t.ID, id[1])
	}
	if line := statusLine().FindStringSubmatch(text); line != nil {
		t.Word = cmp.Or(t.Word, line[1])
	}
	if line := reasonLine().FindStringSubmatch(text); line != nil {
		t.Reason = cmp.Or(t.Reason, line[1])
	}
	if wait := waitWords().FindStringSubmatch(text); wait != nil && t.Wait == 0 {
		if d, err := time.ParseDuration(wait[1] + "s"); err == nil {
			t.Wait = d
		}
	}
}

func statusOf(word string) Status {
	switch strings.ToUpper(word) {
	case "IDLE":
		return Idle
	case "RUNNING", "PENDING", "PROCESSING":
		return Running
	case "ERROR":
		return Failed
	}
	return Unknown
}
