package store

import (
	"encoding/json"
	"time"
)

// User is a person of the workspace.
type User struct {
	ID, Name, Email string
	Role            string // an OrgRole, such as "ADMIN"
	LastLogin       time.Time
	Deactivated     bool
}

// Group is a named set of users.
type Group struct {
	ID, Name string
	Created  time.Time
}

// Member is a user's membership of a group.
type Member struct{ Group, User string }

// Collection is a shelf of projects.
type Collection struct {
	ID, Name, Description string
	Creator               string // a user's id
}

// Connection is a data connection. It never holds secrets.
type Connection struct {
	ID, Name, Type, Description string
	Created                     time.Time
	Details                     json.RawMessage // of the type's own shape, without secrets
	SSH, Magic, Writeback       bool
	Filters                     json.RawMessage // schemaFilters, or nil
	Refresh                     json.RawMessage // schemaRefreshSchedule, or nil
	RefreshAccess               string          // a SchemaRefreshAccess
}

// Grant is one principal's access to a project, collection or connection.
type Grant struct {
	Object    string // the id of what is shared
	Kind      Kind
	Principal string // the principal's id; empty for the kinds that name everybody
	Level     string
}

// Kind says what sort of principal a Grant names.
type Kind string

// The kinds of principal.
const (
	ToUser       Kind = "user"
	ToGroup      Kind = "group"
	ToCollection Kind = "collection"
	ToWorkspace  Kind = "workspace"
	ToPublic     Kind = "public"
	ToGuests     Kind = "guests"
	ToSupport    Kind = "support"
)

// Category is a label that projects can carry.
type Category struct{ Name, Description string }

// Project is a project or a component, without its cells.
type Project struct {
	ID, Title, Description string
	Type                   string // "PROJECT" or "COMPONENT"
	Creator, Owner         string // users' ids
	Status                 string // empty for none
	Categories             []string
	ReviewsRequired        bool
	Views                  Views
	Viewed                 time.Time // zero times mean never
	ResultsUpdated         time.Time
	Edited                 time.Time
	Published              time.Time
	Created                time.Time
	Archived               time.Time
	Trashed                time.Time
	Unlisted               bool
	Version                int // the latest published version; 0 when never published
	Schedules              []Schedule
}

// Views counts the visits to a published app.
type Views struct{ All, Seven, Fourteen, Thirty int }

// Schedule is when a project's published version runs by itself; exactly the
// member that the cadence names is set.
type Schedule struct {
	Cadence string `json:"cadence"`
	Enabled bool   `json:"enabled"`
	Hourly  *At    `json:"hourly"`
	Daily   *At    `json:"daily"`
	Weekly  *At    `json:"weekly"`
	Monthly *At    `json:"monthly"`
	Custom  *Cron  `json:"custom"`
}

// At is a moment inside a schedule's period; the members outside the period
// are nil. Timezone is an offset such as "+05:30".
type At struct {
	DayOfWeek string `json:"dayOfWeek,omitempty"`
	Day       *int   `json:"day,omitempty"`
	Hour      *int   `json:"hour,omitempty"`
	Minute    int    `json:"minute"`
	Timezone  string `json:"timezone"`
}

// Cron is a schedule in cron's notation.
type Cron struct {
	Cron     string `json:"cron"`
	Timezone string `json:"timezone"`
}

// Cell is one cell of a draft or of a published snapshot.
type Cell struct {
	ID         string          `json:"id"` // changes with every write
	StaticID   string          `json:"staticId"`
	Project    string          `json:"-"`
	Position   string          `json:"-"` // orders the draft's cells
	Parent     string          `json:"parent,omitempty"`
	Type       string          `json:"type"`
	Label      string          `json:"label,omitempty"`
	Connection string          `json:"connection,omitempty"`
	Source     string          `json:"source,omitempty"`
	Output     string          `json:"output,omitempty"` // the dataframe that an SQL cell makes
	Dataframe  bool            `json:"dataframe,omitempty"`
	Spec       json.RawMessage `json:"spec,omitempty"` // inputs, a chart, a text: what the API does not show
}

// Version is a published snapshot of a project's cells, in order.
type Version struct {
	Project string
	Number  int
	Created time.Time
	Cells   []Cell
}

// Run is one execution of a published version or of the draft.
type Run struct {
	ID, Project     string
	Version         int    // 0 for the draft
	Cell            string // the static id, when a single cell was run
	User            string
	Trigger, Status string
	Created         time.Time
	Started, Ended  time.Time
	Inputs          json.RawMessage
	Notifications   json.RawMessage
	Events          []Event
}

// Event is a step in a run's life.
type Event struct {
	Type  string    `json:"type"`
	Value string    `json:"value"`
	At    time.Time `json:"timestamp"`
}

// Output is what a cell gave: a JSON document whose form the caller knows.
type Output struct {
	StaticID, Run string
	Result        json.RawMessage
}

// View is a saved set of inputs of a published app.
type View struct {
	ID, Project, Name string
	Inputs            json.RawMessage
}

// Contents is all that a new workspace starts with.
type Contents struct {
	Facts       map[string]string
	Users       []User
	Groups      []Group
	Members     []Member
	Collections []Collection
	Connections []Connection
	Statuses    []string
	Categories  []Category
	Projects    []Project
	Grants      []Grant
	Cells       []Cell
	Versions    []Version
	Runs        []Run
	Views       []View
	Threads     []Thread
	Messages    []Message
	Topics      []Topic
	Guides      []Guide
	Suggestions []Suggestion
	Semantic    []SemanticProject
}
