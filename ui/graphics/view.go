package graphics

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"io"
	"math"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/iterm2"
	"github.com/charmbracelet/x/ansi/sixel"
	"golang.org/x/term"

	"hextui/ui/paint"
)

// View shows one picture with the terminal for itself, until a key is pressed. Sixels and the pictures of iTerm are dots on a screen
// that cells know nothing of: among text that changes they would be cut, or stay behind. It is what tea.Exec takes.
type View struct {
	Picture *Picture
	// Way is [Sixel] or [ITerm].
	Way Way
	// Title stands above the picture, Hint below it. Both must be plain text.
	Title, Hint string
	// Context ends the view.
	Context context.Context

	in  io.Reader
	out io.Writer
}

// SetStdin, SetStdout and SetStderr take the terminal.
func (v *View) SetStdin(r io.Reader) { v.in = r }

// SetStdout takes what is written to.
func (v *View) SetStdout(w io.Writer) { v.out = w }

// SetStderr is not needed.
func (v *View) SetStderr(io.Writer) {}

// Run draws the picture on a screen of its own and waits for a key.
func (v *View) Run() (err error) {
	size := usual
	if f, ok := v.out.(interface{ Fd() uintptr }); ok {
		size = sizeOf(f.Fd())
	}
	if f, ok := v.in.(interface{ Fd() uintptr }); ok && term.IsTerminal(int(f.Fd())) {
		was, err := term.MakeRaw(int(f.Fd()))
		if err != nil {
			return fmt.Errorf("the terminal cannot be set to single keys: %w", err)
		}
		defer func() { _ = term.Restore(int(f.Fd()), was) }()
	}
	stream, err := v.stream(size)
	if err != nil {
		return err
	}
	screen := ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable + ansi.EraseEntireScreen +
		ansi.CursorPosition(2, 1) + v.Title + ansi.CursorPosition(1, 3) + stream + ansi.CursorPosition(2, size.rows) + v.Hint
	if _, err := io.WriteString(v.out, screen); err != nil {
		return err
	}
	key := v.wait()
	_, err = io.WriteString(v.out, ansi.EraseEntireScreen+ansi.SetModeTextCursorEnable+ansi.ResetModeAltScreenSaveCursor)
	if key != nil {
		return key
	}
	return err
}

// wait waits for a key, or for the end.
func (v *View) wait() error {
	if f, ok := v.in.(interface{ Fd() uintptr }); ok && !keyCame(v.Context, f.Fd()) {
		return nil
	}
	_, err := v.in.Read(make([]byte, 256)) // a key is a few bytes
	if err == io.EOF {
		return nil
	}
	return err
}

// space is the size of a terminal in cells, and of a cell in pixels.
type space struct{ columns, rows, wide, high int }

// usual is what a terminal has that does not tell.
var usual = space{80, 24, 8, 16}

// stream is the picture as large as there is room for below the title and above the hint.
func (v *View) stream(s space) (string, error) {
	wide, high := Fit(v.Picture.Image.Bounds().Size(), s.columns-2, max(s.rows-4, 1))
	if v.Way == ITerm {
		data := []byte(base64.StdEncoding.EncodeToString(v.Picture.png))
		return ansi.ITerm2(iterm2.File{Size: int64(len(v.Picture.png)), Width: iterm2.Cells(wide), Height: iterm2.Cells(high),
			Inline: true, Content: data}), nil
	}
	var b bytes.Buffer
	// Sixels are bands of six dots; one that reached below the room for it would scroll the screen.
	if err := (&sixel.Encoder{}).Encode(&b, scaled(v.Picture.Image, wide*s.wide, high*s.high/6*6)); err != nil {
		return "", fmt.Errorf("the picture cannot be written as sixels: %w", err)
	}
	return ansi.SixelGraphics(0, 1, 0, b.Bytes()), nil
}

// mostSixels is the most pixels that a picture is written with as sixels, of which a terminal takes a while.
const mostSixels = 1 << 20

// scaled is an image in so many pixels, or in as many as there are at the most.
func scaled(m image.Image, wide, high int) image.Image {
	wide, high = max(wide, 1), max(high, 1)
	if pixels := wide * high; pixels > mostSixels {
		share := math.Sqrt(float64(mostSixels) / float64(pixels))
		wide, high = max(int(float64(wide)*share), 1), max(int(float64(high)*share), 1)
	}
	return paint.Scaled(m, wide, high)
}
