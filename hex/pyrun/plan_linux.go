package pyrun

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// plan is what of the machine's files a program sees, each at its own place: a bind mount, read-only, of a directory or a
// file without symbolic links in its path, or a symbolic link.
type plan struct {
	Binds []string
	// Links are from → to.
	Links map[string]string
}

// systemPaths are what programs need to be loaded: no file of these is anybody's secret.
var systemPaths = [...]string{
	"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
	"/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime",
	// Where the libraries of Nix and Homebrew are.
	"/nix/store", "/home/linuxbrew/.linuxbrew/lib", "/home/linuxbrew/.linuxbrew/opt", "/home/linuxbrew/.linuxbrew/Cellar",
}

// devices are those of /dev that a program sees.
var devices = [...]string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}

// newPlan shows paths and those of the system. What is not there is left out, what is inside of another is not repeated.
func newPlan(paths []string) plan {
	p := plan{Links: map[string]string{}}
	binds := map[string]bool{}
	for _, path := range append(systemPaths[:], paths...) {
		target, err := filepath.EvalSymlinks(path)
		if err != nil {
			continue
		}
		binds[target] = true
		if target != path {
			p.Links[path] = target
		}
	}
	for _, path := range slices.Sorted(maps.Keys(binds)) {
		if !p.shows(path) {
			p.Binds = append(p.Binds, path)
		}
	}
	for from := range p.Links {
		if p.shows(from) {
			delete(p.Links, from)
		}
	}
	return p
}

// shows tells whether a path is in what is mounted.
func (p plan) shows(path string) bool {
	return slices.ContainsFunc(p.Binds, func(dir string) bool { return within(path, dir) })
}

// world tells whether everybody may walk to a file: an interpreter that runs as nobody must reach what it needs.
func world(path string) bool {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&1 == 0 {
			return false
		}
		if dir == "/" || strings.HasPrefix(dir, "/usr/") {
			return true
		}
	}
}
