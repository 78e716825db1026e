package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"hextui/hex/browser"
	"hextui/hex/hosted"
)

// shower shows people the page of a sign-in.
type shower struct {
	talk io.Writer
	// none prints the link and opens nothing.
	none bool
}

// show opens the link, or says how to get to it. It does not wait for what the person does there.
func (b shower) show(ctx context.Context, link string) error {
	words := browser.Command(link)
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

// byHand says how to open the link. Over ssh the browser is on another computer, and must find its way back to this one.
func byHand(link string, ssh bool) string {
	says := "Open this link in the browser of this computer:\n\n  " + link + "\n\n"
	if forward := hosted.ForwardOf(link); ssh && forward != "" {
		says = "The browser has to come back to this computer. On the computer with the browser, run\n\n  ssh -N " + forward +
			" <this computer>\n\nand open this link there:\n\n  " + link + "\n\n"
	}
	return says + "Waiting for the answer. Ctrl+C gives up.\n"
}
