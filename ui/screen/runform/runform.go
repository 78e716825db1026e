// Package runform starts runs: it asks what to run with which inputs, starts it, and has it followed.
// Draft and published are two things here, with two words, and never blurred.
package runform

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"hextui/hex"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// Which says what is run.
type Which string

// What can be run: the draft as it is now, or the version that was last published in Hex.
const (
	Draft     Which = "draft"
	Published Which = "published version"
)

const (
	draftTakesNoInputs = "A draft run takes its inputs from the notebook's own input cells: the API has no way to pass others."
	neverPublished     = "This project was never published, so there is no published version to run. " +
		"Publishing is done in Hex; the API cannot."
)

// Ask opens the form. which is the first choice, empty for the one that fits: the published version
// where there is one.
func Ask(env *screen.Env, p hex.Project, which Which) {
	cells := env.Store.Cells(p.ID)
	if !cells.Known() && cells.Err == nil {
		askWhenRead(env, p, which)
		return
	}
	env.Host.Ask(newForm(env, p, which))
}

// askWhenRead reads the cells first, which name the inputs. The form opens without names when they cannot be read.
func askWhenRead(env *screen.Env, p hex.Project, which Which) {
	task.Do(env.Tasks, "run form", func(ctx context.Context) ([]hex.Cell, error) {
		return hex.Collect(env.API.CellPages(ctx, hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: p.ID}))
	}, func(cells []hex.Cell, err error) {
		if err != nil {
			env.Host.Notice(screen.Warn, "The cells could not be read, so no input names are offered. "+err.Error())
		}
		for _, c := range cells {
			env.Store.Cells(p.ID).Put(c.StaticID, c)
		}
		env.Host.Interrupt(newForm(env, p, which))
	})
}

func newForm(env *screen.Env, p hex.Project, which Which) *overlay.Form {
	what := &overlay.Entry{Name: "what", Label: "what", Options: []string{string(Draft), string(Published)}}
	if which == Published || which == "" && p.Published() {
		what.Picked = 1
	}
	switch {
	case !p.Published():
		what.Picked, what.Disabled = 0, neverPublished
		if *env.NoDraftRuns != "" {
			what.Disabled += " " + *env.NoDraftRuns
		}
	case *env.NoDraftRuns != "":
		what.Picked, what.Disabled = 1, *env.NoDraftRuns
	}
	entries := []*overlay.Entry{what}
	for _, name := range Names(env, p.ID) {
		entries = append(entries, &overlay.Entry{Name: "input " + name, Label: name, Hint: "left to the app"})
	}
	entries = append(entries,
		&overlay.Entry{Name: "others", Label: "other inputs", Hint: `name=value, region="EU", limit=10`},
		&overlay.Entry{Name: "cache", Label: "SQL results", Options: []string{"cached where fresh", "asked anew"}},
		&overlay.Entry{Name: "update", Label: "viewers see", Options: []string{"what they saw", "this run's results"}},
	)
	f := overlay.NewForm("Run "+p.Title, "run", entries, func(f *overlay.Form) string { return submit(env, p, f) })
	f.OnTurn = enable
	enable(f)
	return f
}

// enable closes the fields that a draft run cannot use.
func enable(f *overlay.Form) {
	draft := f.Field("what").Picked == 0
	first := true
	for _, e := range f.Entries()[1:] {
		if e.Name == "cache" {
			continue
		}
		e.Disabled, e.Note = "", ""
		switch {
		case draft && e.Name == "update":
			e.Disabled = "Only a published run can change what viewers of the app see."
		case draft && first:
			e.Disabled = draftTakesNoInputs
		case draft:
			e.Disabled = " "
		case e.Name == "others":
			e.Note = "Numbers, true, false, null and JSON are sent as such, anything else as text. " +
				"The API does not list an app's inputs; these names stand in {{ … }} in its draft."
		}
		first = false
	}
}

// Names are the inputs that the SQL cells of a project's draft speak of, in the order in which they do.
func Names(env *screen.Env, projectID string) []string {
	cells := env.Store.Cells(projectID)
	var names []string
	seen := map[string]bool{}
	for i := range cells.Len() {
		c := cells.Item(i)
		if c.Contents.SQL == nil {
			continue
		}
		for _, n := range Parameters(c.Contents.SQL.Source) {
			if !seen[n] {
				seen[n] = true
				names = append(names, n)
			}
		}
	}
	return names
}

var (
	jinjaComment = lazily(`(?s)\{#.*?#\}`)
	parameter    = lazily(`\{\{-?\s*([A-Za-z_][A-Za-z0-9_]*)`)
	nameOnly     = lazily(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// lazily is an expression that is read when it is first needed, and costs a start nothing.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// Parameters are the names that begin a {{ … }} in an SQL source, in order and once each.
func Parameters(source string) []string {
	var names []string
	seen := map[string]bool{}
	for _, m := range parameter().FindAllStringSubmatch(jinjaComment().ReplaceAllString(source, ""), -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			names = append(names, m[1])
		}
	}
	return names
}

func submit(env *screen.Env, p hex.Project, f *overlay.Form) string {
	var cached *bool
	if f.Field("cache").Picked == 1 {
		no := false
		cached = &no
	}
	if f.Field("what").Picked == 0 {
		if *env.NoDraftRuns != "" {
			return *env.NoDraftRuns
		}
		startDraft(env, p, hex.DraftRunRequest{UseCachedSQL: cached})
		return ""
	}
	inputs, complaint := inputs(f)
	if complaint != "" {
		return complaint
	}
	update := f.Field("update").Picked == 1
	if update && len(inputs) > 0 {
		return "A run whose results viewers shall see cannot have inputs of its own: clear the inputs, or leave what viewers see."
	}
	startPublished(env, p, hex.RunRequest{Inputs: inputs, UseCachedSQL: cached, UpdatePublished: update})
	return ""
}

// inputs reads the values typed into the form.
func inputs(f *overlay.Form) (map[string]any, string) {
	values := map[string]any{}
	for _, e := range f.Entries() {
		if name, ok := strings.CutPrefix(e.Name, "input "); ok && e.Value() != "" {
			values[name] = value(e.Value())
		}
	}
	pairs, err := Pairs(f.Field("others").Value())
	if err != nil {
		return nil, err.Error()
	}
	for name, v := range pairs {
		if _, twice := values[name]; twice {
			return nil, fmt.Sprintf("The input %q is given twice: in its own field and among the others.", name)
		}
		values[name] = v
	}
	return values, ""
}

// Pairs reads name=value pairs parted by commas. A comma within quotes, brackets or braces parts nothing.
func Pairs(text string) (map[string]any, error) {
	values := map[string]any{}
	for _, part := range split(text) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, v, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if !ok || !nameOnly().MatchString(name) {
			return nil, fmt.Errorf("“%s” is no name=value pair: write it as start_date=2026-01-01", part)
		}
		values[name] = value(strings.TrimSpace(v))
	}
	return values, nil
}

func split(text string) []string {
	var parts []string
	depth, quoted, start := 0, false, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == ',' && depth <= 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// value is JSON where the text is JSON, else the text itself.
func value(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err == nil && !d.More() {
		return v
	}
	return text
}
