package cli

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	api "hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/wire/wiretest"
)

// line is a program with the server's flags and --mcp, and what came of its command line.
func line(t *testing.T, args ...string) (*Flags, error) {
	t.Helper()
	f := &Flags{}
	stdio := false
	c := &cobra.Command{Use: "program", SilenceErrors: true, SilenceUsage: true,
		RunE: func(*cobra.Command, []string) error { return f.Check(stdio) }}
	c.Flags().BoolVar(&stdio, "mcp", false, "")
	f.Add(c)
	c.SetArgs(args)
	return f, c.Execute()
}

// What cannot be meant is refused in a sentence before anything is opened.
func TestFlagsAreChecked(t *testing.T) {
	tests := []struct {
		args string
		says string // empty: it is taken
	}{
		{"", ""},
		{"--mcp", ""},
		{"--mcp --read-only --audit none", ""},
		{"--mcp --toolsets projects,cells --tools run_hex_project --exclude-tools get_hex_cell --taint --max-runs 3 --answer-bytes 4000 " +
			"--confirm elicit", ""},
		{"--mcp --allow-project 0191aaaa-0000-7000-8000-000000000001", ""},
		{"--listen 127.0.0.1:0 --stateless --allow-host mcp.acme.example --allow-origin https://tools.acme.example", ""},
		{"--read-only", "--read-only is about the MCP server: give --mcp or --listen too"},
		{"--redis redis://127.0.0.1", "--redis is about the MCP server"},
		{"--mcp --stateless", "--stateless is about serving over HTTP: give --listen too"},
		{"--mcp --tls-cert x", "--tls-cert is about serving over HTTP"},
		{"--mcp --audit none", "--audit none goes with --read-only"},
		{"--mcp --confirm perhaps", `--confirm: "perhaps" is no way to confirm: give auto, elicit or never`},
		{"--mcp --toolsets everything", `there is no toolset "everything"; there are all, cells`},
		{"--mcp --tools run_project", `there is no tool "run_project"`},
		{"--mcp --allow-project sales", "allow-project must be the UUID of a project"},
		{"--mcp --max-runs -1", "--max-runs is how many"},
		{"--mcp --answer-bytes 10", "--answer-bytes must be at least"},
		{"--mcp --max-wait 5m", ""},
		{"--max-wait 1m", "--max-wait is about the MCP server"},
		{"--mcp --max-wait 0s", "--max-wait is a time between 1s and 5m"},
		{"--mcp --max-wait 999ms", "--max-wait is a time between 1s and 5m"},
		{"--mcp --max-wait 6m", "--max-wait is a time between 1s and 5m"},
	}
	for _, test := range tests {
		_, err := line(t, strings.Fields(test.args)...)
		switch {
		case test.says == "" && err != nil:
			t.Errorf("%s: %v", test.args, err)
		case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
			t.Errorf("%s: the error is %v; it should say %q", test.args, err, test.says)
		}
	}
}

// Every flag but --listen itself says what it goes with.
func TestEveryFlagKnowsItsPlace(t *testing.T) {
	f, c := &Flags{}, &cobra.Command{}
	f.Add(c)
	known := append(slices.Clone(f.serving), f.overHTTPOnly...)
	for _, name := range known {
		if c.Flags().Lookup(name) == nil {
			t.Errorf("there is no flag %s", name)
		}
	}
	usages := strings.Count(c.Flags().FlagUsages(), "\n  ") + 1
	if n := len(known) + 1; usages != n {
		t.Errorf("%d flags are known of %d", n, usages)
	}
}

// Flags and environment become the options of the server; secrets of both must never leave.
func TestOptions(t *testing.T) {
	t.Setenv(TokenVariable, "a token of 16 characters")
	t.Setenv(RedisVariable, "")
	f, err := line(t, "--mcp", "--read-only", "--toolsets", "projects,runs", "--confirm", "never", "--taint", "--max-runs", "2",
		"--answer-bytes", "3000", "--max-wait", "30s")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s, err := f.Open(t.Context(), dir, "https://app.hex.tech/api/v1", "token", false)
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Options()
	if err != nil {
		t.Fatal(err)
	}
	if !o.Policy.ReadOnly || !slices.Equal(o.Policy.Toolsets, []string{"projects", "runs"}) || o.Confirm != mcpsrv.ConfirmNever ||
		!o.Taint || o.MaxRuns != 2 || o.AnswerBytes != 3000 || o.MaxWait != 30*time.Second || s.Keep() == 0 {
		t.Errorf("the options are %+v", o)
	}
	if bare, err := line(t, "--mcp", "--exclude-tools", "ask_hex"); err != nil ||
		!slices.Equal(bare.rules().Toolsets, []string{policy.Usual}) {
		t.Errorf("without a choice the rules are %+v, %v", bare, err)
	}
	if one, err := line(t, "--mcp", "--tools", "ask_hex"); err != nil || one.rules().Toolsets != nil {
		t.Errorf("with a tool by name the rules are %+v, %v", one, err)
	}
	if !slices.Contains(o.Secrets, "a token of 16 characters") {
		t.Error("the token for clients is no secret")
	}
	if o.Audit == nil || s.Transport(api.NoLimits) != nil {
		t.Error("there is no audit log, or a shared budget without Redis")
	}
	if _, err := os.Stat(filepath.Join(dir, "audit", "audit.jsonl")); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// A Redis that does not answer keeps the server from starting; its password is not shown.
func TestOpenFails(t *testing.T) {
	t.Setenv(RedisVariable, "")
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		state string
		args  []string
		says  string
	}{
		{t.TempDir(), []string{"--redis", "redis://:hunter2@" + closed.Addr().String()}, "does not answer"},
		{t.TempDir(), []string{"--redis", "http://:hunter2@redis"}, "the address of Redis is not taken"},
	}
	for _, test := range tests {
		f, err := line(t, append([]string{"--mcp"}, test.args...)...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Open(t.Context(), test.state, "https://app.hex.tech/api/v1", "token", false)
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v: the error is %v; it should say %q", test.args, err, test.says)
		}
		if len(test.args) > 0 && strings.Contains(test.args[1], "redis://") && !slices.Contains(f.secrets(), "hunter2") {
			t.Error("the password of Redis is no secret")
		}
	}
}

// A server whose audit log cannot be written starts and reads; it changes nothing until the log can be written.
func TestAuditThatCannotBeWritten(t *testing.T) {
	t.Setenv(RedisVariable, "")
	work, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{BaseURL: work.URL(), Token: work.Token(), Limits: api.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		client.Close()
		if err := work.Close(); err != nil {
			t.Error(err)
		}
	}()
	folder := filepath.Join(t.TempDir(), "audit")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := line(t, "--mcp", "--audit", filepath.Join(folder, "audit.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Open(t.Context(), "", work.URL(), work.Token(), false)
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Options()
	if err != nil {
		t.Fatal(err)
	}
	o.Client = client
	w := wiretest.Connect(t, mcpsrv.New(o).ServeStdio)
	w.Handshake("tester", map[string]any{})
	ask := func(tool string, arguments map[string]any) wiretest.Reply {
		_, line := w.Request("tools/call", map[string]any{"name": tool, "arguments": arguments})
		w.Send(line)
		return w.Read()
	}
	making := map[string]any{"name": "Night shift"}
	if a := ask("list_hex_groups", map[string]any{}); a.Result.IsError {
		t.Errorf("reading: %s", a.Raw)
	}
	if a := ask("create_hex_group", making); !a.Result.IsError || !strings.Contains(a.Text(), "audit log cannot be written") {
		t.Errorf("writing: %s", a.Raw)
	}
	if a := ask("list_hex_groups", map[string]any{}); strings.Contains(a.Raw, "Night shift") {
		t.Errorf("it was written: %s", a.Raw)
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if a := ask("create_hex_group", making); a.Result.IsError {
		t.Errorf("writing later: %s", a.Raw)
	}
}

// Over HTTP the address is told once requests are taken, and the token from the environment is asked for.
func TestListen(t *testing.T) {
	t.Setenv(TokenVariable, "short")
	f, err := line(t, "--listen", "127.0.0.1:0", "--read-only", "--audit", "none")
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Open(t.Context(), "", "https://app.hex.tech/api/v1", "token", false)
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{Token: "token"})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	serve := func(ctx context.Context, ready func(string)) error {
		o, err := s.Options()
		if err != nil {
			return err
		}
		o.Client = client
		return s.Serve(ctx, mcpsrv.New(o), nil, io.Discard, ready)
	}
	if err := serve(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "too short") {
		t.Errorf("a short token is taken: %v", err)
	}
	t.Setenv(TokenVariable, "long enough for a token")
	ctx, cancel := context.WithCancel(t.Context())
	var told string
	if err := serve(ctx, func(address string) { told = address; cancel() }); err != nil {
		t.Error(err)
	}
	if !strings.HasPrefix(told, "http://127.0.0.1:") || !strings.HasSuffix(told, "/mcp") {
		t.Errorf("the address is %q", told)
	}
}

// A server whose token or Redis is a variable that nobody expanded does not start.
func TestVariablesThatNobodyExpanded(t *testing.T) {
	for name, value := range map[string]string{TokenVariable: "${HEXTUI_MCP_TOKEN}", RedisVariable: "$REDIS"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if _, err := line(t, "--listen", "127.0.0.1:0"); err == nil || !strings.Contains(err.Error(), name+": it is "+value) {
				t.Errorf("%s is taken: %v", value, err)
			}
		})
	}
}

// Who serves this computer without a token is told; who asks for one, serves streams, or is refused anyway, is not.
func TestUnguarded(t *testing.T) {
	tests := []struct {
		listen, token string
		want          bool
	}{
		{"127.0.0.1:0", "", true},
		{"localhost:7777", "", true},
		{"[::1]:7777", "", true},
		{"[::ffff:127.0.0.1]:7777", "", true},
		{"127.0.0.1:0", "long enough for a token", false},
		{"", "", false},
		{"0.0.0.0:7777", "", false},
		{"mcp.acme.example:7777", "", false},
		{"127.0.0.1", "", false},
	}
	for _, test := range tests {
		t.Setenv(TokenVariable, test.token)
		if f := (&Flags{listen: test.listen}); f.http().Unguarded(f.listen) != test.want {
			t.Errorf("%q with token %q is unguarded: %t", test.listen, test.token, !test.want)
		}
	}
}

// run carries out a command of the program.
func run(c *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetArgs(args)
	c.SilenceErrors, c.SilenceUsage = true, true
	err := c.Execute()
	return out.String(), err
}

// A log that was changed is found out, and files that follow on one another are proved together.
func TestAuditVerify(t *testing.T) {
	dir := t.TempDir()
	open := func(name string) string {
		path := filepath.Join(dir, name)
		for range 2 {
			a, err := audit.Open(path, audit.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if a == nil {
				t.Fatal("there is no log")
			}
		}
		return path
	}
	one, other := open("one.jsonl"), open("other.jsonl")
	if out, err := run(AuditCommand(), "verify", one); err != nil || !strings.Contains(out, "is whole: 2 records") {
		t.Errorf("%s%v", out, err)
	}
	if _, err := run(AuditCommand(), "verify", one, other); err == nil || !strings.Contains(err.Error(), "other.jsonl") {
		t.Errorf("two logs that have nothing to do with one another are taken for one: %v", err)
	}
	text, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(one, bytes.Replace(text, []byte("opened"), []byte("Opened"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := run(AuditCommand(), "verify", one); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a changed record is not found: %v", err)
	}
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	if err := os.WriteFile(one, rest, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = run(AuditCommand(), "verify", one)
	if err == nil || !strings.Contains(err.Error(), "without its beginning") || !strings.Contains(err.Error(), "has number 2") {
		t.Fatalf("a log without its beginning: %v", err)
	}
	hash := err.Error()[strings.LastIndexByte(err.Error(), ' ')+1:]
	if out, err := run(AuditCommand(), "verify", "--after", hash, one); err != nil || !strings.Contains(out, "is whole: 1 record,") {
		t.Errorf("%s%v", out, err)
	}
	none := filepath.Join(dir, "none")
	if _, err := run(AuditCommand(), "verify", none); err == nil || !strings.Contains(err.Error(), "there is no file") {
		t.Error("a log that there is not is whole")
	}
}

// The change is shown first, leaves other entries and their secrets alone, and holds no token.
func TestInstall(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(name, home)
	}
	t.Setenv("HEX_API_KEY", "hxtp_secret_of_the_person")
	path := filepath.Join(home, ".cursor", "mcp.json")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	const before = "{\n  \"mcpServers\": {\n    \"other\": {\"command\": \"x\", \"env\": {\"KEY\": \"hunter2\"}}\n  },\n  \"more\": " +
		"\"hunter3\"\n}\n"
	if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	has := func(flag string) bool { return flag == "read-only" }
	out, err := run(InstallCommand(has), "install", "--client", "cursor", "--", "--read-only")
	if err != nil || !strings.Contains(out, `"--read-only"`) || !strings.Contains(out, "Nothing was written") ||
		!strings.Contains(out, path) {
		t.Errorf("%s%v", out, err)
	}
	if strings.Contains(out, "hunter3") || strings.Contains(out, "hxtp_") {
		t.Errorf("secrets are shown:\n%s", out)
	}
	read := func() string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if read() != before {
		t.Error("showing writes")
	}
	if out, err = run(InstallCommand(has), "install", "--client", "cursor", "--demo", "--name", "hex", "--write"); err != nil ||
		!strings.Contains(out, "Written.") {
		t.Errorf("%s%v", out, err)
	}
	if now := read(); !strings.Contains(now, `"hunter2"`) || !strings.Contains(now, `"hex"`) || !strings.Contains(now, "--demo") ||
		strings.Contains(now, "hxtp_") {
		t.Errorf("the file is\n%s", now)
	}
	if out, err = run(InstallCommand(has), "install", "--client", "cursor", "--demo", "--name", "hex"); err != nil ||
		!strings.Contains(out, "already") {
		t.Errorf("%s%v", out, err)
	}
	for _, wrong := range [][]string{{"install"}, {"install", "--client", "emacs"}, {"install", "--client", "cursor", "extra"},
		{"install", "--client", "cursor", "--write", "--", "--read-onyl"},
		{"install", "--client", "cursor", "--", "hxtp_0123456789abcdef0123456789abcdef"}} {
		if _, err := run(InstallCommand(has), wrong...); err == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
}
