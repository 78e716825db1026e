package picture_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hextui/ui/uitest"
	"hextui/ui/uitest/picture"
	"hextui/ui/uitest/terminal"
)

// show returns the frame of a terminal that was told to print something.
func show(t *testing.T, width, height int, out string) terminal.Frame {
	t.Helper()
	term := terminal.New(terminal.Options{Width: width, Height: height})
	t.Cleanup(term.Close)
	if _, err := io.WriteString(term, strings.ReplaceAll(out, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	return term.Frame()
}

const sampler = "\x1b]2;✓ Orders & returns\x07" +
	"\x1b[1mProjects\x1b[m  \x1b[2mfaint\x1b[m  \x1b[3mitalic\x1b[m  \x1b[4munder line\x1b[m  \x1b[4:3m\x1b[58;2;255;90;90mcurly\x1b[m  " +
	"\x1b[9mstruck\x1b[m\n" +
	"╭──────────┬─────────╮  ┏━━━┳━━┓ ╔═══╦══╗\n" +
	"│ \x1b[38;2;127;216;143m✓ done\x1b[m   │ 世界 ok │  ┃ a ┃ b┃ ║ c ║ d║\n" +
	"├──────────┼─────────┤  ┣━━━╋━━┫ ╠═══╬══╣\n" +
	"│\x1b[7m reversed \x1b[m│\x1b[48;2;71;66;122m select  \x1b[m│  ┗━━━┻━━┛ ╚═══╩══╝\n" +
	"╰──────────┴─────────╯  ▁▂▃▄▅▆▇█ ░▒▓ ▌▐▀▄ ▚▞▛▜▙▟\n" +
	"\x1b[38;2;201;165;255mSELECT\x1b[m \x1b[38;2;121;212;208mcount\x1b[m(*) \x1b[38;2;201;165;255mFROM\x1b[m orders " +
	"\x1b[38;2;201;165;255mWHERE\x1b[m a < 3 \x1b[38;2;201;165;255mAND\x1b[m b > \x1b[38;2;127;216;143m'x'\x1b[m\n" +
	"0123456789012345678901234567890123456789012345678\n" +
	"\x1b[6 q\x1b[3;6H"

func TestSampler(t *testing.T) {
	f := show(t, 60, 9, sampler)
	uitest.Golden(t, "sampler.svg", strings.TrimSuffix(string(picture.SVG(f, picture.Options{})), "\n"))
	light := picture.Options{Foreground: color.RGBA{0x2b, 0x2b, 0x33, 0xff}, Background: color.White, Bare: true}
	uitest.Golden(t, "sampler-light.svg", strings.TrimSuffix(string(picture.SVG(f, light)), "\n"))
}

// TestEveryColumnStandsInItsPlace checks the place and length of each stretch of text.
func TestEveryColumnStandsInItsPlace(t *testing.T) {
	f := show(t, 30, 2, "one two  三 four\n     \x1b[1mfive\x1b[m-six")
	type stretch struct {
		x, cells int
	}
	got := map[string]stretch{}
	find := regexp.MustCompile(`<text x="(\d+)" y="\d+" textLength="(\d+)"[^>]*>([^<]*)<`)
	for _, m := range find.FindAllStringSubmatch(string(picture.SVG(f, picture.Options{Bare: true})), -1) {
		x, _ := strconv.Atoi(m[1])
		length, _ := strconv.Atoi(m[2])
		got[m[3]] = stretch{x / 9, length / 9}
	}
	want := map[string]stretch{"one two": {0, 7}, "三": {9, 2}, "four": {12, 4}, "five": {5, 4}, "-six": {9, 4}}
	for text, w := range want {
		if got[text] != w {
			t.Errorf("%q is drawn at %+v, not at %+v", text, got[text], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the picture has other texts too: %v", got)
	}
}

func TestHostileTextStaysText(t *testing.T) {
	f := show(t, 60, 2, "</text><script>alert(1)</script> & \"quoted\" \u200b]]>")
	svg := picture.SVG(f, picture.Options{Title: "<b>\x00\x1b & \xff"})
	if bytes.Contains(svg, []byte("<script")) || bytes.Contains(svg, []byte("<b>")) {
		t.Errorf("markup from the screen became markup of the picture:\n%s", svg)
	}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the picture is not XML: %v\n%s", err, svg)
		}
	}
}

func TestReverseAndConceal(t *testing.T) {
	f := show(t, 10, 1, "\x1b[7mab\x1b[m\x1b[8msecret\x1b[m")
	svg := string(picture.SVG(f, picture.Options{Bare: true, Foreground: color.White, Background: color.Black}))
	if !strings.Contains(svg, `width="18" height="19" fill="#ffffff"`) || !strings.Contains(svg, `fill="#000000">ab<`) {
		t.Errorf("reversed text is not black on white:\n%s", svg)
	}
	if strings.Contains(svg, "secret") {
		t.Error("concealed text can be read")
	}
}

func BenchmarkSVG(b *testing.B) {
	term := terminal.New(terminal.Options{Width: 160, Height: 50})
	defer term.Close()
	for range 50 {
		if _, err := io.WriteString(term, strings.Repeat("\x1b[1mcell \x1b[m│ ", 20)+"\r\n"); err != nil {
			b.Fatal(err)
		}
	}
	f := term.Frame()
	for b.Loop() {
		picture.SVG(f, picture.Options{})
	}
}
