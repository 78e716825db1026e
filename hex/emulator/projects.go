package emulator

import (
	"cmp"
	"slices"

	"hextui/hex/emulator/store"
)

func projectOperations() []operation {
	read := []Scope{ReadProjects}
	return []operation{
		{name: "ListProjects", method: "GET", path: "/v1/projects", shape: older, older: true, scopes: read, do: listProjects},
		{name: "CreateProject", method: "POST", path: "/v1/projects", group: groupAPI, older: true, scopes: []Scope{WriteProjects},
			role: "EDITOR", success: 201, do: createProject},
		{name: "GetProject", method: "GET", path: "/v1/projects/{projectId}", group: groupAPI, scopes: read, do: getProject},
		{name: "UpdateProject", method: "PATCH", path: "/v1/projects/{projectId}", group: groupAPI, older: true,
			scopes: []Scope{WriteProjects}, do: updateProject},
	}
}

// projectBody is a project as the API shows it.
type projectBody struct {
	ID              string           `json:"id"`
	Title           string           `json:"title"`
	Description     nullable         `json:"description"`
	Type            string           `json:"type"`
	Creator         byEmail          `json:"creator"`
	Owner           byEmail          `json:"owner"`
	Status          *byName          `json:"status"`
	Categories      []categoryBody   `json:"categories"`
	Reviews         reviewsBody      `json:"reviews"`
	Analytics       analyticsBody    `json:"analytics"`
	LastEditedAt    timestamp        `json:"lastEditedAt"`
	LastPublishedAt timestamp        `json:"lastPublishedAt"`
	CreatedAt       timestamp        `json:"createdAt"`
	ArchivedAt      timestamp        `json:"archivedAt"`
	TrashedAt       timestamp        `json:"trashedAt"`
	Schedules       []store.Schedule `json:"schedules"`
	Sharing         *sharingBody     `json:"sharing,omitempty"`
}

type byEmail struct {
	Email string `json:"email"`
}

type byName struct {
	Name string `json:"name"`
}

type categoryBody struct {
	Name        string   `json:"name"`
	Description nullable `json:"description"`
}

type reviewsBody struct {
	Required bool `json:"required"`
}

type analyticsBody struct {
	AppViews                  viewsBody `json:"appViews"`
	LastViewedAt              timestamp `json:"lastViewedAt"`
	PublishedResultsUpdatedAt timestamp `json:"publishedResultsUpdatedAt"`
}

type viewsBody struct {
	AllTime          int `json:"allTime"`
	LastSevenDays    int `json:"lastSevenDays"`
	LastFourteenDays int `json:"lastFourteenDays"`
	LastThirtyDays   int `json:"lastThirtyDays"`
}

func listProjects(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByCreated, store.ByEdited, store.ByPublished}, descending: true}
	order.times = order.sorts
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	filter := store.ProjectFilter{
		For: c.who.principals, Statuses: c.words("statuses"), Categories: c.words("categories"),
		CreatorEmail: c.text("creatorEmail"), OwnerEmail: c.text("ownerEmail"), Collection: c.text("collectionId"),
	}
	var sharing bool
	for name, into := range map[string]*bool{
		"includeArchived": &filter.IncludeArchived, "includeComponents": &filter.IncludeComponents,
		"includeTrashed":  &filter.IncludeTrashed,
		"includeUnlisted": &filter.Unlisted, "includeSharing": &sharing,
	} {
		if *into, err = c.flag(name); err != nil {
			return nil, err
		}
	}
	found, err := c.store.Projects(c.ctx(), filter, page)
	if err != nil {
		return nil, err
	}
	bodies, err := c.projectBodies(found.Items, sharing)
	return listed[projectBody]{bodies, ends(found, order, page.Sort)}, err
}

func getProject(c *call) (any, error) {
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	sharing, err := c.flag("includeSharing")
	if err != nil {
		return nil, err
	}
	p, err := c.project(id, "APP_ONLY")
	if err != nil {
		return nil, err
	}
	return c.projectBody(p, sharing)
}

func (c *call) projectBody(p store.Project, sharing bool) (projectBody, error) {
	bodies, err := c.projectBodies([]store.Project{p}, sharing)
	if err != nil {
		return projectBody{}, err
	}
	return bodies[0], nil
}

// projectBodies shows projects, with people and categories in words.
func (c *call) projectBodies(projects []store.Project, sharing bool) ([]projectBody, error) {
	categories, err := c.store.Categories(c.ctx())
	if err != nil {
		return nil, err
	}
	people := map[string]string{}
	for _, p := range projects {
		people[p.Creator], people[p.Owner] = "", ""
	}
	if err := c.store.Emails(c.ctx(), people); err != nil {
		return nil, err
	}
	shared := map[string]*sharingBody{}
	if sharing {
		if shared, err = c.sharings(projects); err != nil {
			return nil, err
		}
	}
	return mapped(projects, func(p store.Project) projectBody {
		body := projectBody{
			ID: p.ID, Title: p.Title, Description: nullable(p.Description), Type: p.Type,
			Creator: byEmail{people[p.Creator]}, Owner: byEmail{people[p.Owner]},
			Categories: mapped(p.Categories, func(name string) categoryBody {
				at, found := slices.BinarySearchFunc(categories, name,
					func(c store.Category, name string) int { return cmp.Compare(c.Name, name) })
				if !found {
					return categoryBody{Name: name}
				}
				return categoryBody{name, nullable(categories[at].Description)}
			}),
			Reviews: reviewsBody{p.ReviewsRequired},
			Analytics: analyticsBody{
				AppViews:                  viewsBody{p.Views.All, p.Views.Seven, p.Views.Fourteen, p.Views.Thirty},
				LastViewedAt:              timestamp(p.Viewed),
				PublishedResultsUpdatedAt: timestamp(p.ResultsUpdated),
			},
			LastEditedAt: timestamp(p.Edited), LastPublishedAt: timestamp(p.Published), CreatedAt: timestamp(p.Created),
			ArchivedAt: timestamp(p.Archived), TrashedAt: timestamp(p.Trashed),
			Schedules: p.Schedules, Sharing: shared[p.ID],
		}
		if p.Status != "" {
			body.Status = &byName{p.Status}
		}
		if body.Schedules == nil {
			body.Schedules = []store.Schedule{}
		}
		return body
	}), nil
}

func createProject(c *call) (any, error) {
	if err := c.mayCreateProjects(); err != nil {
		return nil, err
	}
	var body struct {
		Title       *string `json:"title"`
		Description string  `json:"description"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Title == nil || *body.Title == "" {
		return nil, badRequest("body.title is required")
	}
	p := c.newProject(*body.Title, body.Description)
	if err := c.store.CreateProject(c.ctx(), p); err != nil {
		return nil, err
	}
	return c.projectBody(p, false)
}

// mayCreateProjects refuses those who may not: workspace tokens, as the real
// service does, and people below EDITOR.
func (c *call) mayCreateProjects() error {
	switch {
	case c.who.token.Workspace:
		return forbidden("Workspace tokens cannot create projects (Mutation:createHex)")
	case !atLeastRole(c.who, "EDITOR"):
		return forbidden("Creating a project needs the role EDITOR; yours is %s", c.who.user.Role)
	}
	return nil
}

func (c *call) newProject(title, description string) store.Project {
	return store.Project{
		ID: newID(), Title: title, Description: description, Type: "PROJECT",
		Creator: c.who.user.ID, Owner: c.who.user.ID, Created: c.now(), Edited: c.now(),
	}
}

func updateProject(c *call) (any, error) {
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	var body struct {
		Status optional[string] `json:"status"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	p, err := c.project(id, "CAN_EDIT")
	if err != nil {
		return nil, err
	}
	if body.Status.present {
		known, err := c.store.Statuses(c.ctx())
		if err != nil {
			return nil, err
		}
		if !body.Status.null && !slices.Contains(known, body.Status.value) {
			return nil, badRequest("There is no status %q in this workspace", body.Status.value)
		}
		p.Status = body.Status.value
		if err := c.store.SetStatus(c.ctx(), p.ID, p.Status); err != nil {
			return nil, err
		}
	}
	return c.projectBody(p, false)
}
