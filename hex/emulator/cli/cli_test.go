package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hextui/hex/exit"
)

// served runs the command until the test ends, and gives its address and what it printed. Its errors go to errs.
func served(t *testing.T, errs io.Writer, args ...string) (url, printed string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in, out := io.Pipe()
	c := Command()
	c.SetArgs(append(args, "--addr", "127.0.0.1:0", "--token", "dev", "--pace", "0", "--quiet"))
	c.SetOut(out)
	c.SetErr(errs)
	ended := make(chan error, 1)
	go func() {
		err := c.ExecuteContext(ctx)
		ended <- errors.Join(err, out.CloseWithError(io.EOF))
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	for lines := bufio.NewScanner(in); lines.Scan(); {
		printed += lines.Text() + "\n"
		if strings.HasPrefix(lines.Text(), "Ctrl+C") {
			return regexp.MustCompile(`http://\S+`).FindString(printed), printed
		}
	}
	t.Fatalf("it says %s", printed)
	return "", ""
}

// get reads an answer: its status and its text.
func get(t *testing.T, method, address, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer dev")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestFlags(t *testing.T) {
	t.Parallel()
	url, printed := served(t, io.Discard, "--plan", "team", "--older", "--size", "300", "--hostile",
		"--fault", "status,status=503,operation=Me,times=1,retry-after=7", "--fault", "html,path=/api/v1/groups")
	if status, text := get(t, "GET", url+"/users/me", ""); status != 503 {
		t.Errorf("with a fault: %d %s", status, text)
	}
	if status, text := get(t, "GET", url+"/users/me", ""); status != 200 {
		t.Errorf("after it: %d %s", status, text)
	}
	if status, text := get(t, "GET", url+"/groups", ""); status != 502 || !strings.Contains(text, "<html>") {
		t.Errorf("a proxy's page is %d %s", status, text)
	}
	found, hostile := 0, false
	for after := ""; ; {
		status, text := get(t, "GET", url+"/projects?limit=100"+after, "")
		if status != 200 {
			t.Fatal(status, text)
		}
		found += strings.Count(text, `"lastEditedAt"`)
		hostile = hostile || strings.Contains(text, `\u001b[31mred`)
		next := regexp.MustCompile(`"after":"([^"]+)"`).FindStringSubmatch(text)
		if next == nil {
			break
		}
		after = "&after=" + next[1]
	}
	if found < 350 || !hostile {
		t.Errorf("there are %d projects, hostile ones among them: %v", found, hostile)
	}
	id := regexp.MustCompile(`semantic project Shop metrics: (\S+)`).FindStringSubmatch(printed)
	if id == nil || !strings.Contains(printed, "saved view ") {
		t.Fatalf("it says %s", printed)
	}
	const other = "5a8f0c0e-2d2e-4d58-9c52-6f6c1f3a7b11"
	update := `{"updates":[{"type":"DATASET","name":"orders","status":null}]}`
	if status, text := get(t, "PATCH", url+"/semantic-projects/"+id[1], update); status != 200 {
		t.Errorf("the semantic project is %d %s", status, text)
	}
	if status, text := get(t, "PATCH", url+"/semantic-projects/"+other, update); status != 404 || !strings.Contains(text, id[1]) {
		t.Errorf("another semantic project is %d %s", status, text)
	}
	if status, text := get(t, "POST", url+"/projects", `{}`); status != 400 || !strings.Contains(text, `"reason"`) {
		t.Errorf("an error of the earlier document is %d %s", status, text)
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	for plan, refused := range map[string]bool{"team": true, "enterprise": false} {
		url, _ := served(t, io.Discard, "--plan", plan)
		_, text := get(t, "GET", url+"/projects?limit=1", "")
		id := regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(text)[1]
		if status, text := get(t, "GET", url+"/projects/"+id+"/queriedTables", ""); (status == 403) != refused {
			t.Errorf("%s: %d %s", plan, status, text)
		}
	}
}

func TestMisuse(t *testing.T) {
	t.Parallel()
	for args, says := range map[string]string{
		"--size -1":                        "--size is how many projects to add, from 0 to 100000, not -1",
		"--size 100001":                    "not 100001",
		"--plan gratis":                    `--plan is enterprise or team, not "gratis"`,
		"--pace -1":                        "--pace is 0 for runs that end at once",
		"--pace NaN":                       "--pace is 0 for runs that end at once",
		"--addr nowhere":                   "--addr is a host and a port",
		"--fault slow":                     "--fault slow: a fault's kind is one of",
		"--fault reset,operation=Nonsense": "a fault's operation is one of Hex's",
		"more":                             `takes flags only, not "more"`,
	} {
		c := Command()
		c.SilenceErrors, c.SilenceUsage = true, true
		c.SetArgs(strings.Fields(args))
		err := c.ExecuteContext(t.Context())
		if exit.Code(err) != exit.Misused || !strings.Contains(err.Error(), says) {
			t.Errorf("%s says %v", args, err)
		}
	}
}

// TestAnOldWorkspaceStays says that what makes a new workspace does nothing for one that is there.
func TestAnOldWorkspaceStays(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kept.db")
	t.Run("new", func(t *testing.T) {
		var errs strings.Builder
		served(t, &errs, "--workspace", path, "--size", "1")
		if errs.String() != "" {
			t.Errorf("it says %s", errs.String())
		}
	})
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	served(t, &errs, "--workspace", path, "--hostile")
	if !strings.Contains(errs.String(), "kept.db is there already") {
		t.Errorf("it says %q", errs.String())
	}
}

// TestWhatIsImportedIsCounted says how many projects a workspace has of the files, one of them too.
func TestWhatIsImportedIsCounted(t *testing.T) {
	t.Parallel()
	one, err := os.ReadFile(filepath.Join("..", "..", "hexfile", "testdata", "every.hex.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "one.hex.yaml")
	if err := os.WriteFile(path, one, 0o600); err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	served(t, &errs, "--import", dir)
	if !strings.Contains(errs.String(), "imported from "+dir+": 1 project\n") {
		t.Errorf("it says %q", errs.String())
	}
}
