package ui

import (
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/screen"
)

// byLetter is a key by the letter that counts. Held with Ctrl or Alt, a letter of another alphabet is the Latin one on its key, where
// the terminal tells that; in Latin layouts it is the letter that is written on the key, wherever that is.
func byLetter(k tea.KeyPressMsg) tea.KeyPressMsg {
	if k.Code < utf8.RuneSelf {
		k.BaseCode = 0
	}
	return k
}

// ownKey tells whether a key means something of its own where the person is.
func (a *App) ownKey(name string) bool {
	var scopes []action.Scope
	switch d := a.dialogs.Top(); {
	case d != nil:
		scopes = []action.Scope{d.Scope()}
	case a.welcome != nil:
		scopes = []action.Scope{action.Welcome}
	default:
		scopes = a.top().Scopes()
	}
	_, ok := a.keys.Match(name, scopes...)
	return ok
}

// sayAside says of a key that means something beside the focus what that is, and how to get there.
func (a *App) sayAside(name string) bool {
	s, ok := a.top().(screen.Aside)
	if !ok {
		return false
	}
	scope, says := s.Aside()
	id, ok := a.keys.Match(name, scope)
	if says == "" || !ok {
		return false
	}
	b, _ := a.keys.Binding(id, scope)
	a.Notice(screen.Info, a.keys.Spell(name)+" ("+b.Long+") "+says)
	return true
}

// sayLayout says once, of a letter of another alphabet that does nothing, why it does nothing.
func (a *App) sayLayout(k tea.KeyPressMsg) {
	letter, size := utf8.DecodeRuneInString(k.Text)
	if a.saidLayout || size == 0 || !unicode.IsLetter(letter) || unicode.Is(unicode.Latin, letter) {
		return
	}
	a.saidLayout = true
	a.Notice(screen.Info, "“"+k.Text+"” does nothing: the keys here are Latin letters, so switch the keyboard's layout. "+
		"Arrows, "+a.keys.Spell("enter")+" and "+a.keys.Spell("esc")+" work in every layout.")
}

// opened is how the newest dialog opened: its number, the number of the newest that keys were let through to, and when the update that
// opened it was over.
type opened struct {
	number, passed int
	at             time.Time
	fresh          bool
	key            time.Time // when the key before came
}

// note takes that a dialog opens.
func (o *opened) note() { o.number, o.fresh = o.number+1, true }

// handled takes that an update is over.
func (o *opened) handled() {
	if o.fresh {
		o.at, o.fresh = time.Now(), false
	}
}

// atOnce is how soon a key comes after the one before that was sent together with it.
const atOnce = 3 * time.Millisecond

// underWay tells whether a key that is taken now was on its way when the newest dialog opened, so that who pressed it did not see that.
// Read is when it came, zero where that is not known: what came before the dialog opened was under way however long a busy machine
// took to come to it, and so was what came together with the key that opened it.
func (a *App) underWay(now, read time.Time) bool {
	o := &a.opened
	before := o.key
	if read.IsZero() {
		read = now // at the earliest; and the program had to come to it
		if before.Before(o.at) {
			before = o.at
		}
	}
	o.key = read
	if o.passed == o.number {
		return false
	}
	if a.dialogs.Len() > 0 && (read.Before(o.at) || read.Sub(before) < atOnce) {
		return true
	}
	o.passed = o.number
	return false
}
