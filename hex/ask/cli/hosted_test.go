package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hextui/hex/config"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
)

// signIn signs the shell's computer in to the workspace's hosted server, and takes its token away.
func (s shell) signIn(t *testing.T) {
	t.Helper()
	t.Setenv("HEX_API_KEY", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "no-bus")) // no person's keyring
	c, err := config.Load(config.Env{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := hosted.Open(c, config.Flags{}, hosted.Options{Consent: allow})
	if err == nil {
		err = client.Login(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// allow is a person who consents to everything.
func allow(ctx context.Context, link string) error { return fake.Visit(ctx, link, "allow") }

// Who is signed in asks by the hosted server: the same question has the same answer, without a token.
func TestByTheHostedServer(t *testing.T) {
	sh := sit(t)
	const pattern = `(?P<number>[\d,]+)`
	byAPI := sh.call(t.Context(), "", question, "--pattern", pattern)
	byAPI.want(t, 0)
	sh.signIn(t)
	got := sh.call(t.Context(), "", question, "--pattern", pattern)
	got.want(t, 0)
	if got.out != byAPI.out {
		t.Errorf("the hosted server says %q, the API %q", got.out, byAPI.out)
	}
	if n := sh.Hosted().Count("create_thread"); n != 1 {
		t.Errorf("the hosted server was asked %d times", n)
	}
	id := regexp.MustCompile(`asked in the thread (\S+)`).FindStringSubmatch(got.talk)
	if id == nil {
		t.Fatal(got.talk)
	}
	sh.call(t.Context(), "", "And the month before?", "--thread", id[1]).want(t, 0)
	if n := sh.Hosted().Count("continue_thread"); n != 1 {
		t.Errorf("it was continued %d times", n)
	}
	sh.call(t.Context(), "", "delete from orders where id = 1").want(t, 2, "writes")
	sh.call(t.Context(), "", question, "--attach", "0f1e2d3c-4b5a-4678-9abc-def012345678").want(t, 4, "HEX_API_KEY")
}

// A thread is named by its id or by a link to it.
func TestThreadsByTheirLinks(t *testing.T) {
	const id = "0f1e2d3c-4b5a-4678-9abc-def012345678"
	for given, want := range map[string]string{
		"": "", id: id, "https://app.hex.tech/acme/thread/" + id: id, "https://app.hex.tech/acme/thread/" + id + "/?tab=1#end": id,
		"https://app.hex.tech/acme/thread/": "", "https://app.hex.tech/acme/hex/" + id: "", "a/b": "",
	} {
		if got, err := threadID(given); got != want || (err != nil) != (want == "" && given != "") {
			t.Errorf("%q is read as %q, %v", given, got, err)
		}
	}
	sh := shell{}
	sh.call(t.Context(), "", "--thread", "https://app.hex.tech/acme").want(t, 2, "a link to it")
}

// SQL that reads is run as it is, on both roads.
func TestStatementsAreRun(t *testing.T) {
	sh := sit(t)
	const sql = "select count(*) as orders,\n       min(channel) as first\n  from orders\n where channel = 'paid;'  -- none\n"
	byAPI := sh.call(t.Context(), sql, "-")
	byAPI.want(t, 0)
	if !strings.Contains(byAPI.out, "| orders | first |\n| --- | --- |\n| 0 | null |") {
		t.Errorf("it answers %q", byAPI.out)
	}
	sh.signIn(t)
	if got := sh.call(t.Context(), sql, "-"); got.code != 0 || got.out != byAPI.out {
		t.Errorf("the hosted server says %q, the API %q", got.out, byAPI.out)
	}
}

// An address that is none is said once, and the question goes by the API.
func TestNoHostedServer(t *testing.T) {
	sh := sit(t)
	t.Setenv("HEX_MCP_URL", "ftp://nowhere")
	got := sh.call(t.Context(), "", question)
	got.want(t, 0)
	if n := strings.Count(got.talk, "HEX_MCP_URL"); n != 1 {
		t.Errorf("it is said %d times: %s", n, got.talk)
	}
}

// Where the environment says all, no folder for a configuration is needed.
func TestNoFolder(t *testing.T) {
	sh := sit(t)
	for _, name := range []string{"HEXTUI_CONFIG_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "AppData", "LOCALAPPDATA"} {
		t.Setenv(name, "")
	}
	sh.call(t.Context(), "", question).want(t, 0)
}

// An answer has the same words, tables and charts on both roads.
func TestTablesAndChartsOfBothRoads(t *testing.T) {
	sh := sit(t)
	read := func() (o said) {
		t.Helper()
		got := sh.call(t.Context(), "", "How did revenue develop by week in the last 2 months?", "--json")
		got.want(t, 0)
		if err := json.Unmarshal([]byte(got.out), &o); err != nil {
			t.Fatalf("%v: %s", err, got.out)
		}
		if len(o.Tables) != 1 || len(o.Tables[0].Rows) < 8 || !slices.Contains(o.Tables[0].Columns, "revenue") || len(o.Charts) != 1 {
			t.Fatalf("the answer has %d tables and %d charts: %+v", len(o.Tables), len(o.Charts), o.Tables)
		}
		if _, err := png.DecodeConfig(bytes.NewReader(o.Charts[0].Image)); err != nil || o.Charts[0].Type != "image/png" {
			t.Errorf("the chart is no picture: %v", err)
		}
		return o
	}
	byAPI := read()
	sh.signIn(t)
	byHosted := read()
	if n := sh.Hosted().Count("create_thread"); n != 1 {
		t.Errorf("the hosted server was asked %d times", n)
	}
	a, b := byAPI.Tables[0], byHosted.Tables[0]
	a.Cell, b.Cell = "", "" // each question makes cells of its own
	if !reflect.DeepEqual(a, b) || byAPI.Raw != byHosted.Raw || byAPI.Charts[0].Title != byHosted.Charts[0].Title {
		t.Errorf("the API says %q with %+v, the hosted server %q with %+v", byAPI.Raw, a, byHosted.Raw, b)
	}
}

func TestMoodsOfTheHostedServer(t *testing.T) {
	sh := sit(t)
	sh.signIn(t)
	sh.Hosted().SetMoods(fake.UnknownWord)
	sh.call(t.Context(), "", question, "--wait", "3s").want(t, 3, "HIBERNATING")
	sh.Hosted().SetMoods(fake.CutStreams)
	before := sh.Hosted().Count("create_thread")
	sh.call(t.Context(), "", question).want(t, 3, "whether it was done is not known")
	if n := sh.Hosted().Count("create_thread") - before; n != 1 {
		t.Errorf("a question whose answer broke off was put %d times", n)
	}
	sh.Hosted().SetMoods(fake.RunsForEver)
	looks := sh.Hosted().Count("get_thread")
	sh.call(t.Context(), "", question).want(t, 3, "no answer in 10 looks; --wait says how long")
	if n := sh.Hosted().Count("get_thread") - looks; n != 10 {
		t.Errorf("where nobody says how long to wait it looked %d times", n)
	}
	sh.Hosted().SetMoods(fake.ProvidersWords)
	if got := sh.call(t.Context(), "", question); got.code != 4 || strings.Contains(got.talk+got.err.Error(), "org-7f3") {
		t.Errorf("got %+v", got)
	}
	sh.Hosted().SetMoods(fake.IdleInProse)
	sh.call(t.Context(), "", question).want(t, 0)
	sh.Hosted().SetMoods()
	sh.Hosted().RevokeAll()
	got := sh.call(t.Context(), "", question)
	got.want(t, 4, "Run hextui login")
	if strings.Contains(got.talk, "asked in the thread") {
		t.Error(got.talk)
	}
}
