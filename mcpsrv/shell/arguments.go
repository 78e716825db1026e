package shell

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hextui/mcpsrv/schema"
)

// form is how an argument is written on a command line.
type form int

// The forms.
const (
	// asText is a text, a word, or a number.
	asText form = iota
	asBool
	asInt
	// asList is given once for each entry.
	asList
	// asPairs is NAME=VALUE, once for each member of an object; or the whole object as JSON, or in a file.
	asPairs
	// asGrants is WHO=ACCESS, once for each entry; asStatuses is TYPE:NAME=STATUS.
	asGrants
	asStatuses
	// asFiles is the path of a file, once for each.
	asFiles
	// asJSON is JSON, or in a file.
	asJSON
)

// argument is an argument of a tool as its command takes it.
type argument struct {
	schema.Field
	form form
	// flag is what its flag is called, empty for one that stands without.
	flag string
	// must is set where it stands without a flag and has to be there; rest where it takes all that is left, many where each word left
	// is an entry of it.
	must, rest, many bool
	// shown is the word that stands for it in help, where that does not follow from its name.
	shown string
}

// formOf is how an argument of a type is written.
func formOf(t reflect.Type) form {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool:
		return asBool
	case reflect.Int, reflect.Int64:
		return asInt
	case reflect.Map:
		return asPairs
	case reflect.Struct:
		return asJSON
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Struct {
			return asList
		}
		return formOfEntries(schema.Of(t.Elem()))
	}
	return asText
}

// formOfEntries is how a list of objects is written, by the members that they have.
func formOfEntries(s schema.Shape) form {
	names := s.Names()
	switch {
	case len(s.Fields) == 2 && s.Fields[0].ID != "" && s.Fields[1].Name == "access":
		return asGrants
	case names == "type, name, status":
		return asStatuses
	case strings.HasSuffix(names, "path, contents"):
		return asFiles
	}
	return asJSON
}

// unoffered are arguments that agents need and a command has other ways for: pages, plans, waits, parts of texts, and the names of a
// source by its type.
func unoffered(name string) bool {
	return slices.Contains([]string{"dry_run", "plan_version", "confirm_token", "fields", "detail", "limit", "offset", "cursor", "after",
		"before", "wait_s", "timeout_s", "from_line", "from_char", "lines", "sql_source", "code_source", "markdown_source", "include_title",
	}, name)
}

// flagName is what the flag of an argument is called where the table does not say: in the way of command lines, and without the word
// that says that it is an id, since a name does as well.
func flagName(f schema.Field) string {
	name := f.Name
	if f.ID != "" {
		name = strings.TrimSuffix(strings.TrimSuffix(name, "s"), "_id")
	}
	return strings.ReplaceAll(name, "_", "-")
}

// arguments are those of a command's tool: first those without a flag, in their order.
func (r row) arguments(input schema.Shape) (all []argument) {
	named := map[string]string{}
	for pair := range strings.FieldsSeq(r.names) {
		from, to, _ := strings.Cut(pair, "=")
		named[from] = to
	}
	placed := map[string]bool{}
	for word := range strings.FieldsSeq(r.args) {
		name, shown, _ := strings.Cut(strings.TrimRight(word, "?+~"), "=")
		at := slices.IndexFunc(input.Fields, func(f schema.Field) bool { return f.Name == name })
		if at < 0 {
			panic("the command " + r.path() + " has no argument " + name)
		}
		f := input.Fields[at]
		placed[name] = true
		all = append(all, argument{Field: f, form: formOf(f.Type), must: !strings.Contains(word, "?"), rest: strings.Contains(word, "~"),
			many: strings.Contains(word, "+"), shown: shown})
	}
	for _, f := range input.Fields {
		flag, renamed := named[f.Name]
		if placed[f.Name] || renamed && flag == "" || unoffered(f.Name) && f.Name != r.file || f.Hidden && r.noun != "connection" {
			continue
		}
		if !renamed {
			flag = flagName(f)
		}
		all = append(all, argument{Field: f, form: formOf(f.Type), flag: flag})
	}
	return all
}

// path is the command as it is called.
func (r row) path() string { return strings.TrimSpace(r.noun + " " + r.verb) }

// word is how an argument without a flag is shown in the usage line.
func (a argument) word() string {
	name := strings.ToUpper(flagName(a.Field))
	switch {
	case a.shown != "":
		name = a.shown
	case a.form == asGrants:
		name = "WHO=ACCESS"
	case a.form == asStatuses:
		name = "TYPE:NAME=STATUS"
	case a.form == asFiles:
		name = "FILE"
	}
	if a.many {
		name += "…"
	}
	if !a.must {
		name = "[" + name + "]"
	}
	return name
}

// addFlag puts the flag of an argument on a command.
func (a argument) addFlag(fl *pflag.FlagSet, all []argument) {
	says := a.says(all)
	switch a.form {
	case asBool:
		fl.Bool(a.flag, a.Default() == "true", says)
	case asInt:
		n, _ := strconv.Atoi(a.Default())
		fl.Int(a.flag, n, says)
	case asText, asJSON:
		fl.String(a.flag, "", says)
	default:
		fl.StringArray(a.flag, nil, says)
	}
}

// granted is what an entry of who gets which access names.
func (a argument) granted() schema.Noun {
	switch a.Name { // whose members say only that they are one of the two
	case "sharing_users":
		return schema.User
	case "sharing_groups":
		return schema.Group
	}
	return schema.Of(a.Type.Elem()).Fields[0].ID
}

// says is the help of an argument, among all of its command.
func (a argument) says(all []argument) string {
	about := strings.TrimSuffix(a.About(), ".")
	if strings.Contains(about, "_") && a.form != asJSON {
		about = spoken(about, all)
	}
	switch {
	case a.form == asGrants:
		levels := schema.Of(a.Type.Elem()).Fields[1].Enum
		about = "which " + string(a.granted()) + " has which access: " + strings.Join(levels, ", ")
	case a.ID != "":
		about = a.namedBy(about)
	}
	if len(about) > 1 && about[1:2] == strings.ToLower(about[1:2]) { // and no SQL
		about = strings.ToLower(about[:1]) + about[1:]
	}
	if len(a.Enum) > 0 {
		about += ": " + strings.Join(a.Enum, ", ")
	}
	switch a.form {
	case asList:
		about += "; may be given again"
	case asPairs:
		about += " (NAME=VALUE, may be given again; or JSON, @FILE, @- for standard input)"
	case asGrants:
		about += " (WHO=ACCESS, may be given again)"
	case asJSON:
		about += " (JSON, @FILE, @- for standard input)"
	}
	return about
}

// namedBy is how the thing that an id names may be given, behind what it is wanted for where that is more than the thing itself.
func (a argument) namedBy(purpose string) string {
	by := "title, link or id"
	switch a.ID {
	case schema.Thread, schema.Guide, schema.Run, schema.SemanticProject:
		by = "id or link"
	case schema.Cell:
		by = "id, link or, with --project, label"
	case schema.User:
		by = "e-mail, name or id"
	case schema.Connection, schema.Group, schema.Collection:
		by = "name, link or id"
	}
	if a.flag == "" || purpose == "" {
		return by + " of a " + string(a.ID)
	}
	return purpose + " (" + by + ")"
}

// valued are values of arguments by their names, as JSON.
type valued map[string]json.RawMessage

// put sets a value; every one can be encoded.
func (v valued) put(name string, value any) {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	v[name] = raw
}

// read makes the arguments of a call from a command line.
func (l *line) read(cmd *cobra.Command, all []argument, words []string) (valued, error) {
	v := valued{}
	for _, a := range all {
		given, err := a.given(cmd.Flags(), &words)
		if err != nil {
			return nil, err
		}
		if given == nil {
			continue
		}
		value, err := a.value(cmd, given)
		if err != nil {
			return nil, err
		}
		v.put(a.Name, value)
	}
	if len(words) > 0 {
		return nil, usage("%q is too much: %s", words[0], cmd.UseLine())
	}
	return v, nil
}

// given are the texts that were given for an argument, nil for none. Those without a flag are taken from the words that are left.
func (a argument) given(fl *pflag.FlagSet, words *[]string) ([]string, error) {
	if a.flag != "" {
		if !fl.Changed(a.flag) {
			return nil, nil
		}
		if values, err := fl.GetStringArray(a.flag); err == nil {
			return values, nil
		}
		return []string{fl.Lookup(a.flag).Value.String()}, nil
	}
	if len(*words) == 0 {
		if a.must {
			return nil, usage("%s is missing", a.called())
		}
		return nil, nil
	}
	taken := (*words)[:1]
	if a.many || a.rest {
		taken = *words
	}
	*words = (*words)[len(taken):]
	if a.rest {
		return []string{strings.Join(taken, " ")}, nil
	}
	return taken, nil
}

// value is what the texts that were given for an argument mean.
func (a argument) value(cmd *cobra.Command, given []string) (any, error) {
	switch a.form {
	case asBool:
		return given[0] == "true", nil
	case asInt:
		n, err := strconv.Atoi(given[0])
		if err != nil {
			return nil, usage("%s must be a whole number, not %q", a.called(), given[0])
		}
		return n, nil
	case asList:
		return given, nil
	case asPairs:
		return a.pairs(cmd, given)
	case asGrants:
		return a.grants(given)
	case asStatuses:
		return a.statuses(given)
	case asFiles:
		return a.files(given)
	case asJSON:
		return a.json(cmd, given[0])
	}
	return given[0], nil
}

// called is what an argument is called in a complaint.
func (a argument) called() string {
	if a.flag != "" {
		return "--" + a.flag
	}
	return strings.Trim(a.word(), "[]")
}

// pairs read NAME=VALUE. A value that is JSON of a number, a truth, a list or an object is that, and one in quotation marks is text.
func (a argument) pairs(cmd *cobra.Command, given []string) (any, error) {
	if len(given) == 1 && (strings.HasPrefix(given[0], "{") || strings.HasPrefix(given[0], "@")) {
		return a.json(cmd, given[0])
	}
	made := map[string]any{}
	for _, pair := range given {
		name, text, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, usage("%s must be NAME=VALUE, not %q", a.called(), pair)
		}
		if _, twice := made[name]; twice {
			return nil, usage("%s gives %s twice", a.called(), name)
		}
		made[name] = text
		if a.Type.Elem().Kind() != reflect.String && text != "null" && json.Valid([]byte(text)) {
			made[name] = json.RawMessage(text)
		}
	}
	return made, nil
}

func (a argument) grants(given []string) (any, error) {
	id := schema.Of(a.Type.Elem()).Fields[0].Name
	made := make([]map[string]string, len(given))
	for i, pair := range given {
		at := strings.LastIndexByte(pair, '=')
		if at < 1 {
			return nil, usage("%s must be WHO=ACCESS, such as ada@acme.example=CAN_VIEW, not %q", a.called(), pair)
		}
		made[i] = map[string]string{id: pair[:at], "access": pair[at+1:]}
	}
	return made, nil
}

func (a argument) statuses(given []string) (any, error) {
	made := make([]map[string]string, len(given))
	for i, text := range given {
		kind, rest, colon := strings.Cut(text, ":")
		at := strings.LastIndexByte(rest, '=')
		if !colon || at < 1 {
			return nil, usage("%s must be TYPE:NAME=STATUS, not %q", a.called(), text)
		}
		made[i] = map[string]string{"type": kind, "name": rest[:at], "status": rest[at+1:]}
	}
	return made, nil
}

// files reads the files that are named. Their paths are told as seen from the working folder, with slashes; that of a file elsewhere
// is its name.
func (a argument) files(given []string) (any, error) {
	path := schema.Of(a.Type.Elem()).Fields[0].Name
	made := make([]map[string]string, len(given))
	for i, name := range given {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, usage("%w", err)
		}
		made[i] = map[string]string{path: told(name), "contents": string(text)}
	}
	return made, nil
}

// told is a file's path for others.
func told(name string) string {
	here, err := os.Getwd()
	if filepath.IsAbs(name) && err == nil {
		if inside, err := filepath.Rel(here, name); err == nil {
			name = inside
		}
	}
	if !filepath.IsLocal(name) {
		name = filepath.Base(name)
	}
	return filepath.ToSlash(filepath.Clean(name))
}

// json reads JSON from the command line, from a file after @, or for @- from standard input.
func (a argument) json(cmd *cobra.Command, text string) (any, error) {
	raw := []byte(text)
	if name, file := strings.CutPrefix(text, "@"); file {
		var err error
		if raw, err = textOf(cmd, name); err != nil {
			return nil, err
		}
	}
	if !json.Valid(raw) {
		return nil, usage("%s is not valid JSON", a.called())
	}
	return json.RawMessage(raw), nil
}

// textOf is what a file holds, or for - what comes from standard input.
func textOf(cmd *cobra.Command, name string) ([]byte, error) {
	if name != "-" {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, usage("%w", err)
		}
		return text, nil
	}
	text, err := copyAll(cmd.InOrStdin())
	if err != nil {
		return nil, usage("standard input cannot be read: %w", errors.Unwrap(fmt.Errorf("%w", err)))
	}
	return text, nil
}
