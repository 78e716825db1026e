package action

// The scopes of the workspace's groups, users, collections and data connections: their lists, and the page of each.
const (
	Groups      Scope = "groups"
	Group       Scope = "group"
	Users       Scope = "users"
	User        Scope = "user"
	Collections Scope = "collections"
	Collection  Scope = "collection"
	Connections Scope = "connections"
	Connection  Scope = "connection"
)

// What is done with them.
const (
	Create      ID = "create"
	DeleteThis  ID = "delete"
	Members     ID = "members"
	AddTo       ID = "add-to-group"
	TakeOut     ID = "take-out"
	Deactivate  ID = "deactivate"
	GiveAccess  ID = "give-access"
	SetAccess   ID = "set-access"
	PutIn       ID = "put-in"
	SchemaTimes ID = "schema-times"
	ReadSchema  ID = "read-schema"
	Endorse     ID = "endorse"
)
