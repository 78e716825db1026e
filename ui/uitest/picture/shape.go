package picture

import "strings"

// weight is how thick one arm of a box-drawing character is.
type weight uint8

const (
	none weight = iota
	light
	heavy
	double
)

// arms are the lines from a cell's middle to its edges.
type arms struct{ up, right, down, left weight }

// box are the box-drawing characters that are drawn as lines.
var box = map[string]arms{
	"─": {right: light, left: light}, "│": {up: light, down: light},
	"━": {right: heavy, left: heavy}, "┃": {up: heavy, down: heavy},
	"═": {right: double, left: double}, "║": {up: double, down: double},
	"╴": {left: light}, "╵": {up: light}, "╶": {right: light}, "╷": {down: light},
	"╸": {left: heavy}, "╹": {up: heavy}, "╺": {right: heavy}, "╻": {down: heavy},
	"╼": {left: light, right: heavy}, "╾": {left: heavy, right: light},

	"┌": {right: light, down: light}, "┐": {down: light, left: light},
	"└": {up: light, right: light}, "┘": {up: light, left: light},
	"├": {up: light, right: light, down: light}, "┤": {up: light, down: light, left: light},
	"┬": {right: light, down: light, left: light}, "┴": {up: light, right: light, left: light},
	"┼": {light, light, light, light},

	"┏": {right: heavy, down: heavy}, "┓": {down: heavy, left: heavy},
	"┗": {up: heavy, right: heavy}, "┛": {up: heavy, left: heavy},
	"┣": {up: heavy, right: heavy, down: heavy}, "┫": {up: heavy, down: heavy, left: heavy},
	"┳": {right: heavy, down: heavy, left: heavy}, "┻": {up: heavy, right: heavy, left: heavy},
	"╋": {heavy, heavy, heavy, heavy},
	"┝": {up: light, right: heavy, down: light}, "┥": {up: light, down: light, left: heavy},
	"┿": {up: light, right: heavy, down: light, left: heavy},

	"╔": {right: double, down: double}, "╗": {down: double, left: double},
	"╚": {up: double, right: double}, "╝": {up: double, left: double},
	"╠": {up: double, right: double, down: double}, "╣": {up: double, down: double, left: double},
	"╦": {right: double, down: double, left: double}, "╩": {up: double, right: double, left: double},
	"╬": {double, double, double, double},
}

// round are the rounded corners, as paths from edge to edge around the middle of a 9×19 cell.
var round = map[string]string{
	"╭": "M4.5 19v-5a4.5 4.5 0 0 1 4.5 -4.5",
	"╮": "M0 9.5a4.5 4.5 0 0 1 4.5 4.5v5",
	"╰": "M4.5 0v5a4.5 4.5 0 0 0 4.5 4.5",
	"╯": "M0 9.5a4.5 4.5 0 0 0 4.5 -4.5v-5",
}

const (
	midX, midY = cellW / 2, cellH / 2
)

// shape draws a character that is a line or a block, and says whether it was one.
func (p *painter) shape(content string, x, y int, k ink) bool {
	left, top := p.x(x), p.y(y)
	opacity := 1.0
	if k.faint {
		opacity = 0.6
	}
	if a, ok := box[content]; ok {
		p.arm(left, top, a, k.fg, opacity)
		return true
	}
	if path, ok := round[content]; ok {
		p.printf(`<path transform="translate(%d %d)" d="%s" fill="none" stroke="%s" stroke-opacity="%g"/>`+"\n", left, top, path, k.fg,
			opacity)
		return true
	}
	return p.block(content, left, top, k.fg, opacity)
}

// arm draws the arms of a box-drawing character.
func (p *painter) arm(left, top int, a arms, fill string, opacity float64) {
	across := func(from, to int, w weight) {
		switch w {
		case light:
			p.rect(left+from, top+midY, to-from, 1, fill, opacity)
		case heavy:
			p.rect(left+from, top+midY-1, to-from, 3, fill, opacity)
		case double:
			p.rect(left+from, top+midY-1, to-from, 1, fill, opacity)
			p.rect(left+from, top+midY+1, to-from, 1, fill, opacity)
		}
	}
	along := func(from, to int, w weight) {
		switch w {
		case light:
			p.rect(left+midX, top+from, 1, to-from, fill, opacity)
		case heavy:
			p.rect(left+midX-1, top+from, 3, to-from, fill, opacity)
		case double:
			p.rect(left+midX-1, top+from, 1, to-from, fill, opacity)
			p.rect(left+midX+1, top+from, 1, to-from, fill, opacity)
		}
	}
	if a.left == a.right {
		across(0, cellW, a.left)
	} else {
		across(0, midX+1, a.left)
		across(midX, cellW, a.right)
	}
	if a.up == a.down {
		along(0, cellH, a.up)
	} else {
		along(0, midY+1, a.up)
		along(midY, cellH, a.down)
	}
}

// block draws a block element: an eighth and its multiples, a half, a quarter, a shade.
func (p *painter) block(content string, left, top int, fill string, opacity float64) bool {
	const lower, sides = "▁▂▃▄▅▆▇█", "▏▎▍▌▋▊▉"
	if i := strings.Index(lower, content); i >= 0 {
		h := (cellH*(i/3+1) + 4) / 8
		p.rect(left, top+cellH-h, cellW, h, fill, opacity)
		return true
	}
	if i := strings.Index(sides, content); i >= 0 {
		p.rect(left, top, (cellW*(i/3+1)+4)/8, cellH, fill, opacity)
		return true
	}
	switch content {
	case "▔":
		p.rect(left, top, cellW, 2, fill, opacity)
		return true
	case "▕":
		p.rect(left+cellW-1, top, 1, cellH, fill, opacity)
		return true
	case "░", "▒", "▓":
		shade := map[string]float64{"░": 0.25, "▒": 0.5, "▓": 0.75}[content]
		p.rect(left, top, cellW, cellH, fill, shade*opacity)
		return true
	}
	return p.quarters(content, left, top, fill, opacity)
}

// quarters draws the blocks that are made of the four quarters of a cell.
func (p *painter) quarters(content string, left, top int, fill string, opacity float64) bool {
	const topLeft, topRight, lowLeft, lowRight = 1, 2, 4, 8
	set, ok := map[string]int{
		"▀": topLeft | topRight, "▐": topRight | lowRight,
		"▘": topLeft, "▝": topRight, "▖": lowLeft, "▗": lowRight,
		"▚": topLeft | lowRight, "▞": topRight | lowLeft,
		"▙": topLeft | lowLeft | lowRight, "▟": topRight | lowLeft | lowRight,
		"▛": topLeft | topRight | lowLeft, "▜": topLeft | topRight | lowRight,
	}[content]
	if !ok {
		return false
	}
	const w, h = midX + 1, midY + 1
	for i, r := range [...][4]int{{0, 0, w, h}, {w, 0, cellW - w, h}, {0, h, w, cellH - h}, {w, h, cellW - w, cellH - h}} {
		if set&(1<<i) != 0 {
			p.rect(left+r[0], top+r[1], r[2], r[3], fill, opacity)
		}
	}
	return true
}
