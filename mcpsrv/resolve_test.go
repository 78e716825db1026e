package mcpsrv

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex/emulator"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
)

func TestResolve(t *testing.T) {
	var ahead atomic.Int64
	a := newAgent(t, emulator.Options{}).with(Options{Confirm: ConfirmNever,
		Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	project := a.find("Weekly revenue")
	notes := a.cell(project, "Notes")
	var groups groupPage
	a.call("list_hex_groups", nil, &groups)
	var users userPage
	a.call("list_hex_users", nil, &users)
	var connections connectionPage
	a.call("list_hex_data_connections", nil, &connections)
	idOf := func(name string) string {
		for _, g := range groups.Groups {
			if g.Name == name {
				return g.ID
			}
		}
		for _, c := range connections.Connections {
			if c.Name == name {
				return c.ID
			}
		}
		t.Fatalf("there is no %s", name)
		return ""
	}
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": project, "limit": 1}, &runs)
	run := runs.Runs[0].RunID
	old := notes.ID
	var written cellUpdated
	a.call("update_hex_cell", args{"cell_id": old, "markdown_source": "# Changed"}, &written)
	a.call("create_hex_project", args{"title": "Twins"}, &projectCreated{})
	a.call("create_hex_project", args{"title": "twins"}, &projectCreated{})
	ahead.Store(int64(time.Hour)) // what was read is old

	for _, c := range []struct {
		name  string
		given args
		one   string // "kind id", empty when it is not settled
		many  int
		note  string
	}{
		{"id of a project", args{"text": project}, "project " + project, 1, ""},
		{"id of a group", args{"text": groups.Groups[0].ID}, "group " + groups.Groups[0].ID, 1, ""},
		{"id of a user", args{"text": users.Users[0].ID}, "user " + users.Users[0].ID, 1, ""},
		{"id of a cell", args{"text": written.Cell.ID}, "cell " + written.Cell.ID, 1, ""},
		{"earlier id of a cell", args{"text": old}, "cell " + written.Cell.ID, 1, ""},
		{"static id of a cell", args{"text": notes.StaticID, "project_id": project}, "cell " + written.Cell.ID, 1, ""},
		{"no id of anything", args{"text": anID}, "", 0, "give project_id too"},
		{"URL", args{"text": "https://app.hex.tech/acme/hex/" + project + "/draft/logic?x=1"}, "project " + project, 1,
			"this server works on"},
		{"URL of another region", args{"text": "https://eu.hex.tech/acme/app/" + strings.ToUpper(project) + "/latest"}, "project " +
			project, 1, "eu.hex.tech"},
		{"path", args{"text": "/hex/" + project}, "project " + project, 1, ""},
		{"URL of a run", args{"text": "https://app.hex.tech/acme/app/" + project + "/runs/" + run}, "run " + run, 1, ""},
		{"URL of an app by its short id", args{"text": "https://app.hex.tech/acme/app/Weekly-revenue-032AbCdEfGhIjKlMnOpQrS/latest"}, "",
			1, "does not take the short id"},
		{"URL of an app that nobody knows", args{"text": "https://app.hex.tech/acme/app/Nothing-032AbCdEfGhIjKlMnOpQrS"}, "", 0,
			"search_hex_projects"},
		{"URL of something else", args{"text": "https://acme.example/"}, "", 0, "There is no project"},
		{"title", args{"text": "weekly  REVENUE"}, "project " + project, 1, ""},
		{"part of a title", args{"text": "weekly reven"}, "", 1, "Nothing is called exactly so"},
		{"title of two", args{"text": "Twins"}, "", 2, ""},
		{"no title", args{"text": "No such thing"}, "", 0, "Nothing of this kind"},
		{"label of a cell", args{"text": "notes", "project_id": project}, "cell " + written.Cell.ID, 1, ""},
		{"name of a group", args{"text": groups.Groups[0].Name, "kind": "group"}, "group " + groups.Groups[0].ID, 1, ""},
		{"e-mail", args{"text": users.Users[0].Email, "kind": "user"}, "user " + users.Users[0].ID, 1, ""},
		{"e-mail without a kind", args{"text": strings.ToUpper(users.Users[0].Email)}, "user " + users.Users[0].ID, 1, ""},
		{"name of a group without a kind", args{"text": "growth"}, "group " + idOf("Growth"), 1, ""},
		{"name of a user without a kind", args{"text": "emma sørensen"}, "user " + a.user("emma@acme.example"), 1, ""},
		{"name of a connection without a kind", args{"text": "finance LEDGER"}, "connection " + idOf("Finance ledger"), 1, ""},
		{"name of a group and of a collection", args{"text": "Finance"}, "", 2, "More than one thing"},
		{"words in another order", args{"text": "retention net"}, "", 1, "Nothing is called exactly so"},
		{"words with typos", args{"text": "net retenion"}, "", 1, "Nothing is called exactly so"},
		{"words without accents", args{"text": "LANDERN umsatz"}, "", 1, "Nothing is called exactly so"},
		{"words in full width", args{"text": "Ｎｅｔ　ｒｅｔｅｎｔｉｏｎ"}, "", 1, "Nothing is called exactly so"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a.t = t
			var got resolved
			a.call("resolve_hex", c.given, &got)
			one := ""
			if got.Resolved {
				one = got.Candidates[0].Kind + " " + got.Candidates[0].ID
			}
			if one != c.one || len(got.Candidates) != c.many || got.Total != c.many || !strings.Contains(got.Note, c.note) {
				t.Errorf("got %+v", got)
			}
			for _, found := range got.Candidates {
				if found.How == "" || found.Score < 1 || found.Score > 100 || found.Kind == "cell" && found.StaticID == "" {
					t.Errorf("got %+v", found)
				}
			}
		})
	}
	if f := a.fail("resolve_hex", args{"text": "Notes", "kind": "cell"}); !strings.Contains(f.Error(), "project_id") {
		t.Errorf("got %+v", f)
	}
}

// What an agent made, renamed or deleted is found, or not found, at once: what was read before is not asked anew.
func TestResolveWhatWasMadeHere(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	find := func(text string) (found resolved) {
		t.Helper()
		a.call("resolve_hex", args{"text": text}, &found)
		return found
	}
	if got := find("Night shift"); got.Total != 0 {
		t.Fatalf("got %+v", got)
	}
	a.sent.taken()
	var group map[string]any
	a.call("create_hex_group", args{"name": "Night shift"}, &group)
	id := fmt.Sprint(group["id"])
	var made projectCreated
	a.call("create_hex_project", args{"title": "Sleep and sales"}, &made)
	if got := find("night shift"); !got.Resolved || got.Candidates[0].ID != id {
		t.Errorf("got %+v", got)
	}
	if got := find("sleep AND sales"); !got.Resolved || got.Candidates[0].ID != made.ID {
		t.Errorf("got %+v", got)
	}
	a.result("update_hex_group", args{"group_id": id, "name": "Early birds"})
	if got := find("Early birds"); !got.Resolved || got.Candidates[0].ID != id {
		t.Errorf("got %+v", got)
	}
	a.result("delete_hex_group", args{"group_id": id})
	if got := find("Early birds"); got.Total != 0 {
		t.Errorf("got %+v", got)
	}
	for _, sent := range a.sent.taken() {
		if strings.HasPrefix(sent, "GET") && sent != "GET /api/v1/groups/"+id && sent != "GET /api/v1/users" {
			t.Errorf("it asked %s", sent)
		}
	}
}

func (a *agent) read(uri string) (string, error) {
	request := mcp.ReadResourceRequest{}
	request.Params.URI = uri
	r, err := a.client.ReadResource(a.t.Context(), request)
	if err != nil {
		return "", err
	}
	text, _ := r.Contents[0].(mcp.TextResourceContents)
	return text.Text, nil
}

func TestResources(t *testing.T) {
	a := newAgent(t, emulator.Options{Hostile: true})
	project := a.find("Weekly revenue")
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": project, "limit": 1}, &runs)
	templates, err := a.client.ListResourceTemplates(t.Context(), mcp.ListResourceTemplatesRequest{})
	if err != nil || len(templates.ResourceTemplates) != 3 {
		t.Fatalf("%+v, %v", templates, err)
	}
	for _, r := range templates.ResourceTemplates {
		if r.Description == "" || r.Title == "" || r.MIMEType != "application/json" {
			t.Errorf("%+v", r)
		}
	}
	for uri, want := range map[string]string{
		"hex://project/" + project:                         `"title":"Weekly revenue"`,
		"hex://project/Weekly%20revenue":                   `"id":"` + project + `"`,
		"hex://project/" + project + "/cells":              `"label":"refunds"`,
		"hex://run/Weekly%20revenue/" + runs.Runs[0].RunID: `"run_id":"` + runs.Runs[0].RunID + `"`,
		"hex://run/" + project + "/" + runs.Runs[0].RunID:  `"finished":true`,
	} {
		if text, err := a.read(uri); err != nil || !strings.Contains(text, want) {
			t.Errorf("%s gave %.200s, %v", uri, text, err)
		}
	}
	a.sent.taken()
	for _, uri := range []string{"hex://project/..", "hex://project/..%2Fusers%2Fme", "hex://run/" + project + "/..", "hex://run/" +
		project + "/..%2f..%2fusers"} {
		if text, err := a.read(uri); err == nil {
			t.Errorf("%s gave %s", uri, text)
		}
	}
	for _, sent := range a.sent.taken() {
		if sent != "GET /api/v1/projects" {
			t.Errorf("it reached %s", sent)
		}
	}
}

func TestCompletion(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	complete := func(ref any, name, typed string) []string {
		request := mcp.CompleteRequest{}
		request.Params.Ref = ref
		request.Params.Argument = mcp.CompleteArgument{Name: name, Value: typed}
		r, err := a.client.Complete(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		return r.Completion.Values
	}
	resource := mcp.ResourceReference{Type: "ref/resource", URI: "hex://project/{id}"}
	if got := complete(resource, "id", "weekly rev"); len(got) != 1 || got[0] != "Weekly revenue" {
		t.Errorf("got %v", got)
	}
	if got := complete(resource, "id", "revenue"); len(got) < 3 || !strings.HasPrefix(got[0], "Revenue") {
		t.Errorf("got %v", got)
	}
	id := a.find("Weekly revenue")
	if got := complete(resource, "id", id[:13]); len(got) != 1 || got[0] != "Weekly revenue" {
		t.Errorf("got %v", got)
	}
	if got := complete(mcp.PromptReference{Type: "ref/prompt", Name: "review_hex_project"}, "project", "weekly"); len(got) == 0 {
		t.Errorf("got %v", got)
	}
	for _, none := range [][]string{complete(resource, "run", ""),
		complete(mcp.PromptReference{Type: "ref/prompt", Name: "migrate_hex_table"}, "old_table", "")} {
		if len(none) != 0 {
			t.Errorf("got %v", none)
		}
	}
}

func TestPrompts(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	list, err := a.client.ListPrompts(t.Context(), mcp.ListPromptsRequest{})
	if err != nil || len(list.Prompts) != 4 {
		t.Fatalf("%+v, %v", list, err)
	}
	known := map[string]bool{}
	for _, s := range tools.All() {
		known[s.Name] = true
	}
	for _, p := range list.Prompts {
		if p.Description == "" || p.Title == "" {
			t.Errorf("%+v", p)
		}
		request := mcp.GetPromptRequest{}
		request.Params.Name = p.Name
		request.Params.Arguments = map[string]string{}
		for _, arg := range p.Arguments {
			if arg.Description == "" {
				t.Errorf("%s %+v", p.Name, arg)
			}
			request.Params.Arguments[arg.Name] = "a\x1b[31m\nname"
		}
		r, err := a.client.GetPrompt(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		text := r.Messages[0].Content.(mcp.TextContent).Text
		if strings.ContainsAny(text, "\x1b") || strings.Contains(text, "31m\nname") {
			t.Errorf("%s holds what was typed as it was: %q", p.Name, text)
		}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }) {
			if strings.Contains(word, "_hex_") && !known[word] && !strings.HasPrefix(word, "update_hex_project_") {
				t.Errorf("%s names %s, which is no tool", p.Name, word)
			}
		}
		request.Params.Arguments = map[string]string{"else": "x"}
		if _, err := a.client.GetPrompt(t.Context(), request); err == nil {
			t.Errorf("%s takes any argument", p.Name)
		}
	}
}

func TestTextsNameToolsThatThereAre(t *testing.T) {
	known := map[string]bool{}
	for _, s := range tools.All() {
		known[s.Name] = true
	}
	check := func(where, text string) {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }) {
			if (strings.Contains(word, "_hex") || strings.HasSuffix(word, "_thread")) && !known[word] {
				t.Errorf("%s names %s, which is no tool", where, word)
			}
		}
	}
	check("the instructions", instructions)
	for _, s := range tools.All() {
		check(s.Name, s.About+" "+s.Advice.Missing+" "+s.Advice.Check)
	}
	for _, n := range []schema.Noun{schema.Project, schema.Run, schema.Cell, schema.Collection, schema.Connection, schema.User,
		schema.Group, schema.Thread, schema.Guide, schema.SemanticProject} {
		check(string(n), n.Finder())
	}
}
