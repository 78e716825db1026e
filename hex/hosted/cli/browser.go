package cli

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// browser shows people the page of a sign-in.
type browser struct {
	talk io.Writer
	// none prints the link and opens nothing.
	none bool
}

// show opens the link, or says how to get to it. It does not wait for what the person does there.
func (b browser) show(ctx context.Context, link string) error {
	words := command(link, os.Getenv, runtime.GOOS)
	if b.none || words == nil {
		_, err := io.WriteString(b.talk, byHand(link, os.Getenv("SSH_CONNECTION") != ""))
		return err
	}
	fmt.Fprintf(b.talk, "Opening the browser. If it does not come up, open this link on this computer:\n\n  %s\n\n", link)
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	if err := c.Start(); err != nil {
		fmt.Fprintf(b.talk, "%s could not be started: open the link yourself.\n", filepath.Base(words[0]))
		return nil
	}
	// It may stay as long as its window: only that it ended badly is of interest.
	go func() {
		if err := c.Wait(); err != nil && ctx.Err() == nil {
			fmt.Fprintf(b.talk, "%s ended with %v: if no page came up, open the link yourself.\n", filepath.Base(words[0]), err)
		}
	}()
	return nil
}

// command is the command line that opens a link: that of BROWSER, which may name several, else the system's; nil where there is
// no display to show a page on.
func command(link string, getenv func(string) string, system string) []string {
	for _, one := range strings.Split(getenv("BROWSER"), string(os.PathListSeparator)) {
		words := strings.Fields(one)
		if len(words) == 0 {
			continue
		}
		for i, w := range words {
			words[i] = strings.ReplaceAll(w, "%s", link)
		}
		if !strings.Contains(one, "%s") {
			words = append(words, link)
		}
		return words
	}
	switch {
	case system == "darwin":
		return []string{"open", link}
	case system == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", link}
	case getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "":
		return nil
	}
	return []string{"xdg-open", link}
}

// byHand says how to open the link. Over ssh the browser is on another computer, and must find its way back to this one.
func byHand(link string, ssh bool) string {
	says := "Open this link in the browser of this computer:\n\n  " + link + "\n\n"
	if port := portOf(link); ssh && port != "" {
		says = "The browser has to come back to port " + port + " of this computer. On the computer with the browser, run\n\n  " +
			"ssh -N -L " + port + ":127.0.0.1:" + port + " <this computer>\n\nand open this link there:\n\n  " + link + "\n\n"
	}
	return says + "Waiting for the answer. Ctrl+C gives up.\n"
}

// portOf is the port that the link's page sends the browser back to.
func portOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	back, err := url.Parse(u.Query().Get("redirect_uri"))
	if err != nil {
		return ""
	}
	return back.Port()
}
