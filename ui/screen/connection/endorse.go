package connection

import (
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// endorse asks which databases, schemas or tables get which status.
func endorse(env *screen.Env, c hex.DataConnection) {
	status := &overlay.Entry{Name: "status", Label: "status", Hint: "none: takes the status away", Note: "One of the workspace's own."}
	if seen := statuses(env); len(seen) > 0 {
		status.Note = "One of the workspace's own, such as " + strings.Join(seen, ", ") + "."
	}
	status.Note += " Hex's API does not tell which status they have now, so it cannot be put back."
	env.Host.Ask(overlay.NewForm("Endorse in "+c.Name, "see the change", []*overlay.Entry{
		{Name: "kind", Label: "what", Options: []string{"tables", "schemas", "databases"}},
		{Name: "names", Label: "names", Hint: "public.orders, public.customers",
			Note: "Tables with their schema, schemas with their database, parted by commas. All of them are set or none."},
		status,
	}, func(f *overlay.Form) string {
		kind := []string{"TABLE", "SCHEMA", "DATABASE"}[f.Field("kind").Picked]
		updates, complaint := updatesOf(kind, f.Field("names").Value(), strings.TrimSpace(f.Field("status").Value()))
		if complaint != "" {
			return complaint
		}
		which := present.Plural(len(updates), strings.ToLower(kind)) + " in " + quoted(c.Name)
		deed.Do(env, deed.Deed{
			Change: change.EndorseSchema{ConnectionID: c.ID, Updates: updates},
			Title:  "Set the status of " + which + "?", Yes: "set the status", Said: "The status of " + which + " was set.", Name: endorsed,
		})
		return ""
	}))
}

// updatesOf are the statuses to be set, or why they cannot be.
func updatesOf(kind, names, status string) (updates []hex.StatusUpdate, complaint string) {
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			continue
		case kind != "DATABASE" && !strings.Contains(name, "."):
			return nil, "“" + name + "” needs what it is in: a table its schema (public.orders), a schema its database (shop.public)."
		}
		updates = append(updates, hex.StatusUpdate{Type: kind, Name: name, Status: hex.NullText(status)})
	}
	if len(updates) == 0 {
		return nil, "Name at least one."
	}
	return updates, ""
}

// endorsed puts a field of an endorsement into words.
func endorsed(f change.Field) change.Field {
	if rest, is := strings.CutPrefix(f.Name, "status of "); is {
		kind, name, _ := strings.Cut(rest, " ")
		f.Name, f.Before = strings.ToLower(kind)+" "+name, "not told"
	}
	return f
}

// statuses are those that projects of the workspace have: Hex's API has no list of them.
func statuses(env *screen.Env) []string {
	var seen []string
	for i := range env.Store.Projects.Len() {
		if s := env.Store.Projects.Item(i).StatusName(); s != "" && !slices.Contains(seen, s) {
			seen = append(seen, s)
		}
	}
	slices.Sort(seen)
	return seen
}
