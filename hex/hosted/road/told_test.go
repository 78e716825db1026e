package road

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/hosted"
)

const (
	aCell   = "0f1e2d3c-4b5a-4678-9abc-def012345678"
	another = "1f1e2d3c-4b5a-4678-9abc-def012345678"
	aThread = "https://app.hex.tech/acme/thread/" + aCell
)

// An answer has the parts that the API tells of: without the link to itself, with the cells that it names.
func TestParts(t *testing.T) {
	got := told(hosted.Thread{Status: hosted.Idle, Word: "idle", URL: aThread, Cells: []string{aCell, another},
		Text: "It is 42.\n\n```\na\n\nb\n```\n\nRevenue by week (cell " + aCell + ")\n\nSee cell " + another + ".\n\n" + aThread})
	want := []hex.ThreadPart{
		{Type: "text", Text: "It is 42.\n\n```\na\n\nb\n```"}, {Type: "cell", ID: aCell, Label: "Revenue by week"},
		{Type: "text", Text: "See cell " + another + "."}, {Type: "cell", ID: another},
	}
	if got.Status != hex.ThreadIdle || !slices.Equal(got.Response, want) {
		t.Errorf("got %+v", got)
	}
}

// Only IDLE has an answer; what goes on is looked at again after what the server says, else after 20 s.
func TestNoAnswerYet(t *testing.T) {
	for _, c := range []struct {
		thread hosted.Thread
		wait   time.Duration
		failed bool
	}{
		{hosted.Thread{Status: hosted.Running, Word: "RUNNING", Text: "so far 7", Wait: 3 * time.Second}, 3 * time.Second, false},
		{hosted.Thread{Status: hosted.Running, Word: "PENDING"}, 20 * time.Second, false},
		{hosted.Thread{Status: hosted.Unknown, Word: "DONE", Text: "It is 42."}, 20 * time.Second, false},
		{hosted.Thread{Status: hosted.Unknown, Text: "The warehouse looks idle."}, 20 * time.Second, false},
		{hosted.Thread{Status: hosted.Failed, Word: "ERROR", Text: "provider says req_7f3 is over quota"}, 0, true},
	} {
		got := told(c.thread)
		if len(got.Response) > 0 || got.Wait != c.wait || (got.Error != nil) != c.failed || got.Error != nil && got.Error.Message != "" {
			t.Errorf("%+v: got %+v", c.thread, got)
		}
	}
}

// What a server says in words of its own tells of the kind of a failure, and is not in its sentence.
func TestExplained(t *testing.T) {
	tool := func(text string) error {
		return &hosted.ToolError{Tool: "get_thread", Text: text + " (req_7f3, sk-ant-1)"}
	}
	for _, c := range []struct {
		err  error
		asks bool
		kind hex.Kind
		says string
	}{
		{tool("Thread not found"), false, hex.NotFound, "knows no such thread"},
		{tool("no luck with 0f1e2d3c-4045-4678-9abc-def012345678"), false, hex.Unprocessable, "kept back"},
		{tool("anthropic: overloaded_error, Overloaded"), false, hex.Unavailable, "just now"},
		{tool("status 529 of the provider"), false, hex.Unavailable, "just now"},
		{tool("Rate limit of org-7f3"), false, hex.RateLimited, "asked too often"},
		{tool("The thread is RUNNING"), true, hex.Unprocessable, "is at work"},
		{tool("403 of the provider"), true, hex.Forbidden, "does not let you"},
		{&hosted.NotSignedIn{Endpoint: "https://app.hex.tech/mcp", Why: "it has ended"}, true, hex.Unauthorized, "Run hextui login"},
		{&hosted.CutOff{Call: "tools/call", Err: errors.New("EOF")}, true, hex.Network, "is not known"},
		{&hosted.Refused{Method: "tools/call", Status: 503}, false, hex.Unavailable, "refused tools/call with status 503"},
		{&hosted.Refused{Method: "tools/call", Status: 429}, false, hex.RateLimited, "with status 429"},
		{&hosted.Refused{Method: "tools/call", Status: 200, Code: -32603}, false, hex.Unprocessable, "refused tools/call (-32603)"},
	} {
		got := explained(c.err, c.asks)
		var e *hex.Error
		if !errors.As(got, &e) || e.Kind != c.kind || !strings.Contains(got.Error(), c.says) || !errors.Is(got, c.err) {
			t.Errorf("%v: got %v", c.err, got)
		}
		for _, secret := range []string{"req_7f3", "sk-ant", "org-7f3"} {
			if strings.Contains(got.Error(), secret) || strings.Contains(e.Error(), secret) {
				t.Errorf("%v is passed on: %v", c.err, got)
			}
		}
		if cut := (*hosted.CutOff)(nil); errors.As(got, &cut) != e.MayHaveHappened {
			t.Errorf("%v: may have happened %v", c.err, e.MayHaveHappened)
		}
	}
	if explained(nil, true) != nil {
		t.Error("no error is one")
	}
}

// Why a thread failed is told by Hex's word alone; cells that no paragraph names stand as the API has them, the query first.
func TestToldAsTheAPIDoes(t *testing.T) {
	got := told(hosted.Thread{Status: hosted.Failed, Word: "ERROR", Reason: "NO_DATA", Why: "No rows."})
	if got.Error == nil || *got.Error != (hex.ThreadFailure{Type: "NO_DATA", Message: "No rows."}) {
		t.Errorf("got %+v", got.Error)
	}
	got = told(hosted.Thread{Status: hosted.Idle, Word: "IDLE", Text: "It rises.", Cells: []string{another, aCell},
		Tables: []hosted.Table{{Cell: aCell, Title: "By week"}}, Charts: []hosted.Chart{{Cell: another, Title: "Chart"}}})
	want := []hex.ThreadPart{{Type: "text", Text: "It rises."}, {Type: "cell", ID: aCell, Label: "By week"},
		{Type: "cell", ID: another, Label: "Chart"}}
	if !slices.Equal(got.Response, want) {
		t.Errorf("got %+v", got.Response)
	}
}
