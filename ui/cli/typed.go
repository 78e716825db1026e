package cli

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// typed follows what a keyboard sends, and finds text that no person types: where a terminal does not mark what is pasted, or a
// program sends letters, many come in one piece. Such a burst is made a marked paste, which presses no key.
type typed struct {
	// patience is how long the rest of a sequence may be on its way.
	patience time.Duration

	where   place
	params  []byte    // of the sequence that is being read
	pasting bool      // the terminal marks a paste itself
	at      time.Time // when the last piece came
	burst   time.Time // when the last burst did
	large   bool      // … and that it was part of something long
}

// place is where in the stream of bytes a piece ends.
type place int

const (
	ground place = iota
	escape
	sequence   // CSI
	single     // SS3
	text       // OSC, DCS and the like, up to their end
	textEscape // … perhaps at its end
)

// The marks of a paste.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

const (
	// burstOf is how many characters at once nobody types; with an Enter among them, which would act, one fewer.
	burstOf = 4
	// A piece that comes so soon after a burst is more of it; after a long one, which comes over the network in parts, later ones too.
	closely = 5 * time.Millisecond
	loosely = 50 * time.Millisecond
	// longPiece is how many bytes are part of something long.
	longPiece = 256
	// An answer of the terminal may be so long on its way.
	answerWithin = time.Second
)

// take returns what is to be made of a piece that came at a time.
func (t *typed) take(piece []byte, now time.Time) []byte {
	if since := now.Sub(t.at); t.where < text && since > t.patience || since > answerWithin {
		t.where = ground
	}
	t.at = now
	out := make([]byte, 0, len(piece)+len(pasteBegins)+len(pasteEnds))
	begin := -1 // of the text that is being read
	for i, b := range piece {
		isText := t.where == ground && !t.pasting && prints(b)
		t.step(b)
		switch {
		case isText && begin < 0:
			begin = i
		case !isText && begin >= 0:
			out = t.hand(out, piece[begin:i], now)
			begin = -1
		}
		if !isText {
			out = append(out, b)
		}
	}
	if begin >= 0 {
		out = t.hand(out, piece[begin:], now)
	}
	return out
}

// prints tells a byte of text, or of the keys that are part of a text: Enter and Tab.
func prints(b byte) bool { return b >= 0x20 && b != 0x7f || b == '\r' || b == '\n' || b == '\t' }

// hand appends text, as a paste where it is a burst.
func (t *typed) hand(out, piece []byte, now time.Time) []byte {
	if !t.isBurst(piece, now) {
		return append(out, piece...)
	}
	t.burst, t.large = now, len(piece) >= longPiece
	out = append(out, pasteBegins...)
	out = append(out, piece...)
	return append(out, pasteEnds...)
}

// isBurst tells whether nobody typed this. The same character again and again is a key that is held.
func (t *typed) isBurst(piece []byte, now time.Time) bool {
	if since := now.Sub(t.burst); since < closely || t.large && since < loosely {
		return true
	}
	n, same, enters := 0, true, 0
	first, _ := utf8.DecodeRune(piece)
	for _, r := range string(piece) {
		n++
		same = same && r == first
		if r == '\r' || r == '\n' {
			enters++
		}
	}
	return !same && (n >= burstOf || n == burstOf-1 && enters > 0)
}

// step follows one byte.
func (t *typed) step(b byte) {
	switch {
	case t.where == text && b == 0x07, t.where == textEscape && b == '\\', t.where == single:
		t.where = ground
	case t.where == text && b == 0x1b:
		t.where = textEscape
	case t.where == textEscape:
		t.where = text
	case b == 0x1b:
		t.where = escape
	case t.where == escape:
		t.begin(b)
	case t.where == sequence && b >= 0x40 && b <= 0x7e:
		if b == '~' && len(t.params) == 3 {
			t.pasting = string(t.params) == "200" || t.pasting && string(t.params) != "201"
		}
		t.where = ground
	case t.where == sequence && len(t.params) < 8:
		t.params = append(t.params, b)
	}
}

// begin follows the byte after an Escape.
func (t *typed) begin(b byte) {
	switch b {
	case '[':
		t.where, t.params = sequence, t.params[:0]
	case 'O':
		t.where = single
	case ']', 'P', '_', '^', 'X':
		t.where = text
	default:
		t.where = ground
	}
}

// between tells whether the stream is between two keys, and outside of a paste.
func (t *typed) between() bool { return t.where == ground && !t.pasting }

// after is where the stream is after a piece.
func (t *typed) after(piece []byte) place {
	after := *t
	after.params = append([]byte(nil), t.params...)
	for _, b := range piece {
		after.step(b)
	}
	return after.where
}

// unfinished tells whether a piece ends within a key or a character, so that the rest is to be waited for, and how long.
func (t *typed) unfinished(piece []byte) time.Duration {
	switch where := t.after(piece); {
	case where == escape, where == sequence, where == single:
		return t.patience
	case where == ground && cutRune(piece):
		return closely
	}
	return 0
}

// join is a piece with what came after it. An Escape that the rest does not go on with was a key, which is said so that nobody waits
// for more; no rest is the end of the waiting.
func (t *typed) join(piece, rest []byte) []byte {
	if t.after(piece) == escape && (len(rest) == 0 || rest[0] != '[' && rest[0] != 'O') {
		alone := bytes.TrimRight(piece, "\x1b")
		for n := len(piece) - len(alone); n > 0; n-- {
			alone = append(alone[:len(alone):len(alone)], escapeKey...)
		}
		piece = alone
	}
	return append(piece, rest...)
}

// escapeKey is the Escape key as no other key begins (CSI 27 u).
const escapeKey = "\x1b[27u"

// cutRune tells whether a piece ends within a character.
func cutRune(piece []byte) bool {
	for i := len(piece) - 1; i >= max(len(piece)-utf8.UTFMax, 0); i-- {
		if utf8.RuneStart(piece[i]) {
			return piece[i] >= utf8.RuneSelf && !utf8.FullRune(piece[i:])
		}
	}
	return false
}
