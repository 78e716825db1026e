package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// Env is the surroundings of the program. The zero value is the real ones.
type Env struct {
	// Getenv reads the environment; nil is os.Getenv.
	Getenv func(name string) string
	// Keyring keeps tokens; nil is the operating system's.
	Keyring Keyring
	// KeyringWait bounds each call of the keyring, which may hang where its service does; 0 is 5 s.
	KeyringWait time.Duration
}

func (e Env) withDefaults() Env {
	if e.Getenv == nil {
		e.Getenv = os.Getenv
	}
	if e.Keyring == nil {
		e.Keyring = systemKeyring{}
	}
	if e.KeyringWait <= 0 {
		e.KeyringWait = 5 * time.Second
	}
	return e
}

// Config is what config.toml says, and the way to the tokens. Make it with [Load].
type Config struct {
	// Dir is the folder of config.toml and credentials.json; it need not exist. Empty when none could be found.
	Dir string
	// StateDir is the folder for what the program keeps for itself between starts, such as drafts; it need not exist.
	StateDir string
	// Default is the profile that config.toml names as the one to use; it may be empty.
	Default string
	// Settings are those for all profiles.
	Settings Settings
	// Hub are the settings of the agents that help with code, by their names in small letters; never a key.
	Hub map[string]string

	env      Env
	profiles map[string]Profile
}

// Settings are what a person likes. In a [Profile] only what is set differs from the general ones.
type Settings struct {
	// Theme names a theme; empty is the program's choice.
	Theme string
	// Editor is the command line of the editor to open sources in; empty is $VISUAL or $EDITOR.
	Editor string
	// Mouse says whether the mouse is used; nil is yes.
	Mouse *bool
	// Motion is how much moves on the screen by itself: full or reduced; empty is full.
	Motion string
	// Vim says whether cells are edited as in vim; nil is no.
	Vim *bool
	// Models says whether language models may be asked from the UI; nil is yes.
	Models *bool
	// Python says whether the embedded workspace runs CODE cells in the machine's python3; nil is no.
	Python *bool
	// Escape is how long an Escape waits for the rest of an arrow or another key that begins with it; 0 is the program's choice.
	Escape time.Duration
	// Pictures is how the terminal is made to show pictures; empty is as it answers.
	Pictures string
	// Keys are the keys of actions that differ from the built-in ones, by action; an empty list takes an action's keys
	// away.
	Keys map[string][]string
}

// Themes are the names that a theme may have.
func Themes() []string { return []string{"dark", "light", "contrast", "colourblind", "mono"} }

// Motions are the words for how much moves.
func Motions() []string { return []string{"full", "reduced"} }

// Pictures are the words for how pictures are shown.
func Pictures() []string { return []string{"auto", "kitty", "sixel", "iterm", "blocks", "off"} }

// UsesMouse tells whether the mouse is used.
func (s Settings) UsesMouse() bool { return s.Mouse == nil || *s.Mouse }

// UsesVim tells whether cells are edited as in vim.
func (s Settings) UsesVim() bool { return s.Vim != nil && *s.Vim }

// MayAskModels tells whether language models may be asked from the UI.
func (s Settings) MayAskModels() bool { return s.Models == nil || *s.Models }

// RunsPython tells whether the embedded workspace runs CODE cells in the machine's python3.
func (s Settings) RunsPython() bool { return s.Python != nil && *s.Python }

// with is s with what is set in over put in place.
func (s Settings) with(over Settings) Settings {
	if over.Theme != "" {
		s.Theme = over.Theme
	}
	if over.Editor != "" {
		s.Editor = over.Editor
	}
	if over.Mouse != nil {
		s.Mouse = over.Mouse
	}
	if over.Motion != "" {
		s.Motion = over.Motion
	}
	if over.Vim != nil {
		s.Vim = over.Vim
	}
	if over.Models != nil {
		s.Models = over.Models
	}
	if over.Python != nil {
		s.Python = over.Python
	}
	if over.Pictures != "" {
		s.Pictures = over.Pictures
	}
	if over.Escape != 0 {
		s.Escape = over.Escape
	}
	keys := map[string][]string{}
	for _, m := range []map[string][]string{s.Keys, over.Keys} {
		for action, k := range m {
			keys[action] = k
		}
	}
	s.Keys = keys
	return s
}

// Profile is a workspace under a name.
type Profile struct {
	// Name is made of letters, digits, - and _.
	Name string
	// BaseURL is the workspace in any form that [Address] takes; empty is the US region.
	BaseURL string
	// Token is where the profile's token is kept.
	Token Place
	// MCPClient is the id of the client that signs in to the workspace's hosted MCP server; empty where nobody registered one.
	MCPClient string
	// Settings differ from the general ones where they are set.
	Settings Settings
}

// Place is where a token is kept: [InKeyring], [InFile], "env:" and the name of a variable of the environment, or [Anywhere].
type Place string

// The places.
const (
	// Anywhere is the keyring, else the file.
	Anywhere  Place = ""
	InKeyring Place = "keyring"
	InFile    Place = "file"
)

// variable is the name of the variable where p is one.
func (p Place) variable() (string, bool) { return strings.CutPrefix(string(p), "env:") }

// profileName is the largest pattern of the program, with its 64 repetitions: like the others it is made at its first use.
var profileName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`) })

var (
	variableName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`) })
	tokenLike    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`hxt[a-z]_\w+`) })
)

// check says in words what is wrong with a place, or nothing.
func (p Place) check() string {
	if name, ok := p.variable(); ok && variableName().MatchString(name) && !tokenLike().MatchString(name) {
		return ""
	}
	switch p {
	case Anywhere, InKeyring, InFile:
		return ""
	}
	says := `token says where the token is kept: "keyring", "file" or "env:NAME"`
	if tokenLike().MatchString(string(p)) {
		says += "; a token itself must not stand in this file: take it out, and make a new one if others can read the file"
	}
	return says
}

// Load reads config.toml from HEXTUI_CONFIG_DIR, else from hextui in XDG_CONFIG_HOME, else from hextui in the
// system's folder for configuration. A file that is not there is an empty one.
//
// A file that cannot be read is a [*FileError]; the Config is then of use nevertheless, with what could be
// understood, so that the demo and the environment's token go on working: whether to go on is the caller's decision.
func Load(env Env) (Config, error) {
	c := Config{env: env.withDefaults()}
	var noDir, noState error
	c.Dir, noDir = c.env.configDir()
	c.StateDir, noState = c.env.stateDir()
	if err := cmp.Or(noDir, noState); err != nil {
		return c, err
	}
	text, err := readConfig(c.Path())
	if err != nil {
		return c, err
	}
	parsed, err := parse(c.Path(), text)
	c.Default, c.Settings, c.Hub, c.profiles = parsed.Default, parsed.Settings, parsed.Hub, parsed.profiles
	return c, err
}

// Path is where config.toml is, or would be; empty where there is no folder for it.
func (c Config) Path() string { return c.file("config.toml") }

// file is where a file of the configuration is. Without a folder it is nowhere, and not where the program was started.
func (c Config) file(name string) string {
	if c.Dir == "" {
		return ""
	}
	return filepath.Join(c.Dir, name)
}

// maxFile is the largest config.toml and credentials.json that is read, in bytes.
const maxFile = 128 << 10

// readConfig reads config.toml; one that is not there is empty.
func readConfig(path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("it is not a file")
	case info.Size() > maxFile:
		err = fmt.Errorf("it is larger than %d bytes", maxFile)
	}
	if err != nil {
		return "", &FileError{Path: path, Problems: []Problem{{Message: "it cannot be read: " + reason(err)}}}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", &FileError{Path: path, Problems: []Problem{{Message: "it cannot be read: " + reason(err)}}}
	}
	return string(text), nil
}

// Profiles are the profiles of config.toml by name.
func (c Config) Profiles() []Profile {
	out := make([]Profile, 0, len(c.profiles))
	for _, p := range c.profiles {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Profile) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// configDir is the folder of config.toml.
func (e Env) configDir() (string, error) {
	if dir := e.Getenv("HEXTUI_CONFIG_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	if dir := e.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "hextui"), nil
	}
	if home := e.Getenv("HOME"); runtime.GOOS != "windows" && runtime.GOOS != "darwin" && filepath.IsAbs(home) {
		return filepath.Join(home, ".config", "hextui"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", &NoFolder{"there is no folder for the configuration: set HOME or HEXTUI_CONFIG_DIR", err}
	}
	return filepath.Join(dir, "hextui"), nil
}

// stateDir is the folder for what the program keeps for itself.
func (e Env) stateDir() (string, error) {
	if dir := e.Getenv("HEXTUI_CONFIG_DIR"); dir != "" {
		return filepath.Abs(filepath.Join(dir, "state"))
	}
	if dir := e.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "hextui"), nil
	}
	if dir := e.Getenv("LOCALAPPDATA"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "hextui"), nil
	}
	if home := e.Getenv("HOME"); runtime.GOOS != "windows" && runtime.GOOS != "darwin" && filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "hextui"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", &NoFolder{"there is no folder to keep things in: set HOME or XDG_STATE_HOME", err}
	}
	return filepath.Join(dir, "hextui", "state"), nil
}

// NoFolder is the error of a computer that names no folder for what a program keeps. Flags and environment still count.
type NoFolder struct {
	says string
	err  error
}

// Error says what to set.
func (e *NoFolder) Error() string { return fmt.Sprintf("%s (%v)", e.says, e.err) }

// Unwrap is what the system says.
func (e *NoFolder) Unwrap() error { return e.err }

// reason is the cause of a system's error without the path, which the sentence around it has.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return err.Error()
}
