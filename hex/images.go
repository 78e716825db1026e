package hex

import (
	"context"
	"errors"
)

// Image is the picture of a chart.
type Image struct {
	Content []byte `json:"imageBase64"`
	// MIMEType is image/png.
	MIMEType string `json:"mimeType"`
}

func (i *Image) missing() string {
	if len(i.Content) == 0 {
		return "image"
	}
	return ""
}

// ImageOptions say how a chart is drawn. Width and Height are in pixels, 100 to 2000, both or neither.
type ImageOptions struct {
	Width, Height int
	IncludeTitle  bool
}

func (o ImageOptions) values() query {
	q := query{}
	q.number("width", o.Width)
	q.number("height", o.Height)
	q.flag("includeTitle", o.IncludeTitle)
	if (o.Width == 0) != (o.Height == 0) {
		q.err = errors.New("an image needs both a width and a height, or neither")
	}
	return q
}

// GetChartImageFromLogic draws a chart cell of the draft, by its id. Hex: GetChartImageFromLogic. 20 a minute.
func (c *Client) GetChartImageFromLogic(ctx context.Context, cellID string, o ImageOptions) (Image, error) {
	return call[Image](ctx, c, route{
		op: "GetChartImageFromLogic", group: groupChart, path: "/cells/{}/image", ids: refs(RefCell, cellID), query: o.values(),
	})
}

// GetChartImageFromRun draws a chart cell, by its static id, as a run left it. Hex: GetChartImageFromRun. The cell must
// have run without an error. 20 a minute.
func (c *Client) GetChartImageFromRun(ctx context.Context, projectID, runID, staticID string, o ImageOptions) (Image, error) {
	return call[Image](ctx, c, route{
		op: "GetChartImageFromRun", group: groupChart, path: "/projects/{}/runs/{}/cells/{}/image",
		ids: []Ref{{RefProject, projectID}, {RefRun, runID}, {RefCell, staticID}}, query: o.values(),
	})
}
