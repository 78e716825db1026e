package hosted

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// tool is one that the server offers.
type tool struct {
	name, description string
	arguments         []string // all required, all strings
	writes            bool
	do                func(r *http.Request, arguments map[string]json.RawMessage) result
}

// result is a tool's answer.
type result struct {
	Content    []map[string]any `json:"content"`
	Structured any              `json:"structuredContent,omitempty"`
	Failed     bool             `json:"isError,omitempty"`
}

func says(text string, structured any) result {
	return result{Content: []map[string]any{{"type": "text", "text": text}}, Structured: structured}
}

func fails(text string) result {
	r := says(text, nil)
	r.Failed = true
	return r
}

func (s *Server) all() []tool {
	thread := "id"
	if s.in(OtherNames) {
		thread = "thread_id"
	}
	return []tool{
		{"search_projects", "Find projects by words.", []string{"query"}, false, s.searchProjects},
		{"create_thread", "Ask the analyst a question in a new thread.", []string{"prompt"}, true, s.createThread},
		{"get_thread", "Look at a thread. Look at least 10 times: answers take minutes.", []string{thread}, false, s.getThread},
		{"continue_thread", "Ask a further question in a thread that is idle.", []string{thread, "prompt"}, true, s.continueThread},
		{"get_me", "Who is signed in.", nil, false, s.getMe},
	}
}

func (s *Server) tool(name string) (tool, bool) {
	for _, t := range s.all() {
		if t.name == name {
			return t, true
		}
	}
	return tool{}, false
}

// tools are the tools as tools/list shows them.
func (s *Server) tools() (list []map[string]any) {
	for _, t := range s.all() {
		properties := map[string]any{}
		for _, a := range t.arguments {
			properties[a] = map[string]any{"type": "string", "minLength": 1}
		}
		list = append(list, map[string]any{
			"name": t.name, "description": t.description,
			"inputSchema": map[string]any{"type": "object", "properties": properties, "required": append([]string{}, t.arguments...)},
			"annotations": map[string]any{"readOnlyHint": !t.writes},
		})
	}
	return list
}

// text reads an argument by any of its names.
func text(arguments map[string]json.RawMessage, names ...string) (s string) {
	for _, name := range names {
		if json.Unmarshal(arguments[name], &s) == nil && s != "" {
			return s
		}
	}
	return ""
}

// threadOf reads the id of a thread by the name that the tools have for it now.
func (s *Server) threadOf(arguments map[string]json.RawMessage) string {
	if s.in(OtherNames) {
		return text(arguments, "thread_id")
	}
	return text(arguments, "id")
}

// ask has the workspace's API do something for the person who is signed in.
func (s *Server) ask(r *http.Request, method, path string, body, into any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(r.Context(), method, "http://"+r.Host+"/api/v1"+path, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	req.Host, req.RemoteAddr = r.Host, r.RemoteAddr
	req.Header.Set("Authorization", "Bearer "+s.o.Token())
	req.Header.Set("Content-Type", "application/json")
	if body == nil {
		req.Body = http.NoBody
	}
	got := recorder{header: http.Header{}, status: http.StatusOK}
	s.o.API.ServeHTTP(&got, req)
	if got.status/100 != 2 {
		var refused struct {
			Message string `json:"message"`
			Reason  string `json:"reason"`
		}
		_ = json.Unmarshal(got.body.Bytes(), &refused) // without a reason the status says it
		return fmt.Errorf("%s (%d)", strings.TrimSpace(refused.Message+refused.Reason), got.status)
	}
	return json.Unmarshal(got.body.Bytes(), into)
}

// recorder keeps an answer of the API.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

func (s *Server) getMe(r *http.Request, _ map[string]json.RawMessage) result {
	var me struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Email string `json:"email"`
		Role  string `json:"role"`
		Org   struct {
			ID string `json:"id"`
		} `json:"org"`
	}
	if err := s.ask(r, "GET", "/users/me", nil, &me); err != nil {
		return fails(err.Error())
	}
	body := map[string]string{"id": me.ID, "name": me.Name, "email": me.Email, "role": me.Role, "workspaceId": me.Org.ID}
	return says(fmt.Sprintf("%s <%s>, %s", me.Name, me.Email, strings.ToLower(me.Role)), body)
}

func (s *Server) searchProjects(r *http.Request, arguments map[string]json.RawMessage) result {
	query := text(arguments, "query")
	if query == "" {
		return fails("query must not be empty")
	}
	type found struct {
		ID          string `json:"projectId"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Summary     string `json:"generated_summary"`
		URL         string `json:"url"`
		Type        string `json:"type"`
	}
	list, after := []found{}, ""
	for {
		var page struct {
			Values []struct {
				ID          string  `json:"id"`
				Title       string  `json:"title"`
				Description string  `json:"description"`
				Published   *string `json:"lastPublishedAt"`
				Owner       struct {
					Email string `json:"email"`
				} `json:"owner"`
			} `json:"values"`
			Pagination struct {
				After string `json:"after"`
			} `json:"pagination"`
		}
		if err := s.ask(r, "GET", "/projects?limit=100&after="+url.QueryEscape(after), nil, &page); err != nil {
			return fails(err.Error())
		}
		for _, p := range page.Values {
			if !matches(p.Title+" "+p.Description, query) {
				continue
			}
			kind := "project"
			if p.Published != nil {
				kind = "app"
			}
			list = append(list, found{
				p.ID, p.Title, p.Description, strings.TrimSpace(p.Description + " Kept by " + p.Owner.Email + "."),
				base(r) + "/acme/hex/" + p.ID, kind,
			})
		}
		if after = page.Pagination.After; after == "" {
			break
		}
	}
	return says(fmt.Sprintf("Projects that match %q: %d.", query, len(list)), map[string]any{"projects": list})
}

// matches tells whether a text has all words of a query.
func matches(text, query string) bool {
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
