package road

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync"
	"testing"

	"hextui/hex/assist"
)

// model is a language model whose answers a test gives.
type model struct {
	asked chan assist.Question
	parts chan assist.Part
	err   error
	local bool
	none  error
	ended chan struct{} // closed when an answer was given up
	end   func()        // closes it
}

func newModel() *model {
	ended := make(chan struct{})
	return &model{asked: make(chan assist.Question, 1), parts: make(chan assist.Part), ended: ended,
		end: sync.OnceFunc(func() { close(ended) })}
}

// prompt is a model that answers at once, and with nothing.
func prompt() *model {
	m := newModel()
	close(m.parts)
	return m
}

func (m *model) Provider(context.Context) (string, bool, error) {
	return "openai, gpt-4.1 at api.openai.com", m.local, m.none
}

func (m *model) Ask(ctx context.Context, q assist.Question) iter.Seq2[assist.Part, error] {
	select {
	case m.asked <- q:
	default: // a second question, of which no test asks
	}
	return func(yield func(assist.Part, error) bool) {
		for {
			select {
			case part, more := <-m.parts:
				if !more {
					if m.err != nil {
						yield(assist.Part{}, m.err)
					}
					return
				}
				if !yield(part, nil) {
					return
				}
			case <-ctx.Done():
				m.end()
				yield(assist.Part{}, ctx.Err())
				return
			}
		}
	}
}

// question waits until the model is asked: the screen says so before.
func (m *model) question() assist.Question { return <-m.asked }

// A change is asked for in plain words, seen as it comes, shown as a change, and taken; Hex has nothing of it.
func TestACellIsWrittenByAModel(t *testing.T) {
	t.Parallel()
	m := newModel()
	d := sit(t, setup{assist: m})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("A")
	d.see("Ask a model about weekly_orders", "openai, gpt-4.1 at api.openai.com")
	d.Press("enter")
	d.see("Say in a few words")
	d.Type("only two columns")
	d.Press("enter")
	d.see("Send this to openai")
	d.see("Results, inputs and secrets of connections", "do not. This is asked once")
	d.Press("enter")
	m.parts <- assist.Part{Text: "Two columns are left: the week, "}
	d.see("Two columns are left", "answering")
	code := "select week, orders\n  from weekly"
	m.parts <- assist.Part{Text: "and the orders.", Code: &code,
		Sources: []assist.Source{{Title: "The manual", URL: "https://example.org/manual"}}}
	close(m.parts)
	d.see("and the orders.", "1. The manual  https://example.org/manual", "see the change")

	q := m.question()
	if q.Deed != assist.Write || q.Words != "only two columns" || q.Project != "Weekly revenue" || q.Cell.Label != "weekly_orders" ||
		!strings.Contains(q.Cell.Source, "from orders") || q.Cell.Dialect == "" || len(q.Above) == 0 {
		t.Errorf("asked was %+v", q)
	}
	d.Press("enter")
	d.see("Take the answer into weekly_orders?", "Nothing is written to Hex", "take it", "+ select week, orders")
	d.Press("enter")
	d.see("edited, draft kept", "from weekly")
	if n := d.sent.of("UpdateCell"); n != 0 {
		t.Errorf("%d cells were written", n)
	}
	d.Press("ctrl+z")
	d.see("from orders")
}

// What was asked for is dropped: the model is told, and nothing is another than before.
func TestAnAnswerIsDropped(t *testing.T) {
	t.Parallel()
	m := newModel()
	m.local = true
	d := sit(t, setup{assist: m})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("A", "tab", "right", "right")
	d.see("Asked is openai")
	d.Press("enter")
	m.parts <- assist.Part{Text: "It counts orders."}
	d.see("It counts orders.")
	d.WantNo("Send this to")
	d.Press("esc")
	<-m.ended
	d.WaitUntil("the cell as it was", func(f frame) bool { return !f.Contains("It counts orders.") && f.Contains("from orders") })
	if q := m.question(); q.Deed != assist.Explain {
		t.Errorf("asked was %+v", q)
	}
}

// What else of the workspace the words name goes along, with the tables that the project asks for.
func TestTheWorkspaceIsSearchedForAQuestion(t *testing.T) {
	t.Parallel()
	m := newModel()
	m.local = true
	d := sit(t, setup{assist: m})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("A")
	d.see("Asked is openai")
	d.Type("with carriers as in Parcels by Carrier")
	d.Press("enter")
	d.see("answering")
	close(m.parts)
	q := m.question()
	if len(q.Named) != 1 || q.Named[0].Kind != "project" || q.Named[0].Title != "Parcels by carrier" || q.Named[0].About == "" ||
		!strings.HasPrefix(q.Named[0].URL, "http") {
		t.Errorf("named are %+v", q.Named)
	}
	if !strings.Contains(strings.Join(q.Tables, " "), "orders") {
		t.Errorf("the tables are %q", q.Tables)
	}
	d.Press("esc")
}

// The failure of a cell goes along, and is what is asked about first; a model's failure is a sentence.
func TestAModelIsAskedToFixAFailure(t *testing.T) {
	t.Parallel()
	m := newModel()
	m.local, m.err = true, errors.New("The key of openai is not valid: set OPENAI_API_KEY.")
	d := sit(t, setup{assist: m})
	d.open("Parcels by carrier")
	d.see("parcels_by_car")
	d.Press("j", "j")
	d.see("group by carier")
	d.Press("c")
	d.seeEnd("no such column")
	d.Press("A")
	d.see("● fix", "Asked is openai")
	d.Press("enter")
	d.see("answering")
	close(m.parts)
	d.see("The key of openai is not valid")
	if q := m.question(); q.Deed != assist.Fix || !strings.Contains(q.Failure, "no such column: carrier") || q.Line != 1 {
		t.Errorf("asked was %+v", q)
	}
	d.Press("esc")
	d.WantNo("Ask a model")
}

// Nobody to ask is said, with what to do.
func TestNoModelIsThere(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{noModels: true})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("A")
	d.told("models = false in the configuration forbids it.")

	m := newModel()
	m.none = errors.New("there is no model to ask: set OPENAI_API_KEY to ask openai")
	d = sit(t, setup{assist: m})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("e", "ctrl+o")
	d.told("There is no model to ask: set OPENAI_API_KEY to ask openai.")
	d.Type("only paid\n")
	d.see("Nobody can be asked: see above.")
}

// On the smallest screen a form says how it is left, and the keys can be read.
func TestDialogsOnTheSmallestScreen(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{assist: newModel()})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Resize(40, 10)
	d.Press("A")
	d.see("Ask a model", "enter ask   esc cancel")
	d.Press("esc", "?")
	d.see("Keys here", "esc close", "1–5 of ", "PROJECT", "  edit the cell")
}
