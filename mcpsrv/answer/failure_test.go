package answer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

// Every error has the one form, with the hint that the tool knows where it knows better.
func TestFrom(t *testing.T) {
	knows := Advice{Missing: "List them.", Check: "Look first."}
	own := &Failure{Kind: KindAmbiguous, Message: "Two are called so.", Hint: "Give the id."}
	changed := &hex.Conflict{Base: hex.Snapshot{Hash: "old"}, Theirs: hex.Snapshot{Hash: "new"}}
	for _, c := range []struct {
		name string
		err  error
		want Failure
	}{
		{"one of ours", fmt.Errorf("call: %w", own), *own},
		{"not found", &hex.Error{Kind: hex.NotFound, Status: 404, Message: "No.", Hint: "Hex's."},
			Failure{Kind: "not_found", Status: 404, Message: "No.", Hint: "List them."}},
		{"too many", &hex.Error{Kind: hex.RateLimited, Status: 429, RetryAfter: 1500 * time.Millisecond},
			Failure{Kind: "rate_limited", Status: 429, RetryAfterS: 2}},
		{"perhaps done", &hex.Error{Kind: hex.Timeout, MayHaveHappened: true, TraceID: "t"},
			Failure{Kind: KindUnknownOutcome, Hint: "Look first.", TraceID: "t"}},
		{"changed meanwhile", changed, Failure{Kind: KindConflict, ExpectedHash: "old"}},
		{"gone meanwhile", &hex.Conflict{Gone: true, Base: hex.Snapshot{Hash: "old"}}, Failure{Kind: KindConflict, ExpectedHash: "old"}},
		{"too slow", context.DeadlineExceeded, Failure{Kind: "timeout", Hint: "Look first."}},
		{"cancelled", fmt.Errorf("call: %w", context.Canceled), Failure{Kind: "canceled", Hint: "Look first."}},
		{"anything else", errors.New("else"), Failure{Kind: KindInternal, Message: "else"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := From(c.err, knows)
			same := f.Kind == c.want.Kind && f.Status == c.want.Status && f.RetryAfterS == c.want.RetryAfterS && f.TraceID == c.want.TraceID
			same = same && f.ExpectedHash == c.want.ExpectedHash
			if !same || c.want.Hint != "" && f.Hint != c.want.Hint || c.want.Message != "" && f.Message != c.want.Message {
				t.Errorf("got %+v", f)
			}
			if !strings.HasPrefix(f.Text(), f.Kind+": ") || f.Hint != "" && !strings.Contains(f.Text(), "What to do: "+f.Hint) {
				t.Errorf("the text is %q", f.Text())
			}
		})
	}
}
