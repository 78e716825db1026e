package emulator

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func get(t *testing.T, url, token string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestARequestWaitsForTheWorkspaceToOpen(t *testing.T) {
	b, err := Begin("127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	status, body := get(t, b.URL()+"/users/me", b.Token())
	if status != http.StatusOK || !strings.Contains(body, "maya@acme.example") {
		t.Errorf("the first request got %d %s", status, body)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

func TestAWorkspaceThatCannotBeOpenedSaysWhy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Begin("127.0.0.1:0", Options{Workspace: file})
	if err != nil {
		t.Fatal(err)
	}
	status, body := get(t, b.URL()+"/users/me", b.Token())
	if status != http.StatusServiceUnavailable || !strings.Contains(body, "could not be opened") {
		t.Errorf("the first request got %d %s", status, body)
	}
	if err := b.Close(); err == nil {
		t.Error("closing does not tell that the workspace was never opened")
	}
}
