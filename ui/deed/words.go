package deed

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"hextui/hex/change"
	"hextui/hex/resolve"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

func strong(t *theme.Theme) theme.Style { return t.Title }
func faint(t *theme.Theme) theme.Style  { return t.Faint }
func warn(t *theme.Theme) theme.Style   { return t.Warn }
func wrong(t *theme.Theme) theme.Style  { return t.Error }

func plain(text string) []overlay.Line { return []overlay.Line{{Text: paint.Visible(text)}} }

// widestName is how wide the names of fields are at most before what is different stands on a line of its own.
const widestName = 30

// lines say what a deed would change: why it is asked again, sentences, what is different, what to be warned of, whom it touches,
// what takes it back and what it costs.
func lines(env *screen.Env, d Deed, p *change.Prepared, because string) []overlay.Line {
	var all []overlay.Line
	add := func(head, text string, st func(*theme.Theme) theme.Style) {
		all = append(all, overlay.Line{Head: head, Text: paint.Visible(text), Style: st})
	}
	gap := func() {
		if len(all) > 0 {
			all = append(all, overlay.Line{})
		}
	}
	if because != "" {
		add("! ", because, warn)
		gap()
	}
	if d.Says != nil {
		for _, s := range d.Says(p) {
			add("", s, nil)
		}
	}
	if len(p.Fields) > 0 {
		gap()
		all = append(all, different(d, p.Fields)...)
	}
	if len(p.Warnings) > 0 {
		gap()
	}
	for _, w := range p.Warnings {
		add("! ", human(w, p.Target), warn)
	}
	gap()
	add("", cost(env, p), faint)
	return all
}

// Different is what a deed made different, a line each.
func Different(did *screen.Did) []overlay.Line { return different(Deed{Name: did.Name}, did.Fields) }

// different are the fields, one below the other, as before → after.
func different(d Deed, fields []change.Field) []overlay.Line {
	width := 0
	for _, f := range fields {
		width = max(width, min(paint.Width(d.named(f).Name), widestName))
	}
	var all []overlay.Line
	for _, f := range fields {
		shown, st := d.named(f), strong
		if shown.Name == "" {
			continue
		}
		if f.Less() {
			st = warn
		}
		head := paint.Visible(shown.Name)
		head += strings.Repeat(" ", max(width-paint.Width(head), 0)) + "   "
		text := orDash(shown.Before) + " → " + orDash(shown.After)
		if f.Less() {
			text += "  (less)"
		}
		all = append(all, overlay.Line{Head: head, Text: paint.Visible(text), Style: st})
	}
	return all
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// cost is what is sent, and what takes it back.
func cost(env *screen.Env, p *change.Prepared) string {
	text := "Sends " + present.Plural(len(p.Requests), "request") + ". "
	if p.Undoable {
		return text + "It can be taken back: " + lower(human(p.Undo, p.Target))
	}
	return text + human(p.Undo, p.Target)
}

// named is a field in the deed's words.
func (d Deed) named(f change.Field) change.Field {
	if d.Name == nil {
		return f.InWords()
	}
	return d.Name(f)
}

// human is what is said of a target in people's words: without its id, and with levels of access as Hex's screens call them.
func human(text string, t change.Target) string {
	if t.ID != "" {
		text = strings.ReplaceAll(strings.ReplaceAll(text, " ("+t.ID+")", ""), " "+t.ID, "")
	}
	text = ids().ReplaceAllString(text, "")
	return change.LevelsInWords(text)
}

// ids are those that stand behind the names of other things.
var ids = sync.OnceValue(func() *regexp.Regexp {
	const id = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	return regexp.MustCompile(`(?: of project)?(?: ` + id + `| \(` + id + `\))`)
})

// of names the target of a deed in a sentence.
func of(t change.Target) string {
	switch {
	case t.Title != "":
		return " “" + strings.Join(strings.Fields(t.Title), " ") + "”"
	case t.ID != "":
		return " " + present.ShortID(t.ID)
	}
	return ""
}

// lower is a text with its first letter small, where that is no name.
func lower(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if next, _ := utf8.DecodeRuneInString(text[n:]); unicode.IsUpper(next) || strings.HasPrefix(text, "Hex") {
		return text
	}
	return string(unicode.ToLower(r)) + text[n:]
}

// refused says why a deed could not be prepared.
func refused(err error) []overlay.Line {
	return []overlay.Line{{Text: "Nothing was changed."}, {}, {Text: paint.Visible(err.Error()), Style: wrong}}
}

// failedLines say what of a deed was not done and why, entry by entry, and what was.
func failedLines(env *screen.Env, d Deed, did *screen.Did, err error) []overlay.Line {
	var all []overlay.Line
	for _, f := range did.Failures {
		all = append(all, overlay.Line{Head: "× " + paint.Visible(d.named(change.Field{Name: f.Name}).Name) + "   ",
			Text: paint.Visible(f.Why), Style: wrong})
	}
	if len(all) == 0 {
		all = append(all, overlay.Line{Text: paint.Visible(err.Error()), Style: wrong})
	}
	var changed *change.Changed
	if errors.As(err, &changed) {
		return all
	}
	if len(did.Fields) > 0 {
		all = append(all, overlay.Line{}, overlay.Line{Text: "This was done:"})
		all = append(all, different(d, did.Fields)...)
	}
	if hint := UndoHint(env, did); hint != "" {
		closed := env.Keys.Way(action.Back, action.Text) + ", then"
		all = append(all, overlay.Line{}, overlay.Line{Text: closed + hint, Style: faint})
	}
	return all
}

// Told is all that is known of a deed that was done.
func Told(env *screen.Env, did *screen.Did) []overlay.Line {
	all := []overlay.Line{{Text: paint.Visible(did.Said), Style: strong}, {}}
	add := func(head, text string) {
		if text != "" {
			all = append(all, overlay.Line{Head: head, Text: paint.Visible(text)})
		}
	}
	add("what   ", did.Does)
	add("to     ", did.Target.Kind+of(did.Target))
	add("id     ", did.Target.ID)
	add("when   ", present.Exact(did.At))
	add("sent   ", strings.Join(did.Operations, ", "))
	if len(did.Fields) > 0 {
		all = append(all, overlay.Line{})
		all = append(all, different(Deed{Name: did.Name}, did.Fields)...)
	}
	for _, f := range did.Failures {
		all = append(all, overlay.Line{Head: "× " + paint.Visible(f.Name) + "   ", Text: paint.Visible(f.Why), Style: wrong})
	}
	all = append(all, overlay.Line{})
	if why := did.CannotUndo(); why != "" {
		add("undo   ", why)
	} else {
		add("undo   ", env.Keys.Way(action.Back, action.Text)+", then "+env.Keys.Way(action.UndoWrite)+" takes it back.")
	}
	return all
}

// NeedTitle makes a deed after which the world sees more need the title of what it sees.
func NeedTitle(dialog *overlay.Plan, title string) {
	want := strings.Join(strings.Fields(title), " ")
	words := letters(want)
	said := "its title, “" + paint.Visible(want) + "”,"
	if words == "" { // a title of signs alone cannot be typed
		want, words, said = "public", "public", "“public”"
	}
	dialog.NeedText("Anybody on the web could open it, without a login. Type "+said+" to go on:", want,
		func(typed string) bool { return letters(typed) == words })
}

// letters are the letters and digits of a text without accents and case: what every keyboard has of it.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, resolve.Fold(text))
}
