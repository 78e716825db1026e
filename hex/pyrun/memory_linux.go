package pyrun

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// memoryOf is how many bytes of memory the processes below one have together, as far as it is theirs: no files of others,
// and not the one that made the sandbox. What is counted is exact only where it might be more than the limit, because
// that takes long. A kernel that does not tell who started whom has only the limits of each process.
func memoryOf(pid int, limit int64) int64 {
	var sum int64
	var all []int
	todo := childrenOf(pid)
	for len(todo) > 0 {
		next := todo[len(todo)-1]
		todo = append(todo[:len(todo)-1], childrenOf(next)...)
		all = append(all, next)
		sum += fields("/proc/"+strconv.Itoa(next)+"/status", "RssAnon", "RssShmem")
	}
	if sum <= limit {
		return sum
	}
	// Processes share what they had before they parted: each has its part of that.
	var exact int64
	for _, pid := range all {
		exact += fields("/proc/"+strconv.Itoa(pid)+"/smaps_rollup", "Pss_Anon", "Pss_Shmem")
	}
	if exact == 0 {
		return sum // the kernel does not tell
	}
	return exact
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

// fields is the sum of some fields of a file of /proc, in bytes; 0 where it cannot be read, as the process is gone.
func fields(file string, names ...string) int64 {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	var sum int64
	for line := range strings.Lines(string(b)) {
		name, value, _ := strings.Cut(line, ":")
		if slices.Contains(names, name) {
			if kB, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64); err == nil {
				sum += kB << 10
			}
		}
	}
	return sum
}
