package screen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// The names of views stand side by side as far as there is room, none is left out between two others, and a sign tells of those that
// are out of sight.
func TestTabsThatDoNotFitAreToldOf(t *testing.T) {
	look := theme.Dark()
	tabs := []Tab{
		{Name: "All", Count: 69, Counted: true}, {Name: "Mine", Count: 4, Counted: true}, {Name: "Scheduled", Count: 31, Counted: true},
		{Name: "Never published", Count: 8, Counted: true}, {Name: "Starred", Counted: true}, {Name: "Archived"}, {Name: "Trash"},
	}
	for _, c := range []struct {
		width  int
		picked string
		want   string
	}{
		{100, "All", "  All 69   Mine 4   Scheduled 31   Never published 8   Starred 0   Archived   Trash"},
		{80, "All", "  All 69   Mine 4   Scheduled 31   Never published 8   Starred 0   …"},
		{56, "Mine", "  All 69   Mine 4   Scheduled 31   …"},
		{60, "Trash", "  … Never published 8   Starred 0   Archived   Trash"},
		{50, "Starred", "  … Never published 8   Starred 0   …"},
		{12, "Scheduled", "  … Scheduled 31   …"},
		{100, "gone", "  All 69   Mine 4   Scheduled 31   Never published 8   Starred 0   Archived   Trash"},
	} {
		canvas := paint.NewCanvas(c.width+20, 1)
		var line Tabs
		x := line.Draw(canvas.Surface(), &look, tabs, c.picked, 20)
		if got := strings.TrimRight(ansi.Strip(canvas.String()), " \r\n"); got != c.want {
			t.Errorf("%d columns for %s show %q, want %q", c.width, c.picked, got, c.want)
		} else if c.width > 20 && x > c.width {
			t.Errorf("%d columns for %s are drawn to %d", c.width, c.picked, x)
		}
		if name, ok := line.Hit(Mouse{X: strings.Index(c.want, "d"), Press: true}); c.width == 100 && (!ok || name != "Scheduled") {
			t.Errorf("the click is on %q", name)
		}
	}
}
