package action

import (
	"errors"
	"strings"
	"testing"
)

// What a person writes is the key that is pressed, or is refused: nothing is accepted that can never be pressed.
func TestKeysAreTakenAsTheyArePressed(t *testing.T) {
	for written, want := range map[string]string{
		"a": "a", "G": "G", "shift+a": "A", "Shift+A": "A", "shift+é": "É", "?": "?", "+": "+", "ctrl++": "ctrl++", " ": "space",
		"ctrl+s": "ctrl+s", "Ctrl+s": "ctrl+s", "control+s": "ctrl+s", "alt+ctrl+x": "ctrl+alt+x", "alt+X": "alt+shift+x",
		"shift+ctrl+k": "ctrl+shift+k", "ctrl+shift+K": "ctrl+shift+k", "Enter": "enter", "return": "enter", "Escape": "esc",
		"PageDown": "pgdown", "shift+Tab": "shift+tab", "F5": "f5", "ctrl+space": "ctrl+space",
	} {
		if got, complaint := Key(written); got != want || complaint != "" {
			t.Errorf("%q is the key %q (%s), not %q", written, got, complaint, want)
		}
	}
	for written, says := range map[string]string{
		"ctrl+A": "write ctrl+a, or ctrl+shift+a", "shift+1": "write that sign", "contrl+q": "no keyboard", "f99": "no keyboard",
		"": "no keyboard", "ctrl+": "no keyboard", "f05": "no keyboard",
	} {
		if got, complaint := Key(written); got != "" || !strings.Contains(complaint, says) {
			t.Errorf("%q is the key %q, and the complaint is %q; it should say %q", written, got, complaint, says)
		}
	}
}

// What is wrong is named by its entry, and takes nothing else away.
func TestWrongKeysOfOnesOwnLeaveTheOthers(t *testing.T) {
	table := []Binding{
		{Action: Quit, Scope: Global, Keys: []string{"q"}}, {Action: Help, Scope: Global, Keys: []string{"?"}},
		{Action: Save, Scope: Editor, Keys: []string{"ctrl+s"}},
	}
	m, err := WithOwn(table, map[string][]string{"quit": {"ctrl+A"}, "fly": {"f"}, "help": {"shift+h"}, "editor/save": {"F2", "f2"}})
	var wrong *OwnError
	if !errors.As(err, &wrong) || !strings.Contains(err.Error(), `keys: "fly" is no action`) ||
		!strings.Contains(err.Error(), `"quit" has the key`) {
		t.Errorf("the error is %v", err)
	}
	for key, want := range map[string]ID{"q": Quit, "H": Help, "?": ""} {
		if id, _ := m.Match(key, Global); id != want {
			t.Errorf("%s means %q, not %q", key, id, want)
		}
	}
	if b, _ := m.Binding(Save, Editor); len(b.Keys) != 1 || b.Keys[0] != "f2" {
		t.Errorf("save has the keys %q", b.Keys)
	}
	_, err = WithOwn(table, map[string][]string{"help": {"F99", "ctrl+nope", "x"}})
	if err == nil || !strings.Contains(err.Error(), "F99") || !strings.Contains(err.Error(), "ctrl+nope") {
		t.Errorf("of two wrong keys it says %v", err)
	}
	m, err = WithOwn(table, map[string][]string{"help": {"q"}, "save": {"f2"}})
	if !errors.As(err, &wrong) || wrong.Name != "help" || !strings.Contains(wrong.Why, `the key "q", which means quit in the scope global`) {
		t.Errorf("a key that means two things gives %v", err)
	}
	for key, want := range map[string]ID{"q": Quit, "?": Help} {
		if id, _ := m.Match(key, Global); id != want {
			t.Errorf("beside it %s means %q, not %q", key, id, want)
		}
	}
	if id, _ := m.Match("f2", Editor); id != Save {
		t.Errorf("beside it f2 means %q", id)
	}
	if _, err := WithOwn(append(table, Binding{Action: Redraw, Scope: Global, Keys: []string{"q"}}), nil); err == nil ||
		errors.As(err, &wrong) {
		t.Errorf("a table with one key for two actions gives %v", err)
	}
}
