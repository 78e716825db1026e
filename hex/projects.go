package hex

import (
	"context"
	"iter"
	"time"
)

// ProjectType tells a project from a reusable component. Unknown values are kept.
type ProjectType string

// The project types that Hex documents.
const (
	TypeProject   ProjectType = "PROJECT"
	TypeComponent ProjectType = "COMPONENT"
)

// Project is a Hex project or component (Hex: ProjectApiResource). It has a draft, which cells belong
// to, and once published a published version, which runs belong to.
type Project struct {
	ID          string      `json:"id"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Type        ProjectType `json:"type"`
	Creator     Person      `json:"creator"`
	Owner       Person      `json:"owner"`
	// Status is nil when the project has none; its names are the workspace's own ("Endorsed").
	Status     *Label    `json:"status"`
	Categories []Label   `json:"categories"`
	Reviews    Reviews   `json:"reviews"`
	Analytics  Analytics `json:"analytics"`

	CreatedAt    time.Time `json:"createdAt"`
	LastEditedAt time.Time `json:"lastEditedAt"`
	// LastPublishedAt is nil for a project that was never published: it has no runs and cannot be run
	// but as a draft.
	LastPublishedAt *time.Time `json:"lastPublishedAt"`
	ArchivedAt      *time.Time `json:"archivedAt"`
	TrashedAt       *time.Time `json:"trashedAt"`

	Schedules []Schedule `json:"schedules"`
	// Sharing is nil unless it was asked for (IncludeSharing).
	Sharing *Sharing `json:"sharing,omitempty"`
}

// Published tells whether the project has a published version.
func (p Project) Published() bool { return p.LastPublishedAt != nil }

// StatusName is the name of the project's status, or empty.
func (p Project) StatusName() string {
	if p.Status == nil {
		return ""
	}
	return p.Status.Name
}

// Person names a user by e-mail, as projects do.
type Person struct {
	Email string `json:"email"`
}

// Label is a status or a category of the workspace.
type Label struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

// Reviews tells whether publishing needs a review.
type Reviews struct {
	Required bool `json:"required"`
}

// Analytics says how the published app is used.
type Analytics struct {
	AppViews struct {
		AllTime        int `json:"allTime"`
		LastSevenDays  int `json:"lastSevenDays"`
		LastFourteen   int `json:"lastFourteenDays"`
		LastThirtyDays int `json:"lastThirtyDays"`
	} `json:"appViews"`
	LastViewedAt              *time.Time `json:"lastViewedAt"`
	PublishedResultsUpdatedAt *time.Time `json:"publishedResultsUpdatedAt"`
}

// Schedule is one scheduled run of a project. The member that Cadence names is set, the others are nil.
type Schedule struct {
	Cadence string        `json:"cadence"`
	Enabled bool          `json:"enabled"`
	Hourly  *ScheduleTime `json:"hourly"`
	Daily   *ScheduleTime `json:"daily"`
	Weekly  *ScheduleTime `json:"weekly"`
	Monthly *ScheduleTime `json:"monthly"`
	Custom  *struct {
		Cron     string `json:"cron"`
		Timezone string `json:"timezone"`
	} `json:"custom"`
}

// ScheduleTime is the time of a schedule; only the members that its cadence needs are set.
type ScheduleTime struct {
	Minute    int    `json:"minute"`
	Hour      int    `json:"hour"`
	Day       int    `json:"day"`
	DayOfWeek string `json:"dayOfWeek"`
	// Timezone is an offset such as "+05:30".
	Timezone string `json:"timezone"`
}

// Access is a level of access to a project. Unknown values are kept.
type Access string

// The access levels of projects. Hex's screens call AccessAppOnly "Can view app" and AccessView "Can explore".
const (
	AccessNone    Access = "NONE"
	AccessAppOnly Access = "APP_ONLY"
	AccessView    Access = "CAN_VIEW"
	AccessEdit    Access = "CAN_EDIT"
	AccessFull    Access = "FULL_ACCESS"
)

// Sharing says who may do what with a project. Principals are named by e-mail or name, not by id.
type Sharing struct {
	Users []struct {
		User   Person `json:"user"`
		Access Access `json:"access"`
	} `json:"users"`
	Groups []struct {
		Group  Label  `json:"group"`
		Access Access `json:"access"`
	} `json:"groups"`
	Collections []struct {
		Collection Label  `json:"collection"`
		Access     Access `json:"access"`
	} `json:"collections"`
	Workspace AccessGrant `json:"workspace"`
	PublicWeb AccessGrant `json:"publicWeb"`
	Support   AccessGrant `json:"support"`
}

// AccessGrant is the access given to everybody of one kind.
type AccessGrant struct {
	Access Access `json:"access"`
}

// ProjectSort is what a list of projects is sorted by.
type ProjectSort string

// The sort keys of ListProjects.
const (
	SortCreated   ProjectSort = "CREATED_AT"
	SortEdited    ProjectSort = "LAST_EDITED_AT"
	SortPublished ProjectSort = "LAST_PUBLISHED_AT"
)

// SortDirection is ASC or DESC.
type SortDirection string

// The sort directions.
const (
	Ascending  SortDirection = "ASC"
	Descending SortDirection = "DESC"
)

// ProjectQuery chooses projects. The zero value asks for every project that the token may view, newest
// first, without components, archived and trashed ones.
type ProjectQuery struct {
	Paging
	IncludeArchived   bool
	IncludeComponents bool
	IncludeTrashed    bool
	// IncludeUnlisted is not in Hex's published document; only newer workspaces know it.
	IncludeUnlisted bool
	// IncludeSharing fills Project.Sharing.
	IncludeSharing bool
	// Statuses and Categories are names; a project matches with any of them.
	Statuses, Categories []string
	CreatorEmail         string
	OwnerEmail           string
	CollectionID         string
	SortBy               ProjectSort
	SortDirection        SortDirection
}

func (q ProjectQuery) values() query {
	v := q.Paging.values()
	v.flag("includeArchived", q.IncludeArchived)
	v.flag("includeComponents", q.IncludeComponents)
	v.flag("includeTrashed", q.IncludeTrashed)
	v.flag("includeUnlisted", q.IncludeUnlisted)
	v.flag("includeSharing", q.IncludeSharing)
	v.list("statuses", q.Statuses)
	v.list("categories", q.Categories)
	v.text("creatorEmail", q.CreatorEmail)
	v.text("ownerEmail", q.OwnerEmail)
	v.text("collectionId", q.CollectionID)
	v.text("sortBy", string(q.SortBy))
	v.text("sortDirection", string(q.SortDirection))
	return v
}

// ListProjects returns one page of the projects that q chooses. Hex: ListProjects. Up to 100 a page.
func (c *Client) ListProjects(ctx context.Context, q ProjectQuery) (Page[Project], error) {
	return getPage[Project](ctx, c, route{
		op: "ListProjects", path: "/projects", query: q.values(), names: refs(RefCollection, q.CollectionID),
	})
}

// ProjectPages walks all pages of the projects that q chooses, as they come. Hex: ListProjects.
func (c *Client) ProjectPages(ctx context.Context, q ProjectQuery) iter.Seq2[Page[Project], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Project], error) {
		q.Paging = p
		return c.ListProjects(ctx, q)
	})
}

// GetProject returns a project, with its sharing. Hex: GetProject. An unknown id and one that the token may
// not see are both [NotFound] or [Forbidden].
func (c *Client) GetProject(ctx context.Context, projectID string) (Project, error) {
	v := query{}
	v.flag("includeSharing", true)
	return call[Project](ctx, c, route{
		op: "GetProject", group: groupDefault, path: "/projects/{}", ids: refs(RefProject, projectID), query: v,
	})
}

func (p *Project) missing() string { return firstMissing("project id", p.ID) }
