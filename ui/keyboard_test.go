package ui

import (
	"context"
	"errors"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/overlay"
	"hextui/ui/uitest"
)

// With Ctrl, what counts is the Latin letter on the key of another alphabet, and the letter itself in a Latin layout.
func TestKeysOfOtherLayouts(t *testing.T) {
	w := watch(t)
	w.open()
	w.edit()
	w.Type("x")
	w.Raw("\x1b[1099::115;5u") // Ctrl and the ы on the key of s
	w.WaitFor("Save weekly_orders?")
	w.Press("esc")
	w.Raw("\x1b[963::115;5u") // Ctrl and σ
	w.WaitFor("Save weekly_orders?")
	w.Press("esc")
	w.Raw("\x1b[97::113;5u") // Ctrl and a, which is where q is elsewhere: all is selected
	w.Sync()
	w.Type("Z")
	w.WaitGone("from orders o")
}

// A letter of another alphabet that does nothing says so once, wherever it is pressed; where it is text it is text.
func TestLettersThatDoNothing(t *testing.T) {
	const says = "the keys here are Latin letters"
	w := watch(t)
	w.Press("/")
	w.Type("й")
	w.WantNo(says)
	w.Press("esc", "é")
	w.WantNo(says)
	w.Press("й")
	w.Want("“й” does nothing", says)
	w.Press("esc")
	w.Want("There is nothing to go back to")
	w.Press("ц")
	w.WantNo(says)

	w = watch(t)
	w.open()
	w.edit()
	w.Type("x")
	w.Press("esc", "D")
	w.WaitFor("Discard the draft")
	w.Press("н")
	w.Want(says)
}

// Keys that come together with the one that opened a dialog, or before it opened, are not for it; the ones after it are.
func TestKeysThatWereUnderWay(t *testing.T) {
	w := watch(t)
	w.Do(func(tea.Model) {
		var read time.Time
		filter := Filter(w.app, func() time.Time { return read })
		var passed []string
		press := func(r rune, after time.Duration) {
			if !read.IsZero() {
				read = read.Add(after)
			}
			if filter(w.app, tea.KeyPressMsg{Code: r, Text: string(r)}) != nil {
				passed = append(passed, string(r))
			}
		}
		ask := func() {
			w.app.Ask(&overlay.Confirm{Title: "Sure?", Yes: "yes"})
			w.app.opened.handled()
		}
		want := func(keys ...string) {
			t.Helper()
			if !slices.Equal(passed, keys) {
				t.Errorf("the keys %q come through, want %q", passed, keys)
			}
			passed = nil
			w.app.dialogs.Top().Do("no")
		}

		// Where it is not known when keys come, the time counts at which they are taken.
		press('a', 0)
		ask()
		press('b', 0)
		press('c', 0)
		w.app.opened.at, w.app.opened.key = time.Now().Add(-2*atOnce), time.Now().Add(-2*atOnce)
		press('d', 0)
		press('e', 0)
		want("a", "d", "e")

		// On a busy machine keys are taken late, and dialogs open late.
		read = time.Now().Add(-time.Minute)
		press('f', 0)
		ask()
		press('g', atOnce/3)
		press('h', time.Second)
		press('i', time.Second)
		press('j', time.Hour)
		press('k', atOnce/3)
		want("f", "j", "k")

		// Several that come at once, some of them after the dialog has opened.
		ask()
		read = time.Now()
		w.app.opened.key = read
		press('l', atOnce/3)
		press('m', atOnce/3)
		press('n', 2*atOnce)
		want("n")
	})
}

// What another program has printed goes when the person wants it to.
func TestDrawnAnew(t *testing.T) {
	w := watch(t)
	w.Spill("\x1b[5;10HWALL OF TEXT")
	w.Want("WALL OF TEXT")
	w.Press("ctrl+l")
	w.WaitGone("WALL OF TEXT")
	w.Want("Weekly revenue")
}

// “Copied” is said only of what is known to be on the clipboard.
func TestCopiedIsSaidAsFarAsItIsKnown(t *testing.T) {
	var got string
	tool := func(err error) func(context.Context, string) (string, error) {
		return func(_ context.Context, text string) (string, error) {
			got = text
			return "clipper", err
		}
	}
	plain := func(text string) string { return "\x1b]52;c;Zm9y\x07" }
	for name, c := range map[string]struct {
		clipboard *Clipboard
		text      string
		says      string
	}{
		"the terminal alone": {nil, "x", "Sent the thing to the terminal, for its clipboard."},
		"a tool":             {&Clipboard{Sequence: plain, Set: tool(nil), Certain: true}, "x", "Copied the thing."},
		"one that hands on": {&Clipboard{Sequence: plain, Set: tool(nil)}, "x",
			"Gave the thing to clipper, which hands it to the terminal"},
		"one that fails": {&Clipboard{Sequence: plain, Set: tool(errors.New("no display")), Certain: true}, "x",
			"clipper did not take the thing (no display); it was sent to the terminal"},
		"too long for the terminal": {nil, strings.Repeat("x", maxCopy+1), "Too long to copy through the terminal: the thing."},
		"long, by a tool": {&Clipboard{Sequence: plain, Set: tool(nil), Certain: true}, strings.Repeat("x", maxCopy+1),
			"Copied the thing."},
		"long, and the tool fails": {&Clipboard{Sequence: plain, Set: tool(errors.New("no display"))}, strings.Repeat("x", maxCopy+1),
			"Nothing was copied"},
	} {
		t.Run(name, func(t *testing.T) {
			w := watch(t, uitest.Size(140, 30))
			w.Do(func(tea.Model) {
				w.app.opts.Clipboard = c.clipboard
				w.app.Copy(c.text, "the thing")
			})
			w.Message(noticeOver(0)) // an update, which begins what was asked for
			w.WaitFor(c.says)
			if c.clipboard != nil && got != c.text {
				t.Errorf("the tool got %d bytes", len(got))
			}
		})
	}
}

// As long as the ground is not known, the look is one for both, and plain text is the terminal's own.
func TestTheLookOfAnUnknownGround(t *testing.T) {
	for background, want := range map[Background]string{UnknownBackground: "neutral", LightBackground: "light", DarkBackground: "dark"} {
		a := New(t.Context(), Options{Background: background})
		if a.theme.Name != want {
			t.Errorf("the ground %d has the look %s, not %s", background, a.theme.Name, want)
		}
		if a.theme.Text.Fg != nil || a.theme.Title.Fg != nil {
			t.Errorf("in %s plain text is not the terminal's own", want)
		}
		if a.Update(tea.BackgroundColorMsg{Color: color.White}); a.theme.Name != "light" {
			t.Errorf("a white ground has the look %s", a.theme.Name)
		}
	}
	a := New(t.Context(), Options{})
	for range 5 {
		a.nextTheme()
	}
	if a.theme.Name != "mono" {
		t.Errorf("the fifth look is %s", a.theme.Name)
	}
}

// Who quits while clients of agents are connected is told that they lose their server.
func TestQuittingSaysThatClientsAreConnected(t *testing.T) {
	w := watch(t)
	w.Message(AgentClients(1))
	w.Message(AgentClients(1))
	w.Press("q")
	w.Want("Quit?", "2 agents' clients are connected")
	w.Press("n")
	w.Message(AgentClients(-1))
	w.Press("q")
	w.Want("An agent's client is connected")
	w.Press("n")
	w.Message(AgentClients(-1))
	w.Do(func(tea.Model) {
		if w.app.askQuit(); !w.app.quitting || w.app.dialogs.Len() > 0 {
			t.Error("with nobody connected the program asks")
		}
		w.app.quitting = false
	})
}

// A question names projects by their titles, and keeps their ids.
func TestAQuestionNamesProjectsByTitle(t *testing.T) {
	w := watch(t)
	id := ""
	w.Do(func(tea.Model) {
		for i := range w.app.store.Projects.Len() {
			if p := w.app.store.Projects.Item(i); p.Title == "Weekly revenue" {
				id = p.ID
			}
		}
	})
	w.ask("1", func(q *AskApproval) { q.Target, q.IDs = "the project "+id, []string{"project_id " + id} })
	w.Want("the project “Weekly revenue” (" + id + ")")
	w.Press("n")
}
