package ui

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi/kitty"

	"hextui/ui/action"
	"hextui/ui/graphics"
	"hextui/ui/uitest"
)

// chart opens a project whose draft has run, at its chart.
func chart(t *testing.T, way graphics.Way) *watching {
	t.Helper()
	w := watch(t, uitest.Size(120, 40))
	w.Do(func(tea.Model) { *w.app.opts.Pictures = *graphics.Look(way, func(string) string { return "" }) })
	w.open()
	w.Do(func(m tea.Model) { w.app.Do(action.RunDraft) })
	w.Message(nil)
	w.WaitFor("completed after")
	w.Press("down", "down", "down")
	return w
}

// placed are the cells that a terminal draws a part of a picture in place of, by what they say: id, column and row.
func placed(f uitest.Frame) (parts map[[2]int]string, from [2]int) {
	parts, from = map[[2]int]string{}, [2]int{-1, -1}
	for y := range f.Height {
		for x := range f.Width {
			c := f.Cell(x, y)
			if !strings.HasPrefix(c.Content, string(kitty.Placeholder)) {
				continue
			}
			if from[0] < 0 {
				from = [2]int{x, y}
			}
			parts[[2]int{x - from[0], y - from[1]}] = strings.TrimPrefix(c.Content, string(kitty.Placeholder)) + fmt.Sprint(" ", c.Style.Fg)
		}
	}
	return parts, from
}

var sentCommand = regexp.MustCompile("\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\\\")

// pictureOf is the picture that came with a stream, and the options that it came with.
func pictureOf(t *testing.T, output string) (options, size string) {
	t.Helper()
	data := ""
	for _, m := range sentCommand.FindAllStringSubmatch(output, -1) {
		if strings.HasPrefix(m[1], "a=T") {
			options, data = m[1], ""
		}
		if !strings.Contains(m[1], "a=d") && !strings.Contains(m[1], "a=p") && !strings.Contains(m[1], "a=q") {
			data += m[2]
		}
	}
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return options, fmt.Sprint(p.Width, "×", p.Height)
}

// A chart is drawn in half blocks until the terminal says that it draws pictures in the place of characters; it goes along when the
// screen changes its size, and is taken away when the project is left.
func TestAChartIsAPicture(t *testing.T) {
	w := chart(t, graphics.Auto)
	w.WaitFor("▀▀▀▀▀▀▀▀▀▀")
	w.Message(tea.TerminalVersionMsg{Name: "kitty(0.40.0)"})
	w.WaitUntil("the terminal is asked", func(uitest.Frame) bool { return strings.Contains(w.Output(), "a=q") })
	w.Message(uv.KittyGraphicsEvent{Options: kitty.Options{ID: 31}, Payload: []byte("OK")})
	w.WaitUntil("a picture is placed", func(f uitest.Frame) bool { p, _ := placed(f); return len(p) > 0 })
	w.WantNo("▀▀")
	w.WaitUntil("the picture is sent", func(uitest.Frame) bool { return strings.Contains(w.Output(), "a=T") })
	options, size := pictureOf(t, w.Output())
	var id, columns, rows int
	if _, err := fmt.Sscanf(options[strings.Index(options, "i="):], "i=%d,U=1,c=%d,r=%d", &id, &columns, &rows); err != nil {
		t.Fatalf("%v: %s", err, options)
	}
	if size != "960×480" {
		t.Errorf("the picture is %s", size)
	}
	parts, _ := placed(w.Frame())
	if len(parts) != columns*rows {
		t.Errorf("%d cells are of the picture of %d×%d", len(parts), columns, rows)
	}
	look := fmt.Sprint(" ", id&0xff)
	for at, got := range parts {
		want := string([]rune{kitty.Diacritic(at[1]), kitty.Diacritic(at[0]), kitty.Diacritic(id >> 24)})
		if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, look) {
			t.Fatalf("the cell %v says %q, want %q of %s", at, got, want, look)
		}
	}

	w.Resize(70, 30)
	w.WaitUntil("the picture is smaller", func(f uitest.Frame) bool { p, _ := placed(f); return len(p) > 0 && len(p) < columns*rows })
	w.WaitUntil("the terminal knows the size", func(uitest.Frame) bool {
		return strings.Contains(w.Output(), fmt.Sprintf("a=p,i=%d,U=1,c=", id))
	})
	w.Press("esc")
	w.WaitUntil("the picture is away", func(f uitest.Frame) bool {
		p, _ := placed(f)
		return len(p) == 0 && strings.Contains(w.Output(), fmt.Sprintf("a=d,d=I,i=%d", id))
	})
}

// Without pictures nothing is asked for.
func TestPicturesThatAreOffAreNotRead(t *testing.T) {
	w := chart(t, graphics.Off)
	w.WaitFor("5  Chart  Revenue by week")
	w.WaitFor("the API gives neither the source")
	if n := w.sent.of("GetChartImageFromLogic"); n != 0 {
		t.Errorf("%d charts were asked for", n)
	}
}
