package project

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Code after a fence is cut into tokens by the lexers of the editor, through the place where Glamour looks for chroma.
func TestFencedCodeHasColours(t *testing.T) {
	const source = "# Revenue\n\n```postgres\nselect 1 -- one\n```\n\n```py\ndef f():\n    return \"x\"\n```\n\n```cobol\nDISPLAY 'x'.\n```\n"
	got, err := markdown(source, "dark", 80)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\x1b[38;2;0;170;255mselect\x1b[m",
		"\x1b[38;2;110;239;192m1\x1b[m",
		"\x1b[38;2;103;103;103m-- one\x1b[m",
		"\x1b[38;2;0;170;255mdef\x1b[m",
		"\x1b[38;2;198;150;105m\"x\"\x1b[m",
		"DISPLAY 'x'.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the rendered text has no %q:\n%q", want, got)
		}
	}
	if text := ansi.Strip(got); !strings.Contains(text, "    return \"x\"") {
		t.Errorf("the indent of the code is gone:\n%s", text)
	}
	light, err := markdown(source, "light", 80)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(light, "\x1b[38;2;0;170;255mselect\x1b[m") || !strings.Contains(light, "mselect\x1b[m") {
		t.Errorf("after the dark colours the light ones are\n%q", light)
	}
	plain, err := markdown(source, "notty", 80)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain, "\x1b") {
		t.Errorf("without colours there are escape sequences: %q", plain)
	}
}
