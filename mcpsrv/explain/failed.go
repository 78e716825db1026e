package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/words"
)

// CellError is what a cell of the draft says that went wrong.
type CellError struct {
	CellID   string `json:"cell_id"`
	StaticID string `json:"static_id"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type,omitempty"`
	Message  string `json:"message"`
	Line     int    `json:"line,omitempty"`
	// Source are the numbered lines around Line, Means is what such a message usually means.
	Source    string `json:"source,omitempty"`
	Means     string `json:"means,omitempty"`
	Traceback string `json:"traceback,omitempty"`
	// FromThisRun is false when the output is of the draft's session and not of the run that is explained.
	FromThisRun bool `json:"from_this_run"`
}

// ErrorOf is the error of an output that has one, with the lines of the cell's source that it is about.
func ErrorOf(c hex.Cell, h hex.CellOutput) CellError {
	e := CellError{
		CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Type: string(c.Type), Message: words.Shortened(h.Error.Message, 1000),
		Means: lint.Meaning(h.Error.Message), Traceback: tail(untold(h.Error.Traceback, h.Error.Message), maxTraceback),
	}
	if source, ok := c.Source(); ok {
		e.Line = lint.Line(source, h.Error.Message, h.Error.Traceback)
		e.Source = excerpt(source, e.Line)
	}
	return e
}

// maxTraceback and maxLine are the lengths at which a traceback, in bytes, and a line of a source, in characters, are cut.
const (
	maxTraceback = 1500
	maxLine      = 200
)

// untold is what a traceback says besides the message, with which it mostly ends.
func untold(traceback, message string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(traceback), strings.TrimSpace(message)))
}

// excerpt are the numbered lines around one of a source, which is marked; empty for no line.
func excerpt(source string, line int) string {
	if line == 0 {
		return ""
	}
	const around = 2
	lines := strings.Split(source, "\n")
	var b strings.Builder
	for n := max(1, line-around); n <= min(len(lines), line+around); n++ {
		sign := " "
		if n == line {
			sign = ">"
		}
		fmt.Fprintf(&b, "%s %d %s\n", sign, n, words.Shortened(strings.TrimRight(lines[n-1], "\r"), maxLine))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Text is the error in a list of them.
func (e CellError) Text() string {
	where := "in the draft's session, perhaps in another run"
	if e.FromThisRun {
		where = "of this run"
	}
	text := fmt.Sprintf("- %s failed (%s)%s: %s", cellName(e.Type, e.Label, e.CellID, e.StaticID), where, lineWords(e.Line), e.Message)
	for _, part := range []string{e.Source, e.Means, e.Traceback} {
		if part != "" {
			text += "\n" + part
		}
	}
	return text
}

func cellName(kind, label, id, staticID string) string {
	if label != "" {
		label = " " + words.Quoted(words.OneLine(label))
	}
	return strings.TrimSpace(fmt.Sprintf("%s cell%s %s (static_id %s)", kind, label, id, staticID))
}

func lineWords(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf(" line %d", line)
}

// mostAbove is how many cells above one are asked whether they failed.
const mostAbove = 10

// FailedAbove is the error of the nearest cell above one that failed in the draft's session, nil for none. The cells are all of the
// draft; the nearest ten that can have an output are asked.
func FailedAbove(ctx context.Context, client *hex.Client, cells []hex.Cell, c hex.Cell) (*CellError, error) {
	at := slices.IndexFunc(cells, func(other hex.Cell) bool { return other.StaticID == c.StaticID })
	asked := 0
	for _, above := range slices.Backward(cells[:max(at, 0)]) {
		if above.Type != hex.CellSQL && above.Type != hex.CellCode {
			continue
		}
		if asked++; asked > mostAbove {
			break
		}
		h, err := client.GetCellOutput(ctx, above.ID)
		switch {
		case noOutput(err):
		case err != nil:
			return nil, err
		case h.Error != nil:
			failed := ErrorOf(above, h)
			return &failed, nil
		}
	}
	return nil, nil
}

// noOutput tells of an error that it is Hex's way of saying that a cell has no output.
func noOutput(err error) bool {
	return hex.IsKind(err, hex.NotFound, hex.Unprocessable, hex.Forbidden, hex.Invalid)
}

// tail is the end of a text, from the beginning of a line.
func tail(s string, most int) string {
	if len(s) <= most {
		return s
	}
	s = s[len(s)-most:]
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[i+1:]
	}
	return "…\n" + strings.ToValidUTF8(s, "")
}
