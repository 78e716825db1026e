package road

import (
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
	"hextui/hex/hosted/road"
)

// account is the road to the analyst of who may sign in.
func (d *desk) account(api *hex.Client) ask.Hex {
	d.t.Helper()
	endpoint, err := hosted.Endpoint("", d.workspace.URL())
	d.must(err)
	client, err := hosted.New(hosted.Options{Endpoint: endpoint, Secrets: hosted.InMemory(), Now: d.clock.Now})
	d.must(err)
	d.ends = append(d.ends, client.Close)
	d.pages = make(chan string, 1)
	return road.New(client, api)
}

// browse is the person's browser.
func (d *desk) browse(link string) error {
	d.pages <- link
	return nil
}

// page waits for the page that the browser was to show.
func (d *desk) page() string {
	d.t.Helper()
	select {
	case link := <-d.pages:
		return link
	case <-time.After(60 * time.Second):
		d.t.Fatal("no page was shown")
		return ""
	}
}

// consents answers the page of a sign-in.
func (d *desk) consents(answer string) {
	d.t.Helper()
	d.must(fake.Visit(d.t.Context(), d.page(), answer))
}

func TestAPersonSignsInWhereTheyAsk(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{account: true, lasting: true})
	d.see("69 projects")
	d.Press("9")
	d.told("Questions go by the API, with your token. ^n signs in to Hex's hosted server 127.0.0.1:")
	d.see("by the API")
	d.Type("How did revenue develop by week in the last 2 months?")

	d.Press("ctrl+n")
	d.see("Sign in to 127.0.0.1:", "waiting 0:00", "esc give up")
	d.clock.advance(5 * time.Second)
	d.see("waiting 0:05")
	d.Press("enter") // who comes back from the browser gives nothing up
	d.consents("deny")
	d.told("You are not signed in: the sign-in was declined in the browser.")
	d.WaitGone("waiting")

	d.Press("ctrl+n")
	d.see("waiting")
	d.page()
	d.Press("esc")
	d.told("was given up; nothing was changed.")
	d.see("by the API", "How did revenue develop")

	d.Press("ctrl+n")
	d.see("waiting")
	d.consents("allow")
	d.told("as maya@acme.example. Questions go by it now.", "signed in as maya@acme.example; with something attached by the API")
	d.see("by 127.0.0.1:")
	d.Press("enter")
	d.answered("Hex has answered “How did revenue develop by week")
	if n := d.workspace.Hosted().Count("create_thread"); n != 1 {
		t.Errorf("the hosted server was asked %d times", n)
	}
	d.see("hex", "highest in", "cell Revenue by week", "2026-11-09  37113.52", "cell Revenue by week (chart)")
	d.WantNo("<thinking>", "/acme/thread/")
}

// What the hosted server knows of projects helps to choose what a question is about.
func TestProjectsAreFoundByTheirSummaries(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{account: true})
	d.see("69 projects")
	d.Press("9", "ctrl+n")
	d.see("waiting")
	d.consents("allow")
	d.told("Questions go by it now.")
	d.Press("ctrl+o")
	d.see("search for projects")
	d.Type("search for")
	d.Press("enter")
	d.see("Search for projects")
	d.Type("weekly revenue\n")
	d.see("Attach what is about “weekly revenue”", "Kept by")
	d.lookUp()
	d.Press("enter")
	d.see("with project Weekly revenue", "by the API")
	d.Press("ctrl+o")
	d.Type("tables of")
	d.Press("enter")
	d.see("Name a table of Weekly revenue", "refunds")
	d.lookUp()
	d.Press("down", "enter")
	d.see("connection Shop warehouse", "1 refunds")
}

// A sign-in that ran out is told with what to do, and the question stays to go by the API.
func TestASignInThatRanOut(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{account: true})
	d.see("69 projects")
	d.Press("9", "ctrl+n")
	d.see("waiting")
	d.consents("allow")
	d.told("Questions go by it now.")
	d.workspace.Hosted().RevokeAll()
	d.Type("How many orders did we have last month?\n")
	d.told("The question was not asked. Your sign-in to 127.0.0.1:",
		"^n signs in again; sent once more as it is, the question goes by the API with your token.")
	d.see("How many orders", "by the API")
	d.told("is over")
	d.Press("enter")
	d.answered("Hex has answered")
	if n := d.workspace.Hosted().Count("create_thread"); n != 0 {
		t.Errorf("the hosted server was asked %d times", n)
	}
}

func TestNoSignInWithoutAHostedServer(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("6")
	d.see("8 threads")
	d.Press("N")
	d.told("There is no hosted server here to sign in to: questions go by the API.")
	if strings.Contains(d.Screen(), "Sign in to") {
		t.Error("a sign-in began")
	}
}
