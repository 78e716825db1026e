package connection

import (
	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

const secretsStay = "Secrets are sent and not shown. Hex never gives them back: a field that stays empty leaves its secret as it is."

// create asks for the type, then for what a connection of it needs.
func create(env *screen.Env) {
	var choices []overlay.Choice
	for _, kind := range hex.WritableConnections() {
		choices = append(choices, overlay.Choice{Title: string(kind), Do: func() { createOf(env, kind) }})
	}
	choices = append(choices, overlay.Choice{Title: string(hex.ConnectionClickHouse),
		Reason: "Hex's API cannot make a ClickHouse connection: an admin can, in Hex."})
	deed.Pick(env, "New data connection", "the type of database", "", choices)
}

// settings are the entries that every connection has.
func settings(c hex.DataConnection) []*overlay.Entry {
	onOff := func(name, label, note string, on bool) *overlay.Entry {
		e := &overlay.Entry{Name: name, Label: label, Note: note, Options: []string{"no", "yes"}}
		if on {
			e.Picked = 1
		}
		return e
	}
	return []*overlay.Entry{
		onOff("ssh", "through SSH", "", c.ConnectViaSSH),
		onOff("magic", "for Hex's AI", "", c.IncludeMagic),
		onOff("writeback", "writeback cells", "With yes, cells may write to the database.", c.AllowWritebackCells),
	}
}

func createOf(env *screen.Env, kind hex.ConnectionType) {
	all := detailsOf(kind, nil)
	entries := []*overlay.Entry{
		{Name: "name", Label: "name"}, {Name: "description", Label: "description", Hint: "what it is for"},
	}
	for _, d := range all {
		entries = append(entries, d.entry(false))
	}
	entries = append(entries, settings(hex.DataConnection{IncludeMagic: true})...)
	entries[0].Note = secretsSent
	env.Host.Ask(overlay.NewForm("New "+string(kind)+" connection", "see the change", entries, func(f *overlay.Form) string {
		n := hex.NewDataConnection{Name: f.Field("name").Value(), Type: kind, Description: f.Field("description").Value()}
		if n.Name == "" {
			return "A data connection needs a name."
		}
		details, complaint := taken(kind, all, f, false)
		if complaint != "" {
			return complaint
		}
		if details != nil {
			n.Details = *details
		}
		magic := f.Field("magic").Picked == 1
		n.ConnectViaSSH, n.IncludeMagic, n.AllowWritebackCells = f.Field("ssh").Picked == 1, &magic, f.Field("writeback").Picked == 1
		deed.Do(env, deed.Deed{
			Change: change.CreateConnection{Connection: n}, Title: "Create the data connection " + quoted(n.Name) + "?",
			Yes: "create the connection", Said: "The data connection " + quoted(n.Name) + " was created.", Name: field,
			Done: func(r change.Result, _ error) {
				if c, ok := r.Entity.(hex.DataConnection); ok && c.ID != "" {
					env.Host.Go(screen.Target{Place: screen.Connection, ID: c.ID, Title: c.Name})
				}
			},
		})
		return ""
	}))
}

const secretsSent = "Secrets are sent, never shown, and Hex gives them back to nobody."

// edit asks for other settings; the type stays.
func edit(env *screen.Env, c hex.DataConnection) {
	all := detailsOf(c.Type, c.Details)
	entries := []*overlay.Entry{
		(&overlay.Entry{Name: "name", Label: "name", Note: secretsStay}).Preset(c.Name),
		(&overlay.Entry{Name: "description", Label: "description", Hint: "none"}).Preset(c.Description),
	}
	for _, d := range all {
		entries = append(entries, d.entry(true))
	}
	if all == nil {
		entries[0].Note = "Where the database is, Hex's API cannot change for a " + string(c.Type) + " connection: a person can, in Hex."
	}
	entries = append(entries, settings(c)...)
	title := "Edit " + c.Name + ", a " + string(c.Type) + " connection"
	env.Host.Ask(overlay.NewForm(title, "see the change", entries, func(f *overlay.Form) string {
		e, complaint := edited(c, all, f)
		if complaint != "" {
			return complaint
		}
		deed.Do(env, deed.Deed{
			Change: change.EditConnection{ID: c.ID, Edit: e}, Title: "Edit the data connection " + quoted(c.Name) + "?",
			Yes: "edit the connection", Said: "The data connection " + quoted(c.Name) + " was edited.", Name: field,
		})
		return ""
	}))
}

// edited is what a form changes of a connection, or why it cannot be.
func edited(c hex.DataConnection, all []detail, f *overlay.Form) (e hex.DataConnectionEdit, complaint string) {
	if now := f.Field("name").Value(); now == "" {
		return e, "A data connection needs a name."
	} else if now != c.Name {
		e.Name = now
	}
	if now := f.Field("description").Value(); now != c.Description {
		e.Description = &now
	}
	if e.Details, complaint = taken(c.Type, all, f, true); complaint != "" {
		return e, complaint
	}
	for _, flag := range []struct {
		name string
		was  bool
		into **bool
	}{
		{"ssh", c.ConnectViaSSH, &e.ConnectViaSSH}, {"magic", c.IncludeMagic, &e.IncludeMagic},
		{"writeback", c.AllowWritebackCells, &e.AllowWritebackCells},
	} {
		if on := f.Field(flag.name).Picked == 1; on != flag.was {
			*flag.into = &on
		}
	}
	if e.Name == "" && e.Description == nil && e.Details == nil && e.ConnectViaSSH == nil && e.IncludeMagic == nil &&
		e.AllowWritebackCells == nil {
		return e, "Nothing is another than before."
	}
	return e, ""
}
