package theme

import (
	"image/color"
	"math"
	"testing"
)

// seen are the matrices by which people without one kind of cones see linear colours (Machado, Oliveira and Fernandes, 2009).
var seen = map[string][3][3]float64{
	"everybody":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopes":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopes": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopes":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

type linear [3]float64

func linearOf(c color.Color) (l linear) {
	r, g, b, _ := c.RGBA()
	for i, v := range []uint32{r, g, b} {
		if s := float64(v) / 0xffff; s <= 0.04045 {
			l[i] = s / 12.92
		} else {
			l[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return l
}

func (l linear) by(m [3][3]float64) (out linear) {
	for i := range out {
		out[i] = min(max(m[i][0]*l[0]+m[i][1]*l[1]+m[i][2]*l[2], 0), 1)
	}
	return out
}

// lab is a colour where distances are differences that are seen (CIE 1976): 2.3 is just to be noticed.
func (l linear) lab() [3]float64 {
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x := f((0.4124*l[0] + 0.3576*l[1] + 0.1805*l[2]) / 0.95047)
	y := f(0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2])
	z := f((0.0193*l[0] + 0.1192*l[1] + 0.9505*l[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func difference(a, b color.Color, m [3][3]float64) float64 {
	p, q := linearOf(a).by(m).lab(), linearOf(b).by(m).lab()
	return math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2])
}

func TestStatesDifferForEveryEye(t *testing.T) {
	for ground, dark := range map[string]bool{"dark": true, "light": false} {
		th := ColourBlind(dark)
		states := map[string]color.Color{"completed": th.Completed.Fg, "errored": th.Errored.Fg, "running": th.Running.Fg,
			"pending": th.Pending.Fg, "killed": th.Killed.Fg}
		for who, m := range seen {
			for a, ca := range states {
				for b, cb := range states {
					if d := difference(ca, cb, m); a < b && d < 20 {
						t.Errorf("on %s %s see %s and %s only %.1f apart", ground, who, a, b, d)
					}
				}
			}
		}
	}
	// The measure would find the faults of the usual colours.
	if d := difference(Dark().Completed.Fg, Dark().Pending.Fg, seen["protanopes"]); d > 20 {
		t.Errorf("protanopes see green and yellow %.1f apart; then this test measures nothing", d)
	}
}

func TestTextOfTheColourBlindThemeHasContrast(t *testing.T) {
	for name, dark := range map[string]bool{"dark": true, "light": false} {
		th := ColourBlind(dark)
		own := color.Color(color.Black)
		if !dark {
			own = color.White
		}
		texts := map[string]Style{"faint": th.Faint, "accent": th.Accent, "ok": th.OK, "warn": th.Warn, "error": th.Error, "info": th.Info,
			"gutter": th.Gutter, "keyword": th.Keyword, "func": th.Func, "string": th.String, "number": th.Number, "operator": th.Operator,
			"param": th.Param, "badge": th.Badge, "running": th.Running, "killed": th.Killed, "placeholder": th.Placeholder}
		for role, st := range texts {
			for where, look := range map[string]Style{
				"the terminal's ground": {Fg: st.Fg, Bg: own}, "a dialog": {Fg: st.Fg, Bg: th.Overlay.Bg},
				"the selected row":    th.Selected(st),
				"a row without focus": th.Blurred(st), "the cursor's line": th.CurrentLine(st),
			} {
				if role == "gutter" && where != "the terminal's ground" {
					continue // numbers of lines stand nowhere else
				}
				if c := contrast(look.Fg, look.Bg); c < 4.5 {
					t.Errorf("%s on %s has a contrast of %.2f with %s", role, name, c, where)
				}
			}
		}
		for role, st := range map[string]Style{"found text": th.Match, "an added word": th.AddedWord, "a removed word": th.RemovedWord,
			"an added line": th.Added, "a removed line": th.Removed, "a dialog": th.Overlay} {
			if c := contrast(st.Fg, st.Bg); c < 4.5 {
				t.Errorf("%s on %s has a contrast of %.2f", role, name, c)
			}
		}
	}
}
