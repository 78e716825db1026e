package road

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/emulator"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
)

// way is a workspace and the road to its analyst.
type way struct {
	*Both
	*emulator.Running
	t *testing.T
}

func begin(t *testing.T) way {
	t.Helper()
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	api, err := hex.New(hex.Options{BaseURL: running.URL(), Token: running.Token(), Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := hosted.Endpoint("", running.URL())
	if err != nil {
		t.Fatal(err)
	}
	client, err := hosted.New(hosted.Options{Endpoint: endpoint, Secrets: hosted.InMemory()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		api.Close()
		running.Close()
	})
	return way{New(client, api), running, t}
}

// signIn signs in as a person who gives the answer.
func (w way) signIn(answer string) error {
	w.t.Helper()
	s, err := w.SignIn(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := fake.Visit(w.t.Context(), s.Link(), answer); err != nil {
		w.t.Fatal(err)
	}
	return s.Wait(w.t.Context())
}

// queried is a question whose answer has a table and a chart.
func queried() hex.NewThread {
	return hex.NewThread{Prompt: hex.Prompt{Text: "How did revenue develop by week in the last 2 months?"}}
}

// asked asks a question, by default one that needs no query, and waits until the workspace has answered it.
func (w way) asked(n hex.NewThread) ask.Thread {
	w.t.Helper()
	n.Text = cmp.Or(n.Text, "Will it rain tomorrow?")
	t, err := w.Create(w.t.Context(), n)
	if err == nil {
		err = w.Settled(w.t.Context())
	}
	if err == nil {
		t, err = w.Get(w.t.Context(), t.ID)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return t
}

func TestQuestionsGoByTheSignInWhereThereIsOne(t *testing.T) {
	w := begin(t)
	byAPI := w.asked(hex.NewThread{})
	if w.Way("", false) != ask.ByAPI || byAPI.Source != "PUBLIC_API" || w.Hosted().Count("create_thread") != 0 {
		t.Errorf("without a sign-in it was asked at %s", byAPI.Source)
	}
	if err := w.signIn("deny"); err == nil || !strings.Contains(err.Error(), "declined") || w.Standing().In {
		t.Errorf("a sign-in that was declined: %v, %+v", err, w.Standing())
	}
	if err := w.signIn("allow"); err != nil {
		t.Fatal(err)
	}
	if s := w.Standing(); !s.In || s.Who != "maya@acme.example" || !strings.HasPrefix(s.Server, "127.0.0.1:") {
		t.Errorf("it stands at %+v", s)
	}
	got := w.asked(queried())
	if got.Source != "MCP" || got.Title == "" || len(got.Tables) != 1 || len(got.Charts) != 1 || got.Tables[0].Title != "Revenue by week" {
		t.Errorf("with one it is %+v", got)
	}
	further := hex.Prompt{Text: "And orders?"}
	if _, err := w.Continue(t.Context(), got.ID, further); err != nil || w.Hosted().Count("continue_thread") != 1 {
		t.Errorf("it was continued elsewhere: %v", err)
	}
	if _, err := w.Continue(t.Context(), byAPI.ID, further); err != nil || w.Hosted().Count("continue_thread") != 1 {
		t.Errorf("a thread of the API was continued elsewhere: %v", err)
	}
	project := w.asked(hex.NewThread{Prompt: queried().Prompt, NewProject: true})
	if w.Way("", true) != ask.ByAPI || project.Source != "PUBLIC_API" {
		t.Errorf("a question in a project is of %s", project.Source)
	}
	read, err := w.Results(t.Context(), project.Thread)
	if err != nil || len(read.Tables) != 1 || len(read.Charts) != 1 {
		t.Errorf("of an answer by the API there are %+v, %v", read, err)
	}
}

// What another client asked by the hosted server goes on there.
func TestThreadsOfTheHostedServerGoOnThere(t *testing.T) {
	w := begin(t)
	if err := w.signIn("allow"); err != nil {
		t.Fatal(err)
	}
	id := w.asked(hex.NewThread{}).ID
	w.Both = New(w.signedIn.Client, w.api.Client)
	if err := w.Look(t.Context()); err != nil || w.Way(id, false) != ask.ByAPI {
		t.Fatal(err)
	}
	if _, err := w.Get(t.Context(), id); err != nil || w.Way(id, false) != ask.BySignIn {
		t.Errorf("it goes on by the API, %v", err)
	}
}

// A sign-in that the server takes no more is told once; then questions go by the API.
func TestASignInThatIsOver(t *testing.T) {
	w := begin(t)
	if err := w.signIn("allow"); err != nil {
		t.Fatal(err)
	}
	thread := w.asked(hex.NewThread{})
	w.Hosted().RevokeAll()
	_, err := w.Create(t.Context(), hex.NewThread{Prompt: hex.Prompt{Text: "How many orders?"}})
	if s := w.Standing(); !hex.IsKind(err, hex.Unauthorized) || s.In || s.Over == "" {
		t.Errorf("%v, %+v", err, s)
	}
	before := w.Hosted().Count("create_thread")
	if w.asked(hex.NewThread{}).Source != "PUBLIC_API" || w.Hosted().Count("create_thread") != before {
		t.Error("the next question did not go by the API")
	}
	if s := w.Standing(); s.Over == "" {
		t.Error("why the sign-in is over is forgotten")
	}
	if got, err := w.Get(t.Context(), thread.ID); err != nil || got.Status != hex.ThreadIdle {
		t.Errorf("a thread of before is %+v, %v", got, err)
	}
	if err := w.signIn("allow"); err != nil || w.Standing().Over != "" || w.asked(hex.NewThread{}).Source != "MCP" {
		t.Errorf("after a new sign-in: %v, %+v", err, w.Standing())
	}
}

// While a thread is read, a sign-in that is over costs nothing: the API is asked.
func TestReadingGoesOnWithoutTheSignIn(t *testing.T) {
	w := begin(t)
	if err := w.signIn("allow"); err != nil {
		t.Fatal(err)
	}
	id := w.asked(hex.NewThread{}).ID
	w.Hosted().RevokeAll()
	got, err := w.Get(t.Context(), id)
	if err != nil || got.Status != hex.ThreadIdle || w.Standing().Over == "" {
		t.Errorf("%+v, %v, %+v", got, err, w.Standing())
	}
}

// The rights that a question needs are asked for at the next sign-in.
func TestMoreRights(t *testing.T) {
	w := begin(t)
	if err := w.signIn("allow"); err != nil {
		t.Fatal(err)
	}
	w.Hosted().SetMoods(fake.NeedsMore)
	_, err := w.Create(t.Context(), hex.NewThread{Prompt: hex.Prompt{Text: "How many orders?"}})
	if s := w.Standing(); !hex.IsKind(err, hex.Forbidden) || len(s.Needs) != 1 || s.Needs[0] != "threads:write" {
		t.Fatalf("%v, %+v", err, s)
	}
	if err := w.signIn("allow"); err != nil || len(w.Standing().Needs) != 0 {
		t.Fatalf("%v, %+v", err, w.Standing())
	}
	if w.asked(hex.NewThread{}).Source != "MCP" {
		t.Error("it was asked elsewhere")
	}
}

func TestSearch(t *testing.T) {
	w := begin(t)
	if _, err := w.Search(t.Context(), "revenue"); !hex.IsKind(err, hex.Unauthorized) {
		t.Errorf("without a sign-in: %v", err)
	}
	if err := w.signIn("allow"); err != nil {
		t.Fatal(err)
	}
	found, err := w.Search(context.WithoutCancel(t.Context()), "weekly revenue")
	if err != nil || len(found) == 0 || found[0].Title != "Weekly revenue" || !strings.Contains(found[0].Summary, "Kept by") {
		t.Errorf("%+v, %v", found, err)
	}
}
