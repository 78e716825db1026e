package graphics

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"

	"hextui/ui/paint"
)

// Held are the pictures that a terminal with the graphics of kitty holds. They are shown by characters in cells, each of which names a
// picture and a part of it, so they move, are covered and go as text does. Use it from the update loop only.
type Held struct {
	terminal *Terminal
	session  byte // the highest part of all ids, so that pictures of other programs are left alone
	last     int  // of the ids that were given
	pictures []*holding
	frame    int
	leaving  strings.Builder // what takes pictures away that are no longer held
}

// holding is a picture that the terminal holds, or will.
type holding struct {
	picture    *Picture
	id         uint32
	wide, high int
	used       int  // the frame that showed it last
	sent, put  bool // the terminal has it, and knows its size
}

// The most pictures that a terminal is made to hold, and the most bytes of one.
const (
	MostHeld  = 16
	MostSent  = 2 << 20
	firstID   = 16 // those below are the colours that a terminal may show otherwise
	countOfID = 240
)

// NewHeld returns a terminal that holds no pictures yet. Session is part of their ids: a number by chance, not 0.
func NewHeld(t *Terminal, session byte) *Held {
	return &Held{terminal: t, session: max(session, 1)}
}

// Begin begins a frame.
func (h *Held) Begin() { h.frame++ }

// Place notes that the frame shows a picture in so many cells, and returns the id by which cells name it. It is 0 for one that is not
// to be sent: it is too large, or no more than the terminal names can be told apart.
func (h *Held) Place(p *Picture, wide, high int) (id uint32) {
	if len(p.png) > MostSent || wide <= 0 || wide > paint.MostPlaced || high <= 0 || high > paint.MostPlaced {
		return 0
	}
	at := slices.IndexFunc(h.pictures, func(o *holding) bool { return o.picture == p })
	if at < 0 {
		h.last = (h.last + 1) % countOfID
		h.pictures = append(h.pictures, &holding{picture: p, id: uint32(h.session)<<24 | uint32(firstID+h.last)})
		at = len(h.pictures) - 1
	}
	o := h.pictures[at]
	if o.wide != wide || o.high != high {
		o.wide, o.high, o.put = wide, high, false
	}
	o.used = h.frame
	return o.id
}

// Flush returns what to write to the terminal before or with the frame: the pictures that it has not got yet, their new sizes, and
// what takes away those that were shown longest ago, where they are too many. It is empty when there is nothing to do.
func (h *Held) Flush() string {
	var b strings.Builder
	b.WriteString(h.leaving.String())
	h.leaving.Reset()
	h.shrink(MostHeld)
	b.WriteString(h.leaving.String())
	h.leaving.Reset()
	for _, o := range h.pictures {
		switch {
		case o.used != h.frame:
		case !o.sent:
			h.send(&b, o)
			o.sent, o.put = true, true
		case !o.put:
			id := fmt.Sprintf("i=%d", o.id)
			b.WriteString(h.terminal.wrap(ansi.KittyGraphics(nil, "a=d", "d=i", id, "q=2")))
			b.WriteString(h.terminal.wrap(ansi.KittyGraphics(nil, append([]string{"a=p", id}, o.placement()...)...)))
			o.put = true
		}
	}
	return b.String()
}

// placement says that a picture is shown where characters name it, and how large it is.
func (o *holding) placement() []string {
	return []string{"U=1", fmt.Sprintf("c=%d", o.wide), fmt.Sprintf("r=%d", o.high), "q=2"}
}

// send writes a picture in pieces.
func (h *Held) send(b *strings.Builder, o *holding) {
	data := []byte(base64.StdEncoding.EncodeToString(o.picture.png))
	options := append([]string{"a=T", "f=100", fmt.Sprintf("i=%d", o.id)}, o.placement()...)
	for len(data) > 0 {
		n := min(len(data), kitty.MaxChunkSize)
		more := "m=1"
		if n == len(data) {
			more = "m=0"
		}
		b.WriteString(h.terminal.wrap(ansi.KittyGraphics(data[:n], append(options, more)...)))
		data, options = data[n:], []string{"q=2"}
	}
}

// shrink takes away pictures that the frame does not show, those first that were shown longest ago.
func (h *Held) shrink(most int) {
	slices.SortStableFunc(h.pictures, func(a, b *holding) int { return b.used - a.used })
	for len(h.pictures) > most {
		o := h.pictures[len(h.pictures)-1]
		if o.used == h.frame && most > 0 {
			return
		}
		if o.sent {
			h.leaving.WriteString(h.terminal.wrap(ansi.KittyGraphics(nil, "a=d", "d=I", fmt.Sprintf("i=%d", o.id), "q=2")))
		}
		h.pictures = h.pictures[:len(h.pictures)-1]
	}
}

// Drop takes all pictures away, at the next [Held.Flush]: what showed them is left.
func (h *Held) Drop() { h.shrink(0) }

// Replace tells the terminal the sizes of pictures again: it may have cleared its screen.
func (h *Held) Replace() {
	for _, o := range h.pictures {
		o.put = false
	}
}

// Forget sends everything again: the terminal was another program's, or its screen another one.
func (h *Held) Forget() {
	for _, o := range h.pictures {
		o.sent = false
	}
}
