package emulator

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"hextui/hex/emulator/chart"
	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
)

func imageOperations() []operation {
	return []operation{
		{name: "GetChartImageFromRun", method: "GET", path: "/v1/projects/{projectId}/runs/{runId}/cells/{staticId}/image",
			group: groupChartImage, scopes: []Scope{ReadProjects}, do: getChartImageFromRun},
		{name: "GetChartImageFromLogic", method: "GET", path: "/v1/cells/{cellId}/image", group: groupChartImage, older: true,
			scopes: []Scope{ReadCells}, do: getChartImageFromLogic},
	}
}

// The size of a picture when none is asked for, in pixels.
const (
	usualWidth  = 800
	usualHeight = 480
)

type runImage struct {
	ProjectID   string `json:"projectId"`
	RunID       string `json:"runId"`
	StaticID    string `json:"staticId"`
	ImageBase64 string `json:"imageBase64"`
	MimeType    string `json:"mimeType"`
}

type cellImage struct {
	CellID      string `json:"cellId"`
	ImageBase64 string `json:"imageBase64"`
	MimeType    string `json:"mimeType"`
}

// imageRequest is how a picture is wanted.
type imageRequest struct {
	width, height int
	usual, title  bool
}

func (c *call) imageRequest() (r imageRequest, err error) {
	if r.width, err = c.number("width", 0, chart.Least, chart.Most); err != nil {
		return r, err
	}
	if r.height, err = c.number("height", 0, chart.Least, chart.Most); err != nil {
		return r, err
	}
	if r.title, err = c.flag("includeTitle"); err != nil {
		return r, err
	}
	if (r.width == 0) != (r.height == 0) {
		return r, badRequest("Give width and height, or neither")
	}
	r.usual = r.width == 0
	r.width, r.height = cmp.Or(r.width, usualWidth), cmp.Or(r.height, usualHeight)
	return r, nil
}

// getChartImageFromRun draws a chart cell of the version that was run, from what
// it gave then.
func getChartImageFromRun(c *call) (any, error) {
	wanted, err := c.imageRequest()
	if err != nil {
		return nil, err
	}
	run, err := c.run("APP_ONLY")
	if err != nil {
		return nil, err
	}
	static := strings.ToLower(c.request.PathValue("staticId"))
	cells, place, err := c.ran(run)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(cells, func(cell store.Cell) bool { return cell.StaticID == static })
	if at < 0 {
		return nil, notFound("The run %s has no cell with the static id %s", run.ID, static)
	}
	image, err := c.picture(cells[at], place, run.ID, wanted)
	return runImage{run.Project, run.ID, static, image, "image/png"}, err
}

// ran are the cells that a run ran, and where it left their outputs.
func (c *call) ran(run store.Run) (cells []store.Cell, place string, err error) {
	if run.Version == 0 {
		cells, err = c.store.Draft(c.ctx(), run.Project)
		return cells, run.Project, err
	}
	version, err := c.store.Version(c.ctx(), run.Project, run.Version)
	if errors.Is(err, store.ErrNotFound) {
		return nil, "", notFound("The version %d of the project is not kept any more", run.Version)
	}
	return version.Cells, run.ID, err
}

// getChartImageFromLogic draws a chart cell of the draft, from its session.
func getChartImageFromLogic(c *call) (any, error) {
	wanted, err := c.imageRequest()
	if err != nil {
		return nil, err
	}
	cell, err := c.cell("CAN_VIEW", true)
	if err != nil {
		return nil, err
	}
	image, err := c.picture(cell, cell.Project, "", wanted)
	return cellImage{cell.ID, image, "image/png"}, err
}

// picture draws what a chart cell gave in a place, in one run unless run is
// empty, as PNG in base64.
func (c *call) picture(cell store.Cell, place, run string, wanted imageRequest) (string, error) {
	if cell.Type == "CODE" && c.o.Python {
		return c.figures(cell, place, run, wanted)
	}
	details, err := cell.Details()
	if err != nil {
		return "", err
	}
	isChart := cell.Type == "CHART" || cell.Type == "EXPLORE"
	if isChart && details.Chart != nil && details.Chart.Mark == "" {
		return "", badRequest("The chart came from a file, and has more than one series, or figures of its own: it is not drawn here")
	}
	if !isChart || details.Chart == nil {
		return "", badRequest("Only chart cells have a picture; the cell is of type %s", cell.Type)
	}
	output, err := c.store.Output(c.ctx(), place, cell.StaticID)
	if err == nil && run != "" && output.Run != run {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return "", notFound("The cell %s has no picture: it has not been run", cell.StaticID)
	}
	if err != nil {
		return "", err
	}
	var result struct {
		executor.Table
		Message string `json:"message"`
	}
	if err := json.Unmarshal(output.Result, &result); err != nil {
		return "", err
	}
	if result.Type == executor.ResultFailure {
		return "", badRequest("The cell %s has no picture: it failed with %s", cell.StaticID, result.Message)
	}
	drawn, err := chart.PNG(pictured(*details.Chart, result.Table, wanted))
	return base64.StdEncoding.EncodeToString(drawn), err
}

// figures are those that a CODE cell drew, one below the other, as they are unless a size was asked for.
func (c *call) figures(cell store.Cell, place, run string, wanted imageRequest) (string, error) {
	output, err := c.store.Output(c.ctx(), place, executor.FiguresOf(cell.StaticID))
	if errors.Is(err, store.ErrNotFound) || err == nil && run != "" && output.Run != run {
		return "", notFound("The cell %s has no picture: it has not been run, or drew none", cell.StaticID)
	}
	if err != nil {
		return "", err
	}
	var drawn [][]byte
	if err := json.Unmarshal(output.Result, &drawn); err != nil {
		return "", err
	}
	width, height := wanted.width, wanted.height
	if wanted.usual {
		width, height = 0, 0
	}
	picture, err := chart.Stack(drawn, width, height)
	if err != nil {
		return "", badRequest("The picture of the cell %s cannot be shown: %v", cell.StaticID, err)
	}
	return base64.StdEncoding.EncodeToString(picture), nil
}

// pictured is a chart cell's chart with the rows of its dataframe.
func pictured(spec store.Chart, table executor.Table, wanted imageRequest) chart.Chart {
	made := chart.Chart{Mark: spec.Mark, XName: spec.X, YName: spec.Y, Width: wanted.width, Height: wanted.height}
	if wanted.title {
		made.Title = spec.Title
	}
	for _, row := range table.Rows {
		r := chart.Row{Y: math.NaN()}
		if x := row[spec.X]; x != nil {
			r.X = *x
		}
		if series := row[spec.Series]; series != nil {
			r.Series = *series
		}
		if y := row[spec.Y]; y != nil {
			if value, err := strconv.ParseFloat(*y, 64); err == nil {
				r.Y = value
			}
		}
		made.Rows = append(made.Rows, r)
	}
	return made
}
