package road

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/hosted"
)

// usually is after what time a thread is looked at again where the server does not say: get_thread itself waits there for some seconds.
const usually = 20 * time.Second

// told is a thread in the words of the API. A status that nobody knows stays as it is: it is not taken for finished.
func told(t hosted.Thread) ask.Thread {
	out := ask.Thread{
		Wait: t.Wait, Thread: hex.Thread{ID: t.ID, URL: t.URL, Status: hex.ThreadStatus(strings.ToUpper(t.Word)), Source: "MCP"},
	}
	switch t.Status {
	case hosted.Failed:
		out.Error = &hex.ThreadFailure{Type: t.Reason, Message: t.Why} // its text may be a provider's own error, which is not passed on
	case hosted.Idle:
		out.Response = parts(t)
		inOrder(out.Response, t)
		called := map[string]string{}
		for _, table := range t.Tables {
			called[table.Cell] = table.Title
			out.Tables = append(out.Tables, ask.Table(table))
		}
		for _, chart := range t.Charts {
			called[chart.Cell] = chart.Title
			out.Charts = append(out.Charts, ask.Chart(chart))
		}
		for i, p := range out.Response {
			if p.Type == "cell" && p.Label == "" {
				out.Response[i].Label = called[p.ID]
			}
		}
	default:
		if out.Wait == 0 {
			out.Wait = usually
		}
	}
	return out
}

// parts are an answer as the API tells it: what is said, and the cells that it names. A paragraph that only names a cell is that
// cell with its label, and one that only links to the thread says nothing.
func parts(t hosted.Thread) (all []hex.ThreadPart) {
	var said []string
	flush := func() {
		if text := strings.Trim(strings.Join(said, "\n\n"), "\n"); text != "" {
			all = append(all, hex.ThreadPart{Type: "text", Text: text})
		}
		said = nil
	}
	for paragraph := range strings.SplitSeq(t.Text, "\n\n") {
		line := strings.TrimSpace(paragraph)
		cell := named().FindStringSubmatch(line)
		switch {
		case t.URL != "" && line == t.URL:
		case cell != nil:
			flush()
			all = append(all, hex.ThreadPart{Type: "cell", ID: cell[2], Label: cell[1]})
		default:
			said = append(said, paragraph)
		}
	}
	flush()
	for _, id := range t.Cells {
		if !slices.ContainsFunc(all, func(p hex.ThreadPart) bool { return p.ID == id }) {
			all = append(all, hex.ThreadPart{Type: "cell", ID: id})
		}
	}
	return all
}

// inOrder puts the cells that no paragraph names in the order of their results, the tables first, as the API tells of them.
func inOrder(all []hex.ThreadPart, t hosted.Thread) {
	place := map[string]int{}
	for i, table := range t.Tables {
		place[table.Cell] = i - len(t.Tables)
	}
	from := 0
	for i, p := range all {
		if p.Type != "cell" || p.Label != "" {
			from = i + 1
		}
	}
	slices.SortStableFunc(all[from:], func(a, b hex.ThreadPart) int { return place[a.ID] - place[b.ID] })
}

// named is a line that only names a cell.
var named = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^([^\n]{0,200}?) ?\(cell(?: id)?:? ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)$`)
})
