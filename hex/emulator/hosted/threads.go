package hosted

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// thread is what the API tells of one.
type thread struct {
	ID       string `json:"threadId"`
	URL      string `json:"url"`
	Status   string `json:"status"`
	Response []struct {
		Type     string `json:"type"`
		Text     string `json:"text"`
		ID       string `json:"id"`
		StaticID string `json:"staticId"`
		Label    string `json:"label"`
		Title    string `json:"title"`
	} `json:"response"`
	Error *struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	} `json:"error"`
}

// waitSeconds is how long clients are asked to wait between looks.
const waitSeconds = 2

func (s *Server) createThread(r *http.Request, arguments map[string]json.RawMessage) result {
	prompt := text(arguments, "prompt")
	if prompt == "" {
		return fails("prompt must not be empty")
	}
	var t thread
	if err := s.ask(r, "POST", "/threads", map[string]string{"prompt": prompt}, &t); err != nil {
		return fails(err.Error())
	}
	return says(fmt.Sprintf("The thread %s was created: %s\nIt takes some minutes; look at it with get_thread.", t.ID, t.URL), nil)
}

func (s *Server) continueThread(r *http.Request, arguments map[string]json.RawMessage) result {
	id, prompt := s.threadOf(arguments), text(arguments, "prompt")
	if id == "" || prompt == "" {
		return fails("the thread and the prompt must not be empty")
	}
	var t thread
	if err := s.ask(r, "POST", "/threads/"+url.PathEscape(id)+"/followup", map[string]string{"prompt": prompt}, &t); err != nil {
		return fails(err.Error())
	}
	t.Status = "RUNNING"
	return s.running(t)
}

func (s *Server) getThread(r *http.Request, arguments map[string]json.RawMessage) result {
	id := s.threadOf(arguments)
	if id == "" {
		return fails("the thread must not be empty")
	}
	var t thread
	if err := s.ask(r, "GET", "/threads/"+url.PathEscape(id), nil, &t); err != nil {
		return fails(err.Error())
	}
	s.mu.Lock()
	s.looks[t.ID]++
	looks := s.looks[t.ID]
	s.mu.Unlock()
	switch {
	case s.in(IdleInProse) && looks == 1:
		return says("The thread "+t.ID+" is at work.\nStatus: RUNNING\nNote that workers may look idle while the warehouse answers. "+
			"Its status: idle it is not.", nil)
	case s.in(SaysPending) && looks == 1:
		t.Status = "PENDING"
	case s.in(SaysPending) && looks == 2:
		t.Status = "PROCESSING"
	case s.in(RunsForEver):
		t.Status = "RUNNING"
	case s.in(UnknownWord):
		t.Status = "HIBERNATING"
	}
	switch t.Status {
	case "IDLE":
		return s.finished(r, t)
	case "ERROR":
		failed := s.running(t)
		if t.Error != nil {
			failed = says(t.Error.Message, map[string]any{"threadId": t.ID, "status": t.Status, "url": t.URL, "error": t.Error})
		}
		return failed
	}
	return s.running(t)
}

// running says how far a thread is that has no answer.
func (s *Server) running(t thread) result {
	return says(fmt.Sprintf("Thread %s\nStatus: %s\nWait time: %d seconds", t.ID, t.Status, waitSeconds),
		map[string]any{"threadId": t.ID, "status": t.Status, "waitTime": waitSeconds, "url": t.URL})
}

// finished is a thread's latest answer: its text and the link, and of the cells that it names the tables of those that query, and
// the charts with their pictures.
func (s *Server) finished(r *http.Request, t thread) result {
	var said []string
	var pictures []map[string]any
	charts, tables := []map[string]any{}, []map[string]any{}
	for _, part := range t.Response {
		switch part.Type {
		case "text":
			said = append(said, part.Text)
		case "cell":
			var image struct {
				Data string `json:"imageBase64"`
				Type string `json:"mimeType"`
			}
			if s.ask(r, "GET", "/cells/"+url.PathEscape(part.ID)+"/image", nil, &image) == nil { // others than charts have none
				pictures = append(pictures, map[string]any{"type": "image", "data": image.Data, "mimeType": image.Type})
				charts = append(charts, map[string]any{"title": part.Label, "cellId": part.ID})
			} else if table := s.table(r, part.ID); table != nil {
				table["title"], table["cellId"] = part.Label, part.ID
				tables = append(tables, table)
			}
		case "project":
			said = append(said, "Project: "+part.Title)
		}
	}
	answer := says(strings.Join(append(said, t.URL), "\n\n"), map[string]any{
		"threadId": t.ID, "status": t.Status, "url": t.URL, "charts": charts, "tables": tables,
	})
	answer.Content = append(answer.Content, pictures...)
	return answer
}

// table is the result of a cell that queries, nil where it has none.
func (s *Server) table(r *http.Request, cell string) map[string]any {
	const most = 50
	var output struct {
		Result struct {
			Type    string              `json:"type"`
			Total   *int                `json:"totalRows"`
			Columns []map[string]string `json:"columns"`
			Rows    []map[string]any    `json:"rows"`
		} `json:"result"`
	}
	if s.ask(r, "GET", "/cells/"+url.PathEscape(cell)+"/output", nil, &output) != nil || output.Result.Type != "table" {
		return nil
	}
	rows := output.Result.Rows[:min(len(output.Result.Rows), most)]
	return map[string]any{"columns": output.Result.Columns, "rows": rows, "totalRows": output.Result.Total}
}
