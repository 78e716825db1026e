package cli

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex/config"
	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub"
)

func TestMain(m *testing.M) {
	pyrun.Enter(os.Args)
	os.Exit(m.Run())
}

// home is a folder of configuration of the test's own, with no setting from outside.
func home(t *testing.T, file string) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HEXTUI_CONFIG_DIR", dir)
	for _, s := range hub.Settings() {
		t.Setenv(s.Name, "")
	}
	t.Setenv("OLLAMA_HOST", "127.0.0.1:1")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	if file != "" {
		if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run1 carries out a command line.
func run1(t *testing.T, stdin string, args ...string) (out, errs string, err error) {
	t.Helper()
	return runIn(t, Workspaces{}, stdin, args...)
}

func runIn(t *testing.T, w Workspaces, stdin string, args ...string) (out, errs string, err error) {
	t.Helper()
	c := Command("test", w)
	var o, e bytes.Buffer
	c.SetOut(&o)
	c.SetErr(&e)
	c.SetIn(strings.NewReader(stdin))
	c.SetArgs(args)
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(t.Context())
	return o.String(), e.String(), err
}

func TestWrongCommandLines(t *testing.T) {
	home(t, "")
	for _, c := range []struct{ args, says string }{
		{"", "--listen"},
		{"--listen 0.0.0.0:0", "needs a certificate"},
		{"ask", "in quotation marks"},
		{"ask why", "the question has 3 characters; at least 5"},
		{"ask question --timeout 5", "from 30 to 600"},
		{"run", "one file"},
		{"run /does/not/exist", "no such file"},
		{"key OPENAI", "OPENAI_API_KEY"},
		{"key LLM_PROVIDER", "OPENAI_API_KEY"},
	} {
		if _, _, err := run1(t, "", strings.Fields(c.args)...); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; it should say %q", c.args, err, c.says)
		}
	}
	home(t, "[hub]\nmodel = \"x\"\n")
	if _, _, err := run1(t, "1", "run", "-"); err == nil || !strings.Contains(err.Error(), "no setting model") {
		t.Error(err)
	}
	home(t, "[hub]\nopenai_api_key = \"sk-12345678\"\n")
	if _, _, err := run1(t, "1", "run", "-"); err == nil || !strings.Contains(err.Error(), "hextui hub key OPENAI_API_KEY") ||
		strings.Contains(err.Error(), "sk-12345678") {
		t.Error(err)
	}
}

// Keys, and the token, that are variables which nobody expanded are not taken for what they stand for.
func TestVariablesThatNobodyExpanded(t *testing.T) {
	for _, name := range []string{"OPENAI_API_KEY", "REDIS_URL", "HEXTUI_HUB_TOKEN"} {
		t.Run(name, func(t *testing.T) {
			home(t, "")
			t.Setenv(name, "${"+name+"}")
			if _, _, err := run1(t, "", "--listen", "127.0.0.1:0"); err == nil || !strings.Contains(err.Error(), name+": it is ${"+name) {
				t.Error(err)
			}
		})
	}
}

func TestRun(t *testing.T) {
	if _, err := pyrun.Find(t.Context(), pyrun.Options{}); err != nil {
		t.Skipf("Python cannot be run here: %v", err)
	}
	home(t, "")
	if out, _, err := run1(t, "print('ä', 6*7)", "run", "-"); out != "ä 42\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
	for code, says := range map[string]string{"print(1); 1/0": "ended with an exception", "print(1); raise SystemExit(3)": "SystemExit: 3",
		"print(1); raise SystemExit(0)": "", "print(": "ended with an exception"} {
		out, _, err := run1(t, code, "run", "-")
		if says == "" && (err != nil || out != "1\n") || says != "" && (err == nil || !strings.Contains(err.Error(), says)) || out == "" {
			t.Errorf("%s: %q, %v", code, out, err)
		}
	}
	if _, _, err := run1(t, "import os", "run", "-"); err == nil || !strings.Contains(err.Error(), "import of os in line 1") {
		t.Error(err)
	}
}

// A key is kept, found again, and sent; settings come from config.toml; what a model says is shown clean.
func TestAsk(t *testing.T) {
	var auth string
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		auth = r.Header.Get("Authorization")
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return // who asked is gone
		}
		fmt.Fprint(w, `{"choices":[{"message":{"content":"It is \u001b[31mso\u202e."}}]}`)
	}))
	t.Cleanup(model.Close)
	dir := home(t, fmt.Sprintf("[hub]\nllm_provider = \"openai\"\nopenai_base_url = %q\n", model.URL))
	out, errs, err := run1(t, "sk-a-key-of-openai\n", "key", "openai_api_key")
	if err != nil || !strings.HasPrefix(out, "Kept in ") || strings.Contains(out+errs, "sk-a") {
		t.Fatalf("%q, %q, %v", out, errs, err)
	}
	if strings.Contains(out, "credentials.json") != strings.Contains(errs, "the keyring cannot be used") {
		t.Errorf("it is kept in a file, and why is not said: %q, %q", out, errs)
	}
	if info, err := os.Stat(filepath.Join(dir, "credentials.json")); err == nil && info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
	out, errs, err = run1(t, "", "ask", "Why is it so?")
	if err != nil || !strings.Contains(out, "It is ⟨U+001B⟩[31mso⟨U+202E⟩.") || auth != "Bearer sk-a-key-of-openai" {
		t.Errorf("%q, %q, %v, %q", out, errs, err, auth)
	}
	if !strings.Contains(errs, "web_search: error: TAVILY_API_KEY is missing") {
		t.Errorf("the steps are %q", errs)
	}
	c, err := config.Load(config.Env{})
	if err != nil {
		t.Fatal(err)
	}
	lazy := NewLazily(t.Context(), c, "test")
	if all, err := lazy.Agents(); err != nil || all.Research == nil {
		t.Error(err)
	}
	if err := lazy.Close(); err != nil {
		t.Error(err)
	}
}
