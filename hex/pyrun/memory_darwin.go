package pyrun

import (
	"os/exec"
	"strconv"
	"strings"
)

// memoryOf is how many bytes of memory the program below a process has. macOS limits none, so it is asked for it.
func memoryOf(pid int, _ int64) int64 {
	out, err := exec.Command("/bin/ps", "-o", "ppid=,rss=", "-ax").Output()
	if err != nil {
		return 0
	}
	var sum int64
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) == 2 && fields[0] == strconv.Itoa(pid) {
			if kB, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
				sum += kB << 10
			}
		}
	}
	return sum
}
