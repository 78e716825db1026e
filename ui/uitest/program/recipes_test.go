package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// The recipes of docs/recipes do what they say, as they stand there.
func TestRecipes(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	s := serveWorkspace(t, home, "--pace", "0", "--quiet")
	person := newPerson(t, "HEX_API_BASE_URL="+s.url, "HEX_API_KEY="+s.token, "COLLECTION=Start here",
		"GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@acme.example", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@acme.example")
	folder, err := filepath.Abs(filepath.Join("docs", "recipes"))
	if err != nil {
		t.Fatal(err)
	}
	person.program("hextui", person.plain().Path)
	person.put("mail", `echo "$@"; cat >"$HOME/mailed"`)
	file := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(person.home, name)) // what is not there is empty
		return string(text)
	}
	runWith := func(code int, env, line string) string {
		t.Helper()
		cmd := person.byShell(env + ` PATH="$HOME/bin:$PATH" ` + folder + "/" + line)
		cmd.Env = append(cmd.Env, "HOME="+person.home)
		out, errs, got := outcome(t, cmd)
		if got != code {
			t.Errorf("%s: exit code %d, wanted %d; printed %q, said %q", line, got, code, out, errs)
		}
		return out
	}
	run := func(code int, line string) string { t.Helper(); return runWith(code, "", line) }

	run(0, `nightly.sh "Weekly revenue" team@acme.example`)
	if got := file("mailed"); got != "" {
		t.Errorf("a run that went well was mailed: %q", got)
	}
	run(1, `nightly.sh "Net revenue retention" team@acme.example`)
	if got := file("mailed"); !strings.Contains(got, "Suspects") {
		t.Errorf("mailed is %q", got)
	}
	if out := run(1, "dropped-tables.sh no_such_table refunds"); !strings.Contains(out, "refunds, line") ||
		strings.Contains(out, "no_such") {
		t.Errorf("uses of the table: %q", out)
	}
	run(0, "dropped-tables.sh no_such_table")
	if out := run(0, "access.sh"); !strings.HasPrefix(out, "project,email,access,edits,ways\n") ||
		!strings.Contains(out, `"Weekly revenue",maya@acme.example,FULL_ACCESS,true,`) {
		t.Errorf("who can see what: %q", out)
	}
	for _, line := range []string{"access.sh", "dropped-tables.sh refunds", `export-all.sh "$HOME/unmade"`} {
		if out := runWith(4, "HEX_API_KEY=hxtp_refused", line); out != "" { // what looks like an answer would be taken for one
			t.Errorf("%s prints %q where Hex refuses the token", line, out)
		}
	}
	run(0, `rows.sh "Weekly revenue" refunds "$HOME/refunds.csv"`)
	if got := file("refunds.csv"); !strings.HasPrefix(got, "week,refunds,refunded\n") || strings.Count(got, "\n") < 5 {
		t.Errorf("the rows are %q", got)
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git, which the last recipe writes to")
	}
	for range 2 { // the second time there is nothing to commit
		run(0, `export-all.sh "$HOME/backup"`)
	}
	exported, err := filepath.Glob(filepath.Join(person.home, "backup", "*.hex.yaml"))
	if err != nil || len(exported) < 3 {
		t.Errorf("exported are %v, %v", exported, err)
	}
	log, errs, code := outcome(t, person.byShell("git -C backup log --oneline"))
	if strings.Count(log, "\n") != 1 {
		t.Errorf("git has %q, %q, %d", log, errs, code)
	}
}

// program puts a program into the person's own folder of programs.
func (p *person) program(name, path string) {
	p.t.Helper()
	bin := filepath.Join(p.home, "bin")
	if err := os.MkdirAll(bin, 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
		p.t.Skipf("the system makes no links: %v", err)
	}
}

// put puts a script there.
func (p *person) put(name, body string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.home, "bin", name), []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		p.t.Fatal(err)
	}
}

// The example for GitHub is a workflow, and calls only commands that there are.
func TestGitHubExample(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("docs", "recipes", "github-actions.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var flow struct {
		Jobs map[string]struct {
			Steps []struct{ Uses, Run string }
		}
	}
	if err := yaml.Unmarshal(text, &flow); err != nil || len(flow.Jobs) != 3 {
		t.Fatalf("%d jobs, %v", len(flow.Jobs), err)
	}
	spec := said(t, "--spec")
	called := 0
	for name, job := range flow.Jobs {
		for _, step := range job.Steps {
			for line := range strings.Lines(step.Run) {
				_, after, calls := strings.Cut(line, "hextui ")
				if words := strings.Fields(after); calls && len(words) > 1 && !strings.HasPrefix(words[0], "&") && words[0] != "." {
					called++
					if !strings.Contains(spec, `"command": "`+words[0]+" "+words[1]+`"`) {
						t.Errorf("the job %s calls %q, which there is not", name, words[:2])
					}
				}
			}
		}
	}
	if called < 2 {
		t.Errorf("only %d commands were found", called)
	}
}
