package mcpsrv

import (
	"fmt"
	"strings"

	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/words"
)

// promptSpec is the declaration of one prompt: a way through the tools that a person can ask for by name.
type promptSpec struct {
	name, title, about string
	arguments          []wire.PromptArgument
	text               func(given map[string]string) string
}

func promptSpecs() []promptSpec {
	project := wire.PromptArgument{Name: "project", About: "The project: its title, id or URL.", Required: true}
	return []promptSpec{
		{"review_hex_project", "Review a project", "Reads a project's notebook and says what is good, what is wrong and what to change, " +
			"without changing anything.",
			[]wire.PromptArgument{project}, reviewPrompt},
		{"explain_hex_failure", "Explain a failure", "Finds out why a run of a project failed, and proposes how to mend it.",
			[]wire.PromptArgument{project, {Name: "run", About: "The run's id; the newest that failed when left out."}}, explainPrompt},
		{"audit_hex_sharing", "Audit sharing", "Looks who may see what, and lists what is open to more people than it should be, " +
			"without changing anything.",
			[]wire.PromptArgument{{Name: "project", About: "Only this project: its title, id or URL. Otherwise all that the token can " +
				"see."}}, auditPrompt},
		{"migrate_hex_table", "Migrate a table's name", "Replaces the name of a table in a project's cells: plan first, then the " +
			"change, then a check.",
			[]wire.PromptArgument{project, {Name: "old_table", About: "The present name.", Required: true},
				{Name: "new_table", About: "The new name.", Required: true}}, migratePrompt},
	}
}

// prompts are the prompts as clients see them.
func (s *Server) prompts() []wire.Prompt {
	var all []wire.Prompt
	for _, p := range promptSpecs() {
		all = append(all, wire.Prompt{Name: p.name, Title: p.title, About: p.about, Arguments: p.arguments,
			Text: func(raw map[string]string) (string, error) {
				given, err := s.promptArguments(p, raw)
				if err != nil {
					return "", err
				}
				return p.text(given), nil
			}})
	}
	return all
}

// promptArguments are the arguments of a prompt, cleaned and in one line each.
func (s *Server) promptArguments(p promptSpec, given map[string]string) (map[string]string, error) {
	values := map[string]string{}
	for _, a := range p.arguments {
		value := words.Shortened(words.OneLine(s.clean.Text(given[a.Name])), 300)
		if a.Required && value == "" {
			return nil, fmt.Errorf("the prompt %s needs the argument %s: %s", p.name, a.Name, a.About)
		}
		values[a.Name] = value
	}
	for name := range given {
		if _, known := values[name]; !known {
			return nil, fmt.Errorf("the prompt %s has no argument %s", p.name, words.Quoted(name))
		}
	}
	return values, nil
}

// steps is a numbered text.
func steps(head string, all ...string) string {
	var b strings.Builder
	b.WriteString(head)
	for i, step := range all {
		fmt.Fprintf(&b, "\n%d. %s", i+1, step)
	}
	return b.String()
}

const resolveStep = "Find the project's id with resolve_hex. When it answers several candidates, ask me which one is meant; do not guess."

func reviewPrompt(v map[string]string) string {
	return steps(fmt.Sprintf("Review the Hex project %q. Change nothing.", v["project"]),
		resolveStep,
		"Read what it is with get_hex_project, and its notebook with get_hex_outline; then the cells that matter with get_hex_cell.",
		"Look at its newest runs with get_hex_project_runs, and at failures with explain_hex_run.",
		"Say what the project does, cell by cell where it helps. Then list what is wrong or fragile: SQL without a limit or with select "+
			"*, cells without a connection, names and numbers that should be inputs, unused results, parameters in quotes, secrets in "+
			"sources, missing words on what it shows. Name each cell by its label and id.",
		"Propose changes in the order of their use, each with the cell and the new source. Say what you could not see: the draft may "+
			"differ from the published version.")
}

func explainPrompt(v map[string]string) string {
	run := "the newest run that failed (leave run_id out)"
	if v["run"] != "" {
		run = fmt.Sprintf("the run %q", v["run"])
	}
	return steps(fmt.Sprintf("Find out why %s of the Hex project %q failed.", run, v["project"]),
		resolveStep,
		"Call explain_hex_run. Keep apart what is certain, likely and possible, and what is of the draft and not of the published "+
			"version that ran.",
		"If it names no cell that fails, ask me whether to make the call that it offers, which runs the draft and names the cell. Read "+
			"the cells that it names, or the first suspects, with get_hex_cell.",
		"Say in plain words what failed, where, and why you think so. Propose the smallest change that mends it as a diff; show it with "+
			"update_hex_cell and dry_run true. Do not write before I agree.",
		"Say what has to happen afterwards: a person must publish before the app changes.")
}

func auditPrompt(v map[string]string) string {
	scope := []string{
		"Walk all projects with list_hex_projects, fields id, title, owner, status and published, and read the sharing of each with " +
			"get_hex_project. Where there are many, begin with those that were edited last, and say how far you came.",
	}
	head := "Audit who may see what in this Hex workspace. Change nothing."
	if v["project"] != "" {
		head = fmt.Sprintf("Audit who may see the Hex project %q. Change nothing.", v["project"])
		scope = []string{resolveStep, "Read its sharing with get_hex_project."}
	}
	return steps(head, append(scope,
		"Look at the groups with list_hex_groups and get_hex_group, and at the collections with list_hex_collections and "+
			"get_hex_collection, as far as access comes from them.",
		"List first what is open to the public web, then what every member may edit, then users with FULL_ACCESS who are not the owner, "+
			"then people outside the company's e-mail domain, then owners who have not logged in for long.",
		"For each say who, what, since when as far as it can be seen, and the call of update_hex_project_…_sharing that would close it. "+
			"Do not make it before I agree.")...)
}

func migratePrompt(v map[string]string) string {
	return steps(fmt.Sprintf("In the Hex project %q, change the table %q to %q.", v["project"], v["old_table"], v["new_table"]),
		resolveStep,
		"Find where it is used with search_hex_cells, whole_word true. Mind other ways to write it: with schema, in quotes, in another "+
			"case, in code and in Markdown.",
		"Call replace_in_hex_cells with whole_word true: it answers a plan and changes nothing. Show me the diff, and what it leaves out.",
		"When I agree, call it again with dry_run false and plan_version from the plan.",
		"Look again with search_hex_cells that the old name is gone. Run the cells that changed with run_hex_cell where the workspace "+
			"has it, and look at get_hex_cell_output.",
		"Remind me that the published app changes only when a person publishes.")
}
