package markdown

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Without colours, too, stress is shown and not spelled.
func TestStressWithoutColours(t *testing.T) {
	got, err := Render("1. **organic**: *231* of 2 * 3", "notty", 80)
	if err != nil {
		t.Fatal(err)
	}
	if text := ansi.Strip(got); !strings.Contains(text, "1. organic: 231 of 2 * 3") {
		t.Errorf("it reads %q", text)
	}
	if !strings.Contains(got, "\x1b[1m"+"organic") || !strings.Contains(got, "\x1b[3m"+"231") || strings.Contains(got, "\x1b[38") {
		t.Errorf("weight and slant alone were to be seen: %q", got)
	}
}

// What is drawn without being rendered reads the same as if it were.
func TestProseReadsAsItIsWritten(t *testing.T) {
	for source, prose := range map[string]bool{
		"Weekly revenue by channel, 2024-2026 (net of returns)!": true, "Größe: 3.5 + 4 = 7.5 – “sehr” gut": true,
		"1.5 million rows": true,
		"- an item":        false, "1. first": false, "1) first": false, "+ more": false, "# head": false, "> said": false, "=====": false,
		"two\nlines": false, "*weight*": false, "a_b_c": false, "`code`": false, "<b>": false, "[a](b)": false, "a | b": false,
		"~gone~": false, "a \\ b": false, "R&amp;D": false, "see https://hex.tech": false, "see www.hex.tech": false,
		"maya@acme.example": false,
		"---":               false,
	} {
		if Prose(source) != prose {
			t.Errorf("of %q it says %v", source, !prose)
		}
		got, err := Text{Source: source, Style: "notty", Width: 80}.Lines()
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.TrimSpace(ansi.Strip(strings.Join(got, "\n"))); prose && text != source {
			t.Errorf("%q reads %q when it is rendered", source, text)
		}
	}
}

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

// Of a long text its beginning is shown, without a margin, and that there is more.
func TestTheOpeningOfAText(t *testing.T) {
	text := Text{Source: "one\n\ntwo\n\nthree\n\nfour", Style: "notty", Width: 40}
	for most, want := range map[int]string{3: "one||…", 7: "one||two||three||four"} {
		got, err := text.Opening(most, "…")
		for i, l := range got {
			got[i] = strings.TrimRight(ansi.Strip(l), " ")
		}
		if all := strings.Join(got, "|"); err != nil || all != want {
			t.Errorf("of %d lines it is %q, %v", most, all, err)
		}
	}
}

// A table is as wide as what it holds, at most as the screen; one in a fence is code.
func TestTablesAreAsWideAsTheyNeed(t *testing.T) {
	const source = "Before.\n\n| channel | n |\n| --- | ---: |\n| organic | 2871 |\n| **a\\|b** | 1 |\n\nAfter.\n\n" +
		"```\n\n| x | y |\n| --- | --- |\n\n```"
	for width, most := range map[int]int{200: 32, 80: 32, 24: 24} {
		lines, err := Text{Source: source, Style: "dark", Width: width}.Lines()
		if err != nil {
			t.Fatal(err)
		}
		var text, table []string
		for _, l := range lines {
			l = strings.TrimRight(ansi.Strip(l), " ")
			if text = append(text, l); strings.Contains(l, "│") || strings.Contains(l, "┼") {
				table = append(table, l)
			}
		}
		all := strings.Join(text, "\n")
		if len(table) != 4 || !strings.Contains(table[3], "a|b") || !strings.Contains(all, "| x | y |\n") {
			t.Fatalf("at %d it reads\n%s", width, all)
		}
		for _, l := range table {
			if ansi.StringWidth(l) > most {
				t.Errorf("at %d the table is too wide: %q", width, l)
			}
		}
		if !strings.HasPrefix(text[0], "  Before.") || !strings.Contains(all, "\n\n  After.\n\n") {
			t.Errorf("at %d it reads\n%s", width, all)
		}
	}
}

// The text of an item reads as one, however it was typed; what begins something of its own below it stays by itself.
func TestItemsFlow(t *testing.T) {
	for source, want := range map[string]string{
		"- one\n  goes on\n- two\nlazily": "• one goes on|• two lazily",
		"1. one\n   goes on\n2. two":      "1. one goes on|2. two",
		"- hard  \n  break":               "• hard|break",
		"- one\n  - inner\n    goes on":   "• one|• inner goes on",
		"- one\n```\n- a\n  b\n```":       "• one|- a|b",
		"- one\n# head":                   "• one|# head",
		"words\n- one":                    "words|• one",
	} {
		text, err := Render(source, "notty", 60)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.SplitSeq(ansi.Strip(text), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				got = append(got, line)
			}
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q reads %q, want %q", source, strings.Join(got, "|"), want)
		}
	}
}
