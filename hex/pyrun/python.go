package pyrun

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// python is an interpreter and what of the machine's files it needs.
type python struct {
	// Executable is the interpreter itself, not a script in its place.
	Executable string
	Version    string
	// Supported tells whether the version is one that the harness knows.
	Supported bool
	// Prefixes are where its library is, and that of its virtual environment; Libraries the files that it has loaded.
	Prefixes, Libraries []string
}

// about asks an interpreter where it lives. It is our own text, so it runs outside of any sandbox.
const about = `
import json, sys
libraries = set()
try:
    with open("/proc/self/maps") as maps:
        libraries = {line.split(None, 5)[5].strip() for line in maps if " /" in line}
except OSError:
    pass
print(json.dumps({
    "Executable": sys.executable, "Version": "%d.%d.%d" % sys.version_info[:3], "Supported": sys.version_info >= (3, 8),
    "Prefixes": sorted({sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}),
    "Libraries": sorted(libraries),
}))
`

// noPython says why no interpreter can be used.
func noPython(format string, values ...any) error {
	return &Unavailable{
		Reason: "Python cannot be run here: " + fmt.Sprintf(format, values...),
		Help:   "Install Python 3.8 or newer, so that python3 is on PATH.",
	}
}

// findPython asks the interpreter of a name.
func findPython(ctx context.Context, name string) (python, error) {
	if name == "" {
		name = "python3"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return python{}, noPython("there is no %s on PATH.", name)
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-I", "-c", about)
	cmd.Env = shimEnvironment(os.Environ())
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return python{}, fmt.Errorf("%s did not answer: %w", path, context.Cause(ctx))
	}
	var p python
	if err == nil {
		err = json.Unmarshal(out, &p)
	}
	switch {
	case err != nil:
		return python{}, noPython("%s does not work (%v; %s).", path, err, lastLine(said.String()))
	case !p.Supported:
		return python{}, noPython("%s is version %s.", path, p.Version)
	case !filepath.IsAbs(p.Executable):
		return python{}, noPython("%s does not know where it is.", path)
	}
	return p, nil
}

// shimEnvironment is what scripts that stand in an interpreter's place need to find it, and nothing else of ours.
func shimEnvironment(environ []string) []string {
	var kept []string
	for _, v := range environ {
		name, _, _ := strings.Cut(v, "=")
		switch prefix, _, _ := strings.Cut(name, "_"); {
		case slices.Contains([]string{"PATH", "HOME", "USER", "SYSTEMROOT", "DEVELOPER_DIR"}, name),
			slices.Contains([]string{"PYENV", "ASDF", "MISE", "RTX", "VIRTUAL"}, prefix):
			kept = append(kept, v)
		}
	}
	return kept
}

// paths are the directories and files that the interpreter needs beside those that every program needs. The error says that
// one of them holds more than an interpreter, so that it cannot be shown to a program.
func (p python) paths() ([]string, error) {
	home, _ := os.UserHomeDir() // without one there is nothing to guard
	home = resolved(home)
	var paths []string
	for _, path := range p.Prefixes {
		path = filepath.Clean(path)
		for _, kept := range []string{home, "/home", "/root", "/etc", "/var", "/Users"} {
			if kept != "" && within(resolved(kept), resolved(path)) {
				return nil, fmt.Errorf("the interpreter %s lives in %s, which holds more than Python", p.Executable, path)
			}
		}
		if within(resolved(path), "/tmp") {
			return nil, fmt.Errorf("the interpreter %s lives in /tmp, where a program finds an empty directory", p.Executable)
		}
		paths = append(paths, path)
	}
	paths = append(paths, p.Executable, resolved(p.Executable))
	for _, file := range p.Libraries {
		if strings.Contains(filepath.Base(file), ".so") {
			paths = append(paths, file)
		}
	}
	return paths, nil
}

// within tells whether path is dir or in it.
func within(path, dir string) bool {
	return path == dir || dir == "/" || strings.HasPrefix(path, dir+"/")
}

// resolved is a path without symbolic links, or the path itself where there is nothing.
func resolved(path string) string {
	if path == "" {
		return ""
	}
	if r, err := filepath.EvalSymlinks(path); err == nil {
		return r
	}
	return path
}
