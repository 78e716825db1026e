package theme

import (
	"image/color"
	"math"
	"testing"
)

// contrast is how far two colours are apart, from 1 to 21, as WCAG 2 measures it.
func contrast(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		part := func(v uint32) float64 {
			if s := float64(v) / 0xffff; s > 0.04045 {
				return math.Pow((s+0.055)/1.055, 2.4)
			} else {
				return s / 12.92
			}
		}
		r, g, b, _ := c.RGBA()
		return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
	}
	x, y := light(a)+0.05, light(b)+0.05
	return max(x, y) / min(x, y)
}

// looks are the styles of text that stand on the terminal's own ground.
func looks(t Theme) map[string]Style {
	return map[string]Style{
		"text": t.Text, "title": t.Title, "faint": t.Faint, "accent": t.Accent, "header": t.Header, "footer": t.Footer, "key": t.Key,
		"ok": t.OK, "warn": t.Warn, "error": t.Error, "info": t.Info, "running": t.Running, "pending": t.Pending, "killed": t.Killed,
		"fresh": t.Fresh, "badge": t.Badge, "danger": t.Danger, "input": t.Input, "placeholder": t.Placeholder, "keyword": t.Keyword,
		"func": t.Func, "string": t.String, "number": t.Number, "comment": t.Comment, "operator": t.Operator, "param": t.Param,
		"type": t.Type, "constant": t.Constant, "hunk": t.Hunk,
	}
}

// On a ground that is not known, every colour is readable whether it is white or black; plain text is the terminal's own wherever the
// theme was not chosen for its contrast.
func TestColoursAreReadableOnTheTerminalsGround(t *testing.T) {
	white, black := color.White, color.Black
	for _, c := range []struct {
		theme   Theme
		grounds []color.Color
		own     bool
	}{
		{Neutral(), []color.Color{white, black}, true}, {Dark(), []color.Color{black}, true}, {Light(), []color.Color{white}, true},
		{HighContrast(), []color.Color{black}, false},
	} {
		for name, style := range looks(c.theme) {
			for _, ground := range c.grounds {
				if style.Fg != nil && contrast(style.Fg, ground) < 3 {
					t.Errorf("%s: %s has a contrast of %.1f on %v", c.theme.Name, name, contrast(style.Fg, ground), ground)
				}
			}
		}
		if own := c.theme.Text.Fg == nil && c.theme.Title.Fg == nil; own != c.own {
			t.Errorf("%s: plain text is the terminal's own: %v", c.theme.Name, own)
		}
		// What has a ground of the theme has a colour of the theme, too.
		if s := c.theme.Selected(c.theme.Text); s.Bg != nil && s.Fg == nil || c.theme.Overlay.Bg != nil && c.theme.Overlay.Fg == nil {
			t.Errorf("%s: the terminal's own colour stands on a ground of the theme", c.theme.Name)
		}
	}
}
