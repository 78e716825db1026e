// Package action is the vocabulary of what a person can do: the names of actions, the scopes in
// which keys mean them, and the [KeyMap] that joins both. The table of keys itself is the
// program's (keymap.go at the top); screens and widgets speak of actions only, never of keys.
package action

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// ID names an action. Names are stable: people bind keys to them in their configuration.
type ID string

// Scope is a place in which a key has a meaning. Scopes nest: what is asked for in an inner scope
// is looked for in its parents too.
type Scope string

// The scopes.
const (
	Global   Scope = "global"
	List     Scope = "list"
	Projects Scope = "projects"
	Project  Scope = "project"
	Result   Scope = "result"
	Run      Scope = "run"
	Browse   Scope = "browse"
	AllRuns  Scope = "all-runs"
	Home     Scope = "home"
	Sharing  Scope = "sharing"
	Guides   Scope = "guides"
	Editor   Scope = "editor"
	Vim      Scope = "vim" // the editor, while keys are commands as in vim
	// Replacing is while one match after the other is asked about.
	Replacing Scope = "replacing"
	Filter    Scope = "filter"
	Dialog    Scope = "dialog"
	Form      Scope = "form"
	Picker    Scope = "picker"
	Several   Scope = "several"
	Review    Scope = "review"
	Conflict  Scope = "conflict"
	Text      Scope = "text"
	Threads   Scope = "threads"
	Thread    Scope = "thread"
	Prompt    Scope = "prompt"
	Answer    Scope = "answer"
	Consent   Scope = "consent"
	Welcome   Scope = "welcome"
)

// Binding gives an action its keys in a scope, and its words.
type Binding struct {
	Action ID    `json:"action"`
	Scope  Scope `json:"scope"`
	// Keys are in Bubble Tea's spelling: "enter", "ctrl+s", "shift+tab", "G". Empty means deliberately unbound.
	Keys []string `json:"keys"`
	// Help is the footer's word or two, Long the sentence of the help screen.
	Help string `json:"help"`
	Long string `json:"long"`
	// Dangerous marks what cannot simply be taken back.
	Dangerous bool `json:"dangerous,omitempty"`
	// Quiet keeps it out of the footer: motion, and what everybody knows.
	Quiet bool `json:"quiet,omitempty"`
}

// KeyMap answers which action a key means. Its zero value binds nothing.
type KeyMap struct {
	bindings []Binding
	byKey    map[Scope]map[string]ID
	byAction map[ID][]Binding
	// taken are the keys that the person's own entries gave to actions: what they meant before, they mean no more in all places.
	taken map[string][]ID
	ascii bool
}

// NewKeyMap checks the bindings and indexes them. A key bound twice in one scope is an error.
func NewKeyMap(bindings []Binding) (KeyMap, error) {
	m := KeyMap{bindings: bindings, byKey: map[Scope]map[string]ID{}, byAction: map[ID][]Binding{}}
	for _, b := range bindings {
		if m.byKey[b.Scope] == nil {
			m.byKey[b.Scope] = map[string]ID{}
		}
		for _, k := range b.Keys {
			if other, taken := m.byKey[b.Scope][k]; taken {
				return KeyMap{}, &twice{k, b.Scope, other, b.Action}
			}
			m.byKey[b.Scope][k] = b.Action
		}
		m.byAction[b.Action] = append(m.byAction[b.Action], b)
	}
	return m, nil
}

// twice is the error of a key that is bound twice in one scope.
type twice struct {
	key           string
	scope         Scope
	first, second ID
}

func (t *twice) Error() string {
	return fmt.Sprintf("the key %q means both %s and %s in the scope %s: give one of them another key", t.key, t.first, t.second, t.scope)
}

// Types tells whether a key types something where text is typed.
func Types(key string) bool { return utf8.RuneCountInString(key) == 1 || key == "space" }

// Match returns the action that a key means, looking in the scopes from the innermost outwards.
func (m KeyMap) Match(key string, scopes ...Scope) (ID, bool) {
	for _, s := range scopes {
		if id, ok := m.byKey[s][key]; ok {
			return id, true
		}
	}
	return "", false
}

// Binding returns the binding of an action in the first of the scopes that has one; with no scope, in any.
func (m KeyMap) Binding(id ID, scopes ...Scope) (Binding, bool) {
	all := m.byAction[id]
	for _, s := range scopes {
		for _, b := range all {
			if b.Scope == s {
				return b, true
			}
		}
	}
	if len(all) > 0 {
		return all[0], true
	}
	return Binding{}, false
}

// Key is the first key of an action as people write it (^s, enter, →), or empty when it has none. Without a scope it is one that the
// action has wherever it has any. A key that a person gave to another action, in whatever scope, is not it: who reads of it may be
// where it does that.
func (m KeyMap) Key(id ID, scopes ...Scope) string {
	b, _ := m.Binding(id, scopes...)
	for _, key := range b.Keys {
		elsewhere := func(by ID) bool { return by != id }
		lacks := func(other Binding) bool { return len(scopes) == 0 && !slices.Contains(other.Keys, key) }
		if !slices.ContainsFunc(m.taken[key], elsewhere) && !slices.ContainsFunc(m.byAction[id], lacks) {
			return m.Spell(key)
		}
	}
	return ""
}

// Way is how a sentence says that an action is done: its key, or where it has none, its name in the palette (:quit).
func (m KeyMap) Way(id ID, scopes ...Scope) string {
	if key := m.Key(id, scopes...); key != "" {
		return key
	}
	palette := m.Key(Palette, Global)
	if !Types(palette) {
		palette += " " // :quit, but ^p quit
	}
	return palette + string(id)
}

// Help is the footer's word of an action.
func (m KeyMap) Help(id ID, scopes ...Scope) string {
	b, _ := m.Binding(id, scopes...)
	return b.Help
}

// All returns every binding in the table's order.
func (m KeyMap) All() []Binding { return slices.Clone(m.bindings) }

// In returns the bindings of a scope in the table's order.
func (m KeyMap) In(s Scope) []Binding {
	var in []Binding
	for _, b := range m.bindings {
		if b.Scope == s {
			in = append(in, b)
		}
	}
	return in
}

// ASCII is the same key map for screens with ASCII signs only: it spells keys in words.
func (m KeyMap) ASCII() KeyMap {
	m.ascii = true
	return m
}

// Spell writes a key the short way: ctrl+s as ^s, up as ↑.
func (m KeyMap) Spell(key string) string {
	if key == "pgdown" {
		return "pgdn"
	}
	if s := sign(key); s != "" && !m.ascii {
		return s
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok && len(rest) == 1 {
		return "^" + rest
	}
	return key
}

// sign is what is written on a key that has no name on it.
func sign(key string) string {
	switch key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	}
	return ""
}
