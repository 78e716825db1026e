package shell

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"hextui/hex/exit"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
)

// resolving turns what people call things into their ids, by the tool that does so for agents.
type resolving struct {
	call func(ctx context.Context, tool string, args valued) (answer.Result, error)
	// project is where cells are looked for.
	project string
	// ours is set where project is of the flag alone: the tool is not told it.
	ours bool
	// now is the clock, and until is when looking ends.
	now   func() time.Time
	until time.Time
}

// kinds are what resolve_hex looks for where an id of a noun is wanted; nil for what has no name.
func kinds(n schema.Noun) []string {
	switch n {
	case schema.Project, schema.Cell, schema.Collection, schema.Connection, schema.User, schema.Group:
		return []string{string(n)}
	case schema.Principal:
		return []string{string(schema.User), string(schema.Group)}
	}
	return nil
}

// ids puts ids in the place of names in the arguments of a call. The project is first: cells are looked for in it.
func (r *resolving) ids(ctx context.Context, all []argument, v valued) error {
	for _, first := range []bool{true, false} {
		for _, a := range all {
			if raw, given := v[a.Name]; given && first == (a.Name == "project_id") {
				made, err := r.of(ctx, a, raw)
				if err != nil {
					return err
				}
				v[a.Name] = made
			}
		}
		if first {
			if err := r.inProject(ctx, v); err != nil {
				return err
			}
		}
	}
	return r.run(ctx, v)
}

// inProject settles where cells are looked for: the project of the call, or else that of the flag.
func (r *resolving) inProject(ctx context.Context, v valued) error {
	if raw, own := v["project_id"]; own {
		r.project, _ = schema.Text(raw)
		return nil
	}
	if r.project == "" {
		return nil
	}
	id, err := r.one(ctx, schema.Project, "--project", r.project)
	r.project, r.ours = id, true
	return err
}

// of is an argument with ids in the place of names.
func (r *resolving) of(ctx context.Context, a argument, raw json.RawMessage) (json.RawMessage, error) {
	if a.Name == "suggestion_id" { // which Hex itself knows only by an id
		a.ID = suggestion
	}
	switch {
	case a.form == asGrants:
		return r.granted(ctx, a, raw)
	case a.ID == "":
		return raw, nil
	case a.form == asList:
		var names []string
		if err := json.Unmarshal(raw, &names); err != nil {
			return nil, err
		}
		for i := range names {
			id, err := r.one(ctx, a.ID, a.called(), names[i])
			if err != nil {
				return nil, err
			}
			names[i] = id
		}
		return json.Marshal(names)
	}
	text, _ := schema.Text(raw)
	id, err := r.one(ctx, a.ID, a.called(), text)
	if err != nil {
		return nil, err
	}
	return json.Marshal(id)
}

// granted are the entries of who gets which access, with ids.
func (r *resolving) granted(ctx context.Context, a argument, raw json.RawMessage) (json.RawMessage, error) {
	var entries []map[string]string
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, err
	}
	who := schema.Of(a.Type.Elem()).Fields[0].Name
	for _, e := range entries {
		id, err := r.one(ctx, a.granted(), a.called(), e[who])
		if err != nil {
			return nil, err
		}
		e[who] = id
	}
	return json.Marshal(entries)
}

// one is the id of what is called so. What is an id, or a link with one, is left as it is: the tool reads it.
func (r *resolving) one(ctx context.Context, n schema.Noun, called, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if id, complaint := n.ID(called, text); complaint == "" {
		if n == schema.Cell && r.ours { // of a tool that is not told the project, which a static id needs
			if f, err := r.find(ctx, string(n), id); err != nil || f.Resolved {
				return f.first(), err
			}
		}
		return id, nil
	}
	if tool, title := lister(n); tool != "" && !strings.Contains(text, "://") {
		return r.listed(ctx, n, tool, title, text)
	}
	all := kinds(n)
	if all == nil {
		return text, nil // the tool says what is wrong with it
	}
	if n == schema.Cell && r.project == "" && !strings.Contains(text, "/") {
		return "", usage("%s: the label of a cell needs its project: give --project", text)
	}
	seen := found{Complete: true}
	for _, kind := range all {
		f, err := r.find(ctx, kind, text)
		if err != nil {
			return "", err
		}
		if f.Resolved {
			return f.first(), nil
		}
		seen.Candidates, seen.Complete = append(seen.Candidates, f.Candidates...), seen.Complete && f.Complete
	}
	return "", seen.unsettled(n, text)
}

// found is the answer of resolve_hex.
type found struct {
	Resolved   bool
	Complete   bool
	Candidates []candidate
}

// first is the id of what was found, empty for nothing.
func (f found) first() string {
	if len(f.Candidates) == 0 {
		return ""
	}
	return f.Candidates[0].ID
}

// candidate is a thing that may be meant.
type candidate struct{ Kind, ID, Title, How string }

// find asks until everything was looked at, or there is no time to. A call that comes back at once without having done so has met a
// limit that waiting does not help.
func (r *resolving) find(ctx context.Context, kind, text string) (found, error) {
	args := valued{}
	args.put("text", text)
	args.put("kind", kind)
	if kind == string(schema.Cell) && r.project != "" {
		args.put("project_id", r.project)
	}
	for {
		var f found
		begun := r.now()
		out, err := r.call(ctx, "resolve_hex", args)
		if err != nil {
			return f, err
		}
		raw, err := json.Marshal(out)
		if err != nil {
			return f, err
		}
		if err := json.Unmarshal(raw, &f); err != nil {
			return f, err
		}
		if now := r.now(); f.Resolved || f.Complete || now.Sub(begun) < time.Second || now.After(r.until) {
			return f, nil
		}
	}
}

// mostOffered is how many candidates a complaint names.
const mostOffered = 10

// unsettled is the error of a name that is not that of exactly one thing.
func (f found) unsettled(n schema.Noun, text string) error {
	switch {
	case !f.Complete:
		return exit.With(exit.Passing, "there was no time to look at every %s for %q: try again later, or give its id or link", n, text)
	case len(f.Candidates) == 0:
		return exit.With(exit.Failed, "there is no %s called %q, as far as the token can see", n, text)
	}
	var b strings.Builder
	for _, c := range f.Candidates[:min(len(f.Candidates), mostOffered)] {
		fmt.Fprintf(&b, "\n  %s  %s  (%s)", c.ID, strings.Join(strings.Fields(c.Title), " "), c.How)
	}
	if more := len(f.Candidates) - mostOffered; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return exit.With(exit.Misused, "%q does not name exactly one %s. Give the id of the one that is meant:%s", text, n, b.String())
}

// newest is the word for the newest run of a project.
const newest = "latest"

// linked takes the run out of a link to it that was given for its project.
func linked(all []argument, v valued) {
	for _, a := range all {
		link, _ := schema.Text(v["project_id"])
		if a.Name != "run_id" || v["run_id"] != nil || !strings.Contains(link, "/") {
			continue
		}
		if id, complaint := schema.Run.ID("run", link); complaint == "" {
			v.put("run_id", id)
		}
	}
}

// run puts the newest run of the project in the place of the word.
func (r *resolving) run(ctx context.Context, v valued) error {
	raw, given := v["run_id"]
	if text, _ := schema.Text(raw); !given || text != newest {
		return nil
	}
	args := valued{"project_id": v["project_id"]}
	args.put("limit", 1)
	out, err := r.call(ctx, "get_hex_project_runs", args)
	if err != nil {
		return err
	}
	all, err := json.Marshal(out)
	if err != nil {
		return err
	}
	var page struct {
		Runs []struct {
			RunID string `json:"run_id"`
		}
	}
	if err := json.Unmarshal(all, &page); err != nil {
		return err
	}
	if len(page.Runs) == 0 {
		return exit.With(exit.Failed, "the project has not been run yet")
	}
	v.put("run_id", page.Runs[0].RunID)
	return nil
}

// suggestion is a suggestion of Hex's analyst, which is a noun to people alone.
const suggestion schema.Noun = "suggestion"

// lister is the tool that lists what has a title and is not looked for by resolve_hex, and the member that is its title.
func lister(n schema.Noun) (tool, title string) {
	switch n {
	case schema.Guide:
		return "list_hex_guide_drafts", "file_path"
	case schema.Thread:
		return "list_hex_threads", "title"
	case suggestion:
		return "list_hex_suggestions", "title"
	}
	return "", ""
}

// mostListed is how many pages a title is looked for in, from the newest on.
const mostListed = 10

// listed is the id of what is called so in a list: the only one of exactly this title.
func (r *resolving) listed(ctx context.Context, n schema.Noun, tool, title, text string) (string, error) {
	same, like := found{Complete: true}, found{Complete: true}
	args := valued{}
	args.put("limit", 100)
	for range mostListed {
		d, rows, err := r.page(ctx, tool, args)
		if err != nil {
			return "", err
		}
		for _, row := range rows {
			c := candidate{ID: row.text("id"), Title: row.text(title)}
			switch {
			case strings.EqualFold(strings.TrimSpace(c.Title), strings.TrimSpace(text)):
				c.How = "exact name"
				same.Candidates = append(same.Candidates, c)
			case strings.Contains(strings.ToLower(c.Title), strings.ToLower(text)):
				c.How = "name contains it"
				like.Candidates = append(like.Candidates, c)
			}
		}
		if !after(d, args) {
			break
		}
	}
	switch len(same.Candidates) {
	case 0:
		return "", like.unsettled(n, text)
	case 1:
		return same.Candidates[0].ID, nil
	}
	return "", same.unsettled(n, text)
}

// page is an answer of a tool that lists, with its rows.
func (r *resolving) page(ctx context.Context, tool string, args valued) (document, []document, error) {
	out, err := r.call(ctx, tool, args)
	if err != nil {
		return nil, nil, err
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return nil, nil, err
	}
	d, err := parse(raw)
	if err != nil {
		return nil, nil, err
	}
	rows, _, _, err := rowsOf(d, row{}.lists(specsByName()[tool]))
	return d, rows, err
}
