package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"hextui/ui/action"
)

// KeysCommand is "keys", which prints a table of keys: for people, or as JSON for programs.
func KeysCommand(table []action.Binding) *cobra.Command {
	var all, asJSON bool
	c := &cobra.Command{
		Use:   "keys",
		Short: "Print the table of keys and actions, as Markdown or JSON",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := action.NewKeyMap(table)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), m)
			}
			return writeTables(cmd.OutOrStdout(), m, all)
		},
	}
	c.Flags().BoolVar(&all, "all", true, "the editor's own commands too")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON: scope, action, keys, words")
	return c
}

func writeJSON(w io.Writer, m action.KeyMap) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(m.All())
}

// titles are the scopes in the order in which a person reads about them. A result has the keys of its project and list.
var titles = []struct {
	scope action.Scope
	title string
}{
	{action.Global, "Everywhere"}, {action.Home, "Home"}, {action.Projects, "Projects"}, {action.Project, "A project"},
	{action.Editor, "Editing a cell"}, {action.Vim, "Editing as in vim"},
	{action.Replacing, "Replacing one by one"}, {action.Sharing, "Who may see a project"}, {action.Guides, "Guides"}, {action.Run, "A run"},
	{action.AllRuns, "Runs of the workspace"}, {action.Threads, "Threads"}, {action.Thread, "A thread"},
	{action.Prompt, "A question to Hex"},
	{action.Groups, "Groups"}, {action.Group, "A group"}, {action.Users, "Users"}, {action.User, "A user"},
	{action.Collections, "Collections"}, {action.Collection, "A collection"},
	{action.Connections, "Data connections"}, {action.Connection, "A data connection"},
	{action.Result, "Results"}, {action.List, "Lists and results"}, {action.Browse, "Other lists"}, {action.Filter, "The filter line"},
	{action.Review, "Reviewing a change"}, {action.Conflict, "A conflict"}, {action.Form, "Forms"}, {action.Picker, "The palette"},
	{action.Several, "Marking several"},
	{action.Dialog, "Questions"}, {action.Text, "Texts"}, {action.Answer, "Answers of a model"}, {action.Consent, "Signing in"},
	{action.Welcome, "The first screen"},
}

// writeTables prints the keys as Markdown, a section for each scope.
func writeTables(w io.Writer, m action.KeyMap, withEditor bool) error {
	cell := func(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
	var b strings.Builder
	for i, s := range titles {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "**%s**\n\n| keys | what | action |\n| --- | --- | --- |\n", s.title)
		for _, k := range m.In(s.scope) {
			if len(k.Keys) == 0 || !withEditor && strings.HasPrefix(string(k.Action), action.EditPrefix) {
				continue
			}
			var keys []string
			for _, key := range k.Keys {
				keys = append(keys, "`"+cell(key)+"`")
			}
			fmt.Fprintf(&b, "| %s | %s | `%s` |\n", strings.Join(keys, " "), cell(k.Long), k.Action)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
