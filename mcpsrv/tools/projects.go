package tools

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"hextui/hex"
	"hextui/hex/resolve"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// projectTools find and show projects.
func projectTools() []Spec {
	missing := answer.Advice{Missing: "Find the project with search_hex_projects. A project that the token may not see is not found " +
		"either."}
	return []Spec{
		tool[listProjectsIn, projectPage]{
			name: "list_hex_projects", title: "List projects", class: policy.Read, toolset: policy.Projects,
			about: "Lists Hex projects (notebooks and apps), newest first, filtered and sorted. By title: search_hex_projects.",
			check: (listProjectsIn).check,
			run:   (*Workspace).listProjects,
		}.spec(),
		tool[searchProjectsIn, projectMatches]{
			name: "search_hex_projects", title: "Search projects by title", class: policy.Read, toolset: policy.Projects,
			about: "Finds Hex projects by words of the title in any order, best match first, or by a regular expression (RE2). Leaves " +
				"out archived, trashed and components.",
			target: func(_ *Workspace, in searchProjectsIn) string { return in.Pattern },
			check:  (searchProjectsIn).check,
			run:    (*Workspace).searchProjects,
		}.spec(),
		tool[projectIn, project]{
			name: "get_hex_project", title: "Get a project", class: policy.Read, toolset: policy.Projects,
			about:  "Shows a project: status, owner, dates, schedules, views, and who has access to it.",
			advice: missing,
			target: func(w *Workspace, in projectIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).getProject,
		}.spec(),
	}
}

type listProjectsIn struct {
	Limit             int      `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	Offset            int      `json:"offset" arg:"min=0,max=100000" doc:"Prefer cursor."`
	Cursor            string   `json:"cursor" doc:"next_cursor, to go on."`
	Statuses          []string `json:"statuses" doc:"Names of statuses."`
	Categories        []string `json:"categories" doc:"Names of categories."`
	OwnerEmail        string   `json:"owner_email" doc:"Of this owner."`
	CreatorEmail      string   `json:"creator_email" doc:"Made by this user."`
	CollectionID      string   `json:"collection_id" arg:"id=collection" doc:"In this collection."`
	IncludeArchived   bool     `json:"include_archived" doc:"Archived ones too."`
	IncludeComponents bool     `json:"include_components" doc:"Components too."`
	IncludeTrashed    bool     `json:"include_trashed" doc:"Trashed ones too."`
	SortBy            string   `json:"sort_by" arg:"enum=CREATED_AT|LAST_EDITED_AT|LAST_PUBLISHED_AT,also=created:CREATED_AT|updated:LAST_EDITED_AT|updated_at:LAST_EDITED_AT" doc:"What to sort by."`
	SortDirection     string   `json:"sort_direction" arg:"enum=ASC|DESC" doc:"Order."`
	View              view     `json:",inline"`
}

func (in listProjectsIn) check() *answer.Failure {
	if in.Cursor != "" && in.Offset > 0 {
		return answer.Refuse("cursor and offset exclude each other.", "Give cursor alone: it goes on behind the page it came with.")
	}
	_, f := readCursor("cursor", in.Cursor, false)
	return firstFailure(f, checkFields[projectRow](in.View))
}

func (in listProjectsIn) query() hex.ProjectQuery {
	return hex.ProjectQuery{
		Paging:          hex.Paging{After: in.Cursor},
		IncludeArchived: in.IncludeArchived, IncludeComponents: in.IncludeComponents, IncludeTrashed: in.IncludeTrashed,
		Statuses: in.Statuses, Categories: in.Categories,
		OwnerEmail: in.OwnerEmail, CreatorEmail: in.CreatorEmail, CollectionID: in.CollectionID,
		SortBy: hex.ProjectSort(in.SortBy), SortDirection: hex.SortDirection(in.SortDirection),
	}
}

// projectRow is a project in a list: what one needs to choose, and what else there is to be asked for.
type projectRow struct {
	ID        string     `json:"id,omitempty"`
	Title     string     `json:"title,omitempty"`
	Type      string     `json:"type,omitempty"`
	Status    string     `json:"status,omitempty"`
	Owner     string     `json:"owner,omitempty"`
	Edited    *time.Time `json:"edited,omitempty"`
	Published *time.Time `json:"published,omitempty"`
	Archived  bool       `json:"archived,omitempty"`
	Trashed   bool       `json:"trashed,omitempty"`
	// Match says how the title fits what was searched for.
	Match string `json:"match,omitempty"`

	Description string     `json:"description,omitempty"`
	Creator     string     `json:"creator,omitempty"`
	Created     *time.Time `json:"created,omitempty"`
	Categories  []string   `json:"categories,omitempty"`
	Views30Days int        `json:"views_30_days,omitempty"`
	LastViewed  *time.Time `json:"last_viewed,omitempty"`
	Schedules   []schedule `json:"schedules,omitempty"`
	URL         string     `json:"url,omitempty"`
}

func (w *Workspace) projectRow(p hex.Project, full bool) projectRow {
	w.names.project(p)
	row := projectRow{
		ID: p.ID, Title: p.Title, Status: p.StatusName(), Owner: p.Owner.Email,
		Edited: words.Moment(&p.LastEditedAt), Published: words.Moment(p.LastPublishedAt),
		Archived: p.ArchivedAt != nil, Trashed: p.TrashedAt != nil,
	}
	if p.Type != hex.TypeProject {
		row.Type = string(p.Type)
	}
	if full {
		row.Type, row.Description, row.Creator, row.Created = string(p.Type), p.Description, p.Creator.Email, words.Moment(&p.CreatedAt)
		row.Categories = each(p.Categories, func(l hex.Label) string { return l.Name })
		row.Views30Days, row.LastViewed = p.Analytics.AppViews.LastThirtyDays, words.Moment(p.Analytics.LastViewedAt)
		row.Schedules, row.URL = each(p.Schedules, scheduleOf), w.hex.ProjectURL(p.ID)
	}
	return row
}

// line is the row as text: id, title, status, and what else there is.
func (r projectRow) line() string {
	head := r.ID + " " + words.OneLine(r.Title)
	if r.Status != "" {
		head += " [" + words.OneLine(r.Status) + "]"
	}
	return words.With(head, r, "id", "title", "status")
}

type projectPage struct {
	Projects   []projectRow `json:"projects"`
	HasMore    bool         `json:"has_more"`
	NextCursor string       `json:"next_cursor,omitempty"`
	Next       string       `json:"next,omitempty"`
	Odd        []oddRow     `json:"odd,omitempty" doc:"Items that cannot be understood."`

	at     cursor
	fields []string
}

func (p projectPage) Text() string {
	rest := p
	rest.Projects = nil
	return words.Lines(words.Count(len(p.Projects), "project")+".", p.Projects, rowText(p.fields, projectRow.line),
		strings.TrimSpace(words.Record(rest, "projects", "next")+"\n"+p.Next))
}

const nextProjects = "Call list_hex_projects again with the same arguments, no offset, and cursor set to next_cursor."

func (p projectPage) Size() int { return len(p.Projects) }

func (p projectPage) First(n int) answer.Result {
	p.HasMore, p.NextCursor = true, p.at.behind(n, len(p.Projects))
	p.Next = fmt.Sprintf("Cut after %d of %d rows, to keep the answer short. %s", n, len(p.Projects), nextProjects)
	p.Projects = p.Projects[:n]
	return p
}

// listProjects skips with pages of its own size, so that the page asked for ends where Hex gave a cursor.
func (w *Workspace) listProjects(ctx context.Context, in listProjectsIn) (projectPage, error) {
	out := projectPage{Projects: []projectRow{}, fields: in.View.Fields}
	at, refused := readCursor("cursor", in.Cursor, false)
	if refused != nil {
		return out, refused
	}
	q := in.query()
	if plain := (hex.ProjectQuery{Paging: q.Paging}); w.few(schema.Project) && reflect.DeepEqual(q, plain) {
		return w.givenProjects(ctx, in, at)
	}
	q.After = at.raw
	for left := in.Offset; left > 0; {
		q.Limit = min(left, 100)
		page, err := w.hex.ListProjects(ctx, q)
		if err != nil {
			return out, err
		}
		if page.After == "" || page.After == q.After {
			return out, nil
		}
		left -= len(page.Items) + len(page.Odd)
		q.After, at.raw = page.After, page.After
		w.progress(in.Offset-left, in.Offset, "skipping projects")
	}
	q.Paging = at.paging(in.Limit, 100)
	page, err := w.hex.ListProjects(ctx, q)
	if err != nil {
		return out, err
	}
	out.at, out.Odd = at, oddRows(page.Odd)
	for _, p := range page.Items[min(at.skip, len(page.Items)):] {
		out.Projects = append(out.Projects, w.projectRow(p, in.View.full()))
	}
	out.Projects = chosen(out.Projects, in.View.Fields)
	if out.NextCursor = page.After; page.After != "" {
		out.HasMore, out.Next = true, nextProjects
	}
	return out, nil
}

// givenProjects are the few projects that calls may see, as a list of all would have them.
func (w *Workspace) givenProjects(ctx context.Context, in listProjectsIn, at cursor) (projectPage, error) {
	all, err := given(ctx, w, schema.Project, w.hex.GetProject)
	if err != nil {
		return projectPage{}, err
	}
	all.Items = slices.DeleteFunc(all.Items, func(p hex.Project) bool {
		return p.ArchivedAt != nil || p.TrashedAt != nil || p.Type == hex.TypeComponent
	})
	slices.SortStableFunc(all.Items, func(a, b hex.Project) int { return b.CreatedAt.Compare(a.CreatedAt) })
	page, onward := portion(all, cursor{skip: at.skip + in.Offset}, in.Limit, in.View)
	out := projectPage{Projects: each(page, func(p hex.Project) projectRow { return w.projectRow(p, in.View.full()) }), at: onward.at,
		fields: in.View.Fields, HasMore: onward.HasMore, NextCursor: onward.Pagination.After, Odd: onward.Odd}
	out.Projects = chosen(out.Projects, in.View.Fields)
	if out.HasMore {
		out.Next = nextProjects
	}
	return out, nil
}

type searchProjectsIn struct {
	Pattern string `json:"search_pattern" arg:"required" doc:"Words or regular expression."`
	Limit   int    `json:"limit" arg:"min=1,max=1000,default=100" doc:"At most so many."`
	Offset  int    `json:"offset" arg:"min=0,max=1000000" doc:"So many to skip."`
	View    view   `json:",inline"`
}

// words tells whether the pattern is plain words: a dot alone makes no expression of a name.
func (in searchProjectsIn) words() bool {
	return !strings.ContainsAny(in.Pattern, `^$*+?()[]{}|\`) && strings.ContainsFunc(in.Pattern, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}

func (in searchProjectsIn) compile() (*regexp.Regexp, error) {
	return regexp.Compile("(?i:" + in.Pattern + ")")
}

// among are the projects whose titles match, best first, or for an expression in their order.
func (in searchProjectsIn) among(projects []hex.Project) ([]resolve.Ranked[hex.Project], error) {
	if in.words() {
		return resolve.Rank(in.Pattern, projects, func(p hex.Project) []string { return []string{p.Title} }), nil
	}
	pattern, err := in.compile()
	if err != nil {
		return nil, err
	}
	found := []resolve.Ranked[hex.Project]{}
	for _, p := range projects {
		if pattern.MatchString(p.Title) || strings.Contains(p.Title, in.Pattern) {
			found = append(found, resolve.Ranked[hex.Project]{Item: p})
		}
	}
	return found, nil
}

func (in searchProjectsIn) check() *answer.Failure {
	if _, err := in.compile(); err != nil && !in.words() {
		return answer.Refuse(fmt.Sprintf("search_pattern %s is not a regular expression: %s.", words.Quoted(in.Pattern),
			strings.TrimPrefix(err.Error(), "error parsing regexp: ")),
			`Give a plain word, or an expression such as "^revenue.*weekly$". Put \ before ( ) [ ] + * ? . to mean the character.`)
	}
	return checkFields[projectRow](in.View)
}

type projectMatches struct {
	Values        []projectRow `json:"values"`
	TotalMatched  int          `json:"total_matched"`
	TotalSearched int          `json:"total_searched"`
	HasMore       bool         `json:"has_more"`
	Complete      bool         `json:"complete"`
	AsOf          time.Time    `json:"as_of"`
	Next          string       `json:"next,omitempty"`
	Odd           []oddRow     `json:"odd,omitempty" doc:"Items that cannot be understood."`

	offset int
	fields []string
}

func (m projectMatches) Text() string {
	rest := m
	rest.Values = nil
	return words.Lines(fmt.Sprintf("%d of %s match.", m.TotalMatched, words.Count(m.TotalSearched, "project")),
		m.Values, rowText(m.fields, projectRow.line),
		strings.TrimSpace(words.Record(rest, "values", "total_matched", "total_searched", "next")+"\n"+m.Next))
}

func (m projectMatches) Size() int { return len(m.Values) }

func (m projectMatches) First(n int) answer.Result {
	m.HasMore, m.Next = true, nextOffset(m.offset, n, len(m.Values))
	m.Values = m.Values[:n]
	return m
}

// nextOffset is how to go on in a list that is paged by number and was cut after n of total rows.
func nextOffset(offset, n, total int) string {
	return fmt.Sprintf("Cut after %d of %d rows, to keep the answer short. Call again with offset %d.", n, total, offset+n)
}

func (w *Workspace) searchProjects(ctx context.Context, in searchProjectsIn) (projectMatches, error) {
	out := projectMatches{Values: []projectRow{}, offset: in.Offset, fields: in.View.Fields}
	all, err := w.lists.Projects.All(ctx, w.hex, func(n int) { w.progress(n, 0, words.Count(n, "project")+" looked at") })
	if err != nil {
		return out, err
	}
	found, err := in.among(all.Items)
	if err != nil {
		return out, err
	}
	out.TotalMatched = len(found)
	for _, m := range found[min(in.Offset, len(found)):min(in.Offset+in.Limit, len(found))] {
		row := w.projectRow(m.Item, in.View.full())
		if in.words() {
			row.Match = m.String()
		}
		out.Values = append(out.Values, row)
	}
	out.Values = chosen(out.Values, in.View.Fields)
	out.Odd = oddRows(all.Odd)
	out.TotalSearched, out.AsOf = len(all.Items), all.AsOf.UTC().Truncate(time.Second)
	out.Complete = all.Complete && !all.Repeats
	switch end := in.Offset + len(out.Values); {
	case end < out.TotalMatched:
		out.HasMore = true
		out.Next = fmt.Sprintf("Call again with offset %d.", end)
	case all.Repeats:
		out.Next = "Hex gave the same projects again in place of more: these are all that can be read now, and there may be others."
	case !all.Complete:
		out.HasMore = true
		out.Next = "Not all projects were looked at yet. Call again with the same arguments to go on."
	}
	return out, nil
}

type projectIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
}

// project is all there is to know of a project.
type project struct {
	ID             string     `json:"id"`
	Title          string     `json:"title"`
	Description    string     `json:"description,omitempty"`
	Type           string     `json:"type"`
	Status         string     `json:"status,omitempty"`
	Categories     []string   `json:"categories"`
	Owner          string     `json:"owner"`
	Creator        string     `json:"creator"`
	ReviewRequired bool       `json:"review_required"`
	Created        *time.Time `json:"created,omitempty"`
	Edited         *time.Time `json:"edited,omitempty"`
	Published      *time.Time `json:"published,omitempty"`
	Archived       *time.Time `json:"archived,omitempty"`
	Trashed        *time.Time `json:"trashed,omitempty"`
	ResultsUpdated *time.Time `json:"results_updated,omitempty"`
	Views          views      `json:"views"`
	Schedules      []schedule `json:"schedules"`
	Sharing        *sharing   `json:"sharing,omitempty"`
	URL            string     `json:"url,omitempty"`
	Next           string     `json:"next,omitempty"`
}

type views struct {
	Days7   int        `json:"days_7"`
	Days14  int        `json:"days_14"`
	Days30  int        `json:"days_30"`
	AllTime int        `json:"all_time"`
	Last    *time.Time `json:"last,omitempty"`
}

type schedule struct {
	Cadence string `json:"cadence"`
	Enabled bool   `json:"enabled"`
	When    string `json:"when,omitempty"`
}

func (p project) Text() string {
	text := fmt.Sprintf("%s (%s)\n", words.OneLine(p.Title), p.ID)
	if p.Published == nil {
		text += "never published, "
	}
	text += words.Record(p, "id", "title", "description", "schedules", "sharing", "next")
	for _, sc := range p.Schedules {
		text += fmt.Sprintf("\nschedule: %s %s", sc.Cadence, sc.When)
		if !sc.Enabled {
			text += " (off)"
		}
	}
	text += p.Sharing.text()
	for _, more := range []string{p.Next, p.Description} {
		if more != "" {
			text += "\n" + more
		}
	}
	return text
}

func (p project) Size() int {
	if p.Sharing == nil {
		return 0
	}
	return len(p.Sharing.Users)
}

func (p project) First(n int) answer.Result {
	p.Sharing, p.Next = p.Sharing.First(n), fmt.Sprintf("Only %d of %d users are shown in sharing.", n, len(p.Sharing.Users))
	return p
}

func (w *Workspace) getProject(ctx context.Context, in projectIn) (project, error) {
	p, err := w.hex.GetProject(ctx, in.ProjectID)
	if err != nil {
		return project{}, err
	}
	return w.projectOf(p), nil
}

func (w *Workspace) projectOf(p hex.Project) project {
	w.names.project(p)
	return project{
		ID: p.ID, Title: p.Title, Description: p.Description, Type: string(p.Type), Status: p.StatusName(),
		Categories: each(p.Categories, func(l hex.Label) string { return l.Name }),
		Owner:      p.Owner.Email, Creator: p.Creator.Email, ReviewRequired: p.Reviews.Required,
		Created: words.Moment(&p.CreatedAt), Edited: words.Moment(&p.LastEditedAt), Published: words.Moment(p.LastPublishedAt),
		Archived: words.Moment(p.ArchivedAt), Trashed: words.Moment(p.TrashedAt),
		ResultsUpdated: words.Moment(p.Analytics.PublishedResultsUpdatedAt),
		Views: views{
			Days7: p.Analytics.AppViews.LastSevenDays, Days14: p.Analytics.AppViews.LastFourteen,
			Days30:  p.Analytics.AppViews.LastThirtyDays,
			AllTime: p.Analytics.AppViews.AllTime, Last: words.Moment(p.Analytics.LastViewedAt),
		},
		Schedules: each(p.Schedules, scheduleOf), Sharing: sharingOf(p.Sharing), URL: w.hex.ProjectURL(p.ID),
	}
}

func scheduleOf(h hex.Schedule) schedule {
	sc := schedule{Cadence: h.Cadence, Enabled: h.Enabled}
	switch {
	case h.Hourly != nil:
		sc.When = fmt.Sprintf("at minute %d (%s)", h.Hourly.Minute, h.Hourly.Timezone)
	case h.Daily != nil:
		sc.When = fmt.Sprintf("at %02d:%02d (%s)", h.Daily.Hour, h.Daily.Minute, h.Daily.Timezone)
	case h.Weekly != nil:
		sc.When = fmt.Sprintf("%s at %02d:%02d (%s)", h.Weekly.DayOfWeek, h.Weekly.Hour, h.Weekly.Minute, h.Weekly.Timezone)
	case h.Monthly != nil:
		sc.When = fmt.Sprintf("on day %d at %02d:%02d (%s)", h.Monthly.Day, h.Monthly.Hour, h.Monthly.Minute, h.Monthly.Timezone)
	case h.Custom != nil:
		sc.When = fmt.Sprintf("%s (%s)", h.Custom.Cron, h.Custom.Timezone)
	}
	return sc
}
