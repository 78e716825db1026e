package graphics

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/charmbracelet/x/ansi/sixel"
)

// drawing is an image with a few colours that sixels can hold exactly: their parts are hundredths.
func drawing(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	colours := []color.RGBA{{255, 255, 255, 255}, {255, 0, 0, 255}, {0, 0, 255, 255}, {0, 0, 0, 255}, {51, 153, 102, 255}}
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, colours[(x*3/w+y*7/h)%len(colours)])
		}
	}
	return m
}

func picture(t testing.TB, m image.Image) *Picture {
	t.Helper()
	p, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// command is a command to the graphics of a terminal.
type command struct {
	options map[string]string
	payload string
}

// commands takes a stream apart, as a terminal does.
func commands(t testing.TB, stream string) (all []command) {
	t.Helper()
	for stream != "" {
		body, rest, ok := strings.Cut(stream, "\x1b\\")
		if !ok || !strings.HasPrefix(body, "\x1b_G") {
			t.Fatalf("this is no command: %.80q", stream)
		}
		head, payload, _ := strings.Cut(strings.TrimPrefix(body, "\x1b_G"), ";")
		if len(payload) > kitty.MaxChunkSize {
			t.Fatalf("a piece is %d bytes", len(payload))
		}
		c := command{map[string]string{}, payload}
		for _, o := range strings.Split(head, ",") {
			name, value, _ := strings.Cut(o, "=")
			c.options[name] = value
		}
		if c.options["q"] != "2" {
			t.Errorf("the terminal would answer %v on the keyboard", c.options)
		}
		all = append(all, c)
		stream = rest
	}
	return all
}

// show flushes a frame with pictures.
func show(h *Held, wide, high int, pictures ...*Picture) string {
	h.Begin()
	for _, p := range pictures {
		h.Place(p, wide, high)
	}
	return h.Flush()
}

func same(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds().Size() != want.Bounds().Size() {
		t.Fatalf("the size is %v, not %v", got.Bounds().Size(), want.Bounds().Size())
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			a, b := color.RGBAModel.Convert(got.At(x, y)), color.RGBAModel.Convert(want.At(x, y))
			if a != b {
				t.Fatalf("the dot at %d, %d is %v, not %v", x, y, a, b)
			}
		}
	}
}

func TestTheStreamOfKittyHoldsThePicture(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 90, 70)) // larger than a piece, however it is packed
	for i := range noise.Pix {
		noise.Pix[i] = byte(i*i*31>>3) | byte(255*(i%4/3))
	}
	for _, m := range []*image.RGBA{drawing(60, 30), noise} {
		h := NewHeld(Look(Kitty, env()), 7)
		all := commands(t, show(h, 20, 5, picture(t, m)))
		first, data := all[0].options, ""
		for i, c := range all {
			data += c.payload
			if more := map[bool]string{true: "1", false: "0"}[i < len(all)-1]; c.options["m"] != more {
				t.Errorf("piece %d of %d says m=%s", i, len(all), c.options["m"])
			}
		}
		if first["a"] != "T" || first["U"] != "1" || first["c"] != "20" || first["r"] != "5" || first["f"] != "100" {
			t.Errorf("the picture is shown by %v", first)
		}
		raw, err := base64.StdEncoding.DecodeString(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := (&kitty.Decoder{Format: kitty.PNG}).Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, m)
	}
}

func TestATerminalGetsAPictureOnce(t *testing.T) {
	h, p, q := NewHeld(Look(Kitty, env()), 7), picture(t, drawing(30, 20)), picture(t, drawing(20, 20))
	h.Begin()
	id, other := h.Place(p, 20, 5), h.Place(q, 20, 5)
	if id == other || id>>24 != 7 || id&0xffff00 != 0 || id&0xff < 16 {
		t.Errorf("the ids are %x and %x", id, other)
	}
	if n := len(commands(t, h.Flush())); n != 2 {
		t.Errorf("two pictures are sent in %d pieces", n)
	}
	if again := show(h, 20, 5, p, q); again != "" {
		t.Errorf("they are sent again: %.80q", again)
	}
	steps := func(stream string) (said string) {
		for _, c := range commands(t, stream) {
			said += c.options["a"] + c.options["d"] + " "
			if c.options["i"] != strconv.Itoa(int(id)) && c.options["i"] != strconv.Itoa(int(other)) {
				t.Errorf("%v is not about these pictures", c.options)
			}
		}
		return said
	}
	if got := steps(show(h, 30, 8, p)); got != "di p " {
		t.Errorf("another size is told by %q", got)
	}
	h.Replace()
	if got := steps(show(h, 30, 8, p)); got != "di p " {
		t.Errorf("a cleared screen is told the size by %q", got)
	}
	h.Forget()
	if got := steps(show(h, 30, 8, p)); got != "T " {
		t.Errorf("a new screen gets the picture by %q", got)
	}
	h.Drop()
	h.Begin()
	if got := steps(h.Flush()); got != "dI dI " && got != "dI " {
		t.Errorf("who leaves takes the pictures away by %q", got)
	}
	if got := h.Flush(); got != "" || len(h.pictures) != 0 {
		t.Errorf("something is left: %q, %d pictures", got, len(h.pictures))
	}
}

func TestATerminalHoldsFewPictures(t *testing.T) {
	h, away := NewHeld(Look(Kitty, env()), 1), 0
	for i := range 3 * MostHeld {
		for _, c := range commands(t, show(h, 10, 5, picture(t, drawing(10+i, 10)))) {
			if c.options["a"] == "d" && c.options["d"] == "I" {
				away++
			}
		}
	}
	if len(h.pictures) > MostHeld || away != 2*MostHeld {
		t.Errorf("%d pictures are held, %d were taken away", len(h.pictures), away)
	}
}

func TestTmuxGetsEverythingWrapped(t *testing.T) {
	h := NewHeld(Look(Kitty, env("TMUX", "/tmp/tmux", "TERM", "tmux-256color")), 7)
	m := drawing(60, 30)
	stream := show(h, 20, 5, picture(t, m))
	plain := ""
	for stream != "" {
		rest, ok := strings.CutPrefix(stream, "\x1bPtmux;")
		if !ok {
			t.Fatalf("this is not wrapped: %.80q", stream)
		}
		at := strings.Index(strings.ReplaceAll(rest, "\x1b\x1b", "\x00\x00"), "\x1b\\")
		plain, stream = plain+strings.ReplaceAll(rest[:at], "\x1b\x1b", "\x1b"), rest[at+2:]
	}
	raw, err := base64.StdEncoding.DecodeString(commands(t, plain)[0].payload)
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, m)
}

func TestTheStreamOfSixelsHoldsThePicture(t *testing.T) {
	m := drawing(160, 96)
	v := &View{Picture: picture(t, m), Way: Sixel}
	stream, err := v.stream(space{columns: 22, rows: 40, wide: 8, high: 16}) // 20 columns of 8 dots are the picture's own size
	if err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(stream, "\x1bP0;1q")
	if !ok || !strings.HasSuffix(body, "\x1b\\") {
		t.Fatalf("these are no sixels: %.40q", stream)
	}
	got, err := (&sixel.Decoder{}).Decode(strings.NewReader(strings.TrimSuffix(body, "\x1b\\")))
	if err != nil {
		t.Fatal(err)
	}
	want := scaled(m, 160, 96)
	if got.Bounds().Dx() != 160 || got.Bounds().Dy() != 96 {
		t.Fatalf("the size is %v", got.Bounds().Size())
	}
	for y := range 96 {
		for x := range 160 {
			a, b := color.RGBAModel.Convert(got.At(x, y)).(color.RGBA), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			if far(a.R, b.R) || far(a.G, b.G) || far(a.B, b.B) {
				t.Fatalf("the dot at %d, %d is %v, not %v", x, y, a, b)
			}
		}
	}
}

// far tells two parts of a colour apart that are not the same hundredth.
func far(a, b uint8) bool { return max(a, b)-min(a, b) > 3 }

func TestTheStreamOfITermHoldsThePicture(t *testing.T) {
	m := drawing(60, 30)
	stream, err := (&View{Picture: picture(t, m), Way: ITerm}).stream(space{80, 24, 8, 16})
	if err != nil {
		t.Fatal(err)
	}
	head, data, _ := strings.Cut(strings.TrimSuffix(stream, "\x07"), ":")
	if !strings.HasPrefix(head, "\x1b]1337;File=") || !strings.Contains(head, "width=76;height=19;inline=1") {
		t.Errorf("the picture is told of by %q", head)
	}
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, m)
}

// A view takes the screen, waits for a key, and gives the screen back.
func TestAViewLeavesNothingBehind(t *testing.T) {
	var out bytes.Buffer
	v := &View{Picture: picture(t, drawing(60, 30)), Way: Sixel, Title: "Revenue by week", Hint: "any key goes back", Context: t.Context()}
	v.SetStdin(strings.NewReader("q"))
	v.SetStdout(&out)
	if err := v.Run(); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, part := range []string{ansi.SetModeAltScreenSaveCursor, "Revenue by week", "\x1bP0;1q", "any key goes back"} {
		at := strings.Index(text, part)
		if at < 0 {
			t.Fatalf("%q is not written, or not in this order", part)
		}
		text = text[at+len(part):]
	}
	if !strings.HasSuffix(text, ansi.EraseEntireScreen+ansi.SetModeTextCursorEnable+ansi.ResetModeAltScreenSaveCursor) {
		t.Errorf("the screen is left with %q", text[max(len(text)-60, 0):])
	}
}

func TestHostilePicturesAreNotRead(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, drawing(10, 10)); err != nil {
		t.Fatal(err)
	}
	claims := func(w, h uint32) []byte {
		head := make([]byte, 17)
		copy(head, "IHDR")
		binary.BigEndian.PutUint32(head[4:], w)
		binary.BigEndian.PutUint32(head[8:], h)
		head[12], head[13] = 8, 6
		b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
	}
	for name, c := range map[string]struct {
		content  []byte
		tooLarge bool
	}{
		"nothing": {nil, false}, "text": {[]byte("\x1b]52;c;aGk=\x07"), false}, "half of one": {small.Bytes()[:small.Len()/2], false},
		"a bomb": {claims(1<<15, 1<<15), true}, "a long one": {claims(1<<22+1, 1), true}, "none wide": {claims(0, 5), false},
		"many bytes": {append(small.Bytes(), make([]byte, MostBytes)...), true},
	} {
		p, err := Read(c.content)
		if err == nil || p != nil || errors.Is(err, ErrTooLarge) != c.tooLarge {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	p, err := Read(small.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	same(t, p.Image, drawing(10, 10))
}

func TestTheBestWayIsTaken(t *testing.T) {
	for _, c := range []struct {
		env   []string
		name  string
		ok    bool // the terminal answers to the graphics of kitty
		sixel bool
		want  Way
	}{
		{name: "kitty(0.40.0)", ok: true, want: Kitty}, {name: "ghostty 1.2.0", ok: true, want: Kitty},
		{name: "kitty(0.40.0)", want: Blocks}, {name: "WezTerm 2026", ok: true, sixel: true, want: ITerm},
		{name: "Konsole 26", ok: true, want: Blocks}, {name: "XTerm(400)", want: Blocks}, {want: Blocks},
		{name: "foot(1.20)", sixel: true, want: Sixel}, {name: "iTerm2 3.6", sixel: true, want: ITerm},
		{env: []string{"TERM_PROGRAM", "iTerm.app"}, want: ITerm},
		{env: []string{"TMUX", "x", "LC_TERMINAL", "iTerm2"}, name: "tmux 3.5", want: Blocks},
		{env: []string{"TMUX", "x"}, name: "tmux 3.5", sixel: true, want: Sixel},
		{env: []string{"TMUX", "x", "KITTY_WINDOW_ID", "1"}, name: "kitty(0.40.0)", ok: true, want: Kitty},
		{env: []string{"TMUX", "x", "KITTY_WINDOW_ID", "1"}, want: Blocks}, // nothing comes through
	} {
		term := Look("", env(c.env...))
		asked := term.Query()
		if c.name != "" {
			asked += term.Named(c.name)
		}
		if strings.Contains(asked, "a=q") != (strings.HasPrefix(c.name, "kitty") || strings.HasPrefix(c.name, "ghostty")) {
			t.Errorf("%v is asked %q", c, asked)
		}
		if c.ok {
			term.Heard(uv.KittyGraphicsEvent{Options: kitty.Options{ID: 31}, Payload: []byte("OK")})
		}
		if c.sixel {
			term.Heard(uv.PrimaryDeviceAttributesEvent{62, 4, 22})
		}
		if got := term.Way(); got != c.want {
			t.Errorf("%v shows pictures by %s", c, got)
		}
	}
	for _, way := range []Way{Kitty, Sixel, ITerm, Blocks, Off} {
		term := Look(way, env())
		if term.Way() != way || term.Query() != "" || term.Named("foot") != "" {
			t.Errorf("who asks for %s gets %s", way, term.Way())
		}
	}
	if got, err := ParseWay("kity"); err == nil {
		t.Errorf("kity is %s", got)
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct{ w, h, columns, rows, wide, high int }{
		{960, 480, 72, 18, 72, 18}, {960, 480, 40, 18, 40, 10}, {960, 480, 200, 10, 40, 10}, {100, 1000, 80, 20, 4, 20},
		{1000, 1, 80, 20, 80, 1}, {1, 1, 0, 0, 1, 1}, {1, 100_000, 80, 20, 1, 20},
	} {
		if wide, high := Fit(image.Pt(c.w, c.h), c.columns, c.rows); wide != c.wide || high != c.high {
			t.Errorf("%v fits as %d×%d", fmt.Sprint(c), wide, high)
		}
	}
}
