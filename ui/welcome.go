package ui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// Welcome is how the first screen, shown while there is no workspace to go to, connects to one.
type Welcome struct {
	// Why says why there is no workspace yet.
	Why string
	// Regions are the hosts to choose from; the last choice is always a host of one's own.
	Regions []Region
	// BaseURL is a host of one's own that is known already.
	BaseURL string
	// Connect makes a client and asks Hex who the token acts as. It keeps nothing.
	Connect func(ctx context.Context, baseURL, token string) (Session, hex.Me, error)
	// Keep stores the token, and says where it went.
	Keep func(ctx context.Context, baseURL, token string) (where string, err error)
	// KeptIn says beforehand where Keep will store it.
	KeptIn string
	// Demo starts the embedded workspace.
	Demo func(ctx context.Context) (Session, error)
}

// Region is a place where Hex runs.
type Region struct{ Name, Host string }

// welcome is the first screen.
type welcome struct {
	app    *App
	opts   *Welcome
	picked int
	busy   bool
	rows   [3]paint.Surface
	keys   []hotspot // named in the last line
}

// session is the message that a workspace was connected to.
type session struct {
	Session
	note string
}

func newWelcome(a *App, o *Welcome) *welcome {
	if o == nil {
		o = &Welcome{}
	}
	return &welcome{app: a, opts: o}
}

var choices = [3][2]string{
	{"Connect to a Hex workspace", "with an API token of yours"},
	{"Look around in the demo", "no account, no network"},
	{"Quit", ""},
}

func (w *welcome) key(k tea.KeyPressMsg, name string) {
	id, _ := w.app.keys.Match(name, action.Welcome, action.Global)
	w.do(id)
}

func (w *welcome) do(id action.ID) {
	switch id {
	case action.Up:
		w.picked = max(w.picked-1, 0)
	case action.Down:
		w.picked = min(w.picked+1, len(choices)-1)
	case action.Open:
		w.pick()
	case action.Quit, action.Back:
		w.app.quitting = true
	case action.Help:
		w.app.Ask(overlay.NewHelp(w.app.keys, []action.Scope{action.Welcome, action.Form}, false, nil))
	}
}

// paste opens the form with the token in it.
func (w *welcome) paste(text string) {
	w.connect()
	w.app.dialogs.Top().Paste(text)
}

func (w *welcome) click(x, y int) {
	for i, r := range w.rows {
		if r.Contains(x, y) {
			w.picked = i
			w.pick()
		}
	}
	for _, h := range w.keys {
		if h.area.Contains(x, y) {
			w.do(h.id)
		}
	}
}

func (w *welcome) pick() {
	switch {
	case w.busy:
	case w.picked == 0:
		w.connect()
	case w.picked == 1:
		w.demo()
	default:
		w.app.quitting = true
	}
}

func (w *welcome) demo() {
	w.busy = true
	task.Do(w.app.tasks, "welcome", w.opts.Demo, func(s Session, err error) {
		w.busy = false
		if err != nil {
			w.app.Notice(screen.Error, "The demo could not be started: "+err.Error())
			return
		}
		w.app.begin(s)
	})
}

// connect asks for the workspace and the token.
func (w *welcome) connect() {
	region := &overlay.Entry{Name: "region", Label: "region"}
	for _, r := range w.opts.Regions {
		region.Options = append(region.Options, r.Name)
	}
	region.Options = append(region.Options, "own host")
	host := &overlay.Entry{Name: "host", Label: "host", Hint: "acme.hex.tech"}
	if w.opts.BaseURL != "" {
		region.Picked = len(region.Options) - 1
		host.Preset(w.opts.BaseURL)
	}
	token := (&overlay.Entry{Name: "token", Label: "token", Hint: "hxtp_… or hxtw_…, pasted",
		Note: "Made in Hex under Settings › API keys. It is sent to this host only and never shown."}).Masked()
	keep := &overlay.Entry{Name: "keep", Label: "keep it", Options: []string{"yes", "only for now"}, Note: "Kept in " + w.opts.KeptIn + "."}
	f := overlay.NewForm("Connect to a Hex workspace", "connect", []*overlay.Entry{token, region, host, keep}, nil)
	f.OnSubmit = w.submit
	f.OnTurn = func(f *overlay.Form) { w.hosts(f) }
	w.hosts(f)
	w.app.Ask(f)
}

// hosts says which host a region means.
func (w *welcome) hosts(f *overlay.Form) {
	host, picked := f.Field("host"), f.Field("region").Picked
	host.Disabled = ""
	if picked < len(w.opts.Regions) {
		host.Disabled = "That is " + w.opts.Regions[picked].Host + "."
	}
}

func (w *welcome) submit(f *overlay.Form) string {
	token := strings.TrimSpace(f.Field("token").Value())
	base := strings.TrimSpace(f.Field("host").Value())
	if picked := f.Field("region").Picked; picked < len(w.opts.Regions) {
		base = w.opts.Regions[picked].Host
	}
	if says := wrongToken(token); says != "" {
		return says
	}
	switch {
	case base == "":
		return "Give the host of your workspace, such as acme.hex.tech."
	case w.busy:
		return "Still asking Hex about the last one."
	}
	w.busy = true
	keep := f.Field("keep").Picked == 0
	task.Do(w.app.tasks, "welcome", func(ctx context.Context) (session, error) {
		return connect(ctx, w.opts, base, token, keep)
	}, func(s session, err error) {
		w.busy = false
		if err != nil {
			f.Complain(complaint(err))
			return
		}
		f.Close()
		w.app.connected(s)
	})
	return "Asking " + base + " who this token is …"
}

// wrongToken says what is wrong with a token at first sight, or nothing.
func wrongToken(token string) string {
	switch {
	case token == "":
		return "Paste a token first. It is made in Hex under Settings › API keys."
	case strings.ContainsAny(token, " \t\r\n"):
		return "The token holds spaces or line breaks: copy it again, by itself."
	}
	return ""
}

// connect asks Hex who a token acts as, and keeps it where that is wished.
func connect(ctx context.Context, w *Welcome, base, token string, keep bool) (session, error) {
	s, me, err := w.Connect(ctx, base, token)
	if err != nil {
		return session{}, err
	}
	note := "Connected as " + me.Email + "."
	if me.WorkspaceToken() {
		note = "Connected with a workspace token."
	}
	if keep {
		where, err := w.Keep(ctx, base, token)
		if err != nil {
			note += " The token could not be kept: " + err.Error()
		} else {
			note += " The token is kept in " + where + "."
		}
	}
	return session{s, note}, nil
}

// complaint says what is wrong with a token or a host.
func complaint(err error) string {
	var e *hex.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	return err.Error()
}

func (a *App) connected(s session) {
	a.begin(s.Session)
	a.Notice(screen.OK, s.note)
}

func (w *welcome) draw(s paint.Surface) {
	t := &w.app.theme
	in := s.Sub(max((s.Width()-72)/2, 2), max((s.Height()-18)/3, 1), min(72, s.Width()-4), s.Height()-2)
	y := 0
	say := func(text string, st paint.Style) {
		for _, line := range paint.Wrap(text, in.Width()) {
			in.Text(0, y, line, st)
			y++
		}
	}
	say("hextui", t.Accent)
	say("The terminal workspace for Hex.", t.Text)
	y++
	if w.opts.Why != "" {
		say(w.opts.Why, t.Warn)
		y++
	}
	for i, c := range choices {
		w.rows[i] = in.Sub(0, y, in.Width(), 1)
		st := t.Text
		if i == w.picked {
			in.Text(0, y, t.Glyphs.Bar, t.Bar)
			st = t.Title
		}
		x := in.Text(2, y, c[0], st)
		in.Text(x+2, y, paint.Cut(c[1], in.Width()-x-2), t.Faint)
		if i == w.picked {
			in.Restyle(1, y, in.Width()-1, t.Selected)
		}
		y++
	}
	y++
	say("A token is made in Hex under Settings › API keys. A personal one (hxtp_…) may do what you may; a workspace one (hxtw_…) what "+
		"an admin gave it. The environment variable HEX_API_KEY does without this screen.", t.Faint)
	y++
	if w.busy {
		say(w.app.spin()+" connecting", t.Text)
	}
	if w.app.dialogs.Len() == 0 { // which takes the keys, and says which
		w.drawKeys(in.Sub(0, in.Height()-1, in.Width(), 1))
	}
	w.app.drawNotice(s, nil)
}

func (w *welcome) drawKeys(s paint.Surface) {
	key := w.app.keys.Key
	x := 0
	name := func(id action.ID, text string) {
		end := s.Text(x, 0, text, w.app.theme.Faint)
		w.keys = append(w.keys, hotspot{s.Sub(x, 0, end-x, 1), id})
		x = end + 3
	}
	w.keys = w.keys[:0]
	name(action.Open, key(action.Open, action.Welcome)+" choose")
	x = s.Text(x, 0, key(action.Up, action.Welcome)+"/"+key(action.Down, action.Welcome)+" move", w.app.theme.Faint) + 3
	name(action.Quit, key(action.Quit, action.Global)+" quit")
	name(action.Help, key(action.Help, action.Global)+" keys")
}
