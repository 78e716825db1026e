package policy

import (
	"encoding/json"
	"slices"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
)

// rule is what is known of an operation of the API before it is sent.
type rule struct {
	class Class
	// post is set for an operation that has no effect but is no GET.
	post bool
	// spends is set for what counts against the session's runs.
	spends bool
	// makes is the kind of thing that it makes anew; everywhere is set when nobody knows what it will touch.
	makes      schema.Noun
	everywhere bool
	// cell says what has to be known first of the cell that it names.
	cell need
	// milder makes of the rule one that is milder where the members of what is sent say that it does less; nil where the name
	// says all. What cannot be read is not mild.
	milder func(r rule, members map[string]json.RawMessage) rule
	// answer takes out of an answer what an allow-list leaves out, or refuses all of it; nil where nothing is only known then.
	answer func(r *Rules, answer any) error
}

// need is what has to be known of a cell that is named by its id alone.
type need int

const (
	notNeeded need = iota
	// itsProject is where the cell is, if there is a list of projects.
	itsProject
	// itself: nothing else keeps what is deleted.
	itself
	// itsSource is as it is before a write that can be taken back.
	itsSource
)

// narrowed is the rule for what is sent.
func (r rule) narrowed(body json.RawMessage) rule {
	var members map[string]json.RawMessage
	if r.milder == nil || json.Unmarshal(body, &members) != nil {
		return r
	}
	return r.milder(r, members)
}

// Table says of each operation of the client what an agent may do with it. [Operations] is that of all there are.
type Table map[string]rule

// Operations is what is known of every operation of the client, and of what goes to Hex's hosted server in place of one. A tool of
// any class but [Read] may use those that are not of that class; those of the classes that somebody has to agree to, only once the
// call was confirmed. An operation that it lacks is refused, so one that is added to the client reaches agents only when somebody
// has said here of what class it is.
func Operations() Table {
	read, wide := rule{class: Read}, rule{class: Read, everywhere: true}
	overwrite, access, destroy := rule{class: Overwrite}, rule{class: Access}, rule{class: Destroy}
	return Table{
		"Me": read,

		"ListProjects":     {class: Read, answer: only(schema.Project, func(p hex.Project) string { return p.ID })},
		"GetProject":       read,
		"GetQueriedTables": {class: Read, answer: only(schema.Connection, func(t hex.QueriedTable) string { return t.DataConnectionID })},
		"ExportProject":    {class: Read, post: true},
		"CreateProject":    {class: Write, makes: schema.Project},
		"UpdateProject":    overwrite,

		"EditProjectSharingUsers":        access,
		"EditProjectSharingGroups":       access,
		"EditProjectSharingCollections":  access,
		"EditProjectSharingOrgAndPublic": access,
		"CreatePresignedUrl":             {class: Secret},
		"UpdateComputeProfiles":          overwrite,

		"RunProject":     {class: Execute, spends: true, milder: dryRun},
		"RunDraft":       {class: Execute, spends: true},
		"RunCell":        {class: Execute, spends: true, cell: itsProject, milder: dryRun},
		"GetProjectRuns": read,
		"GetRunStatus":   read,
		"CancelRun":      destroy,

		"ListCells":              read,
		"GetCell":                {class: Read, answer: inAllowedProject},
		"CreateCell":             {class: Write},
		"UpdateCell":             {class: Overwrite, cell: itsSource},
		"DeleteCell":             {class: Destroy, cell: itself},
		"GetCellOutput":          {class: Read, cell: itsProject},
		"GetChartImageFromLogic": {class: Read, cell: itsProject},
		"GetChartImageFromRun":   read,

		// The search of Hex's hosted server.
		"SearchProjects": {class: Read, answer: retained(schema.Project)},

		// Hex's analyst looks at the whole workspace.
		"ListThreads":            wide,
		"GetThread":              wide,
		"GetThreadMessages":      wide,
		"CreateThread":           {class: Execute, spends: true, everywhere: true},
		"ContinueThread":         {class: Execute, spends: true, everywhere: true},
		"ListTopics":             wide,
		"ListSuggestions":        wide,
		"GetSuggestion":          wide,
		"UpdateSuggestion":       {class: Overwrite, everywhere: true},
		"UpdateSuggestionChange": {class: Overwrite, everywhere: true},
		"ReviewSuggestion":       {class: Execute, spends: true, everywhere: true},

		"ListUsers":      read,
		"DeactivateUser": destroy,
		"ListGroups":     read,
		"GetGroup":       read,
		"CreateGroup":    {class: Write},
		"EditGroup":      {class: Access, milder: without("members")},
		"DeleteGroup":    destroy,

		"ListCollections":  {class: Read, answer: only(schema.Collection, func(c hex.Collection) string { return c.ID })},
		"GetCollection":    read,
		"CreateCollection": {class: Write, makes: schema.Collection},
		"EditCollection":   {class: Access, milder: without("sharing")}, // who sees a collection sees what is in it

		"ListDataConnections":        {class: Read, answer: only(schema.Connection, func(c hex.DataConnection) string { return c.ID })},
		"GetDataConnection":          read,
		"CreateDataConnection":       {class: Secret, makes: schema.Connection},
		"EditDataConnection":         {class: Secret},
		"UpdateDataConnectionSchema": overwrite,

		// Hex's analyst follows guides for everybody, whatever project they ask about; so it does a semantic model, which belongs to no
		// project either.
		"ListDraftGuides":       wide,
		"UpsertGuideDraft":      {class: Access, everywhere: true},
		"PublishGuideDrafts":    {class: Access, everywhere: true},
		"DeleteGuideDraft":      {class: Destroy, everywhere: true},
		"UpdateSemanticProject": {class: Overwrite, everywhere: true},
		"IngestSemanticProject": {class: Access, everywhere: true},
	}
}

// dryRun starts nothing: Hex only says whether it would.
func dryRun(r rule, members map[string]json.RawMessage) rule {
	if string(members["dryRun"]) == "true" {
		r.class, r.post, r.spends = Read, true, false
	}
	return r
}

// without a member, a change of access only replaces texts.
func without(member string) func(rule, map[string]json.RawMessage) rule {
	return func(r rule, members map[string]json.RawMessage) rule {
		if _, there := members[member]; !there {
			r.class = Overwrite
		}
		return r
	}
}

// only keeps of a page the items that the allow-list of their kind has; of those that cannot be understood, the ones that still have
// such an id.
func only[T any](n schema.Noun, id func(T) string) func(*Rules, any) error {
	return func(r *Rules, answer any) error {
		if !r.limits(n) {
			return nil
		}
		page, ok := answer.(*hex.Page[T])
		if !ok {
			return errUnseen()
		}
		page.Items = slices.DeleteFunc(page.Items, func(item T) bool { return !r.allows(n, id(item)) })
		page.Odd = slices.DeleteFunc(page.Odd, func(o hex.Odd) bool { return !r.allows(n, o.ID) })
		return nil
	}
}

// retained keeps of a list that knows its ids those that the allow-list of their kind has.
func retained(n schema.Noun) func(*Rules, any) error {
	return func(r *Rules, answer any) error {
		if !r.limits(n) {
			return nil
		}
		list, ok := answer.(interface {
			Retain(may func(id string) bool)
		})
		if !ok {
			return errUnseen()
		}
		list.Retain(func(id string) bool { return r.allows(n, id) })
		return nil
	}
}

// inAllowedProject refuses a cell whose project is not allowed.
func inAllowedProject(r *Rules, answer any) error {
	if !r.limits(schema.Project) {
		return nil
	}
	cell, ok := answer.(*hex.Cell)
	switch {
	case !ok:
		return errUnseen()
	case !r.allows(schema.Project, cell.ProjectID):
		return errForeign()
	}
	return nil
}

// errUnseen refuses an answer of which the table does not know what is in it.
func errUnseen() error {
	return &answer.Failure{Kind: answer.KindInternal, Message: "The answer is held back: it cannot be told what of it this server may " +
		"show.",
		Hint: "This is a fault of the server, whose table of operations does not fit the client: tell the person who started it."}
}
