package program

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hextui/ui/uitest"
)

// BenchmarkLongList reports what it takes the program to read 100,000 projects of a workspace on this machine page by page: how long
// it takes, the processor time of a page in the first and in the last quarter, which must not differ (the emulator's is not in it),
// and the memory that the program takes then, as Linux counts it (target 150 MB).
func BenchmarkLongList(b *testing.B) {
	if _, err := os.ReadDir("/proc/self/task"); err != nil {
		b.Skipf("the system does not tell what a process takes: %v", err)
	}
	const projects, size = 100_000, 100
	s := serveWorkspace(b, newPerson(b), "--pace", "0", "--quiet", "--size", strconv.Itoa(projects))
	for b.Loop() {
		home := newPerson(b, "HEX_API_BASE_URL="+s.url, "HEX_API_KEY="+s.token)
		began := time.Now()
		cmd := home.command("--rate", "-1")
		p := uitest.Spawn(b, cmd, uitest.Size(120, 40))
		shown := regexp.MustCompile(`All ([0-9,]+) `)
		// reached waits until so many are there, and returns how many, and the processor time so far.
		reached := func(least int) (have, ticks int) {
			p.WaitUntil(strconv.Itoa(least)+" projects", func(uitest.Frame) bool {
				if m := shown.FindStringSubmatch(p.Screen()); m != nil {
					have, _ = strconv.Atoi(strings.ReplaceAll(m[1], ",", "")) // digits, as the pattern has it
				}
				return have >= least
			})
			_, ticks = activity(b, p.PID())
			return have, ticks
		}
		p.WaitUntil("a screen", func(uitest.Frame) bool { return strings.Contains(p.Screen(), "? keys") })
		p.Press("1")
		from, before := reached(1)
		first, atFirst := reached(projects / 4)
		third, atThird := reached(projects * 3 / 4)
		all, atEnd := reached(projects)
		b.ReportMetric(time.Since(began).Seconds(), "s")
		page := func(ticks, items int) float64 { return float64(ticks) * 10 * size / float64(items) } // a tick is 10 ms
		b.ReportMetric(page(atFirst-before, first-from), "ms-cpu/page-first")
		b.ReportMetric(page(atEnd-atThird, all-third), "ms-cpu/page-last")
		quiet(b, p.PID())
		b.ReportMetric(resident(b, cmd, "VmRSS"), "MB")
		b.ReportMetric(resident(b, cmd, "RssAnon"), "MB-own")
		p.Signal(os.Kill)
		p.WaitExit()
	}
}
