package hex_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"hextui/hex"
)

// What goes to another server is asked about and told of like an operation of the API, and planned without being sent.
func TestElsewhere(t *testing.T) {
	c := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the API was asked") })
	o := hex.Operation{Name: "CreateThread", Method: "CALL", Refs: []hex.Ref{{Kind: hex.RefThread, ID: "t"}}, Body: []byte(`{"a":1}`)}
	calls, fault := 0, error(nil)
	do := func(context.Context) (string, error) { calls++; return "done", fault }

	a := &asking{}
	if got, err := hex.Elsewhere(t.Context(), c.With(a.hook), o, "create_thread", do); err != nil || got != "done" {
		t.Errorf("got %q, %v", got, err)
	}
	if len(a.asked) != 1 || a.asked[0].Name != "CreateThread" || named(a.asked[0]) != "thread t" || string(a.asked[0].Body) != `{"a":1}` ||
		!a.asked[0].Elsewhere ||
		len(a.answered) != 1 || a.answered[0] != "*string <nil>" {
		t.Errorf("asked %+v, answered %v", a.asked, a.answered)
	}
	fault = errors.New("down")
	if _, err := hex.Elsewhere(t.Context(), c.With(a.hook), o, "create_thread", do); !errors.Is(err, fault) ||
		a.answered[1] != "<nil> down" {
		t.Errorf("got %v, answered %v", err, a.answered)
	}
	calls, a.no = 0, errors.New("not today")
	if _, err := hex.Elsewhere(t.Context(), c.With(a.hook), o, "create_thread", do); !errors.Is(err, a.no) || calls > 0 {
		t.Errorf("got %v, called %d times", err, calls)
	}
	planned, err := c.Requests(func(planner *hex.Client) error {
		_, err := hex.Elsewhere(t.Context(), planner, o, "create_thread", do)
		return err
	})
	if err != nil || calls > 0 || len(planned) != 1 || planned[0].Method != "CALL" || planned[0].Path != "create_thread" {
		t.Errorf("planned %+v, %v, called %d times", planned, err, calls)
	}
}
