package markdown

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Code after a fence has the colours of its language and of the theme; in an unknown language it is text.
func TestFencedCodeHasColours(t *testing.T) {
	const source = "# Revenue\n\n```postgres\nselect 1 -- one\n```\n\n```py\ndef f():\n    return \"x\"\n```\n\n```nosuch\nDISPLAY " +
		"'x'.\n```\n"
	got, err := Render(source, "dark", 80)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\x1b[38;2;255;123;114mselect\x1b[0m",
		"\x1b[38;2;165;214;255m1\x1b[0m",
		"\x1b[38;2;139;148;158m-- one\x1b[0m",
		"\x1b[38;2;255;123;114mdef\x1b[0m",
		"\x1b[38;2;165;214;255m\"x\"\x1b[0m",
		"DISPLAY 'x'.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the rendered text has no %q:\n%q", want, got)
		}
	}
	if text := ansi.Strip(got); !strings.Contains(text, "    return \"x\"") {
		t.Errorf("the indent of the code is gone:\n%s", text)
	}
	light, err := Render(source, "light", 80)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(light, "\x1b[38;2;207;34;46mselect\x1b[0m") {
		t.Errorf("after the dark colours the light ones are\n%q", light)
	}
	plain, err := Render(source, "notty", 80)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain, "\x1b") {
		t.Errorf("without colours there are escape sequences: %q", plain)
	}
}
