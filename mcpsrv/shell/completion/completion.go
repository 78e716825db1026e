// Package completion writes the scripts by which shells complete the commands. They are Cobra's, mended where a title has blanks or other
// signs that a shell means something by: titles are what people complete most. It knows no command.
package completion

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Mend has the commands that print the scripts print them mended.
func Mend(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		for _, shell := range c.Commands() {
			shell.RunE = func(cmd *cobra.Command, _ []string) error {
				plain, _ := cmd.Flags().GetBool("no-descriptions")
				text, err := script(cmd.Root(), cmd.Name(), !plain)
				if err == nil {
					_, err = cmd.OutOrStdout().Write(text)
				}
				return err
			}
		}
	}
}

// script is that of a shell.
func script(root *cobra.Command, shell string, described bool) ([]byte, error) {
	var b bytes.Buffer
	switch shell {
	case "bash":
		return mended(&b, root.GenBashCompletionV2(&b, described), bash())
	case "zsh":
		err := root.GenZshCompletion(&b)
		if !described {
			b.Reset()
			err = root.GenZshCompletionNoDesc(&b)
		}
		return mended(&b, err, zsh())
	case "fish":
		return mended(&b, root.GenFishCompletion(&b, described), fish())
	}
	if !described {
		err := root.GenPowerShellCompletion(&b)
		return b.Bytes(), err
	}
	err := root.GenPowerShellCompletionWithDesc(&b)
	return b.Bytes(), err
}

// change is a passage of a script, and what stands in its place.
type change struct{ old, new string }

// mended is a script with changes. One that finds nothing to change fails: Cobra writes another script now.
func mended(b *bytes.Buffer, err error, changes []change) ([]byte, error) {
	text := b.String()
	for _, c := range changes {
		if err == nil && strings.Count(text, c.old) != 1 {
			err = fmt.Errorf("the script cannot be mended: %q is not in it once", c.old)
		}
		text = strings.Replace(text, c.old, c.new, 1)
	}
	return []byte(text), err
}

// bash compares and inserts values as they are typed: within quotation marks plain, elsewhere with their signs escaped, also where
// several begin alike. A word whose quotation mark is still open is closed before it is asked about.
func bash() []change {
	return []change{
		{`    out=$(eval "${requestComp}" 2>/dev/null)
`, `    out=$(eval "${requestComp}" 2>/dev/null) || out=$(eval "${requestComp}\"" 2>/dev/null) ||
        out=$(eval "${requestComp}'" 2>/dev/null)
`},
		{`    # Short circuit to optimize if we don't have descriptions
    if [[ "${completions[*]}" != *$tab* ]]; then
`, `    local typed=$cur quoted=
    case $cur in
    [\"\']*) typed=${cur:1} quoted=1 ;;
    esac

    if false; then
`},
		{`        printf -v comp "%q" "${compline%%$tab*}" &>/dev/null || comp=$(printf "%q" "${compline%%$tab*}")
`, `        comp=${compline%%$tab*}
        [[ $quoted ]] || printf -v comp "%q" "$comp" &>/dev/null || comp=$(printf "%q" "$comp")
`},
		{`        [[ $comp == "$cur"* ]] || continue
`, `        [[ $comp == "$typed"* ]] || continue
`},
		{`        COMPREPLY+=("$compline")
`, `        COMPREPLY+=("$comp${compline#"${compline%%$tab*}"}")
`},
		{`        # Strip any description before checking the length, and again, don't escape
        # the completion because this length is only used when printing the completions
        # in a list and we don't want show escape characters in that list.
        comp=${compline%%$tab*}
`, ""},
		{`        COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")
        __`, `        COMPREPLY[0]=${COMPREPLY[0]%%$tab*}
        __`},
	}
}

// zsh closes a quotation mark that is open before it asks.
func zsh() []change {
	return []change{{`    out=$(eval ${requestComp} 2>/dev/null)
`, `    out=$(eval ${requestComp} 2>/dev/null) || out=$(eval "${requestComp}\"" 2>/dev/null) || out=$(eval "${requestComp}'" 2>/dev/null)
`}}
}

// fish gives the words as they are meant, and escapes them for the command line that it asks by.
func fish() []change {
	return []change{
		{`    set -l lastArg (string escape -- (commandline -ct))
`, `    set -l plain (string unescape -- (commandline -ct))
    set -l lastArg (string escape -- "$plain")
    set -l escaped (string escape -- $args[2..-1])
`},
		{`$args[2..-1] $lastArg`, `$escaped $lastArg`},
	}
}
