package connection

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// The parts of a connection.
const (
	partAddress = "address"
	partSetting = "setting"
	partSchema  = "schema"
	partMay     = "may use it"
	partGroup   = "group"
)

// New is the page of a data connection: where it leads, its settings, who may use it, when its schema is read.
func New(env *screen.Env, t screen.Target) screen.Screen {
	c := func() hex.DataConnection {
		if known, ok := env.Store.Connections.Get(t.ID); ok {
			return known
		}
		return hex.DataConnection{ID: t.ID, Name: t.Title}
	}
	wants := func() []store.Want { return []store.Want{fresh(env, store.Connections)} }
	return screen.NewPage(env, screen.Paging{
		Title: func() string { return c().Name }, Noun: "rows", ID: t.ID, Kind: "connection", Scope: action.Connection,
		Value: "IS", More: "",
		Rows: screen.Made[screen.Row]{
			Of:   func() any { return env.Store.Connections.Version },
			Make: func() []screen.Row { return rows(c(), env.Now()) },
			Read: func() screen.Freshness { return env.Age(wants()...) },
		},
		Wants: wants, About: func() []screen.Fact { return facts(c()) },
		There:  func() bool { return screen.Listed(&env.Store.Connections, t.ID) },
		Offers: func(r screen.Row, _ bool, none string) []screen.Offer { return onPage(env, c(), r, none) },
		Empty:  screen.Says("Hex tells this token no more of the connection."),
	})
}

func facts(c hex.DataConnection) []screen.Fact {
	var all []screen.Fact
	if c.Type != "" {
		all = append(all, screen.Fact{Name: "type", Text: string(c.Type)})
	}
	if c.Description != "" {
		all = append(all, screen.Fact{Name: "about", Text: c.Description})
	}
	if c.Type != "" && !c.Full() {
		all = append(all, screen.Fact{Name: "not here", Text: "where it leads and who may use it: Hex does not tell this token"})
	}
	return all
}

// rows are all that is known of a connection.
func rows(c hex.DataConnection, now time.Time) []screen.Row {
	if !c.Full() {
		return nil
	}
	var all []screen.Row
	add := func(part, name, value string) {
		all = append(all, screen.Row{Part: part, Name: name, Value: value})
	}
	for _, g := range grants(c) {
		r := screen.Row{Part: partMay, Name: g.name, ID: g.id, Value: g.access.Words()}
		if g.group {
			r.Part, r.Go = partGroup, screen.Target{Place: screen.Group, ID: g.id, Title: g.name}
		}
		all = append(all, r)
	}
	for _, d := range details(c) {
		add(partAddress, d.Name, d.Text)
	}
	add(partSetting, "through SSH", yesNo(c.ConnectViaSSH))
	add(partSetting, "for Hex's AI", yesNo(c.IncludeMagic))
	add(partSetting, "writeback cells", yesNo(c.AllowWritebackCells))
	if s := string(c.Sensitivity); s != "" && s != "null" {
		add(partSetting, "sensitivity", s)
	}
	add(partSchema, "is read", when(c.SchemaRefresh, now))
	if c.SchemaRefreshAccess != "" {
		add(partSchema, "may be read by", mayRefresh(c.SchemaRefreshAccess))
	}
	for _, f := range filters(c.SchemaFilters) {
		add(partSchema, f.Name, f.Text)
	}
	add(partSchema, "was last read", notTold)
	add(partSchema, "endorsements", "not told: Hex's API sets the statuses of schemas and tables and does not show them")
	return all
}

const notTold = "not told: Hex's API neither says when the schema was read last and how that went, nor reads it now; a person can, in Hex"

// details are the members of a connection's details that Hex tells, in the order of their type.
func details(c hex.DataConnection) []screen.Fact {
	var all []screen.Fact
	known := told(c.Type, c.Details)
	fields := detailsOf(c.Type, c.Details)
	if fields == nil { // a type that is not known here, or cannot be written
		for _, name := range []string{"hostname", "port", "username"} {
			if known[name] != "" {
				all = append(all, screen.Fact{Name: label(name), Text: known[name]})
			}
		}
		return all
	}
	for _, d := range fields {
		switch {
		case d.secret:
			all = append(all, screen.Fact{Name: label(d.name), Text: "not shown: Hex keeps it"})
		case known[d.name] != "":
			all = append(all, screen.Fact{Name: label(d.name), Text: known[d.name]})
		}
	}
	return all
}

// filters say what of the database Hex looks at.
func filters(f *hex.SchemaFilters) []screen.Fact {
	if f == nil {
		return nil
	}
	var all []screen.Fact
	for _, part := range []struct {
		name   string
		filter *hex.SchemaFilter
	}{{"databases", f.Databases}, {"schemas", f.Schemas}, {"tables", f.Tables}} {
		if part.filter == nil {
			continue
		}
		var says []string
		if m := part.filter.Include; m != nil {
			says = append(says, "only "+match(m))
		}
		if m := part.filter.Exclude; m != nil {
			says = append(says, "not "+match(m))
		}
		if len(says) > 0 {
			all = append(all, screen.Fact{Name: part.name, Text: strings.Join(says, ", ")})
		}
	}
	return all
}

func match(m *hex.SchemaMatch) string {
	values := strings.Join(m.Values, " or ")
	switch m.Type {
	case "EXACT":
		return values
	case "PREFIX":
		return values + "…"
	case "SUFFIX":
		return "…" + values
	}
	return strings.ToLower(m.Type) + " " + values
}

// onPage are what can be done with a connection and the selected row of its page.
func onPage(env *screen.Env, c hex.DataConnection, r screen.Row, none string) []screen.Offer {
	reason := none
	if none == "" && r.Part != partMay && r.Part != partGroup {
		reason = "This row is nobody who may use it: select one who may, or edit the connection."
	}
	return append(offers(env, c, "")[:2:2], append([]screen.Offer{
		{Action: action.SetAccess, Reason: reason, Do: func() { setAccess(env, c, r) }},
		{Action: action.TakeOut, Reason: reason, Do: func() {
			share(env, c, []grant{{id: r.ID, name: r.Name, group: r.Part == partGroup}}, hex.ConnectionAccessNone)
		}},
	}, offers(env, c, "")[2:]...)...)
}
