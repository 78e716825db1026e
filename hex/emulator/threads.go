package emulator

import (
	"encoding/json"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

func threadOperations() []operation {
	read, write := []Scope{ReadThreads}, []Scope{WriteThreads}
	return []operation{
		{name: "CreateThread", method: "POST", path: "/v1/threads", group: groupRunKernel, scopes: write, role: "EXPLORER",
			do: createThread},
		{name: "ListThreads", method: "GET", path: "/v1/threads", group: groupAPI, scopes: read, role: "MANAGER", do: listThreads},
		{name: "GetThread", method: "GET", path: "/v1/threads/{id}", group: groupAPI, scopes: read, do: getThread},
		{name: "ContinueThread", method: "POST", path: "/v1/threads/{id}/followup", group: groupRunKernel, scopes: write, role: "EXPLORER",
			do: continueThread},
		{name: "GetThreadMessages", method: "GET", path: "/v1/threads/{threadId}/messages", group: groupAPI, scopes: read,
			do: getThreadMessages},
		{name: "ListTopics", method: "GET", path: "/v1/context/topics", group: groupAPI, scopes: read, do: listTopics},
	}
}

// threadFacts is what both ListThreads and GetThread show of a thread.
type threadFacts struct {
	URL                 string                 `json:"url"`
	UserID              nullable               `json:"userId"`
	Type                string                 `json:"type"`
	Source              string                 `json:"source"`
	CreatedAt           timestamp              `json:"createdAt"`
	Sensitive           bool                   `json:"sensitive"`
	Title               nullable               `json:"title"`
	CreditsUsed         float64                `json:"creditsUsed"`
	Topics              []idName               `json:"topics"`
	Warnings            []store.ThreadWarning  `json:"warnings"`
	Feedback            []store.ThreadFeedback `json:"feedback"`
	WarningsGeneratedAt timestamp              `json:"warningsGeneratedAt"`
	ThreadSummary       nullable               `json:"threadSummary"`
	ThreadIntent        nullable               `json:"threadIntent"`
	Model               string                 `json:"model"`
	*laterThreadFacts
}

// laterThreadFacts are those that the older document does not have.
type laterThreadFacts struct {
	UpdatedAt      timestamp `json:"updatedAt"`
	EffectiveModel nullable  `json:"effectiveModel"`
	EffortLevel    nullable  `json:"effortLevel"`
}

type idName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// analystModel is what the analyst calls itself where the API asks for a model.
const analystModel = "acme-analyst"

type listedThread struct {
	ID    string `json:"id"`
	OrgID string `json:"orgId"`
	threadFacts
}

type threadBody struct {
	ThreadID string `json:"threadId"`
	threadFacts
	Status    string                  `json:"status"`
	Error     *store.ThreadError      `json:"error"`
	Resources *[]store.ThreadResource `json:"resources,omitempty"` // not in the older document
	Response  []json.RawMessage       `json:"response"`            // null until there is some
}

func (c *call) threadURL(id string) string { return c.site() + "/acme/thread/" + id }

// showThread shows a thread. Of a private one, others see that it is there.
func (c *call) showThread(t store.Thread, topics map[string]string) threadFacts {
	facts := threadFacts{
		URL: c.threadURL(t.ID), UserID: nullable(t.User), Type: t.Type, Source: t.Source, CreatedAt: timestamp(t.Created),
		Sensitive: t.Sensitive, Title: nullable(t.Title), CreditsUsed: t.Credits, Topics: []idName{},
		Warnings: append([]store.ThreadWarning{}, t.Warnings...), Feedback: append([]store.ThreadFeedback{}, t.Feedback...),
		WarningsGeneratedAt: timestamp(t.WarningsAt), ThreadSummary: nullable(t.Summary), ThreadIntent: nullable(t.Intent),
		Model: analystModel,
	}
	if !c.o.Older {
		facts.laterThreadFacts = &laterThreadFacts{timestamp(t.Updated), analystModel, nullable(t.Effort)}
	}
	for _, id := range t.Topics {
		facts.Topics = append(facts.Topics, idName{id, topics[id]})
	}
	if c.redacted(t) {
		facts.Title, facts.ThreadSummary, facts.ThreadIntent = "", "", ""
		facts.Warnings, facts.Feedback = []store.ThreadWarning{}, []store.ThreadFeedback{}
	}
	return facts
}

func (c *call) redacted(t store.Thread) bool { return t.Sensitive && t.User != c.who.user.ID }

func listThreads(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByCreated}, times: []string{store.ByCreated}, descending: true, fixed: true}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	filter, err := c.threadFilter()
	if err != nil {
		return nil, err
	}
	found, err := c.store.Threads(c.ctx(), filter, page)
	if err != nil {
		return nil, err
	}
	topics, err := c.store.TopicNames(c.ctx())
	return struct {
		Threads    []listedThread `json:"threads"`
		Pagination pagination     `json:"pagination"`
	}{
		mapped(found.Items, func(t store.Thread) listedThread { return listedThread{t.ID, c.org, c.showThread(t, topics)} }),
		ends(found, order, page.Sort),
	}, err
}

func (c *call) threadFilter() (f store.ThreadFilter, err error) {
	f = store.ThreadFilter{
		For: c.who.principals, User: strings.ToLower(c.text("userId")),
		Roles: c.words("roles"), Warnings: c.words("warnings"), Topics: c.words("topicIds"), Resources: c.words("resourceIds"),
	}
	if f.Source, err = c.oneOf("source", "HEX", "SLACK", "MCP", "PUBLIC_API"); err != nil {
		return f, err
	}
	if f.Type, err = c.oneOf("type", "THREADS", "NOTEBOOK", "MODELING"); err != nil {
		return f, err
	}
	days, err := c.number("numDays", 0, 1, 10_000)
	if err != nil {
		return f, err
	}
	if days > 0 {
		f.Since = c.now().AddDate(0, 0, -days)
	}
	if c.text("hasFeedback") != "" {
		has, err := c.flag("hasFeedback")
		if err != nil {
			return f, err
		}
		f.Feedback = &has
	}
	for _, kind := range f.Warnings {
		if !slices.Contains([]string{"DATA_LIMITATION", "USER_DOUBT", "MISSING_CONTEXT", "OTHER"}, kind) {
			return f, badRequest("warnings must be of DATA_LIMITATION, USER_DOUBT, MISSING_CONTEXT, OTHER, not %q", kind)
		}
	}
	for _, role := range f.Roles {
		if !slices.Contains(roles, role) {
			return f, badRequest("roles must be of %s, not %q", strings.Join(roles, ", "), role)
		}
	}
	return f, nil
}

// thread reads the thread that a path parameter names, when the caller may see it.
func (c *call) thread(parameter string) (store.Thread, error) {
	id := strings.ToLower(c.request.PathValue(parameter))
	t, err := c.store.Thread(c.ctx(), id, c.who.principals)
	if err == nil && t.User != c.who.user.ID && !atLeastRole(c.who, "MANAGER") {
		err = store.ErrNotFound
	}
	return t, missing(err, "thread", id)
}

func atLeastRole(who identity, role string) bool {
	return who.principals.All || slices.Index(roles, who.user.Role) >= slices.Index(roles, role)
}

func getThread(c *call) (any, error) {
	t, err := c.thread("id")
	if err != nil {
		return nil, err
	}
	topics, err := c.store.TopicNames(c.ctx())
	if err != nil {
		return nil, err
	}
	body := threadBody{ThreadID: t.ID, threadFacts: c.showThread(t, topics), Status: t.Status, Error: t.Error}
	resources := []store.ThreadResource{}
	if !c.o.Older {
		body.Resources = &resources
	}
	if c.redacted(t) {
		return body, nil
	}
	resources = append(resources, t.Resources...)
	for _, part := range t.Response {
		shown, err := json.Marshal(showPart(part))
		if err != nil {
			return nil, err
		}
		body.Response = append(body.Response, shown)
	}
	return body, nil
}

// showPart is a piece of an answer with the members of its type.
func showPart(p store.ThreadPart) map[string]any {
	switch p.Type {
	case "cell":
		return map[string]any{"type": p.Type, "id": p.ID, "staticId": p.StaticID, "label": nullable(p.Label)}
	case "project":
		return map[string]any{"type": p.Type, "id": p.ID, "title": nullable(p.Title)}
	case "task":
		return map[string]any{"type": p.Type, "title": p.Title}
	}
	return map[string]any{"type": p.Type, "text": p.Text}
}

type messageBody struct {
	Type      string     `json:"type"`
	Text      string     `json:"text"`
	CreatedAt *timestamp `json:"createdAt,omitempty"` // not in the older document
}

func (c *call) showMessage(m store.Message) messageBody {
	body := messageBody{Type: "text", Text: m.Text}
	if !c.o.Older {
		body.CreatedAt = new(timestamp(m.Created))
	}
	return body
}

// getThreadMessages gives the newest page when no cursor is given, oldest first
// within it. In the store's list, which goes from new to old, the two cursors
// change places.
func getThreadMessages(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByCreated}, times: []string{store.ByCreated}, descending: true, fixed: true}
	page, err := c.page(50, order)
	if err != nil {
		return nil, err
	}
	full, err := c.flag("full")
	if err != nil {
		return nil, err
	}
	t, err := c.thread("threadId")
	if err != nil {
		return nil, err
	}
	if c.redacted(t) {
		return nil, forbidden("The thread %s is private", t.ID)
	}
	page.After, page.Before = page.Before, page.After
	found, err := c.store.Messages(c.ctx(), t.ID, full, page)
	if err != nil {
		return nil, err
	}
	var at pagination
	if found.HasNext {
		at.Before = cursorText(found.Last, true)
	}
	if found.HasPrevious {
		at.After = cursorText(found.First, true)
	}
	slices.Reverse(found.Items)
	return struct {
		Content    []messageBody `json:"content"`
		Pagination pagination    `json:"pagination"`
	}{mapped(found.Items, c.showMessage), at}, nil
}

func listTopics(c *call) (any, error) {
	order := ordering{fixed: true}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	topics, err := c.store.Topics(c.ctx(), page)
	return struct {
		Topics     []idName   `json:"topics"`
		Pagination pagination `json:"pagination"`
	}{mapped(topics.Items, func(t store.Topic) idName { return idName{t.ID, t.Name} }), ends(topics, order, "")}, err
}

// quotedTitle is a prompt as the title of what comes of it.
func quotedTitle(prompt string) string {
	const most = 80
	title := []rune(strings.Join(strings.Fields(prompt), " "))
	if len(title) > most {
		return string(title[:most-1]) + "…"
	}
	return string(title)
}
