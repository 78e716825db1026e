package shell

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"hextui/hex/exit"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
)

// A file that -o writes over keeps who may read it, a link goes on leading to it, and what is no plain file stays what it is.
func TestOutputGoesWhereItShould(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(path string, whole bool) {
		t.Helper()
		d, err := openData(&cobra.Command{}, path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.WriteString("new"); err != nil {
			t.Fatal(err)
		}
		if err := d.close(whole); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(at("secret"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("secret", at("link")); err != nil {
		t.Skipf("the system makes no links: %v", err)
	}
	write(at("link"), false)
	if text, err := os.ReadFile(at("secret")); err != nil || string(text) != "old" {
		t.Errorf("what failed left %q, %v", text, err)
	}
	write(at("link"), true)
	info, err := os.Lstat(at("secret"))
	if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	if link, err := os.Lstat(at("link")); err != nil || link.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", link.Mode(), err)
	}
	if text, err := os.ReadFile(at("secret")); err != nil || string(text) != "new" {
		t.Errorf("it holds %q, %v", text, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("beside the two there is %v, %v", left, err)
	}
	before, err := os.Stat(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	write(os.DevNull, true)
	if after, err := os.Stat(os.DevNull); err != nil || after.Mode() != before.Mode() {
		t.Errorf("%s became %v, %v", os.DevNull, after.Mode(), err)
	}
}

// What should have come and did not is no source: a cell is made empty only by who says so.
func TestAnEmptySourceIsNoSource(t *testing.T) {
	d := sit(t)
	cell := []string{"Notes", "--project", "Weekly revenue"}
	before := d.call(append([]string{"cell", "get"}, cell...)...).out
	d.in = "\n"
	d.call(append([]string{"cell", "set", "-f", "-", "--yes"}, cell...)...).
		want(t, 2, "", "standard input is empty, and nothing was written")
	if now := d.call(append([]string{"cell", "get"}, cell...)...).out; now == "" || now != before {
		t.Errorf("the cell is %q", now)
	}
	d.call(append([]string{"cell", "set", "--source", "", "--yes"}, cell...)...).want(t, 0, "sha256:", "")
	if now := d.call(append([]string{"cell", "get"}, cell...)...).out; now != "" {
		t.Errorf("the cell is %q", now)
	}
}

// What people call things does wherever an id goes, also where Hex has no search for it.
func TestNamesOfWhatIsOnlyListed(t *testing.T) {
	d := sit(t)
	d.call("thread", "get", "best sellers of the WEEK").want(t, 0, "outdoor", "")
	d.call("thread", "get", "the").want(t, 2, "", `"the" does not name exactly one thread`)
	d.call("suggestion", "get", "Describe orders.channel").want(t, 0, "telephone", "")
	d.call("guide", "delete", "revenue.md", "--yes").want(t, 0, "true", "")
	d.call("find", "no such thing").want(t, 1, "kind\t", "nothing is called so")
	d.call("access", "audit", "--user", "jonas@acme.example", "-n", "500").want(t, 0, "id\ttitle\taccess\tedits\tways\n", "").
		want(t, 0, "\tWeekly revenue\tCAN_", "")
}

// A key press offers what was seen and what a flag may be; the members of a group are no groups.
func TestCompletionOfFlags(t *testing.T) {
	d := sit(t)
	d.call("project", "list", "--all").want(t, 0, "", "")
	d.call("group", "list").want(t, 0, "", "")
	d.call("group", "get", "Finance").want(t, 0, "", "")
	before := len(d.running.Requests())
	for line, want := range map[string]string{
		"cell get x --project weekly":   "Weekly revenue\t",
		"user list --group fin":         "Finance\t",
		"cell create x --type s":        "SQL\n",
		"project list --sort-by last_e": "LAST_EDITED_AT\n",
		"group add Finance maya":        "maya@acme.example\t",
		"access users x maya":           "maya@acme.example=\t",
		"access users x maya=CAN_V":     "maya=CAN_VIEW\n",
		"project list --status ":        ":4\n",
	} {
		d.call(append([]string{"__complete"}, strings.Split(line, " ")...)...).want(t, 0, want, "")
	}
	if c := d.call("__complete", "group", "get", ""); strings.Contains(c.out, "@") || !strings.Contains(c.out, "Finance") {
		t.Errorf("for a group it offers %q", c.out)
	}
	if n := len(d.running.Requests()); n != before {
		t.Errorf("completion asked Hex %d times", n-before)
	}
}

// Arguments are called as the command calls them, and what somebody wrote stays as it is.
func TestSpoken(t *testing.T) {
	text := reflect.TypeFor[string]()
	named := func(name, flag string) argument {
		return argument{Field: schema.Field{Name: name, Type: text}, flag: flag}
	}
	all := []argument{
		{Field: schema.Field{Name: "guide_ids", ID: schema.Guide, Type: text}, many: true}, named("status", "status"),
		named("data_connection_id", "connection"), named("source", "source"),
		{Field: schema.Field{Name: "all"}, form: asBool, flag: "every"},
	}
	for given, want := range map[string]string{
		`guide_ids[0] must be the UUID of a guide, not "guide_ids".`: `GUIDE must be the UUID of a guide, not "guide_ids".`,
		"Nothing to update. Give source or data_connection_id.":      "Nothing to update. Give --source or --connection.",
		"Give either guide_ids or all true.":                         "Give either GUIDE or --every.",
		"There is no status of all the source.":                      "There is no status of all the source.",
		"status must be one of A, B":                                 "--status must be one of A, B",
		"data_connection_id.host is missing":                         "--connection.host is missing",
	} {
		if got := spoken(given, all); got != want {
			t.Errorf("%q is spoken as %q, not %q", given, got, want)
		}
	}
	var b bytes.Buffer
	if err := writeMarkdown(&b, SpecOf((&desk{t: t}).root(nil))); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if cut := strings.SplitN(line, " | ", 2); len(cut) == 2 && len(cut[1]) > 1 && strings.ToUpper(cut[1][1:2]) == cut[1][1:2] &&
			cut[1][:1] != strings.ToUpper(cut[1][:1]) && cut[1][1] > '@' {
			t.Errorf("an abbreviation is written wrongly: %q", line)
		}
	}
}

// says is what resolve_hex says in a test.
type says struct {
	Resolved   bool        `json:"resolved"`
	Complete   bool        `json:"complete"`
	Candidates []candidate `json:"candidates"`
}

func (says) Text() string { return "" }

// A name is looked for until everything was looked at: that there is nothing of it is said then alone, and a limit that waiting does not
// help is a fault that passes.
func TestANameIsLookedForToTheEnd(t *testing.T) {
	const id = "00000000-0000-4000-8000-000000000001"
	for _, c := range []struct {
		takes   time.Duration
		answers []says
		id      string
		code    int
		says    string
	}{
		{45 * time.Second, []says{{}, {}, {}, {Resolved: true, Complete: true, Candidates: []candidate{{ID: id}}}}, id, 0, ""},
		{45 * time.Second, []says{{}, {}, {Complete: true}}, "", 1, "there is no project called"},
		{0, []says{{}}, "", 3, "no time to look at every project"},
		{2 * time.Minute, []says{{}, {Candidates: []candidate{{ID: id}}}, {}}, "", 3, "try again later"},
	} {
		at, asked := time.Time{}, 0
		r := resolving{now: func() time.Time { return at }, until: at.Add(longestWait)}
		r.call = func(context.Context, string, valued) (answer.Result, error) {
			at, asked = at.Add(c.takes), asked+1
			return c.answers[asked-1], nil
		}
		got, err := r.one(t.Context(), schema.Project, "PROJECT", "Weekly revenue")
		if got != c.id || exit.Code(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) || asked != len(c.answers) {
			t.Errorf("asked %d times it is %q, %v", asked, got, err)
		}
	}
}

// What Hex refuses of several updates is said in words, with what helps, and not with how to find what is known already.
func TestRefusedEndorsements(t *testing.T) {
	d := sit(t)
	for _, c := range []struct {
		update, says, hint string
		code               int
	}{
		{"TABLE:shop.nowhere.orders=Endorsed", "TABLE shop.nowhere.orders: there is none of this name", "hextui table list", 1},
		{"TABLE:orders=Endorsed", "TABLE orders: this is no full name", "SCHEMA.TABLE", 1},
		{"TABLE:shop.public.orders=Splendid", `the workspace has no status "Splendid"`, "as projects have them", 1},
		{"CUBE:orders=Endorsed", "TYPE:NAME=STATUS: type must be one of DATABASE, SCHEMA, TABLE", "", 2},
	} {
		got := d.call("table", "endorse", "Shop warehouse", c.update, "--yes").want(t, c.code, "", c.says)
		if !strings.Contains(got.said, c.hint) || strings.Contains(got.said, "connection list") {
			t.Errorf("%s: %s", c.update, got.said)
		}
	}
	const nobody = "00000000-0000-4000-8000-000000000000"
	d.call("table", "endorse", nobody, "TABLE:shop.public.orders=Endorsed", "--yes").want(t, 1, "", "hextui connection list")
}
