package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hextui/hex/plural"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/install"
)

// AuditCommand is "audit", with "audit verify".
func AuditCommand() *cobra.Command {
	c := &cobra.Command{Use: "audit", Short: "Look after the log of what agents did"}
	after := ""
	verifying := &cobra.Command{
		Use:   "verify FILE…",
		Short: "Prove that audit logs are whole",
		Long: `Reads audit logs and says whether a record was changed, taken out or put in after it was written. Several
files, the oldest first, must go on from one another, and the first must begin where the log does, or go on
from --after. What was cut off at the end cannot be seen: compare the last hash with one that was noted elsewhere.`,
		Args: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				return errors.New("no audit log is named: give its file, which is audit/audit.jsonl in the state folder unless --audit " +
					"named another")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			for _, path := range files {
				sum, err := verify(path, after)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s is whole: %s, %s to %s\n  last hash %s\n",
					path, plural.Of(sum.Records, "record"), sum.First.Format(time.RFC3339), sum.Last.Format(time.RFC3339), sum.Hash)
				after = sum.Hash
			}
			return nil
		},
	}
	verifying.Flags().StringVar(&after, "after", "", "the last hash of the file before the first, where that is kept elsewhere or no more")
	c.AddCommand(verifying)
	return c
}

func verify(path, after string) (audit.Summary, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return audit.Summary{}, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return audit.Summary{}, err
	}
	sum, err := audit.Verify(file, after, nil)
	if err := errors.Join(err, file.Close()); err != nil {
		var headless *audit.Headless
		if errors.As(err, &headless) && headless.Seq > 0 {
			return sum, fmt.Errorf("%s: %w What is in it is whole: %s. Name the file before it first, or give that one's last hash "+
				"with --after, which must be %s", path, err, plural.Of(sum.Records, "record"), headless.Prev)
		}
		return sum, fmt.Errorf("%s: %w", path, err)
	}
	return sum, nil
}

// InstallCommand is "mcp", with "mcp install". has tells the flags that the server has, by their names without dashes.
func InstallCommand(has func(flag string) bool) *cobra.Command {
	var client, name string
	var demo, write bool
	in := &cobra.Command{
		Use:   "install --client NAME [-- FLAG…]",
		Short: "Put this program into the configuration of a client that agents run in",
		Long: `Shows what would be added to the client's file, and with --write adds it. Other entries stay as they are.
The token is not part of it: keep it in the keyring (start hextui once), or give it to the client's environment.
Flags after -- are those that the client starts the server with, such as --read-only.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if at := cmd.ArgsLenAtDash(); len(args) > 0 && at != 0 {
				return fmt.Errorf("%q is not understood: flags for the server come after --", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := known(has, args); err != nil {
				return err
			}
			c, err := install.ParseClient(client)
			if err != nil {
				return err
			}
			program, err := os.Executable()
			if err != nil {
				return fmt.Errorf("where this program is cannot be found out: %w", err)
			}
			start := []string{"--mcp"}
			if demo {
				start = append(start, "--demo")
			}
			change, err := install.Prepare(c, install.Server{Name: name, Command: program, Args: append(start, args...)}, install.Home{})
			if err != nil {
				return err
			}
			return carryOut(cmd.OutOrStdout(), change, write)
		},
	}
	var clients []string
	for _, c := range install.Clients() {
		clients = append(clients, string(c))
	}
	f := in.Flags()
	f.StringVar(&client, "client", "", "which client: "+strings.Join(clients, ", "))
	f.StringVar(&name, "name", "hextui", "what the client calls the server")
	f.BoolVar(&demo, "demo", false, "serve the embedded workspace")
	f.BoolVar(&write, "write", false, "write the change after showing it")
	parent := &cobra.Command{Use: "mcp", Short: "Set the MCP server up in other programs"}
	parent.AddCommand(in)
	return parent
}

// known refuses flags that the server does not have: a client would only say that it did not start.
func known(has func(flag string) bool, args []string) error {
	for _, arg := range args {
		name, ok := strings.CutPrefix(arg, "--")
		if name, _, _ = strings.Cut(name, "="); ok && !has(name) {
			return fmt.Errorf("the server has no flag --%s: hextui --help shows those that it has; nothing was written", name)
		}
	}
	return nil
}

// carryOut shows a change, and writes it if it shall be.
func carryOut(out io.Writer, c install.Change, write bool) error {
	if !c.Needed() {
		fmt.Fprintf(out, "%s has this entry already; nothing is to be done.\n", c.Path)
		return nil
	}
	fmt.Fprintf(out, "%s\n%s\n", c.Path, changed(string(c.Before), string(c.After)))
	if !write {
		fmt.Fprintln(out, "Nothing was written. --write writes it.")
		return nil
	}
	if err := c.Write(); err != nil {
		return err
	}
	fmt.Fprintln(out, "Written. Start the client anew to have it read.")
	return nil
}

// changed shows the lines that differ, and nothing of the rest of the file, where other programs may keep secrets.
func changed(before, after string) string {
	old, now := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	for len(old) > 0 && len(now) > 0 && old[0] == now[0] {
		old, now = old[1:], now[1:]
	}
	for len(old) > 0 && len(now) > 0 && old[len(old)-1] == now[len(now)-1] {
		old, now = old[:len(old)-1], now[:len(now)-1]
	}
	var b strings.Builder
	for sign, lines := range []([]string){old, now} {
		for _, line := range lines {
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				fmt.Fprintf(&b, "  %c %s\n", "-+"[sign], line)
			}
		}
	}
	return b.String()
}
