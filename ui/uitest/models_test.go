package uitest_test

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// desk is the model that the harness is tested with: a counter, a text field and a record of what
// the mouse did.
type desk struct {
	width, height int
	count         int
	text          []rune
	keys          []string
	mouse         string
	focus, ground string
	busy          int
	plain         bool // no mouse, no focus events
	late          chan string
}

type lateMsg string

func (d *desk) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (d *desk) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.width, d.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		d.ground = map[bool]string{true: "dark", false: "light"}[msg.IsDark()]
	case tea.KeyPressMsg:
		return d, d.key(msg)
	case tea.PasteMsg:
		d.text = append(d.text, []rune(msg.Content)...)
	case tea.MouseClickMsg:
		d.mouse = fmt.Sprintf("%s down at %d,%d", msg.Button, msg.X, msg.Y)
	case tea.MouseReleaseMsg:
		d.mouse += fmt.Sprintf(", up at %d,%d", msg.X, msg.Y)
	case tea.MouseMotionMsg:
		d.mouse += fmt.Sprintf(", over %d,%d", msg.X, msg.Y)
	case tea.MouseWheelMsg:
		d.count += map[tea.MouseButton]int{tea.MouseWheelDown: 1, tea.MouseWheelUp: -1}[msg.Button]
	case tea.FocusMsg:
		d.focus = "in focus"
	case tea.BlurMsg:
		d.focus = "out of focus"
	case lateMsg:
		d.busy--
		d.text = []rune(msg)
	}
	return d, nil
}

func (d *desk) key(msg tea.KeyPressMsg) tea.Cmd {
	d.keys = append(d.keys, msg.String())
	switch msg.String() {
	case "ctrl+q":
		return tea.Quit
	case "ctrl+p":
		panic("the desk fell over")
	case "ctrl+y":
		return tea.SetClipboard(string(d.text))
	case "ctrl+l":
		d.busy++
		return func() tea.Msg { return lateMsg(<-d.late) }
	case "ctrl+t":
		return tea.Tick(time.Hour, func(time.Time) tea.Msg { return nil })
	case "up":
		d.count++
	case "down":
		d.count--
	case "backspace":
		d.text = d.text[:max(0, len(d.text)-1)]
	default:
		d.text = append(d.text, []rune(msg.Text)...)
	}
	return nil
}

func (d *desk) View() tea.View {
	bold := lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("#ff8800"))
	keys := d.keys[max(0, len(d.keys)-7):]
	lines := []string{
		"count " + bold.Render(fmt.Sprint(d.count)),
		"text  " + string(d.text),
		"keys  " + strings.Join(keys, " "),
		"mouse " + d.mouse,
		fmt.Sprintf("size  %d×%d %s %s", d.width, d.height, d.ground, d.focus),
		"wide  世界 done",
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	v.WindowTitle = "✓ desk; ready"
	v.Cursor = tea.NewCursor(6+len(d.text), 1)
	if !d.plain {
		v.MouseMode = tea.MouseModeAllMotion
		v.ReportFocus = true
	}
	return v
}
