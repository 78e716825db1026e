package thread

import (
	"context"
	"errors"
	"image"
	"strings"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/graphics"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// cite is something that an answer comes from.
type cite struct {
	// cell is the cell's id, project the project's; a table or chart of neither has the word for it as kind.
	cell, static  string
	project, kind string
	label         string
	// result is its table or chart among the results, from 1; 0 is none.
	result int
}

// citesOf are the cells and projects of a thread's latest answer, and the projects that it worked in.
func citesOf(t hex.Thread) (cites []cite) {
	seen := map[string]bool{}
	add := func(id string, c cite) {
		if id != "" && !seen[id] {
			seen[id] = true
			cites = append(cites, c)
		}
	}
	for _, p := range t.Response {
		switch p.Type {
		case "cell":
			add(p.ID, cite{cell: p.ID, static: p.StaticID, label: p.Label})
		case "project":
			add(p.ID, cite{project: p.ID, label: p.Title})
		}
	}
	for _, r := range t.Resources {
		if r.Type == "PROJECT" {
			add(r.ID, cite{project: r.ID, label: r.Name})
		}
	}
	return cites
}

func (c cite) glyph(t *theme.Theme) string {
	switch {
	case c.project != "":
		return t.Glyphs.Diamond
	case c.kind == "chart":
		return t.Glyphs.Chart
	}
	return t.Glyphs.Table
}

func (c cite) name(env *screen.Env) string {
	switch p, known := env.Store.FindProject(c.project); {
	case c.project == "" && c.cell == "":
		return strings.TrimSpace(c.kind + " " + oneLine(c.label))
	case c.cell != "" && c.label != "":
		return "cell " + c.label
	case c.cell != "":
		return "cell " + present.ShortID(c.cell)
	case known:
		return "project " + p.Title
	case c.label != "":
		return "project " + c.label
	}
	return "project " + present.ShortID(c.project)
}

// open goes to the marked project, or to the marked cell: of what project it is Hex tells by the cell alone. A table or chart of no
// cell is shown whole.
func (s *Screen) open() {
	c, r := s.cites[s.cite], s.results()
	switch {
	case c.cell != "" || c.project != "":
	case c.result > len(r.Tables):
		s.chart()
		return
	default:
		s.wholeTable(r.Tables[c.result-1])
		return
	}
	if c.cell == "" {
		s.env.Host.Go(screen.Target{Place: screen.Project, ID: c.project, Title: c.title(s.env, c.project)})
		return
	}
	task.Do(s.env.Tasks, "open from thread", func(ctx context.Context) (hex.Cell, error) { return s.env.API.GetCell(ctx, c.cell) },
		func(cell hex.Cell, err error) {
			switch {
			case err != nil:
				s.env.Host.Notice(screen.Error, "The cell could not be opened. "+err.Error())
			case !s.left:
				s.env.Host.Go(screen.Target{Place: screen.Project, ID: cell.ProjectID, Sub: cell.StaticID,
					Title: c.title(s.env, cell.ProjectID)})
			}
		})
}

func (c cite) title(env *screen.Env, projectID string) string {
	if p, ok := env.Store.FindProject(projectID); ok {
		return p.Title
	}
	if c.cell == "" && c.label != "" {
		return c.label
	}
	return "project " + present.ShortID(projectID)
}

// The size in pixels in which charts are asked for.
const chartWidth, chartHeight = 960, 540

// chart shows the marked chart, or the first of the answer.
func (s *Screen) chart() {
	cites := append([]cite{s.cites[s.cite]}, s.cites...)
	type drawn struct {
		image.Image
		label string
	}
	came, ok := cameWith(cites, s.results())
	if !ok {
		s.env.Host.Notice(screen.Info, "Hex draws the chart.")
	}
	task.Do(s.env.Tasks, "chart of thread", func(ctx context.Context) (drawn, error) {
		if ok {
			picture, err := graphics.Decode(came.Data)
			return drawn{picture, oneLine(came.Title)}, err
		}
		cell, label, err := s.findChart(ctx, cites)
		if err != nil {
			return drawn{}, err
		}
		got, err := s.env.API.GetChartImageFromLogic(ctx, cell, hex.ImageOptions{Width: chartWidth, Height: chartHeight})
		if err != nil {
			return drawn{}, err
		}
		picture, err := graphics.Decode(got.Content)
		return drawn{picture, label}, err
	}, func(d drawn, err error) {
		switch {
		case err != nil:
			s.env.Host.Notice(screen.Warn, "No chart is shown: "+err.Error())
		case !s.left:
			s.env.Host.Ask(&overlay.Picture{Title: d.label, Image: d.Image})
		}
	})
}

// cameWith is the first chart of what is cited whose picture came with the answer.
func cameWith(cites []cite, r ask.Results) (ask.Chart, bool) {
	for _, c := range cites {
		if i := c.result - 1 - len(r.Tables); i >= 0 && i < len(r.Charts) && len(r.Charts[i].Data) > 0 {
			return r.Charts[i], true
		}
	}
	return ask.Chart{}, false
}

// findChart is the first of the cells that is a chart.
func (s *Screen) findChart(ctx context.Context, cites []cite) (id, label string, err error) {
	for _, c := range cites {
		if c.cell == "" {
			continue
		}
		cell, err := s.env.API.GetCell(ctx, c.cell)
		if err != nil {
			return "", "", err
		}
		if cell.Type == "CHART" {
			return cell.ID, c.label, nil
		}
	}
	return "", "", errors.New("the answer has no chart cell, and the API draws no others")
}
