// Package screen says what a screen is to the root of the UI, and what the root is to a screen.
// Each screen lives in a package of its own below this one and knows no other screen: it asks the
// [Host] to go to a [Target].
package screen

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/assist"
	"hextui/hex/config/state"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/graphics"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/store"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// Screen is one page of the program. It is a plain struct that the root calls; it draws into the
// surface it is given and sends no messages.
type Screen interface {
	// Crumb is the screen's own part of the path in the header.
	Crumb() string
	// Scopes are where its keys are looked for, innermost first; the global scope follows by itself.
	Scopes() []action.Scope
	// Wants are what the newest frame showed of the workspace, what matters most first: the root keeps it fresh. A screen
	// itself reads nothing of the workspace.
	Wants() []store.Want
	// Show is called when the screen becomes the visible one, the first time or again: it looks at what is on this
	// computer. Reload is called when a person wants everything anew, besides what the screen wants.
	Show()
	Reload()
	// Sync brings widgets in step with the store; it is called before each drawing. Sync and Draw change nothing that a
	// person would see: called twice they give the same frame, and they start no work.
	Sync()
	// Offers are the actions that make sense here, the most useful first, with why one cannot be done now.
	Offers() []Offer
	// Do carries out an action that is no offer, such as motion.
	Do(id action.ID) (handled bool)
	// Typing tells whether printable keys are text now; Key gets the keys that mean no action then.
	Typing() bool
	Key(k tea.KeyPressMsg)
	Paste(text string)
	// Mouse gets presses, drags and the wheel, in canvas coordinates.
	Mouse(m Mouse)
	// Draw paints the screen and returns where the cursor is, if it has one.
	Draw(s paint.Surface) *overlay.Cursor
	// Settled is called after each drawing: work beside the update loop that the frame showed to be needed is started here,
	// and what waited for data happens. It tells whether the frame is to be drawn again.
	Settled() (again bool)
	// Fresh says how old what is shown is.
	Fresh() Freshness
	// Leave is called when the screen is closed for good.
	Leave()
}

// Visitor is a screen that can be told to show another part of what it is of, when it is gone to while it is open.
type Visitor interface{ Visit(t Target) }

// Modal is a screen on which keys may mean something that stands in no table of keys, as in vim. It is asked before the tables.
type Modal interface{ Takes(key string) bool }

// Aside is a screen on which something is in sight that does not have the focus and has keys of its own: their scope, and what to say
// of one of them that means nothing where the focus is.
type Aside interface {
	Aside() (scope action.Scope, says string)
}

// Offer is an action that a screen can carry out.
type Offer struct {
	Action action.ID
	// Reason, when not empty, says why it cannot be done now, in a sentence.
	Reason string
	Do     func()
	// Word replaces the key table's word in the footer where the situation calls for another.
	Word string
}

// Freshness is how old what a screen shows is.
type Freshness struct {
	At      time.Time
	Loading bool
	Err     error
	// Within is how old it may become; 0 is any age.
	Within time.Duration
	// Note replaces the age, such as "saved" or "edited, draft kept".
	Note string
}

// Mouse is what the mouse did.
type Mouse struct {
	X, Y int
	// Wheel is lines, down positive; Side columns, right positive. Press is a button going down (Clicks 1 to 3), Drag a
	// move with the button held.
	Wheel, Side int
	Press, Drag bool
	Clicks      int
}

// Place names a screen.
type Place string

// The places there are.
const (
	Projects    Place = "projects"
	Project     Place = "project"
	Runs        Place = "runs"
	Run         Place = "run"
	Groups      Place = "groups"
	Group       Place = "group"
	Collections Place = "collections"
	Collection  Place = "collection"
	Connections Place = "connections"
	Connection  Place = "connection"
	Users       Place = "users"
	User        Place = "user"
	Threads     Place = "threads"
	Thread      Place = "thread"
	Ask         Place = "ask"
	Sharing     Place = "sharing"
	Guides      Place = "guides"
	Drafts      Place = "drafts"
	Activity    Place = "activity"
	Home        Place = "home"
	AllRuns     Place = "all-runs"
	Settings    Place = "settings"
)

// Target is where to go: a place, and of what.
type Target struct {
	Place Place
	// ID is the project, group, collection … ; Sub the cell (static id) in a project, or the run.
	ID, Sub string
	// Title is what the thing is called, as far as it is known.
	Title string
	// Edit opens the editor on Sub at once.
	Edit bool
}

// Level is how serious a notice is.
type Level int

// The levels of notices.
const (
	Info Level = iota
	OK
	Warn
	Error
)

// Host is what a screen may ask of the root.
type Host interface {
	Go(t Target)
	Back()
	// Begin takes away what was said of the deed before, because another begins.
	Begin()
	// Notice shows a sentence for a moment and keeps it in the log.
	Notice(l Level, text string)
	// Ask opens a dialog; Interrupt one that nobody asked for, which swallows the keys of the moment.
	Ask(o overlay.Overlay)
	Interrupt(o overlay.Overlay)
	// Answered is the dialog that is being answered, nil where none is.
	Answered() overlay.Overlay
	// Copy puts text on the clipboard and says what it was.
	Copy(text, what string)
	// Browse opens a link in the browser, or says where it leads.
	Browse(url string)
	// External lends a file's content to the person's own editor and gives back what they made of it.
	External(source []byte, ext string, line, col int, done func(edited []byte, err error))
	// ShowPicture shows a picture with the terminal for itself until a key is pressed.
	ShowPicture(title string, p *graphics.Picture)
	// Follow watches a run until it ends, for every screen.
	Follow(projectID, runID, title string)
	// NotifyEnd makes the end of a run ring the terminal; Notifying tells whether it will.
	NotifyEnd(runID string)
	Notifying(runID string) bool
	// Watched is the newest that is known of a followed run.
	Watched(runID string) (hex.RunUpdate, bool)
	// Nudge looks at a followed run now.
	Nudge(runID string)
	// FollowThread watches a thread until it has answered, and says so then. Before is the thread before a further question,
	// nil for a first one. AskedFor is since when a followed thread works; ok is false for one that does not.
	FollowThread(id, title string, before *hex.Thread)
	AskedFor(id string) (since time.Time, ok bool)
	// SignIn signs in to the account of the surroundings; LookForSignIn sees whether that was done or undone elsewhere.
	SignIn()
	LookForSignIn()
	// Unsent is what was typed of a question and not sent: in a thread, or with no id of a new one.
	Unsent(threadID string) *Question
}

// Question is a question that is being written.
type Question struct {
	Text     string
	Attached []Attachment
	// Sending is set while it is on its way to Hex.
	Sending bool
}

// Attachment is what a question points the analyst at.
type Attachment struct {
	Kind      AttachmentKind
	ID, Title string
}

// AttachmentKind is what sort of thing an [Attachment] is, in a word for people.
type AttachmentKind string

// The kinds of attachments. Of connections there can be one.
const (
	AttachedProject    AttachmentKind = "project"
	AttachedTable      AttachmentKind = "table"
	AttachedConnection AttachmentKind = "connection"
)

// Env is what every screen works with.
type Env struct {
	API *hex.Client
	// Road is how questions go to Hex's analyst; Account is the same where it can be signed in to, else nil.
	Road    ask.Hex
	Account ask.Account
	Store   *store.Store
	Tasks   *task.Runner
	Drafts  *drafts.Store
	// Workspace names the workspace among the drafts.
	Workspace string
	// State is what is remembered for the person between starts.
	State *state.Store
	// Letters is the order that texts are sorted in.
	Letters grid.Letters
	// Vim tells that cells are edited as in vim.
	Vim  bool
	Host Host
	Keys action.KeyMap
	// NoToken is why no other token can be entered, empty where one can.
	NoToken func() string
	Now     func() time.Time
	// Theme is the current look; it may be swapped while the program runs.
	Theme *theme.Theme
	// Spin is the current picture of the spinner.
	Spin func() string
	// Assist asks a language model, nil where none was set up.
	Assist *Assist
	// Written is what was written last in each project, by its id, for a screen of it that is opened anew.
	Written map[string]Written
	// Deeds is what the person changed in this session.
	Deeds *Deeds
	// Kept is what screens hold that was not sent, by names of their own, for when they are opened anew.
	Kept map[string]Unsent
	// Pictures is how the terminal shows pictures.
	Pictures Pictures
	// NoDraftRuns is why this workspace runs no drafts, empty while it is not known that it refuses.
	NoDraftRuns *string
	// News counts everything that came since the start but steps of the cursor: what a screen shows of the data, of the settings and
	// of what a person did is as it was while this is.
	News uint64
	// CodeOutputs tells that the workspace gives what CODE cells gave, as Hex does of SQL cells only.
	CodeOutputs bool
}

// GivesOutput tells whether the workspace gives what a cell of a kind gave; of others it tells errors at most.
func (e *Env) GivesOutput(kind hex.CellType) bool {
	return kind == hex.CellSQL || kind == hex.CellCode && e.CodeOutputs
}

// TryAgain says, behind why something could not be read, what to do about it.
func (e *Env) TryAgain(why error) string {
	says := e.Keys.Way(action.Refresh, action.Global) + " tries again"
	if hex.IsKind(why, hex.Unauthorized) && e.NoToken != nil && e.NoToken() == "" {
		says = e.Keys.Way(action.EnterToken, action.Global) + " enters another token, " + says
	}
	return says
}

// SigningIn is the offer to sign in to the hosted server, by which questions go then.
func (e *Env) SigningIn() Offer {
	o := Offer{Action: action.SignIn, Do: e.Host.SignIn}
	if e.Account == nil {
		o.Reason = "There is no hosted server here to sign in to: questions go by the API."
	} else if s := e.Account.Standing(); s.In && len(s.Needs) == 0 {
		o.Reason = strings.TrimSpace("You are signed in to "+s.Server+" "+as(s.Who)) + "; hextui logout signs out."
	}
	return o
}

func as(who string) string {
	if who == "" {
		return ""
	}
	return "as " + who
}

// Unsent is what a screen holds that was not sent: Says names it for the person, who may be about to quit.
type Unsent struct {
	Says string
	Of   any
}

// Written is a write to a cell that can be taken back: the cell's static id, and its source before and after.
type Written struct{ Cell, Previous, Source string }

// Assist is a language model to ask, and whether the person knows where their questions go.
type Assist struct {
	assist.Assistant
	// Agreed is set once they were told, and said yes.
	Agreed bool
}

// Base gives a screen the answers that most screens share.
type Base struct{}

// Typing is false: most screens take no text.
func (Base) Typing() bool { return false }

// Key ignores the key.
func (Base) Key(tea.KeyPressMsg) {}

// Paste ignores the text.
func (Base) Paste(string) {}

// Wants is nothing of the workspace.
func (Base) Wants() []store.Want { return nil }

// Show, Reload and Settled have nothing to do.
func (Base) Show() {}

// Reload does nothing.
func (Base) Reload() {}

// Settled does nothing.
func (Base) Settled() bool { return false }

// Leave has nothing to tidy up.
func (Base) Leave() {}

// FreshOf is how fresh a screen is that shows one thing.
func (e *Env) FreshOf(w store.Want) Freshness {
	st := e.Store.Status(w.Thing)
	return Freshness{At: st.At, Loading: st.Loading, Err: st.Err, Within: w.Within}
}
