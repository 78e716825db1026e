package mcpsrv

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/share"
	"hextui/mcpsrv/share/sharetest"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/wire/wiretest"
)

func joined(t *testing.T, address string) share.Common {
	t.Helper()
	s, err := share.NewRedis(t.Context(), sharetest.URL(address), "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// replicas are servers that share one Redis, or the memory of this process.
func togetherOver(t *testing.T, run func(t *testing.T, join func() share.Common)) {
	t.Run("memory", func(t *testing.T) {
		m := share.NewMemory(nil)
		run(t, func() share.Common { return m })
	})
	t.Run("redis", func(t *testing.T) {
		address, _ := sharetest.Redis(t, "0")
		run(t, func() share.Common { return joined(t, address) })
	})
}

// A token that one server gave counts at another, once.
func TestReplicasShareConfirmations(t *testing.T) {
	togetherOver(t, func(t *testing.T, join func() share.Common) {
		d := newDeletion(t)
		one, two := d.with(Options{Shared: join()}), d.with(Options{Shared: join()})
		w1 := serveWeb(t, one.server, wire.HTTPOptions{Stateless: true})
		w2 := serveWeb(t, two.server, wire.HTTPOptions{Stateless: true})
		asked := w1.Messages(w1.Ask("POST", "/mcp", wiretest.ToolCall(1, deleting, d.args(nil), "")))
		token := between(asked[0].Raw, `"confirm_token":"`, `"`)
		answers := make(chan string, 2)
		for _, w := range []*wiretest.Web{w1, w2} {
			go func() {
				resp, err := http.Post(w.Base+"/mcp", "application/json",
					strings.NewReader(wiretest.ToolCall(2, deleting, d.args(args{"confirm_token": token}), "")))
				if err != nil {
					answers <- err.Error()
					return
				}
				defer resp.Body.Close()
				raw, _ := io.ReadAll(resp.Body)
				answers <- string(raw)
			}()
		}
		both := <-answers + <-answers
		if strings.Count(both, `"deleted":true`) != 1 || !d.gone() {
			t.Errorf("got %s", both)
		}
	})
}

// A plan that one server showed is carried out by another, and one that nobody showed by none.
func TestReplicasShareShownPlans(t *testing.T) {
	togetherOver(t, func(t *testing.T, join func() share.Common) {
		a := newAgent(t, emulator.Options{})
		one, two := a.with(Options{Shared: join()}), a.with(Options{Shared: join()})
		w1 := serveWeb(t, one.server, wire.HTTPOptions{Stateless: true})
		w2 := serveWeb(t, two.server, wire.HTTPOptions{Stateless: true})
		given := args{"project_id": a.find("Weekly revenue"), "find": "orders", "replace": "purchases"}
		ask := func(w *wiretest.Web) string {
			return w.Messages(w.Ask("POST", "/mcp", wiretest.ToolCall(1, "replace_in_hex_cells", given, "")))[0].Raw
		}
		version := between(ask(w1), `"version":"`, `"`)
		given["dry_run"], given["plan_version"] = false, strings.Repeat("0", len(version))
		if got := ask(w2); len(version) != 16 || !strings.Contains(got, "was shown here") || strings.Contains(got, version) {
			t.Errorf("a made-up version got %s", got)
		}
		given["plan_version"] = version
		if got := ask(w2); !strings.Contains(got, `"complete":true`) {
			t.Errorf("got %s", got)
		}
	})
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

// Where Redis is gone, reading goes on, and what has to be confirmed is not done.
func TestRedisGone(t *testing.T) {
	d := newDeletion(t)
	b := d.with(Options{Shared: broken{share.NewMemory(nil)}, MaxRuns: 1})
	f := b.fail(deleting, d.args(nil))
	if !strings.Contains(f.Message, "Nothing was done") {
		t.Errorf("got %+v", f)
	}
	d.untouched(b, "without Redis")
	if r := b.result("list_hex_groups", args{}); r.IsError {
		t.Errorf("reading stopped: %s", textOf(r))
	}
	planning := args{"project_id": d.find("Weekly revenue"), "find": "orders", "replace": "purchases"}
	if f := b.fail("replace_in_hex_cells", planning); f.Kind != answer.KindInternal || !strings.Contains(f.Message, "Nothing was done") {
		t.Errorf("a plan that cannot be noted: %+v", f)
	}
	if f := b.fail("run_hex_project", args{"project_id": b.runnable()}); f.Kind != answer.KindDenied {
		t.Errorf("a run that cannot be counted: %+v", f)
	}
	transport := share.Transport(nil, broken{share.NewMemory(nil)}, hex.Limits{})
	client, err := hex.New(hex.Options{BaseURL: d.work.URL(), Token: d.work.Token(), Limits: hex.NoLimits, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	if _, err := client.GetProject(t.Context(), b.runnable()); err != nil {
		t.Errorf("the client stopped: %v", err)
	}
}

// broken is a Redis that does not answer.
type broken struct{ share.Common }

var errBroken = errors.New("connection refused")

func (broken) Once(context.Context, string, string, time.Duration) (bool, error) {
	return false, errBroken
}
func (broken) Count(context.Context, string, time.Duration) (int, error) { return 0, errBroken }
func (broken) Get(context.Context, string) ([]byte, error)               { return nil, errBroken }
func (broken) First(context.Context, string, []byte) ([]byte, error)     { return nil, errBroken }
func (broken) Take(context.Context, string, int, time.Duration) (time.Duration, error) {
	return 0, errBroken
}
