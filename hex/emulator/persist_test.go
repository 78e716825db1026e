package emulator

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hextui/hex/pyrun"
)

// inChild names the workspace file that a copy of the test program serves until
// it is killed.
const inChild = "EMULATOR_TEST_WORKSPACE"

func TestMain(m *testing.M) {
	pyrun.Enter(os.Args)
	path := os.Getenv(inChild)
	if path == "" {
		os.Exit(m.Run())
	}
	server, err := Listen(context.Background(), "127.0.0.1:0", Options{Workspace: path, Now: noonClock})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Println(server.URL())
	select {} // until killed
}

func TestStateSurvivesAKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "work space?#%41.db")
	url, kill := child(t, path)
	w := &world{t: t, base: url, token: SampleTokens(noon)[adminToken].Value}

	var project, cell, run string
	made := w.post("/projects", `{"title":"Kept"}`).is(201)
	project = made.word("id")
	cell = w.post("/cells", `{"projectId":"`+project+`","cellType":"SQL","contents":{"sqlCell":{"source":"select 1"}}}`).is(200).word("id")
	weekly := w.project("Weekly revenue")
	w.post("//_emulator/hold", `{"at":"PENDING"}`).is(204)
	run = w.post("/projects/"+weekly+"/runs", "").is(201).word("runId")
	thread := w.post("/threads", `{"prompt":"orders by week"}`).is(200).word("threadId")
	kill()

	again := serve(t, Options{Workspace: path, Now: noonClock})
	if got := again.get("/projects/" + project).is(200).word("title"); got != "Kept" {
		t.Errorf("the project is %q", got)
	}
	again.get("/cells/" + cell).is(200)
	if got := again.state(weekly, run); got != "KILLED" {
		t.Errorf("a run that was active is %s", got)
	}
	if left := again.get("/threads/" + thread).is(200); left.word("status") != "ERROR" || left.word("error.type") != "REQUEST_CANCELLED" {
		t.Errorf("a thread that was at work is %s", left.text)
	}
	next := again.post("/projects/"+weekly+"/runs", "").is(201).word("runId")
	again.settle()
	if got := again.state(weekly, next); got != "COMPLETED" {
		t.Errorf("a run after that is %s", got)
	}

	if _, err := New(t.Context(), Options{Workspace: path}); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("opening it twice: %v", err)
	}
}

func noonClock() time.Time { return noon }

// child serves a workspace in another process.
func child(t *testing.T, path string) (url string, kill func()) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program)
	command.Env = append(os.Environ(), inChild+"="+path)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "http") {
		t.Fatalf("the child said %q, %v", line, err)
	}
	return strings.TrimSpace(line), func() {
		if err := command.Process.Kill(); err != nil {
			t.Error(err)
		}
		if err := command.Wait(); err == nil {
			t.Error("it was not killed")
		}
	}
}

func TestNotAWorkspace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database, this ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), Options{Workspace: path}); err == nil || !strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("it opened: %v", err)
	}
	if _, err := New(t.Context(), Options{Workspace: filepath.Join(t.TempDir(), "no", "such", "folder", "x.db")}); err == nil {
		t.Error("it opened a file in no folder")
	}
}
