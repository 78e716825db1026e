package action

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OwnError is an entry of a person's own keys that cannot be used, and why.
type OwnError struct {
	// Name is the entry's name as it was given, Why the rest of the sentence that begins with it.
	Name, Why string
}

// Error is the sentence.
func (e *OwnError) Error() string { return fmt.Sprintf("keys: %q %s", e.Name, e.Why) }

// WithOwn is a table of keys with a person's own in place: action → keys. A name may be an action ("run"), which changes
// it in every scope, or one in a scope ("editor/save"). Keys are taken as people write them, and kept as they are pressed:
// Ctrl+S is ctrl+s, shift+a is A.
//
// A name that is no action, a key that nobody can press, and one that would mean two things in one scope are each an [*OwnError],
// joined; the map then has all other entries.
func WithOwn(table []Binding, own map[string][]string) (KeyMap, error) {
	pressed, wrong := pressable(own)
	used := map[string]bool{}
	for _, b := range table {
		for _, name := range names(b.Scope, b.Action) {
			used[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if !used[name] {
			wrong = append(wrong, &OwnError{name, "is no action; `hextui keys` lists them"})
		}
	}
	for {
		m, err := NewKeyMap(changed(table, pressed))
		var t *twice
		if err == nil || !errors.As(err, &t) {
			m.taken = taken(table, pressed)
			return m, errors.Join(append(wrong, err)...)
		}
		name, meant := t.own(pressed)
		if name == "" {
			return KeyMap{}, fmt.Errorf("keys: %w", err)
		}
		wrong = append(wrong, &OwnError{name, fmt.Sprintf("has the key %q, which means %s in the scope %s: give one of them another key",
			t.key, meant, t.scope)})
		delete(pressed, name)
	}
}

// OwnErrors are the entries that an error of [WithOwn] is about.
func OwnErrors(err error) []*OwnError {
	switch e := err.(type) {
	case *OwnError:
		return []*OwnError{e}
	case interface{ Unwrap() []error }:
		var all []*OwnError
		for _, part := range e.Unwrap() {
			all = append(all, OwnErrors(part)...)
		}
		return all
	}
	return nil
}

// names are those that an entry of one's own keys may have for an action in a scope; the later one goes before the other.
func names(scope Scope, id ID) [2]string {
	return [2]string{string(id), string(scope) + "/" + string(id)}
}

// changed is the table with the keys of the entries.
func changed(table []Binding, own map[string][]string) []Binding {
	table = slices.Clone(table)
	for i, b := range table {
		for _, name := range names(b.Scope, b.Action) {
			if keys, ok := own[name]; ok {
				table[i].Keys = keys
			}
		}
	}
	return table
}

// taken are the keys that the entries give to actions which had them not.
func taken(table []Binding, own map[string][]string) map[string][]ID {
	by := map[string][]ID{}
	for i, b := range changed(table, own) {
		for _, key := range b.Keys {
			if !slices.Contains(table[i].Keys, key) && !slices.Contains(by[key], b.Action) {
				by[key] = append(by[key], b.Action)
			}
		}
	}
	return by
}

// own is the entry that gives the key its second meaning, and the other one; empty where the table itself does.
func (t *twice) own(entries map[string][]string) (name string, meant ID) {
	for _, by := range [][2]ID{{t.second, t.first}, {t.first, t.second}} {
		for _, name := range names(t.scope, by[0]) {
			if slices.Contains(entries[name], t.key) {
				return name, by[1]
			}
		}
	}
	return "", ""
}

// pressable are the entries all of whose keys can be pressed, spelled as they are then, and what is wrong with the others.
func pressable(own map[string][]string) (good map[string][]string, wrong []error) {
	good = map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		keys, all := make([]string, 0, len(own[name])), true
		for _, written := range own[name] {
			key, says := Key(written)
			switch {
			case says != "":
				wrong, all = append(wrong, &OwnError{name, fmt.Sprintf("has the key %q, %s", written, says)}), false
			case !slices.Contains(keys, key):
				keys = append(keys, key)
			}
		}
		if all {
			good[name] = keys
		}
	}
	return good, wrong
}

// modifiers in the order in which a pressed key names them.
var modifiers = [...]string{"ctrl", "alt", "shift", "meta", "hyper", "super"}

// Key is a key as it is named when it is pressed, from the way in which a person wrote it; complaint says why there is no such
// key, as the end of a sentence.
func Key(written string) (key, complaint string) {
	name, held := strings.TrimSpace(written), map[string]bool{}
	if written == " " {
		name = "space"
	}
	for {
		mod, rest, more := strings.Cut(name, "+")
		mod = modifier(strings.ToLower(mod))
		if !more || rest == "" || mod == "" {
			break
		}
		held[mod], name = true, rest
	}
	if utf8.RuneCountInString(name) != 1 {
		name = keyName(strings.ToLower(name))
		if name == "" {
			return "", "which no keyboard has; write it as ctrl+s, alt+x, shift+tab, f5, enter or G"
		}
		return withModifiers(held, name), ""
	}
	return letter(name, held)
}

// letter is the key of a single sign. With Shift alone it is the sign that is typed then; with Ctrl or Alt it is named by its
// small letter, and Shift beside.
func letter(name string, held map[string]bool) (key, complaint string) {
	r, _ := utf8.DecodeRuneInString(name)
	others := len(held)
	if held["shift"] {
		others--
	}
	switch upper := unicode.ToUpper(r); {
	case others == 0 && held["shift"] && upper == r && unicode.ToLower(r) == r:
		return "", "which cannot be told from the sign that it types: write that sign"
	case others == 0 && held["shift"]:
		return string(upper), ""
	case others == 0:
		return name, ""
	case unicode.IsUpper(r) && held["ctrl"] && !held["shift"]:
		small := withModifiers(held, string(unicode.ToLower(r)))
		held["shift"] = true
		return "", fmt.Sprintf("which cannot be pressed: write %s, or %s where the terminal tells them apart", small,
			withModifiers(held, string(unicode.ToLower(r))))
	case unicode.IsUpper(r):
		held["shift"] = true
	}
	return withModifiers(held, string(unicode.ToLower(r))), ""
}

func withModifiers(held map[string]bool, name string) string {
	var b strings.Builder
	for _, mod := range modifiers {
		if held[mod] {
			b.WriteString(mod + "+")
		}
	}
	return b.String() + name
}

// modifier is the name of a modifier from one that people use for it, or empty.
func modifier(word string) string {
	switch word {
	case "control", "ctl", "c":
		return "ctrl"
	case "option", "opt":
		return "alt"
	case "cmd", "command", "win":
		return "super"
	}
	if slices.Contains(modifiers[:], word) {
		return word
	}
	return ""
}

// keyName is the name of a key that types nothing from one that people use for it, or empty.
func keyName(word string) string {
	switch word {
	case "escape":
		return "esc"
	case "return", "ret", "cr":
		return "enter"
	case "del":
		return "delete"
	case "ins":
		return "insert"
	case "bs":
		return "backspace"
	case "spc":
		return "space"
	case "pageup", "page-up", "pgup":
		return "pgup"
	case "pagedown", "page-down", "pgdn", "pgdown":
		return "pgdown"
	case "enter", "esc", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "begin":
		return word
	}
	var n int
	if _, err := fmt.Sscanf(word, "f%d", &n); err == nil && n >= 1 && n <= 20 && word == fmt.Sprintf("f%d", n) {
		return word
	}
	return ""
}
