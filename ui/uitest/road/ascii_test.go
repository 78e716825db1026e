package road

import (
	"strings"
	"testing"
	"time"

	"hextui/hex/config"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/cli"
)

// plain waits for texts and looks whether anything beyond ASCII stands on the screen, in its title, or is drawn from Hex.
func (d *desk) plain(texts ...string) {
	d.t.Helper()
	d.see(texts...)
	f := d.Frame()
	for y, row := range append(f.Rows(), f.Title) {
		for _, r := range row {
			if r > 0x7e {
				d.t.Errorf("with --ascii %q stands in line %d of\n%s", r, y, d.Screen())
				return
			}
		}
	}
}

// With --ascii nothing beyond ASCII is drawn, on no screen and in no dialog, be it ours or from Hex.
func TestASCII(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{ascii: true, agents: true, size: size{200, 60}})
	d.plain("69 projects", "A/B: free shipping over 50 E", "Groste Kunden je Region", "????????????????", "+ completed", "enter open")
	d.Press("/")
	d.Type("nothing at all\n")
	d.plain("takes the filter away")
	d.Press("esc")
	d.Press("?")
	d.plain("Keys here")
	d.Press("esc", ":")
	d.Type("größ")
	d.plain("Groste Kunden")
	d.Press("esc", "s")
	d.plain("Sort by")
	d.Press("esc", "L")
	d.plain("Messages")
	d.Press("esc")

	d.Message(ui.AgentCall{
		ID: "1", Tool: "update_hex_cell", Class: "write", Target: "売上 › Überblick", Client: "claude…", At: noon, Running: true,
	})
	for _, b := range program.Keys(t).In(action.Global) {
		if strings.HasPrefix(string(b.Action), action.GoPrefix) || b.Action == action.Activity {
			d.Press(b.Keys[0])
			d.WaitGone("reading")
			d.plain("hextui  ")
			if b.Action == action.GoAsk { // where keys are text
				d.Press("esc", "6")
				d.plain("private thread ")
			}
		}
	}
	d.Press("8")
	d.plain("???? > Uberblick")
	d.Press("enter")
	d.plain("client ", "claude~", "call  ")
	d.Press("esc", "2")
	d.WaitGone("reading")
	d.Press("enter")
	d.plain("projects    ")

	d.Press("1")
	d.find("title:Weekly")
	d.choosePlain("Weekly revenue")
	d.Press("H")
	d.plain("STARTED", "v")
	d.Press("esc", "enter")
	d.WaitGone("reading")
	d.plain("CELLS", "Weekly")
	d.choosePlain("Notes")
	d.Press("enter")
	d.plain("Weekly revenue")
	d.Press("esc")
	d.choosePlain("weekly_orders")
	d.Press("e")
	d.see("editing")
	d.Press("end")
	d.Type(" -- Größe 売上 👩‍👩‍👧 \t …")
	d.plain("-- Grose ???? ??")
	d.Press("ctrl+s")
	d.plain("Save weekly_orders?")
	d.Press("u")
	d.plain("Save weekly_orders?")
	d.Press("esc")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'Umsatz für 売上' as week")
	d.Press("ctrl+s", "enter")
	d.told("was changed in Hex meanwhile")
	d.plain()
	d.lookUp()
	d.Press("t", "enter")
	d.WaitGone("was changed in Hex meanwhile")
	d.Press("esc", "r")
	d.plain("Run Weekly revenue")
	d.Press("esc", "ctrl+r")
	d.seeEnd("errored after 0:00")
	d.plain("join and round", "not in dict")
	d.Press("P", "enter")
	d.told("Done. The API gives no results")
	d.plain()
	d.Resize(20, 5)
	d.told("Too small")
	d.plain()
	d.Resize(200, 60)
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "ListProjects"})
	d.clock.advance(time.Hour)
	d.Press("1", "R")
	d.told("could not be read anew")
	d.plain()
}

func TestASCIIOfTheFirstScreen(t *testing.T) {
	t.Parallel()
	var ends ending
	w := cli.Connecting{Session: ends.session, Demo: ends.demo}.Welcome(&config.NoToken{BaseURL: "https://app.hex.tech/api/v1"})
	d := sit(t, setup{ascii: true, welcome: w})
	d.ends = append(d.ends, func() { d.must(ends.close()) })
	d.plain("Look around in the demo", "enter choose   up/down move")
	d.Press("enter")
	d.Paste("hxtp_0123456789")
	d.plain("***************")
}

// choosePlain is choose on a screen with ASCII signs only.
func (d *desk) choosePlain(text string) {
	d.t.Helper()
	d.see(text)
	d.Press("g")
	for range 200 {
		for _, row := range d.Frame().Rows() {
			if strings.HasPrefix(row, "|") && strings.Contains(row, text) {
				return
			}
		}
		d.Press("j")
	}
	d.t.Fatalf("the bar does not reach %q:\n%s", text, d.Screen())
}
