package road

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/config"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/cli"
)

// nowhere is an address of this computer that nobody answers at.
func nowhere(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return "http://" + l.Addr().String()
}

// loginPage is a host that is no Hex workspace: whatever is asked, it answers with a page.
func loginPage(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<html><head><title>Sign in</title></head></html>"))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestATokenOrHostThatWillNotDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		client func(*testing.T) hex.Options
		says   []string
	}{
		{"no token", func(*testing.T) hex.Options { return hex.Options{Token: noToken} },
			[]string{"Hex does not accept the token.", "New ones are made in Hex's settings under API keys."}},
		{"bad token", func(*testing.T) hex.Options { return hex.Options{Token: "hxtp_wrong"} },
			[]string{"Hex does not accept the token.", "Check the token and the host"}},
		{"expired token", func(*testing.T) hex.Options { return hex.Options{Token: emulator.SampleTokens(noon)[3].Value} },
			[]string{"Hex does not accept the token.", "and expires."}},
		{"wrong host", func(t *testing.T) hex.Options { return hex.Options{BaseURL: loginPage(t)} },
			[]string{"A web page came instead of an answer of Hex's API.",
				"is a Hex workspace and that no proxy or login page stands in between."}},
		{"no network", func(t *testing.T) hex.Options { return hex.Options{BaseURL: nowhere(t)} },
			[]string{"refused the connection.", "Check the network and the address."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.client(t)
			o.RetryFor = impatient.RetryFor
			d := sit(t, setup{client: o})
			d.see("The projects could not be read.", "not read")
			d.told(c.says...)
			if strings.Contains(c.name, "token") {
				d.see("token refused")
			}
			d.Press("q")
			d.wantEnd()
		})
	}
}

func TestATokenThatIsRevokedWhileSomethingIsTyped(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'precious'")
	d.workspace.Revoke(d.workspace.Token())
	d.save()
	d.told("weekly_orders was not saved. Hex does not accept the token.")
	d.see("select 'precious'", "draft kept")
}

func TestAProjectThatVanishesWhileItIsOpen(t *testing.T) {
	t.Parallel()
	const title = "Customer segments (RFM)"
	editor := emulator.SampleTokens(noon)[1].Value
	d := sit(t, setup{client: hex.Options{Token: editor}})
	d.open(title)
	d.choose("sql")
	d.rewrite("select 'precious'")
	d.hide(title)
	d.save()
	d.told("was not saved.", "or you have no access to it.")
	d.see("select 'precious'", "draft kept")
	d.clock.advance(10 * time.Second)
	d.Press("esc", "R")
	d.see("stale, read 10s ago", "select 'precious'")
	d.told("or you have no access to it.")
	d.Press("esc")
	d.see("Projects")
	d.Press("7")
	d.see("Drafts on this computer", title)
}

// hide takes a project away from everybody but its owner and the admins.
func (d *desk) hide(title string) {
	d.t.Helper()
	ctx, id := d.t.Context(), d.project(title).ID
	_, err := d.behind.EditProjectSharingOrgAndPublic(ctx, id, hex.AccessNone, "")
	d.must(err)
	groups, err := hex.Collect(d.behind.GroupPages(ctx, hex.GroupQuery{}))
	d.must(err)
	var nobody []hex.Grant
	for _, g := range groups {
		nobody = append(nobody, hex.Grant{ID: g.ID, Access: hex.AccessNone})
	}
	_, err = d.behind.EditProjectSharingGroups(ctx, id, nobody)
	d.must(err)
	collections, err := hex.Collect(d.behind.CollectionPages(ctx, hex.CollectionQuery{}))
	d.must(err)
	nobody = nil
	for _, c := range collections {
		nobody = append(nobody, hex.Grant{ID: c.ID, Access: hex.AccessNone})
	}
	_, err = d.behind.EditProjectSharingCollections(ctx, id, nobody)
	d.must(err)
}

// The id that a run of a cell needs changes with every write.
func TestACellWhoseIDChangedIsRunAllTheSame(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'from elsewhere' as origin")
	d.Press("c")
	d.WaitUntil("the run of the cell is over, or refused", func(f frame) bool {
		return f.Contains("from elsewhere") || f.Contains("not started") || f.Contains("runs no drafts")
	})
	d.WantNo("runs no drafts")
	d.Want("from elsewhere")
}

func TestACellOfTwoMegabytes(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	line := "select 'ünïcode 一二三', 'and some more text to make it long' as a_column -- padding padding\n"
	huge := strings.Repeat(line, 2<<20/len(line)+1)
	d.meanwhile("Weekly revenue", "weekly_orders", huge)
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("SQL  weekly_orders", "select 'ünïcode 一二三'")
	d.Press("e")
	d.see("editing")
	d.Press("pgdown", "pgdown", "ctrl+end")
	d.Type("-- the end")
	d.see("-- the end", "edited, draft kept")
	d.Press("ctrl+home")
	d.Type("-- the beginning\n")
	d.Press("ctrl+s")
	d.see("Save weekly_orders?", "2 lines added", "+ -- the beginning")
	d.Press("enter")
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "-- the beginning\n"+huge+"-- the end")
}

// Nothing that comes from Hex reaches the terminal raw.
func TestHostileTextsAreShownAndNotObeyed(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{workspace: emulator.Options{Hostile: true}, size: size})
			d.see("74 projects")
			d.find("owner:ravi")
			d.see("0;owne", "invoice")
			titles := []string{"0;owne", "invoice", "bell", "zero", "https://evil"}
			if size != sizes[0] {
				titles = titles[:1]
			}
			for _, title := range titles {
				d.choose(title)
				d.Press("enter")
				d.see("▌", "enter read")
				d.WaitGone("reading")
				d.Press("G", "enter")
				d.see("SQL")
				if title == titles[0] {
					d.Press("ctrl+r")
					d.seeEnd("completed after")
					d.see("RESULT", "bidi")
				}
				d.Press("H")
				d.see("STARTED")
				d.Press("r")
				d.see("Run ")
				d.Press("esc", ":")
				d.see("an action, a place, a project")
				d.Press("esc", "esc", "esc")
				for !d.Contains("STATUS") || d.Contains("STARTED") {
					d.Press("esc")
				}
			}
			out := d.Output()
			for _, attack := range []string{"\x1b]0;owned", "\x1b]8;", "evil.example\x1b", "\u009b", "\u202e", "\u2066", "\x1b[31mred",
				"\x1b]0;x", "\u200b", "\ufeff", "\U000e0041"} {
				if i := strings.Index(out, attack); i >= 0 {
					t.Errorf("the terminal was sent %q: …%q…", attack, out[max(i-20, 0):min(i+40, len(out))])
				}
			}
			if d.Bells() > 0 || strings.Contains(d.Title(), "owned") && !strings.HasPrefix(d.Title(), "hextui") {
				t.Errorf("the terminal rang %d times, its title is %q", d.Bells(), d.Title())
			}
		})
	}
}

func TestATinyTerminalAndBack(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("from orders o")
	d.rewrite("select 'precious'")
	d.see("edited, draft kept")
	for _, size := range [][2]int{{20, 5}, {39, 24}, {80, 9}, {1, 1}, {5, 2}} {
		d.Resize(size[0], size[1])
		if size[0] > 15 {
			d.see("Too small")
		}
		d.Type("x")
		d.Press("esc", "enter")
	}
	d.Resize(120, 40)
	d.see("select 'precious'", "weekly_orders")
	d.WantNo("Too small", "precious'x")
	d.Resize(40, 10)
	d.see("select 'precious'")
	d.Resize(20, 5)
	d.told("Too small: 20×5 of 40×10.")
	d.Press("q")
	d.wantEnd()
}

func TestPastedBytesArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, paste string }{
		{"tabs and line ends", "a\tb\nc\rd\n\n\te  \n"},
		{"control characters", "nul\x00 bell\x07 backspace\x08 delete\x7f unit\x1f"},
		{"marks and spaces", "\ufeffbyte order\u200b\u202eevil\u2028line\u0085next\u00a0"},
		{"emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{})
			d.openCell("Weekly revenue", "weekly_orders")
			d.rewrite(c.paste)
			d.save()
			d.see("saved to the draft")
			d.wantSource("Weekly revenue", "weekly_orders", c.paste)
		})
	}
}

// But for the ends of lines: the cell keeps its kind, also where all of it is pasted over, and that is said.
func TestAPasteOverAllOfACellKeepsItsLineEnds(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 1,\r\n\t2\r\n")
	d.told("The lines of what was pasted all end with LF now.")
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 1,\n\t2\n")
}

// What is no text does not come through a terminal whole: escape sequences and bytes that are no UTF-8 are dropped on
// the way. That must not happen without a word.
func TestPastedBinaryIsSpokenOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, paste, arrives string }{
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xc3(", "PNG\n\x1a\n\x00\x00("},
		{"escape sequences", "red \x1b[31m\x07bell", "red \x07bell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{})
			d.openCell("Weekly revenue", "weekly_orders")
			d.rewrite(c.paste)
			d.told("plain text: it holds control characters")
			d.save()
			d.see("saved to the draft")
			d.wantSource("Weekly revenue", "weekly_orders", c.arrives)
		})
	}
}

// arrive starts the program of a person without a token; connecting goes to the desk's workspace.
func arrive(t *testing.T) (*desk, *[]string) {
	t.Helper()
	return arriveAt(t, sizes[1])
}

// arriveAt is arrive in a terminal of a size.
func arriveAt(t *testing.T, at size) (*desk, *[]string) {
	t.Helper()
	var kept []string
	var ends ending
	w := cli.Connecting{Session: ends.session, Demo: ends.demo}.Welcome(&config.NoToken{
		BaseURL: "https://app.hex.tech/api/v1", Looked: []string{"HEX_API_KEY and HEX_API_TOKEN are not set"},
	})
	w.Keep = func(_ context.Context, base, token string) (string, error) {
		kept = append(kept, base+" "+token)
		return "the keyring of this computer", nil
	}
	d := sit(t, setup{welcome: w, size: at, lasting: true})
	d.ends = append(d.ends, func() { d.must(ends.close()) })
	return d, &kept
}

// ending makes the sessions that the first screen leads to, and ends what they need.
type ending struct {
	mu    sync.Mutex
	later []func() error
}

func (e *ending) add(f func() error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.later = append(e.later, f)
}

func (e *ending) close() (err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, end := range slices.Backward(e.later) {
		err = errors.Join(err, end())
	}
	e.later = nil
	return err
}

func (e *ending) session(_ context.Context, baseURL, token string) (ui.Session, error) {
	client, err := hex.New(hex.Options{BaseURL: baseURL, Token: token})
	if err != nil {
		return ui.Session{}, err
	}
	e.add(func() error { client.Close(); return nil })
	return ui.Session{Client: client, Name: config.RegionOf(client.BaseURL()).Host, DraftsOf: client.BaseURL()}, nil
}

func (e *ending) demo(ctx context.Context) (ui.Session, error) {
	workspace, err := emulator.Begin("127.0.0.1:0", emulator.Options{Pace: 1})
	if err != nil {
		return ui.Session{}, err
	}
	e.add(workspace.Close)
	s, err := e.session(ctx, workspace.URL(), workspace.Token())
	s.Name, s.Demo, s.DraftsOf = "Acme Analytics", true, "demo"
	return s, err
}

func TestTheFirstScreenConnects(t *testing.T) {
	t.Parallel()
	d, kept := arrive(t)
	token := d.workspace.Token()
	d.told("No token was found for app.hex.tech: HEX_API_KEY and HEX_API_TOKEN are not set.")
	d.see("hextui", "Connect to a Hex workspace", "Look around in the demo", "Settings › API keys", "HEX_API_KEY")
	d.Press("enter")
	d.told("Made in Hex under Settings › API keys. It is sent to this host only and never shown.", "Kept in ")
	d.Paste(token + "\n")
	d.see("••••••••")
	d.ownHost(d.workspace.URL())
	d.Press("enter")
	d.see("Connected as maya@acme.example. The token is kept in the keyring of this computer.", "69 projects")
	if len(*kept) != 1 || (*kept)[0] != d.workspace.URL()+" "+token {
		t.Errorf("kept was %d times, or something else", len(*kept))
	}
	d.wantNever(token)
}

func TestTheFirstScreenTakesAPasteAtOnce(t *testing.T) {
	t.Parallel()
	d, _ := arrive(t)
	d.see("Connect to a Hex workspace")
	d.Paste(d.workspace.Token())
	d.see("••••••••", "region")
	d.wantNever(d.workspace.Token())
}

func TestTheFirstScreenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, token string
		host        func(*desk) string
		says        []string
	}{
		{"nothing pasted", "", nil, []string{"Paste a token first. It is made in Hex under Settings › API keys."}},
		{"two things pasted", "hxtp_one hxtp_two", nil, []string{"The token holds spaces or line breaks: copy it again, by itself."}},
		{"a bad token", "hxtp_0123456789abcdef", func(d *desk) string { return d.workspace.URL() },
			[]string{"Hex does not accept the token.", "Check the token and the host"}},
		{"an expired token", emulator.SampleTokens(noon)[3].Value, func(d *desk) string { return d.workspace.URL() },
			[]string{"Hex does not accept the token.", "and expires"}},
		{"no host", "hxtp_0123456789abcdef", func(*desk) string { return "" },
			[]string{"Give the host of your workspace, such as acme.hex.tech."}},
		{"plain http to elsewhere", "hxtp_0123456789abcdef", func(*desk) string { return "http://acme.example" }, []string{"https"}},
		{"a login page", "hxtp_0123456789abcdef", func(d *desk) string { return loginPage(d.t) },
			[]string{"A web page came instead of an answer of Hex's API."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, kept := arrive(t)
			d.see("Connect to a Hex workspace")
			d.Press("enter")
			d.see("Kept in ")
			if c.token != "" {
				d.Paste(c.token)
			}
			if c.host != nil {
				d.ownHost(c.host(d))
			}
			d.Press("enter")
			d.told(c.says...)
			d.see("Kept in ") // the form is still there, and what was pasted in it
			if len(*kept) > 0 {
				t.Error("a token that was not accepted was kept")
			}
			if c.token != "" {
				d.see("••••••••")
				d.wantNever(c.token)
			}
			d.Press("esc")
			d.see("Look around in the demo")
		})
	}
}

// ownHost fills the form's host in.
func (d *desk) ownHost(address string) {
	d.t.Helper()
	d.Press("tab")
	for range config.Regions() {
		d.Press("right")
	}
	d.see("● own host")
	d.Press("tab")
	d.Type(address)
}

// wantNever checks that no part of a token was ever sent to the terminal.
func (d *desk) wantNever(token string) {
	d.t.Helper()
	const part = 8
	out := d.Output()
	secret := token[strings.Index(token, "_")+1:]
	for i := 0; i+part <= len(secret); i++ {
		if strings.Contains(out, secret[i:i+part]) {
			d.t.Errorf("the terminal was sent a part of the token: characters %d to %d", i, i+part)
			return
		}
	}
}

func TestTheFirstScreenShowsTheDemo(t *testing.T) {
	t.Parallel()
	d, _ := arrive(t)
	d.see("Look around in the demo")
	d.Press("j", "enter")
	d.see("69 projects", "demo", "Weekly revenue")
}

func TestTheFirstScreenQuits(t *testing.T) {
	t.Parallel()
	d, _ := arrive(t)
	d.see("Quit")
	d.Press("q")
	d.wantEnd()
}

// aWhile passes: the workspace takes its time to answer somebody else.
func (d *desk) aWhile() {
	d.t.Helper()
	d.fault(emulator.Fault{Kind: emulator.Delay, Operation: "ListGroups", Delay: 400 * time.Millisecond, Times: 1})
	_, err := d.behind.ListGroups(d.t.Context(), hex.GroupQuery{})
	d.must(err)
}

// rest waits until what was under way has ended: for a while nothing has happened.
func (d *desk) rest() {
	d.t.Helper()
	for range 50 {
		before := d.MessageCount()
		d.aWhile()
		d.Sync()
		if d.MessageCount() == before {
			return
		}
	}
	d.t.Fatalf("the program never rests: %v", d.Messages())
}

func TestAnIdleUISendsItselfNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		visit func(*desk)
	}{
		{"the list", func(d *desk) { d.see("69 projects") }},
		{"a project", func(d *desk) { d.openCell("Weekly revenue", "weekly_orders"); d.see("from orders o") }},
		{"a dialog", func(d *desk) { d.see("69 projects"); d.Press("?"); d.see("Keys here") }},
		{"a filter", func(d *desk) { d.see("69 projects"); d.Press("/"); d.Type("rev") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{})
			c.visit(d)
			d.rest()
			before, views := d.Messages(), d.ViewCount()
			d.aWhile()
			d.Sync()
			if after := d.Messages(); !maps.Equal(before, after) || d.ViewCount() != views {
				t.Errorf("an idle program got messages: before %v, after %v; it drew itself %d times", before, after, d.ViewCount()-views)
			}
		})
	}
}
