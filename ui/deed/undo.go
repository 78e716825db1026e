package deed

import (
	"strings"
	"unicode"

	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// Undo takes a deed back: it shows what that would change, as the workspace is now, and does it once it is agreed to.
func Undo(env *screen.Env, did *screen.Did) { UndoThen(env, did, nil) }

// UndoThen is Undo for who wants to know what came of it; done may be nil.
func UndoThen(env *screen.Env, did *screen.Did, done func(change.Result, error)) {
	if why := did.CannotUndo(); why != "" {
		env.Host.Notice(screen.Warn, why)
		return
	}
	title, yes, was := "Take back what was done to", "take it back", "Done "
	said, again := strings.CutPrefix(did.Said, takenBack)
	if again {
		title, yes, was = "Do again what was taken back of", "do it again", "Taken back "
	}
	Do(env, Deed{
		Change: did.Undo, Title: title + of(did.Target) + "?", Yes: yes, undoes: did, Name: did.Name,
		Done: done,
		Said: back(did.Said),
		Says: func(*change.Prepared) []string {
			return []string{was + present.Ago(did.At, env.Now()) + ": " + strings.TrimPrefix(said, doneAgain)}
		},
	})
}

// The beginnings of what is said of an undo, and of an undo of that.
const (
	takenBack = "Taken back: "
	doneAgain = "Done again: "
)

// back is what is said of a deed once it is taken back. However often it goes back and forth, the sentence has one beginning.
func back(said string) string {
	if first, ok := strings.CutPrefix(said, takenBack); ok {
		return doneAgain + first
	}
	return takenBack + strings.TrimPrefix(said, doneAgain)
}

// What is told of how it is after an undo: so many fields, of so many columns.
const (
	mostNow  = 2
	widthNow = 40
)

// now says how it is after a deed was taken back or done again, which its sentence does not; empty where that is no short text.
func now(d Deed, did *screen.Did) string {
	if d.undoes == nil || len(did.Fields) > mostNow {
		return ""
	}
	var all []string
	for _, f := range did.Fields {
		shown := d.named(f)
		is := orDash(shown.After)
		if strings.ContainsFunc(is, unicode.IsControl) || paint.Width(is) > widthNow {
			return ""
		}
		if shown.Name != "" {
			all = append(all, paint.Visible(shown.Name+" "+is))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " Now: " + strings.Join(all, ", ") + "."
}

// Offer is the way to take back what was done last.
func Offer(env *screen.Env) screen.Offer {
	o := screen.Offer{Action: action.UndoWrite, Do: func() { Undo(env, env.Deeds.Newest()) }}
	switch newest := env.Deeds.Newest(); {
	case newest == nil:
		o.Reason = "Nothing was changed here yet that could be taken back."
	default:
		o.Reason = newest.CannotUndo()
	}
	return o
}

// UndoHint says behind what was done how it is taken back, and behind that how it is done again; empty where neither can be.
func UndoHint(env *screen.Env, did *screen.Did) string {
	if did.CannotUndo() != "" {
		return ""
	}
	key := env.Keys.Way(action.UndoWrite)
	if strings.HasPrefix(did.Said, takenBack) {
		return " " + key + " does it again."
	}
	return " " + key + " takes it back."
}
