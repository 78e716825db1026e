package road

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"

	"hextui/hex/agents"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/uitest"
)

var programStatus = regexp.MustCompile(`\x1b\]7501;([^\x07]*?)(?::msg=([^\x07:]*))?\x07`)

// status is the last that the terminal was told of the program: its state and a message.
func (d *desk) status() (state, message string) {
	d.t.Helper()
	said := programStatus.FindAllStringSubmatch(d.Output(), -1)
	if len(said) == 0 {
		return "", ""
	}
	last := said[len(said)-1]
	text, err := base64.StdEncoding.DecodeString(last[2])
	d.must(err)
	return strings.TrimPrefix(strings.TrimSuffix(last[1], ":app=hextui"), "state="), string(text)
}

func (d *desk) wantStatus(state, message string) {
	d.t.Helper()
	d.WaitUntil("the status "+state+" "+message, func(uitest.Frame) bool {
		s, m := d.status()
		return s == state && m == message
	})
}

func TestTheTerminalIsToldOfARun(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	start, goOn := d.hold(emulator.HeldPending), d.hold(emulator.HeldRunning)
	d.wantStatus("idle", "")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("P", "enter")
	d.see("◦ pending")
	d.wantStatus("working", "running Weekly revenue")
	start()
	d.see("running", "of about")
	d.clock.advance(10 * time.Second)
	d.WaitUntil("a share of the run", func(uitest.Frame) bool {
		return regexp.MustCompile(`7501;state=working:progress=[1-9][0-9]?:app=hextui`).MatchString(d.Output())
	})
	goOn()
	d.see("√ completed")
	d.wantStatus("idle", "")
}

// That a run failed is told until somebody is there, and what waits for the person goes before it.
func TestTheTerminalIsToldOfAFailedRunAndOfAnAgentThatWaits(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.NoKernel}}}})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("P", "enter")
	d.seeEnd("! no kernel")
	const failed = "The run of “Weekly revenue” was given up without a kernel after 0:00."
	d.wantStatus("error", failed)
	d.Message(ui.AskApproval{Question: agents.Question{ID: "1", Title: "Delete group", Target: "group"}, Answer: func(bool) {}})
	d.wantStatus("blocked:kind=permission", "An agent asks: Delete group")
	d.Message(ui.WithdrawApproval{ID: "1"})
	d.wantStatus("error", failed)
	d.Press("esc")
	d.wantStatus("idle", "")
}

func TestTheTerminalIsNotLeftWithARunThatNobodyWatches(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.hold(emulator.HeldPending)
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("P", "enter")
	d.see("◦ pending")
	d.wantStatus("working", "running Weekly revenue")
	d.Press("q", "y")
	d.wantEnd()
	if state, message := d.status(); state != "idle" || message != "" {
		d.t.Errorf("the program has ended, and the terminal still says %s %s", state, message)
	}
}
