package mcpsrv

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex"
	"hextui/hex/config"
	"hextui/hex/emulator"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/wire/wiretest"
)

// noRing is no keyring: the tests must not use a person's.
type noRing struct{}

func (noRing) Get(string) (string, error) { return "", errors.New("there is no keyring") }
func (noRing) Set(string, string) error   { return errors.New("there is no keyring") }
func (noRing) Delete(string) error        { return errors.New("there is no keyring") }

// door is a workspace with its hosted server, and an agent's server before it.
type door struct {
	*agent
	fake   *fake.Server
	hosted *hosted.Client
	log    logged
}

// logged is a log that is written to from many sides.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// newDoor is a server that nobody is signed in for, with a token or without one.
func newDoor(t *testing.T, token bool) *door {
	t.Helper()
	a := newAgent(t, emulator.Options{})
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c, err := config.Load(config.Env{Keyring: noRing{}, Getenv: func(name string) string {
		return map[string]string{"HEXTUI_CONFIG_DIR": dir}[name]
	}})
	if err != nil {
		t.Fatal(err)
	}
	d := &door{agent: a, fake: a.work.Hosted()}
	d.hosted, err = hosted.New(hosted.Options{
		Endpoint: strings.TrimSuffix(a.work.URL(), "/api/v1") + "/mcp", Secrets: c.Secrets(), LockFile: filepath.Join(dir, "lock"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.hosted.Close)
	o := d.options(token)
	d.agent = a.with(o)
	return d
}

// options are those of a server with a token or without one.
func (d *door) options(token bool) Options {
	d.t.Helper()
	work := d.work
	o := Options{
		Confirm: ConfirmNever, Hosted: d.hosted, Log: slog.New(slog.NewTextHandler(&d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Pause: func(ctx context.Context, _ time.Duration) error { return work.Settled(ctx) },
	}
	if !token {
		client, err := hex.New(hex.Options{BaseURL: work.URL(), Limits: hex.NoLimits, Transport: d.sent, RetryFor: -1})
		if err != nil {
			d.t.Fatal(err)
		}
		o.Client, o.NoToken = client, "Set HEX_API_KEY and start the server again."
	}
	return o
}

// consent is a person with a browser who allows what the page of a link asks.
func consent(ctx context.Context, link string) error { return fake.Visit(ctx, link, "allow") }

// signIn signs in beforehand.
func (d *door) signIn() {
	d.t.Helper()
	asking, err := d.hosted.Ask(d.t.Context())
	if err == nil {
		err = consent(d.t.Context(), asking.Link())
	}
	if err == nil {
		err = asking.Wait(d.t.Context())
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *door) counted(tool string, want int) {
	d.t.Helper()
	if got := d.fake.Count(tool); got != want {
		d.t.Errorf("the hosted server was asked %d times for %s, want %d", got, tool, want)
	}
}

const orders = "How many orders did we have last month?"

// Without a token and a sign-in a question is answered with the link, and everything else with how to give a token. The next call waits
// for the person and goes on by itself.
func TestAQuestionBringsTheLink(t *testing.T) {
	d := newDoor(t, false)
	for _, call := range []struct {
		tool  string
		given args
	}{{"list_hex_projects", nil}, {"list_hex_threads", nil}, {"delete_hex_group", args{"group_id": anID}}} {
		if f := d.fail(call.tool, call.given); f.Kind != "unauthorized" || !strings.Contains(f.Message, "without one") ||
			!strings.Contains(f.Hint, "Set HEX_API_KEY") {
			t.Errorf("%s: got %+v", call.tool, f)
		}
	}
	if sent := d.sent.taken(); len(sent) > 0 {
		t.Errorf("the API was asked without a token: %v", sent)
	}
	f := d.fail("ask_hex", args{"prompt": orders})
	if f.Kind != answer.KindSignIn || !strings.Contains(f.Link, "/oauth2/authorize?") || !strings.Contains(f.Hint, "Call ask_hex again") {
		t.Fatalf("got %+v", f)
	}
	if strings.Contains(f.Message+f.Hint, "http") || strings.Contains(d.log.String(), "authorize?") {
		t.Error("the private link is in what is logged")
	}
	// The second call waits.
	answered := make(chan asked, 1)
	go func() {
		var got asked
		d.call("ask_hex", args{"prompt": orders, "pattern": `[\d,]+`}, &got)
		answered <- got
	}()
	if err := consent(t.Context(), f.Link); err != nil {
		t.Fatal(err)
	}
	if got := <-answered; got.Outcome != "found" || got.Value == "" || got.ThreadID == "" {
		t.Errorf("got %+v", got)
	}
	d.counted("create_thread", 1)
	if sent := d.sent.taken(); len(sent) > 0 {
		t.Errorf("the API was asked: %v", sent)
	}
}

// A client that opens links is sent the link while the call waits: the one call is answered, and the client is told that it is over.
func TestAClientOpensTheLink(t *testing.T) {
	d := newDoor(t, false)
	w := connect(t, d.server)
	w.Handshake("opens links", map[string]any{"elicitation": map[string]any{"url": map[string]any{}}})
	w.Send(wiretest.ToolCall(7, "create_thread", args{"prompt": orders}, ""))
	q := w.Read()
	var asks struct {
		Mode, Message, URL, ElicitationID string
	}
	if err := json.Unmarshal(q.Params, &asks); err != nil || q.Method != "elicitation/create" || asks.Mode != "url" ||
		!strings.Contains(asks.Message, "Sign in to Hex") {
		t.Fatalf("%s, %v", q.Raw, err)
	}
	w.Send(`{"jsonrpc":"2.0","id":` + q.IDText() + `,"result":{"action":"accept"}}`)
	if err := consent(t.Context(), asks.URL); err != nil {
		t.Fatal(err)
	}
	over, answer := w.Read(), w.Read()
	if over.IDText() == "7" {
		over, answer = answer, over
	}
	if over.Method != "notifications/elicitation/complete" || !strings.Contains(string(over.Params), asks.ElicitationID) {
		t.Errorf("it was told %s", over.Raw)
	}
	var started threadStarted
	if err := json.Unmarshal(answer.Result.StructuredContent, &started); err != nil || started.ThreadID == "" || answer.Result.IsError {
		t.Errorf("answered %s", answer.Raw)
	}
	d.counted("create_thread", 1)
}

func TestAPersonDeclinesTheLink(t *testing.T) {
	d := newDoor(t, false)
	w := connect(t, d.server)
	w.Handshake("opens links", map[string]any{"elicitation": map[string]any{"url": map[string]any{}}})
	w.Send(wiretest.ToolCall(7, "create_thread", args{"prompt": orders}, ""))
	w.Send(`{"jsonrpc":"2.0","id":` + w.Read().IDText() + `,"result":{"action":"decline"}}`)
	if got := w.Read(); !got.Result.IsError || !strings.Contains(got.Text(), "declined: The person did not sign in") {
		t.Errorf("answered %s", got.Raw)
	}
	d.counted("create_thread", 0)
	// A client that fills in forms alone is not sent a link to open: it gets it as text.
	w = connect(t, d.server)
	w.Handshake("fills in forms", map[string]any{"elicitation": map[string]any{}})
	w.Send(wiretest.ToolCall(7, "get_thread", args{"thread_id": anID}, ""))
	if got := w.Read(); !got.Result.IsError || !strings.Contains(got.Text(), answer.KindSignIn) && !strings.Contains(got.Text(), "link: ") {
		t.Errorf("answered %s", got.Raw)
	}
}

// In the newer protocol the question to open the link is the answer, and the call comes again with the reply.
func TestTheNewerProtocolOpensTheLink(t *testing.T) {
	d := newDoor(t, false)
	w := serveWeb(t, d.server, wire.HTTPOptions{Stateless: true})
	send := func(more map[string]any) (body string) {
		params := map[string]any{"name": "create_thread", "arguments": args{"prompt": orders}}
		for name, value := range more {
			params[name] = value
		}
		return w.Whole(w.Modern(1, "tools/call", "create_thread", params, `{"elicitation":{"url":{}}}`))
	}
	var m struct {
		Result struct {
			ResultType    string
			RequestState  string
			InputRequests map[string]struct {
				Method string
				Params struct{ Mode, URL string }
			}
		}
	}
	body := send(nil)
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatal(err)
	}
	q := m.Result.InputRequests["confirm"]
	if m.Result.ResultType != "input_required" || q.Method != "elicitation/create" || q.Params.Mode != "url" ||
		m.Result.RequestState == "" {
		t.Fatalf("got %s", body)
	}
	reply := func(action string) map[string]any {
		return map[string]any{"requestState": m.Result.RequestState, "inputResponses": map[string]any{"confirm": args{"action": action}}}
	}
	if body := send(reply("decline")); !strings.Contains(body, answer.KindDeclined) {
		t.Errorf("got %s", body)
	}
	if err := consent(t.Context(), q.Params.URL); err != nil {
		t.Fatal(err)
	}
	if body := send(reply("accept")); !strings.Contains(body, "thread_id") || strings.Contains(body, `"isError":true`) {
		t.Errorf("got %s", body)
	}
	d.counted("create_thread", 1)
}

// Clients of other computers are not sent a link that only works on this one.
func TestNoLinkForOtherComputers(t *testing.T) {
	d := newDoor(t, false)
	o := d.options(false)
	o.Remote = true
	if f := d.with(o).fail("ask_hex", args{"prompt": orders}); f.Kind != answer.KindSignIn || f.Link != "" ||
		!strings.Contains(f.Hint, "hextui login") {
		t.Errorf("got %+v", f)
	}
	d.counted("consent", 0)
}

// Who has both goes by the hosted server, and by the API with what that does not take, does not know or does not let in.
func TestBothRoads(t *testing.T) {
	d := newDoor(t, true)
	var before threadStarted
	d.call("create_thread", args{"prompt": orders}, &before)
	if err := d.work.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.counted("create_thread", 0)
	d.signIn()
	d.sent.taken()
	var answer asked
	d.call("ask_hex", args{"prompt": orders}, &answer)
	if answer.Outcome != "found" || len(d.sent.taken()) > 0 {
		t.Errorf("got %+v", answer)
	}
	d.counted("create_thread", 1)
	d.call("ask_hex", args{"prompt": orders, "attached_project_ids": []string{d.find("Weekly revenue")}}, &answer)
	d.counted("create_thread", 1)
	d.sent.taken()
	var more asked
	d.call("ask_hex", args{"thread_id": answer.ThreadID, "prompt": "And the month before?"}, &more)
	if more.Outcome != "found" || more.ThreadID != answer.ThreadID || len(d.sent.taken()) == 0 {
		t.Errorf("a thread with attachments was asked on as %+v", more)
	}
	d.counted("continue_thread", 0)
	d.fake.RevokeAll()
	var again threadStarted
	d.call("create_thread", args{"prompt": orders}, &again)
	if sent := effects(d.sent.taken()); len(sent) != 1 || again.ThreadID == "" {
		t.Errorf("after the sign-in was revoked %v was sent", sent)
	}
	d.counted("create_thread", 1)
}

// What the server says of rights or of its provider, what it never says or cuts off: each is its own failure, and nothing is repeated.
func TestMoodsOfTheHostedServer(t *testing.T) {
	d := newDoor(t, false)
	d.signIn()
	var got asked
	d.fake.SetMoods(fake.UnknownWord)
	d.call("ask_hex", args{"prompt": orders, "timeout_s": 1}, &got)
	if got.Outcome != "timeout" || got.Status != "HIBERNATING" || got.Value+got.Raw != "" || !strings.Contains(got.Next, "not known here") {
		t.Errorf("got %+v", got)
	}
	var shown threadShown
	d.call("get_thread", args{"thread_id": got.ThreadID}, &shown)
	if shown.Finished || shown.Answer != "" {
		t.Errorf("got %+v", shown)
	}
	if f := d.fail("ask_hex", args{"prompt": orders, "new_project": true}); f.Kind != answer.KindInvalid ||
		!strings.Contains(f.Message, "takes a question alone") {
		t.Errorf("got %+v", f)
	}
	d.fake.SetMoods(fake.IdleInProse)
	d.call("ask_hex", args{"prompt": orders}, &got)
	if got.Outcome != "found" {
		t.Errorf("got %+v", got)
	}
	looks, created := d.fake.Count("get_thread"), d.fake.Count("create_thread")
	d.fake.SetMoods(fake.DownOnce)
	d.call("get_thread", args{"thread_id": got.ThreadID}, &shown)
	if !shown.Finished || d.fake.Count("get_thread") != looks+1 {
		t.Errorf("after a fault that passes: %+v", shown)
	}
	d.fake.SetMoods(fake.DownOnce)
	if f := d.fail("create_thread", args{"prompt": orders}); f.Kind != "unavailable" || strings.Contains(f.Message, "upstream") {
		t.Errorf("got %+v", f)
	}
	d.fake.SetMoods(fake.ProvidersWords)
	for tool, given := range map[string]args{
		"get_thread": {"thread_id": got.ThreadID}, "ask_hex": {"prompt": orders}, "find_hex_projects": {"query": "revenue"},
	} {
		f := d.fail(tool, given)
		if said := f.Text(); strings.Contains(said, "org-7f3") || strings.Contains(said, "sk-ant") || !strings.Contains(said, "kept back") {
			t.Errorf("%s: %s", tool, said)
		}
	}
	looks = d.fake.Count("get_thread")
	d.fake.SetMoods(fake.CutStreams)
	if f := d.fail("create_thread", args{"prompt": orders}); f.Kind != answer.KindUnknownOutcome || f.Hint == "" {
		t.Errorf("got %+v", f)
	}
	if n := d.fake.Count("create_thread") - created; n != 2 { // one was answered by the provider's words
		t.Errorf("%d threads were begun", n)
	}
	if f := d.fail("get_thread", args{"thread_id": got.ThreadID}); f.Kind != "network" || d.fake.Count("get_thread") != looks+2 {
		t.Errorf("got %+v after %d looks", f, d.fake.Count("get_thread")-looks)
	}
	d.fake.SetMoods(fake.NeedsMore)
	f := d.fail("create_thread", args{"prompt": orders})
	if f.Kind != answer.KindSignIn || !strings.Contains(f.Link, "threads%3Awrite") {
		t.Fatalf("got %+v", f)
	}
	d.call("get_thread", args{"thread_id": got.ThreadID}, &shown) // which needs no more than there is
	if err := consent(t.Context(), f.Link); err != nil {
		t.Fatal(err)
	}
	d.call("create_thread", args{"prompt": orders}, &threadStarted{})
	// A sign-in that is over asks for the next one, once.
	d.fake.SetMoods()
	d.fake.RevokeAll()
	if f = d.fail("get_thread", args{"thread_id": got.ThreadID}); f.Kind != answer.KindSignIn || f.Link == "" {
		t.Fatalf("got %+v", f)
	}
	if err := consent(t.Context(), f.Link); err != nil {
		t.Fatal(err)
	}
	d.call("get_thread", args{"thread_id": got.ThreadID}, &shown)
}

func TestFindProjects(t *testing.T) {
	d := newDoor(t, true)
	if f := d.fail("find_hex_projects", args{"query": "revenue"}); f.Kind != answer.KindSignIn || f.Link == "" {
		t.Fatalf("got %+v", f)
	}
	d.hosted.Close() // gives the sign-in up
	d.signIn()
	var got projectsFound
	text := d.twins("find_hex_projects", args{"query": "revenue"}, &got)
	if len(got.Projects) < 2 || got.Total != len(got.Projects) || got.Projects[0].Summary == "" || !strings.Contains(text, "Kept by") {
		t.Fatalf("got %+v", got)
	}
	var one projectsFound
	d.call("find_hex_projects", args{"query": "revenue", "limit": 1}, &one)
	if len(one.Projects) != 1 || one.Total != got.Total || one.Next == "" {
		t.Errorf("got %+v", one)
	}
	o := d.options(true)
	o.Policy.AllowProjects = []string{got.Projects[1].ID}
	d.with(o).call("find_hex_projects", args{"query": "revenue"}, &one)
	if len(one.Projects) != 1 || one.Projects[0].ID != got.Projects[1].ID {
		t.Errorf("where one project may be seen: %+v", one)
	}
}

// No token, code, verifier or client's secret is in an answer, a log or the audit log, nor the private link in a log.
func TestNoSecretOfTheSignInShows(t *testing.T) {
	d := newDoor(t, false)
	file := filepath.Join(t.TempDir(), "audit.jsonl")
	log, err := audit.Open(file, audit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.fake.SetMoods(fake.SecretClients)
	o := d.options(false)
	o.Audit = log
	var told strings.Builder
	var mu sync.Mutex
	o.Activity = func(a Activity) {
		mu.Lock()
		defer mu.Unlock()
		raw, err := json.Marshal(a)
		if err != nil {
			t.Error(err)
		}
		told.Write(raw)
	}
	b := d.with(o)
	var answers strings.Builder
	ask := func(tool string, given args) *mcp.CallToolResult {
		r := b.result(tool, given)
		answers.WriteString(textOf(r))
		return r
	}
	f := b.fail("ask_hex", args{"prompt": orders})
	if err := consent(t.Context(), f.Link); err != nil {
		t.Fatal(err)
	}
	ask("ask_hex", args{"prompt": orders})
	d.fake.EndAccess()
	ask("ask_hex", args{"prompt": orders})
	for _, mood := range []fake.Mood{fake.CutStreams, fake.ProvidersWords, fake.TokenTrouble, fake.ForgetfulOfClients} {
		d.fake.SetMoods(mood)
		if mood == fake.TokenTrouble || mood == fake.ForgetfulOfClients {
			d.fake.EndAccess()
		}
		ask("ask_hex", args{"prompt": orders})
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	secrets := d.fake.Secrets()
	if len(secrets) < 6 {
		t.Fatalf("only %d secrets went over the wire", len(secrets))
	}
	for where, text := range map[string]string{
		"the log": d.log.String(), "the audit log": string(written), "the activities": told.String(), "an answer": answers.String(),
	} {
		if text == "" {
			t.Errorf("there is nothing in %s", where)
		}
		for _, secret := range secrets {
			if secret != "" && strings.Contains(text, secret) {
				t.Errorf("a secret is in %s", where)
			}
		}
		if where != "an answer" && (strings.Contains(text, "/oauth2/authorize?") || strings.Contains(text, "code_challenge")) {
			t.Errorf("the link is in %s", where)
		}
	}
}
