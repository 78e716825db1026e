package action

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// WithOwn is a table of keys with a person's own in place: action → keys. A name may be an action ("run"), which changes
// it in every scope, or one in a scope ("editor/save"). A name that is no action, a key that no keyboard has and a key
// that means two things in one scope are errors.
func WithOwn(table []Binding, own map[string][]string) (KeyMap, error) {
	table = slices.Clone(table)
	used := map[string]bool{}
	for i, b := range table {
		for _, name := range []string{string(b.Action), string(b.Scope) + "/" + string(b.Action)} {
			keys, ok := own[name]
			if !ok {
				continue
			}
			if k, ok := unknownKey(keys); ok {
				return KeyMap{}, fmt.Errorf("keys: %q for %s is no key; write it as ctrl+s, alt+x, shift+tab, f5, enter or G", k, name)
			}
			table[i].Keys = keys
			used[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if !used[name] {
			return KeyMap{}, fmt.Errorf("keys: there is no action called %q; `hextui keys` lists them", name)
		}
	}
	return NewKeyMap(table)
}

// unknownKey finds a key that no keyboard has.
func unknownKey(keys []string) (string, bool) {
	names := strings.Fields("enter esc tab space backspace delete insert up down left right home end pgup pgdown begin")
	for n := range 20 {
		names = append(names, fmt.Sprintf("f%d", n+1))
	}
	for _, k := range keys {
		rest := k
		for _, mod := range []string{"ctrl+", "alt+", "shift+", "meta+", "super+", "hyper+"} {
			rest = strings.TrimPrefix(rest, mod)
		}
		if utf8.RuneCountInString(rest) != 1 && !slices.Contains(names, rest) {
			return k, true
		}
	}
	return "", false
}
