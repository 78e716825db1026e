package road

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/uitest/terminal"
)

func builtIn(t *testing.T) action.KeyMap {
	t.Helper()
	return program.Keys(t)
}

// ids reads the names and values of the action package's constants of a type, ID or Scope.
func ids(t *testing.T, kind string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files, err := filepath.Glob("ui/action/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			name, typed := spec.Type.(*ast.Ident)
			value, literal := spec.Values[0].(*ast.BasicLit)
			if !typed || !literal || name.Name != kind {
				return true
			}
			text, err := strconv.Unquote(value.Value)
			if err != nil {
				t.Fatal(err)
			}
			found[spec.Names[0].Name] = text
			return true
		})
	}
	if len(found) < 10 {
		t.Fatalf("only %d constants of type %s are found: have they been moved?", len(found), kind)
	}
	return found
}

// Every action is in the table, with keys or deliberately without, and the table has no action that there is not.
func TestEveryActionIsInTheTable(t *testing.T) {
	t.Parallel()
	known := map[action.ID]bool{}
	for name, id := range ids(t, "ID") {
		known[action.ID(id)] = true
		if _, ok := builtIn(t).Binding(action.ID(id)); !ok {
			t.Errorf("action.%s (%s) is not in the table of keys", name, id)
		}
	}
	for _, b := range editor.Bindings() {
		known[action.EditPrefix+action.ID(b.Command)] = true
	}
	scopes := ids(t, "Scope")
	bound := map[string]bool{}
	for _, b := range builtIn(t).All() {
		bound[string(b.Scope)] = true
		if !known[b.Action] && !strings.HasPrefix(string(b.Action), action.GoPrefix) {
			t.Errorf("the table binds %q, which is no action", b.Action)
		}
		if b.Help == "" || b.Long == "" {
			t.Errorf("%s/%s has no words for the footer or the help", b.Scope, b.Action)
		}
	}
	for name, scope := range scopes {
		if !bound[scope] && scope != string(action.Result) { // a result adds nothing to its project and its list
			t.Errorf("action.%s (%s) has no keys", name, scope)
		}
	}
}

// Every action with keys has one that a terminal of old sends, and no two actions of a scope have keys that such a
// terminal cannot tell apart.
func TestLegacyTerminalsReachEverything(t *testing.T) {
	t.Parallel()
	type bytesIn struct {
		scope action.Scope
		bytes string
	}
	means := map[bytesIn]action.ID{}
	for _, b := range builtIn(t).All() {
		sent := 0
		for _, key := range b.Keys {
			code, err := terminal.Encode(key, terminal.Legacy)
			if err != nil {
				if _, err := terminal.Encode(key, terminal.Kitty); err != nil {
					t.Errorf("%s/%s: no terminal sends %q", b.Scope, b.Action, key)
				}
				continue
			}
			sent++
			at := bytesIn{b.Scope, string(code)}
			if other, taken := means[at]; taken && other != b.Action {
				t.Errorf("%s: %q of %s is for an old terminal what a key of %s is", b.Scope, key, b.Action, other)
			}
			means[at] = b.Action
		}
		if len(b.Keys) > 0 && sent == 0 {
			t.Errorf("%s/%s has no key that an old terminal sends: %q", b.Scope, b.Action, b.Keys)
		}
	}
}

// stacks are the scopes in which keys are looked for together, innermost first, as the screens have them.
var stacks = [][]action.Scope{
	{action.Projects, action.List, action.Global},
	{action.Project, action.List, action.Global},
	{action.Result, action.Project, action.List, action.Global},
	{action.Run, action.List, action.Global},
	{action.Browse, action.List, action.Global},
	{action.Sharing, action.List, action.Global},
	{action.Guides, action.List, action.Global},
	{action.List, action.Global},
	{action.Welcome, action.Global},
}

// given are outer actions that an inner scope takes the keys of on purpose.
var given = map[action.Scope][]action.ID{
	action.Projects: {action.Left, action.Right}, // they turn the views; the list fits its columns to the screen
}

// What an outer scope offers stays within reach of the inner ones: no inner key hides all keys of an outer action.
func TestInnerScopesHideNothing(t *testing.T) {
	t.Parallel()
	m := builtIn(t)
	for _, stack := range stacks {
		for i, scope := range stack {
			for _, b := range m.In(scope) {
				reached := len(b.Keys) == 0
				for _, inner := range stack[:i] {
					_, replaced := own(m, inner, b.Action)
					reached = reached || replaced || slices.Contains(given[inner], b.Action)
				}
				for _, key := range b.Keys {
					id, _ := m.Match(key, stack...)
					reached = reached || id == b.Action
				}
				if !reached {
					t.Errorf("in %v nothing reaches %s of %s: its keys %q mean something else there", stack, b.Action, scope, b.Keys)
				}
			}
		}
		for key, want := range map[string]action.ID{"q": action.Quit, "ctrl+c": action.Quit, "?": action.Help, "f1": action.Help,
			"esc": action.Back, ":": action.Palette} {
			if id, _ := m.Match(key, stack...); id != want {
				t.Errorf("in %v %s means %q, not %s", stack, key, id, want)
			}
		}
	}
}

func own(m action.KeyMap, scope action.Scope, id action.ID) (action.Binding, bool) {
	in := m.In(scope)
	at := slices.IndexFunc(in, func(b action.Binding) bool { return b.Action == id && len(b.Keys) > 0 })
	if at < 0 {
		return action.Binding{}, false
	}
	return in[at], true
}

// Where keys are text or answers, Esc and Ctrl+C lead out, and the help of a text stays on F1.
func TestEveryScopeHasAWayOut(t *testing.T) {
	t.Parallel()
	m := builtIn(t)
	out := map[action.Scope][]action.ID{
		action.Editor:   {action.LeaveEditor},
		action.Filter:   {action.Clear},
		action.Dialog:   {action.No},
		action.Form:     {action.Back},
		action.Picker:   {action.Back},
		action.Review:   {action.Back},
		action.Conflict: {action.Back},
		action.Text:     {action.Back},
	}
	for scope, ways := range out {
		if id, _ := m.Match("esc", scope); !slices.Contains(ways, id) {
			t.Errorf("in %s esc means %q, not %v", scope, id, ways)
		}
		if id, _ := m.Match("ctrl+c", scope); scope != action.Editor && !slices.Contains(ways, id) {
			t.Errorf("in %s ctrl+c means %q, not %v", scope, id, ways)
		}
	}
	for _, scope := range []action.Scope{action.Editor, action.Filter} {
		if id, _ := m.Match("f1", scope, action.Global); id != action.Help {
			t.Errorf("in %s f1 means %q, not the help", scope, id)
		}
	}
	// Ctrl+C copies in the editor, as everywhere where text is edited; it must never throw anything away.
	if id, _ := m.Match("ctrl+c", action.Editor); id != action.EditPrefix+action.ID(editor.Copy) {
		t.Errorf("in the editor ctrl+c means %q", id)
	}
}

func TestOwnKeys(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		own   map[string][]string
		key   string
		scope action.Scope
		want  action.ID
		err   string // of the entry that is left out
	}{
		"an action everywhere":    {map[string][]string{"run": {"ctrl+g"}}, "ctrl+g", action.Run, action.RunForm, ""},
		"and its old key is free": {map[string][]string{"run": {"ctrl+g"}}, "r", action.Run, "", ""},
		"an action in one scope":  {map[string][]string{"projects/run": {"ctrl+g"}}, "ctrl+g", action.Projects, action.RunForm, ""},
		"and not in others":       {map[string][]string{"projects/run": {"ctrl+g"}}, "r", action.Run, action.RunForm, ""},
		"one scope otherwise than all": {map[string][]string{"run": {"ctrl+g"}, "run/run": {"ctrl+y"}}, "ctrl+y", action.Run,
			action.RunForm, ""},
		"several keys":                {map[string][]string{"quit": {"ctrl+q", "f10"}}, "f10", action.Global, action.Quit, ""},
		"a command of the editor":     {map[string][]string{"edit.undo": {"f9"}}, "f9", action.Editor, "edit.undo", ""},
		"no key at all":               {map[string][]string{"suspend": {}}, "ctrl+z", action.Global, "", ""},
		"an action that there is not": {map[string][]string{"fly": {"f"}}, "", "", "", `"fly"`},
		"in a scope where it is not":  {map[string][]string{"global/run": {"f"}}, "", "", "", `"global/run"`},
		"a key that means something": {map[string][]string{"help": {"q"}}, "", "", "",
			`"help" has the key "q", which means quit in the scope global`},
		"beside which the others hold": {map[string][]string{"help": {"q"}, "run": {"ctrl+g"}, "fly": {"f"}}, "ctrl+g", action.Run,
			action.RunForm, `"help" has the key "q"`},
		"two keys that change places": {map[string][]string{"help": {"q"}, "quit": {"?"}}, "?", action.Global, action.Quit, ""},
		"two that want the same": {map[string][]string{"help": {"f12"}, "quit": {"f12"}}, "q", action.Global, action.Quit,
			`"quit" has the key "f12", which means help`},
		"a key that no keyboard can send": {map[string][]string{"quit": {"contrl+q"}}, "", "", "", `"contrl+q"`},
	}
	table, err := program.Table()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := action.WithOwn(table, test.own)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("the error is %v; it should name %s", err, test.err)
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if got, _ := m.Match(test.key, test.scope); got != test.want && test.key != "" {
				t.Errorf("%s in %s means %q, not %q", test.key, test.scope, got, test.want)
			}
		})
	}
}

// offering says in which scopes, besides the global one, the keys of the offers made in a place are looked for. The
// longest name wins: a file, or a function in it.
var offering = map[string][]action.Scope{
	"ui/":                 {},
	"ui/screen/table.go":  {action.List},
	"ui/screen/list.go":   {action.Browse, action.List},
	"ui/screen/projects/": {action.Projects, action.List},
	"ui/screen/project/":  {action.Project, action.List},
	"ui/screen/project/offers.go:editorOffers":   {action.Editor},
	"ui/screen/project/replace.go:replaceOffers": {action.Replacing},
	"ui/screen/project/focus.go:resultOffers":    {action.Result, action.Project, action.List},
	"ui/screen/run/run.go":                       {action.Run, action.List},
	"ui/screen/runs/":                            {action.AllRuns, action.List},
	"ui/screen/home/":                            {action.Home, action.List},
	"ui/screen/settings/":                        {action.Browse, action.List},
	"ui/screen/run/runs.go":                      {action.Browse, action.List},
	"ui/screen/drafts/":                          {action.Browse, action.List},
	"ui/screen/people/groups.go":                 {action.Groups, action.Group},
	"ui/screen/people/group.go":                  {action.Group},
	"ui/screen/people/users.go":                  {action.Users, action.User},
	"ui/screen/people/user.go":                   {action.User},
	"ui/screen/collection/list.go":               {action.Collections, action.Collection},
	"ui/screen/collection/page.go":               {action.Collection},
	"ui/screen/connection/list.go":               {action.Connections, action.Connection},
	"ui/screen/connection/page.go":               {action.Connection},
	"ui/screen/activity/":                        {action.Browse, action.List},
	"ui/screen/sharing/":                         {action.Sharing, action.List},
	"ui/screen/guides/":                          {action.Guides, action.List},
	"ui/deed/":                                   {action.Projects, action.List},
	"ui/deed/oncell/":                            {action.Project, action.List},
	"ui/screen/thread/":                          {action.Thread, action.Prompt},
	"ui/screen/thread/list.go":                   {action.Threads, action.List},
	"ui/screen/screen.go:SigningIn":              {action.Threads, action.Thread, action.Prompt},
}

// Whatever a screen offers has a key there.
func TestOffersHaveKeys(t *testing.T) {
	t.Parallel()
	names, m, seen := ids(t, "ID"), builtIn(t), 0
	for _, pattern := range []string{"ui/*.go", "ui/screen/*.go", "ui/screen/*/*.go", "ui/deed/*.go", "ui/deed/on*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			for _, o := range offers(t, filepath.ToSlash(path)) {
				seen++
				scopes := append(slices.Clone(offering[longest(o.place)]), action.Global)
				bound := slices.ContainsFunc(scopes, func(s action.Scope) bool {
					_, ok := own(m, s, action.ID(names[o.action]))
					return ok
				})
				if !bound {
					t.Errorf("%s offers action.%s, which has no key in %v", o.place, o.action, scopes)
				}
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d offers are found: have they changed their form?", seen)
	}
}

func longest(place string) string {
	best := ""
	for name := range offering {
		if strings.HasPrefix(place, name) && len(name) > len(best) {
			best = name
		}
	}
	return best
}

// offer is an action offered in a function of a file.
type offer struct{ place, action string }

// offers finds every `Action: action.X` of a composite literal in a file.
func offers(t *testing.T, path string) []offer {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []offer
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok || fmt.Sprint(pair.Key) != "Action" {
				return true
			}
			if x, ok := pair.Value.(*ast.SelectorExpr); ok && fmt.Sprint(x.X) == "action" {
				found = append(found, offer{path + ":" + f.Name.Name, x.Sel.Name})
			}
			return true
		})
	}
	return found
}
