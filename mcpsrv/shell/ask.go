package shell

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"hextui/mcpsrv"
)

// asker asks the person at the terminal, and nobody where there is none.
type asker struct {
	order *order
	// mute is set once somebody would have had to be asked, and nobody could.
	mute bool
}

// Approve shows the plan and asks.
func (a *asker) Approve(ctx context.Context, q mcpsrv.ApprovalRequest) (mcpsrv.Decision, error) {
	o := a.order
	w := o.cmd.ErrOrStderr()
	o.talk.clear()
	fmt.Fprintf(w, "%s: %s\n%s\n", q.Title, q.Target, indented(q.Plan))
	if !o.term.In || !o.term.Err {
		a.mute = true
		return mcpsrv.Declined, nil
	}
	fmt.Fprint(w, "Do it? [y/N] ")
	said, err := answered(ctx, o.cmd.InOrStdin())
	if err != nil {
		return mcpsrv.Declined, err
	}
	switch strings.ToLower(strings.TrimSpace(said)) {
	case "y", "yes":
		return mcpsrv.Approved, nil
	}
	return mcpsrv.Declined, nil
}

// answered is the line that is typed, or the end of the waiting for it.
func answered(ctx context.Context, r io.Reader) (string, error) {
	type reply struct {
		line string
		err  error
	}
	got := make(chan reply, 1)
	go func() { // a read of a terminal cannot be given up: it ends with the process
		line, err := bufio.NewReader(r).ReadString('\n')
		got <- reply{line, err}
	}()
	select {
	case r := <-got:
		if r.err == io.EOF {
			return "", nil
		}
		return r.line, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// indented is a plan as it stands below its title.
func indented(plan string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(plan, "\n"), "\n", "\n  ")
}
