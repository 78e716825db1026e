package screen

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui/graphics"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// flag is a picture of three bands over a black one, a dot each, ten columns wide and six rows high.
func flag(t *testing.T) *graphics.Picture {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 10, 6))
	for y := range 6 {
		for x := range 10 {
			c := []color.RGBA{{255, 0, 0, 255}, {255, 255, 255, 255}, {0, 0, 255, 255}}[x/4]
			if y > 2 {
				c = color.RGBA{0, 0, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	p, err := graphics.New(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// drawn is a picture as it is drawn from a row on.
func drawn(t *testing.T, look theme.Theme, way graphics.Way, from int) string {
	t.Helper()
	terminal := graphics.Look(way, func(string) string { return "" })
	held := graphics.NewHeld(terminal, 1)
	held.Begin()
	e := &Env{Theme: &look, Pictures: Pictures{Terminal: terminal, Held: held}}
	c := paint.NewCanvas(12, 4)
	e.DrawPicture(c.Surface(), NewShown(flag(t), 10, 3), from)
	return c.String()
}

func TestAPictureInHalfBlocks(t *testing.T) {
	const (
		top = "\x1b[38;2;255;0;0;48;2;255;0;0m▀▀▀▀\x1b[38;2;255;255;255;48;2;255;255;255m▀▀▀▀\x1b[38;2;0;0;255;48;2;0;0;255m▀▀\x1b[m"
		mid = "\x1b[38;2;255;0;0;48;2;0;0;0m▀▀▀▀\x1b[38;2;255;255;255m▀▀▀▀\x1b[38;2;0;0;255m▀▀\x1b[m"
		low = "\x1b[38;2;0;0;0;48;2;0;0;0m▀▀▀▀▀▀▀▀▀▀\x1b[m"
	)
	got, want := drawn(t, theme.Dark(), graphics.Blocks, 0), strings.Join([]string{top, mid, low, ""}, "\n")
	if got != want {
		t.Errorf("it is drawn\n%q, want\n%q", got, want)
	}
	got, want = drawn(t, theme.Dark(), graphics.Blocks, 1), mid+"\n"+low+"\n"
	if strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
		t.Errorf("from its second row it is drawn\n%q, want\n%q", got, want)
	}
}

// With ASCII signs only, too, what is dark is drawn.
func TestAPictureInASCII(t *testing.T) {
	look, terminal := theme.Dark(), graphics.Look(graphics.Blocks, func(string) string { return "" })
	c := paint.NewCanvas(10, 3)
	c.ASCII()
	(&Env{Theme: &look, Pictures: Pictures{Terminal: terminal}}).DrawPicture(c.Surface(), NewShown(flag(t), 10, 3), 0)
	if got, want := ansi.Strip(c.String()), "####    ##\n####====##\n##########"; got != want {
		t.Errorf("it is drawn\n%s\nwant\n%s", got, want)
	}
}

// Without colours what is dark is drawn, and nothing is sent to a terminal that could show more.
func TestAPictureWithoutColours(t *testing.T) {
	for _, way := range []graphics.Way{graphics.Blocks, graphics.Kitty} {
		got := strings.Split(drawn(t, theme.Mono(), way, 0), "\n")
		for i, want := range []string{"████    ██", "████▄▄▄▄██", "██████████"} {
			if strings.TrimRight(ansi.Strip(got[i]), " ") != want {
				t.Errorf("by %s row %d is %q, want %q", way, i, got[i], want)
			}
		}
	}
}
