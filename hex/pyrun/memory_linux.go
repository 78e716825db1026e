package pyrun

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// memoryOf is how many bytes of memory the processes below one have together, as far as it is theirs: no files of others,
// and not the one that made the sandbox. A kernel that does not tell who started whom has only the limits of each process.
func memoryOf(pid int) int64 {
	var sum int64
	todo := childrenOf(pid)
	for len(todo) > 0 {
		next := todo[len(todo)-1]
		todo = append(todo[:len(todo)-1], childrenOf(next)...)
		sum += residentOf(next)
	}
	return sum
}

// childrenOf are the processes that a process started and that are there; none where it is gone.
func childrenOf(pid int) []int {
	lists, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children") // the pattern is good
	var children []int
	for _, list := range lists {
		b, err := os.ReadFile(list)
		if err != nil {
			continue // the thread is gone
		}
		for _, word := range strings.Fields(string(b)) {
			if child, err := strconv.Atoi(word); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}

// residentOf is a process's own memory in bytes: anonymous and shared, not files.
func residentOf(pid int) int64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0 // it is gone
	}
	var sum int64
	for line := range bytes.Lines(b) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if string(name) == "RssAnon" || string(name) == "RssShmem" {
			kB, err := strconv.ParseInt(string(bytes.TrimSuffix(bytes.TrimSpace(value), []byte(" kB"))), 10, 64)
			if err == nil {
				sum += kB << 10
			}
		}
	}
	return sum
}
