package cli

import (
	"context"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui"
)

// screenPiece is the most that GNU screen passes on to its terminal at once, in bytes.
const screenPiece = 768

// clipboard is the way to the clipboard from where the program runs.
func clipboard() *ui.Clipboard {
	c := &ui.Clipboard{Sequence: func(text string) string { return forTerminal(text, os.Getenv) }}
	if tool := clipTool(os.Getenv, runtime.GOOS, exec.LookPath); tool != nil {
		c.Set = tool.set
		c.Certain = !tool.hands
	}
	return c
}

// forTerminal is the sequence by which a terminal takes a text to its clipboard (OSC 52), in the form in which it gets through
// what stands between. Tmux takes it itself or passes it on, each where its settings let it.
func forTerminal(text string, getenv func(string) string) string {
	plain := ansi.SetSystemClipboard(text)
	switch {
	case getenv("TMUX") != "", strings.HasPrefix(getenv("TERM"), "tmux"):
		return plain + ansi.TmuxPassthrough(plain)
	case getenv("STY") != "":
		return ansi.ScreenPassthrough(plain, screenPiece)
	}
	return plain
}

// tool is a program of the system that takes a text to the clipboard.
type tool struct {
	words []string
	// wide is set where it takes UTF-16; hands, where it hands the text on to a terminal that may not take it.
	wide, hands bool
}

// clipTool is the tool that there is, nil for none. Over ssh the clipboard of the person is on another computer, which tmux and a
// forwarded display reach.
func clipTool(getenv func(string) string, system string, look func(string) (string, error)) *tool {
	here := getenv("SSH_CONNECTION") == "" && getenv("SSH_TTY") == ""
	display := getenv("DISPLAY") != "" && (here || strings.HasPrefix(getenv("DISPLAY"), "localhost:"))
	for _, t := range []struct {
		there bool
		tool
	}{
		{here && system == "darwin", tool{words: []string{"pbcopy"}}},
		{here && (system == "windows" || getenv("WSL_DISTRO_NAME") != ""), tool{words: []string{"clip.exe"}, wide: true}},
		{here && getenv("WAYLAND_DISPLAY") != "", tool{words: []string{"wl-copy"}}},
		{display, tool{words: []string{"xclip", "-selection", "clipboard", "-in"}}},
		{display, tool{words: []string{"xsel", "--clipboard", "--input"}}},
		{getenv("TMUX") != "", tool{words: []string{"tmux", "load-buffer", "-w", "-"}, hands: true}},
	} {
		if !t.there {
			continue
		}
		if _, err := look(t.words[0]); err == nil {
			return &t.tool
		}
	}
	return nil
}

// clipWithin is how long a tool may take.
const clipWithin = 5 * time.Second

// set hands a text over and says by what.
func (t *tool) set(ctx context.Context, text string) (by string, err error) {
	ctx, cancel := context.WithTimeout(ctx, clipWithin)
	defer cancel()
	if t.wide {
		units := utf16.Encode([]rune("\ufeff" + text))
		wide := make([]byte, 0, 2*len(units))
		for _, u := range units {
			wide = binary.LittleEndian.AppendUint16(wide, u)
		}
		text = string(wide)
	}
	c := exec.CommandContext(ctx, t.words[0], t.words[1:]...)
	c.Stdin, c.WaitDelay = strings.NewReader(text), time.Second
	return strings.TrimSuffix(filepath.Base(t.words[0]), ".exe"), c.Run()
}
