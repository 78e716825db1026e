package graphics

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Terminal is what is known of how a terminal shows pictures. Make it with [Look].
type Terminal struct {
	asked   Way
	name    string // as the terminal calls itself, in lower case
	between multiplexer
	hints   bool // the surroundings speak of a terminal with the graphics of kitty
	iterm   bool // … or of iTerm

	kitty, sixel bool // it answered so
}

// multiplexer is what stands between the program and the terminal.
type multiplexer int

const (
	nothing multiplexer = iota
	tmux
	screen
)

// Look looks at the surroundings. A way other than [Auto] is what a person decided.
func Look(way Way, getenv func(string) string) *Terminal {
	t := &Terminal{asked: way}
	if way == "" {
		t.asked = Auto
	}
	term := getenv("TERM")
	switch {
	case getenv("TMUX") != "", strings.HasPrefix(term, "tmux"):
		t.between = tmux
	case getenv("STY") != "", strings.HasPrefix(term, "screen"):
		t.between = screen
	}
	program := strings.ToLower(getenv("TERM_PROGRAM"))
	t.hints = getenv("KITTY_WINDOW_ID") != "" || getenv("GHOSTTY_RESOURCES_DIR") != "" || strings.Contains(term, "kitty") ||
		strings.Contains(term, "ghostty") || program == "ghostty"
	t.iterm = program == "iterm.app" || program == "wezterm" || getenv("LC_TERMINAL") == "iTerm2"
	return t
}

// probe is a picture of one dot that is only asked about.
var probe = ansi.KittyGraphics([]byte("AAAA"), "i=31", "s=1", "v=1", "a=q", "t=d", "f=24")

// Query is what to ask the terminal at the start: its name and what it can do, which terminals answer or pass over in silence. Inside
// tmux the terminal behind it is asked where there are signs of one that knows pictures; tmux lets the question through only where it
// would let pictures through (allow-passthrough).
func (t *Terminal) Query() string {
	switch {
	case t.asked != Auto, t.between == screen:
		return ""
	case t.between == tmux && t.hints:
		return ansi.TmuxPassthrough(ansi.RequestNameVersion) + ansi.RequestPrimaryDeviceAttributes
	case t.between == tmux:
		return ansi.RequestPrimaryDeviceAttributes
	}
	return ansi.RequestNameVersion + ansi.RequestPrimaryDeviceAttributes
}

// Named takes the name that the terminal gave itself, and returns what to ask it next. Only terminals that are known to draw pictures
// in the place of characters are asked for the graphics of kitty: others have the graphics without that, or print the question.
func (t *Terminal) Named(name string) (query string) {
	t.name = strings.ToLower(name)
	if !t.placesPictures() || t.asked != Auto {
		return ""
	}
	return t.wrap(probe)
}

func (t *Terminal) placesPictures() bool {
	return strings.HasPrefix(t.name, "kitty") || strings.HasPrefix(t.name, "ghostty")
}

// Heard takes an answer of the terminal; it is false for a message that is none.
func (t *Terminal) Heard(msg any) bool {
	switch m := msg.(type) {
	case uv.KittyGraphicsEvent:
		t.kitty = t.kitty || m.Options.ID == 31 && string(m.Payload) == "OK"
	case uv.PrimaryDeviceAttributesEvent:
		for _, attribute := range m {
			t.sixel = t.sixel || attribute == 4
		}
	default:
		return false
	}
	return true
}

// Way is how pictures are shown, as far as it is known by now; never [Auto].
func (t *Terminal) Way() Way {
	switch {
	case t.asked != Auto:
		return t.asked
	case t.kitty && t.placesPictures():
		return Kitty
	case t.between == nothing && (t.iterm || strings.HasPrefix(t.name, "iterm2") || strings.HasPrefix(t.name, "wezterm")):
		return ITerm
	case t.sixel:
		return Sixel
	}
	return Blocks
}

// wrap brings a sequence through what stands between.
func (t *Terminal) wrap(sequence string) string {
	switch t.between {
	case tmux:
		return ansi.TmuxPassthrough(sequence)
	case screen:
		return ansi.ScreenPassthrough(sequence, screenPiece)
	}
	return sequence
}

// screenPiece is the most that GNU screen passes on to its terminal at once, in bytes.
const screenPiece = 768
