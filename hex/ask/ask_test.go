package ask

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

// road is a road whose one thread goes through a script, a step a look.
type road struct {
	REST
	steps []Thread
	errs  map[int]error // of the looks, by number from 1
	looks int
}

func (r *road) Get(context.Context, string) (Thread, error) {
	r.looks++
	return r.steps[min(r.looks, len(r.steps))-1], r.errs[r.looks]
}

func saying(status hex.ThreadStatus, text string) Thread {
	return Thread{Thread: hex.Thread{Status: status, Response: []hex.ThreadPart{{Type: "text", Text: text}}}}
}

// timed is a waiting in which time passes only between looks.
func timed(most time.Duration) Waiting {
	now := time.Unix(0, 0)
	return Waiting{For: most, Now: func() time.Time { return now },
		Pause: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil }}
}

func TestWaiting(t *testing.T) {
	down, refused := &hex.Error{Kind: hex.Unavailable}, &hex.Error{Kind: hex.Unauthorized}
	slow := saying(hex.ThreadRunning, "")
	slow.Wait = time.Hour
	old := saying(hex.ThreadIdle, "old").Thread
	for _, c := range []struct {
		name   string
		steps  []Thread
		errs   map[int]error
		before *hex.Thread
		done   bool
		waited time.Duration
		looks  int
		err    error
	}{
		{"finished", []Thread{saying(hex.ThreadRunning, "idle"), saying(hex.ThreadIdle, "7")}, nil, nil, true, time.Second, 2, nil},
		{"as long as Hex asks for, within bounds", []Thread{slow, saying(hex.ThreadIdle, "7")}, nil, nil, true, 20 * time.Second, 2, nil},
		{"never", []Thread{saying("DONE", "IDLE")}, nil, nil, false, 57 * time.Second, 21, nil},
		{"a fault that passes", []Thread{saying(hex.ThreadIdle, "7")}, map[int]error{1: down}, nil, true, time.Second, 2, nil},
		{"a fault that stays", []Thread{saying(hex.ThreadIdle, "7")}, map[int]error{1: down, 2: down}, nil, false, 0, 2, down},
		{"a refusal", []Thread{saying(hex.ThreadIdle, "7")}, map[int]error{1: refused}, nil, false, 0, 1, refused},
		{"the old answer first", []Thread{saying(hex.ThreadIdle, "old"), saying(hex.ThreadIdle, "new")}, nil,
			&old, true, time.Second, 2, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &road{steps: c.steps, errs: c.errs}
			seen, err := timed(time.Minute).Wait(t.Context(), r, "x", c.before)
			if !errors.Is(err, c.err) || seen.Done != c.done || seen.Waited != c.waited || r.looks != c.looks {
				t.Errorf("got %v, waited %v, %d looks, %v", seen.Done, seen.Waited, r.looks, err)
			}
		})
	}
}

func TestJudging(t *testing.T) {
	for _, c := range []struct {
		name, text, pattern string
		outcome             Outcome
		value               string
		groups              map[string]string
	}{
		{"all", " It is 42. ", "", Found, "It is 42.", nil},
		{"a match", "It is 42.", `\d+`, Found, "42", nil},
		{"a group", "It is 42.", `is (\d+)`, Found, "42", nil},
		{"named groups", "EUR 42 in May", `(?P<currency>[A-Z]{3}) (?P<amount>\d+)(?P<more>!)?`, Found, "EUR",
			map[string]string{"currency": "EUR", "amount": "42"}},
		{"the group that took part", "b", `(a)|(?P<b>b)`, Found, "b", map[string]string{"b": "b"}},
		{"no match", "It is 42.", `\d{3}`, NotFound, "", nil},
		{"no match in what was thought", "<thinking>It may be 17.</thinking>\nIt is 42.", `\d+`, Found, "42", nil},
		{"nothing", "<thinking>cut off", "", NotFound, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var pattern *regexp.Regexp
			if c.pattern != "" {
				pattern = regexp.MustCompile(c.pattern)
			}
			got := Judge(Seen{Thread: saying(hex.ThreadIdle, c.text), Done: true}, pattern)
			if got.Outcome != c.outcome || got.Value != c.value || !maps.Equal(got.Groups, c.groups) {
				t.Errorf("got %+v", got)
			}
		})
	}
	if got := Judge(Seen{Thread: saying("FINISHED", "42")}, nil); got.Outcome != TimedOut || got.Value != "" {
		t.Errorf("of a thread that has not finished: %+v", got)
	}
}

// Every type of failure in Hex's documents has a sentence and an advice of its own; what a model's provider says is kept back.
func TestEveryFailureIsASentence(t *testing.T) {
	said := map[string]bool{}
	for _, of := range strings.Fields(documented) {
		f := Explain(&hex.ThreadFailure{Type: of, Message: "sk-123 is no table"})
		if strings.Contains(f.Sentence, "not known here") || !strings.HasSuffix(f.Advice, ".") || !strings.HasSuffix(f.Sentence, ".") {
			t.Errorf("%s: %s", of, f.Error())
		}
		said[f.Sentence] = true
		inner := strings.Contains(of, "AGENT") || strings.Contains(of, "BYOK") || strings.Contains(of, "PROVIDER")
		if inner && strings.Contains(f.Error(), "sk-123") {
			t.Errorf("%s tells what the provider said: %s", of, f.Error())
		}
	}
	if len(said) != 28 { // three pairs mean the same
		t.Errorf("there are only %d sentences", len(said))
	}
	if f := Explain(&hex.ThreadFailure{Type: "HALLUCINATED_SCHEMA_ELEMENT", Message: "There is no table x."}); !strings.Contains(f.Sentence,
		"Hex says: There is no table x.") {
		t.Errorf("got %s", f.Sentence)
	}
	if f := Explain(&hex.ThreadFailure{Type: "NEW_ONE", Message: "secret"}); !strings.Contains(f.Error(), "new one") ||
		strings.Contains(f.Error(), "secret") {
		t.Errorf("got %s", f.Error())
	}
	if f := Explain(nil); !strings.Contains(f.Sentence, "does not say why") {
		t.Errorf("got %s", f.Sentence)
	}
}

// documented are the types of failure that Hex's documents name, the older and the newer.
const documented = `NO_CONTEXT BAD_DATA AGENT_ERROR AGENT_OVERLOADED GENERIC_ERROR POSSIBLE_PROMPT_INJECTION OVER_LIMIT NO_DATA
	INVALID_RESPONSE HALLUCINATED_SCHEMA_ELEMENT NON_EXPRESSIBLE INVALID_JOIN EXPLORE_TIMED_OUT EXPLORE_ERRORED EXPLORE_TABLE_SWAPPED
	UNSUPPORTED_QUERY_ELEMENTS EXPLORE_NO_DATA CHART_ROW_LIMIT_EXCEEDED BYOK_AUTHENTICATION AGENT_COMPRESSION_ERROR
	TOKEN_COUNTING_FAILURE REQUEST_CANCELLED INVALID_MESSAGE_HISTORY INVALID_REQUEST DATA_CONNECTION_NOT_AUTHORIZED
	JOIN_VALIDATION_TIMEOUT BYOK_KEY_MISSING MODEL_NOT_AVAILABLE PROVIDER_CONNECTION_INTERRUPTED AGENT_AUTH PROVIDER_QUOTA_EXCEEDED`

func TestMessages(t *testing.T) {
	for _, c := range []struct {
		text, role, said string
		ok               bool
	}{
		{"[user] How much?", "user", "How much?", true},
		{"[user] What does <thinking> mean?", "user", "What does <thinking> mean?", true},
		{"[assistant] <thinking>Hm.</thinking>", "assistant", "", false},
		{"[assistant] <thinking>Hm.</thinking>\n42.", "assistant", "42.", true},
		{"[tool] run_sql", "tool", "", false},
		{"42.", "", "42.", true},
		{"**Assistant:** 42.", "assistant", "42.", true},
		{"User:\nHow much?", "user", "How much?", true},
		{"User numbers rose.", "", "User numbers rose.", true},
	} {
		got, ok := Said(c.text)
		if ok != c.ok || got.Role != c.role || ok && got.Text != c.said {
			t.Errorf("%q: got %+v, %v", c.text, got, ok)
		}
	}
	got, ok := Said(`[assistant] <error type="NO_DATA">None.</error>`)
	if !ok || got.Failure == nil || got.Failure.Type != "NO_DATA" || !strings.Contains(got.Failure.Sentence, "no rows") {
		t.Errorf("got %+v", got)
	}
}

func TestNoStatementThatWritesIsSent(t *testing.T) {
	for _, prompt := range []string{
		"DELETE FROM orders", "delete from orders where id = 1", "Please run:\n  drop table orders;", "run `truncate table orders`",
		"```sql\nupdate orders set total = 0\n```", "with x as (select 1) insert into t select * from x", "First INSERT INTO t VALUES (1)",
		"select 1; create table t as select 2", "delete /* all */ from orders",
		"DELETE -- all\nFROM orders", "MERGE INTO t USING s ON a = b",
		"ALTER TABLE t ADD COLUMN c int", "GRANT SELECT ON orders TO lena", "SELECT * INTO copy FROM orders",
		"create or replace view v as select 1",
		"copy into t from @stage", `UPDATE "a"."b" AS x SET y = 1`,
	} {
		var refused *hex.Error
		if err := Check(prompt); !errors.As(err, &refused) || refused.Kind != hex.Invalid {
			t.Errorf("%q is let through: %v", prompt, err)
		}
		if _, err := (REST{}).Create(t.Context(), hex.NewThread{Prompt: hex.Prompt{Text: prompt}}); err == nil {
			t.Errorf("%q is sent", prompt)
		}
	}
	for _, prompt := range []string{
		"How many orders did we delete from the warehouse?", "select * from orders where status = 'deleted'",
		"Which users update their profile?",
		"Create a table of revenue by week", "create table of revenue", "Drop the refunds", "Insert rates into the chart",
		"Update me on revenue",
		"select count(*) -- not an update\nfrom orders", "Who may grant access to projects?", "with a as (select 1) select * from a",
	} {
		if err := Check(prompt); err != nil {
			t.Errorf("%q is refused: %v", prompt, err)
		}
	}
	if Check(" \n") == nil {
		t.Error("an empty question is let through")
	}
}
