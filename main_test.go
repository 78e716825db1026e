package main

import (
	"os"
	"os/exec"
	"testing"

	"hextui/ui/uitest"
)

const programMode = "HEXTUI_TEST_PROGRAM"

func TestMain(m *testing.M) {
	switch os.Getenv(programMode) {
	case "":
		os.Exit(m.Run())
	case "hextui":
		main()
	}
}

func TestExplore(t *testing.T) {
	p := uitest.Spawn(t, exec.Command(os.Args[0], "--demo"), uitest.Size(120, 30), uitest.Kitty(), uitest.Env(programMode+"=hextui"))
	p.WaitFor("Weekly revenue")
	t.Log(p.Screen())
	p.Press("enter")
	p.WaitFor("weekly_orders")
	t.Log(p.Screen())
	p.Press("down")
	p.WaitFor("from orders o")
	p.Press("e")
	p.Type("-- typed here ")
	p.WaitFor("typed here")
	t.Log(p.Screen())
	p.Press("esc")
	p.WaitFor("stays")
	t.Log(p.Screen())
	p.Press("q")
	t.Log(p.WaitExit(), p.Screen())
	p.WantRestored()
}
