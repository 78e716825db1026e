package road

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hextui/hex/emulator"
	"hextui/ui/uitest"
)

// changing are the parts of a screen that are new each time: ids of runs and traces, ports, and times by the real clock.
var changing = regexp.MustCompile(`[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[Rr]un [0-9a-f]{8}\b|127\.0\.0\.1:\d+|Read at \d\d:\d\d:\d\d`)

var digit = regexp.MustCompile(`[0-9a-f]`)

// Picture compares the screen, once nothing is under way, with the one that was looked at and found good.
func (d *desk) Picture(name string) {
	d.t.Helper()
	d.still()
	d.pictureOf(name, d.Frame())
}

// pictureOf is picture of a part of the screen.
func (d *desk) pictureOf(name string, part frame) {
	d.t.Helper()
	uitest.Golden(d.t, fmt.Sprintf("../docs/screens/%s-%v", name, d.size), steady(part))
}

// steady is the text of a screen without what is new each time.
func steady(f frame) string {
	return changing.ReplaceAllStringFunc(f.String(), func(s string) string {
		last := strings.LastIndexAny(s, " :") + 1
		if strings.HasPrefix(s, "Read at") {
			last = len("Read at ")
		}
		return s[:last] + digit.ReplaceAllString(s[last:], "0")
	})
}

// The main screens at three sizes.
func TestScreens(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true})
			d.see("69 projects", "maya@acme.example")
			d.laidOut()
			d.Picture("projects")

			d.openCell("Weekly revenue", "weekly_orders")
			d.see("weekly_orders  from orders")
			if size[0] > 120 {
				d.see("Hex draws the chart once the cell has run", "• Weeks start on Monday.")
			}
			d.Picture("cells")
			d.Press("enter")
			d.see("from orders o")
			d.Picture("cell")
			d.Press("e")
			d.see("editing")
			d.Press("end")
			d.Type(" -- Monday")
			d.see("edited, draft kept")
			d.Picture("editing")
			d.Press("ctrl+s")
			d.see("Save weekly_orders?")
			d.Picture("review")
			d.Press("u")
			d.Picture("review-split")
			d.Press("esc")

			d.meanwhile("Weekly revenue", "weekly_orders", "select '2026-11-16' as week, 'paid' as channel,\n       12.5 as revenue -- "+
				"theirs")
			d.save()
			d.see("was changed in Hex meanwhile")
			d.Picture("conflict")
			d.lookUp()
			d.Press("t", "enter")
			d.see("12.5 as revenue")
			d.Press("esc", "enter")

			d.Press("r")
			d.see("Run Weekly revenue")
			d.Picture("run-form")
			d.Press("esc", "ctrl+r")
			d.seeEnd("completed after 0:00")
			d.see("RESULT", "12.5")
			d.Picture("result")
			d.meanwhile("Weekly revenue", "weekly_orders", "select o.wek as week\n  from orders o")
			d.Press("R")
			d.see("o.wek")
			d.Press("ctrl+r")
			d.seeEnd("errored after 0:00")
			d.see("no such column: o.wek")
			d.Picture("failure")

			d.Press("?")
			d.see("Keys here")
			d.Picture("help")
			d.Press("esc", "P", "enter")
			d.seeEnd("Done. The API gives no results")
			d.see("9 completed, 1 errored")                              // this run is in the history
			d.pictureOf("run", d.Frame().Crop(0, 1, size[0], size[1]-1)) // the header tells a time by the real clock
		})
	}
}

// A project read as a whole, once its draft has run: its beginning, its chart, and the chart as large as the screen.
func TestScreensOfADocument(t *testing.T) {
	t.Parallel()
	for _, size := range append([]size{{60, 16}}, sizes...) {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true})
			d.still() // what is known of tables depends on which projects were looked into
			d.openCell("Weekly revenue", "weekly_orders")
			d.Press("ctrl+r")
			d.seeEnd("completed after")
			d.see("107 rows (all)")
			if size[0] > 60 {
				d.see("last run √ completed")
			}
			if size[0] > 80 {
				d.see("18 rows (all)")
			}
			if size[0] > 120 {
				d.see("▀▀▀▀▀▀▀▀▀▀")
			}
			d.Picture("document")
			d.Press("g", "j", "j", "j", "j")
			d.see("Revenue by week", "▀▀▀▀▀▀▀▀▀▀")
			d.Picture("document-chart")
			d.Press("enter")
			d.see("› Revenue by week", strings.Repeat("▀", map[int]int{60: 40, 80: 70, 120: 80, 200: 150}[size[0]])) // larger than it was
			d.Picture("document-blown-up")
		})
	}
}

func TestScreensOfTrouble(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true, client: impatient,
				workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.Status, Status: 500, Operation: "ListProjects"}}}})
			d.see("could not be read", "maya@acme.example")
			d.Picture("unreadable")
			d.workspace.ClearFaults()
			d.Press("R")
			d.see("69 projects")
			d.laidOut()
			d.fault(emulator.Fault{Kind: emulator.HTML, Operation: "ListProjects"})
			d.Press("R")
			d.told("A web page came instead")
			d.see("stale")
			d.Picture("stale")
		})
	}
}

func TestFirstScreens(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d, _ := arriveAt(t, size)
			d.see("Look around in the demo")
			d.Picture("first")
			d.Press("enter")
			d.see("Kept in")
			d.Paste("hxtp_0123456789")
			d.Picture("first-connect")
		})
	}
}

// The look of a screen in every theme: the same words everywhere, and nothing that only colour tells.
func TestThemes(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"dark", "light", "mono"} {
		t.Run(theme, func(t *testing.T) {
			d := sit(t, setup{size: size{100, 24}, theme: theme, lasting: true})
			d.openCell("Weekly revenue", "weekly")
			d.see("from orders o")
			d.Press("e")
			d.see("editing")
			d.Press("down", "shift+end")
			uitest.Golden(t, "../docs/screens/theme-"+theme, d.Frame().Styled())
			if theme != "mono" {
				return
			}
			for y := range 24 {
				for x := range 100 {
					if c := d.Cell(x, y); c.Fg() != "" || c.Bg() != "" {
						t.Fatalf("the theme without colour has one at %d, %d: %s", x, y, c.Look())
					}
				}
			}
		})
	}
}
