package shell

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/hex/exit"
	"hextui/mcpsrv/tools"
)

// called is what came of a command line.
type called struct {
	code      int
	out, said string
}

// desk is where commands are called: before an embedded workspace.
type desk struct {
	t       testing.TB
	running *emulator.Running
	state   string
	term    Terminal
	in      string
	// token and address take the place of the workspace's own.
	token, address string
}

// warehouses are those of all workspaces of these tests.
var warehouses = emulator.Warehouses{Near: time.Hour}

func sit(t testing.TB) *desk {
	t.Helper()
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Warehouses: &warehouses})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Close() })
	return &desk{t: t, running: running, state: t.TempDir(), term: Terminal{Width: 80}}
}

func (d *desk) open(_ context.Context, at Place) (*Workspace, error) {
	token := d.token
	if token == "" {
		token = d.running.Token()
	}
	address := d.address
	if address == "" {
		address = d.running.URL()
	}
	client, err := hex.New(hex.Options{BaseURL: address, Token: token, Limits: hex.NoLimits, RetryFor: -1, Observe: at.Observe})
	if err != nil {
		return nil, err
	}
	return &Workspace{Client: client, Name: "test", StateDir: d.state, Secrets: []string{token}, Close: func() { client.Close() }}, nil
}

// root is the program as far as the commands go.
func (d *desk) root(args []string) *cobra.Command {
	root := &cobra.Command{Use: "hextui", SilenceErrors: true, SilenceUsage: true}
	root.AddGroup(&cobra.Group{ID: Group, Title: "Hex:"})
	root.AddCommand(Commands(Options{Version: "test", Open: d.open, Terminal: func() Terminal { return d.term },
		Known: func(Place) (string, string) { return d.state, "test" }}, args)...)
	root.AddCommand(SyncCommand(Options{Version: "test", Open: d.open, Terminal: func() Terminal { return d.term }}))
	root.AddCommand(CheckCommand(Options{Version: "test", Open: d.open, Terminal: func() Terminal { return d.term }}))
	Strict(root)
	return root
}

// call calls a command as a shell would.
func (d *desk) call(args ...string) called { return d.callIn(d.t.Context(), args...) }

func (d *desk) callIn(ctx context.Context, args ...string) called {
	var out, said bytes.Buffer
	root := d.root(args)
	root.SetArgs(args)
	root.SetIn(strings.NewReader(d.in))
	root.SetOut(&out)
	root.SetErr(&said)
	err := root.ExecuteContext(ctx)
	c := called{out: out.String()}
	var exit *exit.Error
	switch {
	case errors.As(err, &exit):
		c.code = exit.Code
	case err != nil:
		c.code = -1
	}
	if err != nil && err.Error() != "" {
		said.WriteString("hextui: " + err.Error() + "\n")
	}
	c.said = said.String()
	return c
}

// want holds what came of a command line to its code, and to what is printed and said.
func (c called) want(t testing.TB, code int, printed, said string) called {
	t.Helper()
	if c.code != code || !strings.Contains(c.out, printed) || !strings.Contains(c.said, said) {
		t.Errorf("exit code %d, wanted %d; printed %q, wanted %q; said %q, wanted %q", c.code, code, c.out, printed, c.said, said)
	}
	return c
}

// id is the id of what a command finds.
func (d *desk) id(args ...string) string {
	d.t.Helper()
	c := d.call(args...)
	if c.code != 0 || strings.TrimSpace(c.out) == "" {
		d.t.Fatalf("%v: exit code %d, printed %q, said %q", args, c.code, c.out, c.said)
	}
	return strings.Fields(c.out)[0]
}

// Every tool has a command, or is named with the reason why not; and no command is of a tool that there is not.
func TestEveryToolHasACommand(t *testing.T) {
	have := map[string]string{}
	for _, r := range rows() {
		have[r.tool] = r.path()
	}
	for _, tool := range tools.All() {
		switch _, left := without()[tool.Name]; {
		case have[tool.Name] == "" && !left:
			t.Errorf("the tool %s has no command in rows(), and no reason in without()", tool.Name)
		case have[tool.Name] != "" && left:
			t.Errorf("the tool %s has the command %q and a reason why it has none", tool.Name, have[tool.Name])
		}
		delete(have, tool.Name)
	}
	if len(have) > 0 {
		t.Errorf("commands are of tools that there are not: %v", have)
	}
	for _, r := range rows() {
		if !slices.ContainsFunc(nouns(), func(n noun) bool { return n.name == r.noun }) {
			t.Errorf("%s is of no noun", r.path())
		}
	}
}

// walked is how a command is called well and wrongly.
type walked struct {
	good    string
	printed string // by the good call
	bad     string // what is given in place of the good call's arguments
	code    int
	says    string // by the bad call
}

// In the arguments, words in braces are ids that the test finds, and _ is a space.
func walks() map[string]walked {
	const p = "Weekly_revenue"
	const none = "00000000-0000-4000-8000-000000000000"
	return map[string]walked{
		"project list":    {"--status Endorsed", "\tEndorsed\t", "--sort-by colour", 2, "--sort-by must be one of"},
		"project search":  {"weekly", "Weekly revenue", "(", 2, "regular expression"},
		"project get":     {p, "maya@acme.example", "No_such_project", 1, `no project called "No such project"`},
		"project create":  {"Fresh --yes", "Fresh", "", 2, "TITLE is missing"},
		"project status":  {p + " Endorsed --yes", "Endorsed", p + " Splendid --yes", 1, "status"},
		"project export":  {p, "schemaVersion: 3", p + " --version yesterday", 2, "version must be"},
		"project outline": {p, "weekly_orders", "", 2, "PROJECT is missing"},
		"project lint":    {p, "", "", 2, "PROJECT is missing"},
		"project compute": {p + " --size large --yes", "large", p, 2, "neither image nor size"},

		"run start":   {p + " --input min_orders=5 --wait", "COMPLETED", p + " --input min_orders", 2, "NAME=VALUE"},
		"run draft":   {p + " --wait", "COMPLETED", none, 1, ""},
		"run get":     {p, "COMPLETED", p + " yesterday", 2, "RUN must be the UUID of a run"},
		"run list":    {p, "APP_REFRESH", p + " --status FINE", 2, "--status must be one of"},
		"run watch":   {p, "COMPLETED", p + " " + none, 1, ""},
		"run explain": {p, "Suspects", none, 1, ""},
		"run cancel":  {p + " latest --yes", "COMPLETED", p, 2, "RUN is missing"},

		"cell list": {p, "weekly_orders", p + " --fields colour", 2, `--fields names "colour"`},
		"cell get":  {"weekly_orders --project " + p, "count(*) as orders", "weekly_orders", 2, "--project"},
		"cell set": {"Notes --project " + p + " --source Changed --yes", "sha256:",
			"Notes --project " + p + " --yes", 2, "nothing to update"},
		"cell create": {p + " --type markdown --source Hello --yes", "MARKDOWN",
			p + " --type poem --source x", 2, "--type must be one of"},
		"cell delete":  {"{fresh cell} --yes", "Hello", none + " --yes", 1, ""},
		"cell run":     {"refunds --project " + p + " --wait", "COMPLETED", none, 1, ""},
		"cell output":  {"refunds --project " + p, "refunded", "no_such_cell --project " + p, 1, "no cell called"},
		"cell image":   {"Revenue_by_week --project " + p, "PNG", "refunds --width 1 --project " + p, 2, "width"},
		"cell search":  {p + " refunded", "cell_id", p + " ( --regex", 2, "regular expression"},
		"cell replace": {p + " from_refunds from_returns --yes", "written", p + " only", 2, "REPLACE is missing"},

		"thread ask":      {"How many orders did we have last month?", "", "delete from orders where id = 1", 2, ""},
		"thread create":   {"How_many_orders?", "thread_id", "", 2, "PROMPT is missing"},
		"thread get":      {"{thread}", "", "no-thread", 1, "no thread called"},
		"thread continue": {"{thread} And_before?", "thread_id", "{thread}", 2, "PROMPT is missing"},
		"thread list":     {"", "Best sellers of the week", "--source FAX", 2, "--source must be one of"},
		"thread topics":   {"", "Customers", "too much", 2, `"too" is too much`},

		"access audit":       {p, "maya@acme.example", p + " --user maya@acme.example", 2, ""},
		"access users":       {p + " jonas@acme.example=CAN_EDIT --yes", "jonas", p + " jonas@acme.example", 2, "WHO=ACCESS"},
		"access groups":      {p + " Growth=CAN_VIEW --yes", "Growth", p + " Growth=OWNER --yes", 2, "WHO=ACCESS: access must be one of"},
		"access collections": {p + " Board_pack=CAN_VIEW --yes", "Board pack", p + " Nowhere=CAN_VIEW --yes", 1, "no collection called"},
		"access everybody":   {p + " --members APP_ONLY --yes", "APP_ONLY", p + " --yes", 2, ""},
		"access embed":       {p + " --yes", "http", p + " --expires 9999 --yes", 2, "--expires must be"},

		"collection list":   {"", "Board pack", "--sort-by size", 2, "--sort-by must be one of"},
		"collection get":    {"Finance", "Finance", "Fin", 2, "does not name exactly one collection"},
		"collection create": {"Night --user jonas@acme.example=MEMBER --yes", "Night", "", 2, "NAME is missing"},
		"collection set":    {"Night --description Later --yes", "Later", "Night --yes", 2, "nothing to update"},

		"connection list": {"", "Shop warehouse", "--fields colour", 2, "--fields"},
		"connection get":  {"Shop_warehouse", "postgres", "No_warehouse", 1, "no connection called"},
		"connection create": {"Spare --type postgres --details {details} --yes", "Spare",
			"Spare --type postgres --details hostname --yes", 2, "NAME=VALUE"},
		"connection set": {"Spare --description Reserve --yes", "Reserve", "Spare --details @missing.json --yes", 2, "missing.json"},

		"table list": {p, "orders", none, 1, ""},
		"table endorse": {"Shop_warehouse TABLE:shop.public.{table}=Endorsed --yes", "Endorsed",
			"Shop_warehouse orders --yes", 2, "TYPE:NAME=STATUS"},
		"semantic endorse": {"{semantic} DATASET:orders=Endorsed --yes", "Endorsed",
			"{semantic} DATASET:orders --yes", 2, "TYPE:NAME=STATUS"},
		"semantic ingest": {"{semantic} {model} --check-only --yes", "true", "{semantic} missing.yml --yes", 2, "missing.yml"},

		"group list":   {"", "Finance", "--limit -1", 2, "--limit"},
		"group get":    {"Finance", "maya@acme.example", "Nobody", 1, "no group called"},
		"group create": {"Night_shift jonas@acme.example --yes", "Night shift", "", 2, "NAME is missing"},
		"group add":    {"Night_shift maya@acme.example --yes", "maya@acme.example", "Night_shift", 2, "USER… is missing"},
		"group remove": {"Night_shift maya@acme.example --yes", "maya@acme.example",
			"Night_shift nobody@acme.example --yes", 1, "no user called"},
		"group rename": {"Night_shift Late_shift --yes", "Late shift", "Night_shift", 2, "NAME is missing"},
		"group delete": {"Late_shift --yes", "true", "Finance", 2, "--yes"},

		"user me":         {"", "maya@acme.example", "me", 2, "too much"},
		"user list":       {"--group Finance", "kwame@acme.example", "--group Nobody", 1, "no group called"},
		"user deactivate": {"hana@acme.example --yes", "hana", "nobody@acme.example --yes", 1, "no user called"},

		"guide list":    {"", "revenue.md", "--limit many", 2, "takes a whole number"},
		"guide write":   {"{guide} --yes", "guide.md", "missing.md", 2, "missing.md"},
		"guide publish": {"--every --yes", "published", "--yes", 2, ""},
		"guide delete":  {"{guide id} --yes", "true", "no_such_guide", 1, "no guide called"},

		"suggestion list":   {"--status open", "Describe orders.channel", "--sort-by size", 2, "--sort-by must be one of"},
		"suggestion get":    {"{suggestion}", "Describe orders.channel", none, 1, ""},
		"suggestion mark":   {"{suggestion} completed --yes", "completed", "{suggestion}", 2, "STATUS is missing"},
		"suggestion review": {"{suggestion}", "", none, 1, ""},

		"find": {p, "exact name", "--kind planet x", 2, "--kind must be one of"},
	}
}

// Every command has help, does what it is for, and refuses what makes no sense with the exit code that scripts rely on; what --json
// prints keeps to what its tool declares.
func TestCommands(t *testing.T) {
	d := sit(t)
	walk := walks()
	specs := specsByName()
	fill := d.found(t)
	for _, r := range rows() {
		t.Run(r.path(), func(t *testing.T) {
			w, known := walk[r.path()]
			if !known {
				t.Fatal("nobody has said how it is called well and wrongly")
			}
			path := strings.Fields(r.path())
			help := d.call(append(path, "--help")...).want(t, 0, "Usage:\n  hextui "+r.path(), "")
			if strings.Contains(help.out, "hex_") || strings.Contains(help.out, "_hex") || strings.Contains(help.out, "_thread") {
				t.Errorf("the help has names that only agents know:\n%s", help.out)
			}
			for _, f := range specs[r.tool].Input.Fields {
				if strings.Contains(f.Name, "_") && strings.Contains(help.out, f.Name) {
					t.Errorf("the help calls %s as only agents do:\n%s", f.Name, help.out)
				}
			}
			t.Log(w)
			good := append(path, fill(w.good)...)
			reads := specs[r.tool].Class == "read"
			if reads {
				d.call(good...).want(t, 0, w.printed, "")
			}
			if r.tool != "get_hex_cell_image" {
				got := d.call(append(good, "--json")...)
				if !reads {
					got.want(t, 0, w.printed, "")
				}
				keeps(t, specs[r.tool], got.out)
			}
			bad := d.call(append(path, fill(w.bad)...)...).want(t, w.code, "", w.says)
			if bad.out != "" || bad.said == "" {
				t.Errorf("the wrong call printed %q and said %q", bad.out, bad.said)
			}
			for _, f := range specs[r.tool].Input.Fields {
				if strings.Contains(f.Name, "_") && strings.Contains(bad.said, f.Name) {
					t.Errorf("it says %s, as only agents do: %q", f.Name, bad.said)
				}
			}
		})
	}
}

// A flag that names a thing says what the thing is wanted for, and how it may be named.
func TestHelpSaysWhatAThingIsFor(t *testing.T) {
	d := sit(t)
	help := d.call("thread", "ask", "--help").want(t, 0, "work in this project (title, link or id)", "")
	for _, says := range []string{"projects to look at (title, link or id); may be given again", "ask this connection (name, link or id)"} {
		if !strings.Contains(help.out, says) {
			t.Errorf("the help does not say %q:\n%s", says, help.out)
		}
	}
}

// keeps holds what a tool answered to its schema, and to what it declares: no other member, all that must be there.
func keeps(t *testing.T, tool tools.Spec, printed string) {
	t.Helper()
	if len(tool.Output.Fields) == 0 {
		return
	}
	read := func(text string) any {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return v
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("output.json", read(string(tool.Output.OutputSchema()))); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("output.json")
	if err != nil {
		t.Fatal(err)
	}
	doc := read(printed)
	if err := s.Validate(doc); err != nil {
		t.Error(err)
	}
	declared := strings.Split(tool.Output.Names(), ", ")
	for name := range doc.(map[string]any) {
		if !slices.Contains(declared, name) {
			t.Errorf("%s answers %q, which it does not declare", tool.Name, name)
		}
	}
	for _, f := range tool.Output.Fields {
		if _, there := doc.(map[string]any)[f.Name]; !there && !f.Optional() && f.Name != "plan" {
			t.Errorf("%s does not answer %q, which it declares", tool.Name, f.Name)
		}
	}
}

// found fills in what the braces of a walk stand for.
func (d *desk) found(t *testing.T) func(string) []string {
	dir := t.TempDir()
	t.Chdir(dir)
	put := func(name, text string) string {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	first := func(args ...string) string {
		return d.id(append(args, "--jq", ".[]|arrays|first|(.id // .cell_id)")...)
	}
	fillers := map[string]func() string{
		"fresh cell": func() string {
			return d.id("cell", "list", "Weekly revenue", "--jq", ".cells[]|select(.source==\"Hello\").id")
		},
		// A thread of one's own whose answer is there: while it runs, no further question can be asked.
		"thread":     func() string { return d.id("thread", "ask", "How many customers?", "--jq", ".thread_id") },
		"suggestion": func() string { return first("suggestion", "list", "-n", "1") },
		"guide id": func() string {
			d.call("guide", "write", put("other.md", "# Other\n"), "--yes").want(t, 0, "other.md", "")
			return first("guide", "list")
		},
		"table": func() string { return d.id("table", "list", "Weekly revenue", "--jq", ".tables[0].table") },
		"semantic": func() string {
			unlisted, err := d.running.Unlisted(t.Context())
			if err != nil || len(unlisted.SemanticProjects) == 0 {
				t.Fatal(err)
			}
			return unlisted.SemanticProjects[0].ID
		},
		"guide": func() string { return put("guide.md", "# Revenue\n") },
		"model": func() string { return put("model.yml", "id: orders\nbase_sql_table: orders\n") },
		"details": func() string {
			return "@" + put("details.json",
				`{"hostname":"db.acme.example","port":5432,"database":"shop","username":"hex","password":"swordfish"}`)
		},
	}
	return func(text string) []string {
		for name, find := range fillers {
			if strings.Contains(text, "{"+name+"}") {
				text = strings.ReplaceAll(text, "{"+name+"}", find())
			}
		}
		words := strings.Fields(text)
		for i := range words {
			if !strings.HasPrefix(words[i], "@") && !strings.HasPrefix(words[i], "-") &&
				!strings.Contains(words[i], "weekly_orders") && !strings.Contains(words[i], "min_orders") {
				words[i] = strings.ReplaceAll(words[i], "_", " ")
			}
		}
		return words
	}
}
