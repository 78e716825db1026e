package install

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Client is a program that agents run in, by the name that people give it.
type Client string

// The clients whose files are known.
const (
	// Claude is Claude Code, for all projects of the person. ClaudeDesktop is the app.
	Claude        Client = "claude"
	ClaudeDesktop Client = "claude-desktop"
	Cursor        Client = "cursor"
	VSCode        Client = "vscode"
	Codex         Client = "codex"
	Gemini        Client = "gemini"
)

// Clients lists the clients.
func Clients() []Client { return []Client{Claude, ClaudeDesktop, Cursor, VSCode, Codex, Gemini} }

// ParseClient reads the name of a client.
func ParseClient(s string) (Client, error) {
	if c := Client(strings.ToLower(strings.TrimSpace(s))); slices.Contains(Clients(), c) {
		return c, nil
	}
	var names []string
	for _, c := range Clients() {
		names = append(names, string(c))
	}
	if s == "" {
		return "", fmt.Errorf("say for which client: --client with one of %s", strings.Join(names, ", "))
	}
	return "", fmt.Errorf("the client %q is not known; give one of %s", s, strings.Join(names, ", "))
}

// Home says where the files of a person are. The zero value is this computer and this person.
type Home struct {
	// Dir is the home folder, OS the operating system as in GOOS; Getenv reads the environment.
	Dir, OS string
	Getenv  func(string) string
}

func (h Home) withDefaults() (Home, error) {
	if h.Getenv == nil {
		h.Getenv = os.Getenv
	}
	if h.OS == "" {
		h.OS = runtime.GOOS
	}
	if h.Dir == "" {
		dir, err := os.UserHomeDir()
		if err != nil {
			return h, fmt.Errorf("the home folder is not known: %w", err)
		}
		h.Dir = dir
	}
	return h, nil
}

// config is the folder of the applications' settings.
func (h Home) config() string {
	switch {
	case h.OS == "darwin":
		return filepath.Join(h.Dir, "Library", "Application Support")
	case h.OS == "windows" && h.Getenv("APPDATA") != "":
		return h.Getenv("APPDATA")
	case h.OS == "windows":
		return filepath.Join(h.Dir, "AppData", "Roaming")
	case h.Getenv("XDG_CONFIG_HOME") != "":
		return h.Getenv("XDG_CONFIG_HOME")
	}
	return filepath.Join(h.Dir, ".config")
}

// file is where the client keeps its servers, and under which member.
func (c Client) file(h Home) (path, member string) {
	switch c {
	case Claude:
		if dir := h.Getenv("CLAUDE_CONFIG_DIR"); dir != "" {
			return filepath.Join(dir, ".claude.json"), "mcpServers"
		}
		return filepath.Join(h.Dir, ".claude.json"), "mcpServers"
	case ClaudeDesktop:
		return filepath.Join(h.config(), "Claude", "claude_desktop_config.json"), "mcpServers"
	case Cursor:
		return filepath.Join(h.Dir, ".cursor", "mcp.json"), "mcpServers"
	case VSCode:
		return filepath.Join(h.config(), "Code", "User", "mcp.json"), "servers"
	case Codex:
		if dir := h.Getenv("CODEX_HOME"); dir != "" {
			return filepath.Join(dir, "config.toml"), "mcp_servers"
		}
		return filepath.Join(h.Dir, ".codex", "config.toml"), "mcp_servers"
	}
	return filepath.Join(h.Dir, ".gemini", "settings.json"), "mcpServers"
}

// typed tells whether the client wants to be told that the server is on standard input and output.
func (c Client) typed() bool { return c == VSCode || c == Claude }
