package road

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/uitest"
)

// ways are how one comes to each place of the table of screens from the list of projects, and what is seen there once it is read.
func ways() map[screen.Place]struct {
	walk func(d *desk)
	sees string
} {
	type way = struct {
		walk func(d *desk)
		sees string
	}
	key := func(id action.ID) func(*desk) {
		return func(d *desk) {
			b, _ := program.Keys(d.t).Binding(id, action.Global)
			d.Press(b.Keys[0])
		}
	}
	in := func(id action.ID, title, row string) func(*desk) {
		return func(d *desk) {
			key(id)(d)
			d.see(title)
			d.choose(row)
			d.Press("enter")
		}
	}
	project := func(keys ...string) func(*desk) {
		return func(d *desk) {
			d.Press("1")
			d.find("title:Weekly")
			d.choose("Weekly revenue")
			d.Press(keys...)
		}
	}
	return map[screen.Place]way{
		screen.Projects:    {key(action.GoProjects), "69 projects"},
		screen.Home:        {key(action.GoHome), "RECENT"},
		screen.AllRuns:     {func(d *desk) { key(action.GoAllRuns)(d); d.Press("right") }, "TOOK"},
		screen.Groups:      {key(action.GoGroups), "9 groups"},
		screen.Collections: {key(action.GoCollections), "8 collections"},
		screen.Connections: {key(action.GoConnections), "8 connections"},
		screen.Users:       {key(action.GoUsers), "22 users"},
		screen.Threads:     {key(action.GoThreads), "8 threads"},
		screen.Ask:         {key(action.GoAsk), "Ask Hex about the data"},
		screen.Guides:      {key(action.GoGuides), "guides"},
		screen.Drafts:      {key(action.GoDrafts), "No drafts"},
		screen.Activity:    {key(action.Activity), "Nothing was done"},
		screen.Settings:    {key(action.GoSettings), "settings"},
		screen.Project:     {project("enter"), "weekly_orders"},
		screen.Sharing:     {project("a"), "Finance"},
		screen.Runs:        {project("H"), "31 runs"},
		screen.Run:         {func(d *desk) { project("H")(d); d.see("31 runs"); d.Press("enter") }, "last runs"},
		screen.Group:       {in(action.GoGroups, "9 groups", "Finance"), "members"},
		screen.User:        {in(action.GoUsers, "22 users", "Jonas"), "last login"},
		screen.Collection:  {in(action.GoCollections, "8 collections", "Finance"), "projects"},
		screen.Connection:  {in(action.GoConnections, "8 connections", "Shop warehouse"), "is read"},
		screen.Thread:      {in(action.GoThreads, "8 threads", "What happened"), "you"},
	}
}

// looks are the terminals of a dark, a light and no ground.
var looks = []struct {
	name string
	say  tea.Msg
}{
	{"dark", tea.BackgroundColorMsg{Color: color.Black}},
	{"light", tea.BackgroundColorMsg{Color: color.White}},
	{"mono", tea.ColorProfileMsg{Profile: colorprofile.ASCII}},
}

// Every place of the table of screens, at every size, and its look on dark and light grounds and without colours. One file a place:
// the four sizes as text, then the cells of one size as letters, each of which stands for a look in the three themes.
func TestPlaces(t *testing.T) {
	t.Parallel()
	all := ways()
	for _, name := range ui.Places() {
		if _, ok := all[name]; !ok {
			t.Errorf("there is no way to %s here: every place of the table of screens is looked at", name)
		}
	}
	d := sit(t, setup{size: size{200, 60}, theme: terminals, lasting: true})
	d.see("69 projects", "maya@acme.example")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		all[name].walk(d)
		d.see(all[name].sees)
		var b strings.Builder
		for _, s := range []size{{200, 60}, {120, 40}, {80, 24}, {60, 16}} {
			d.Resize(s[0], s[1])
			if d.still(); name != screen.Ask { // where keys are text
				d.Press("g") // whatever came first was selected
				d.still()
			}
			fmt.Fprintf(&b, "== %v\n%s\n", s, steady(d.Frame()))
		}
		inLooks := func(s size) (frames []frame) {
			d.Resize(s[0], s[1])
			for _, look := range looks {
				d.Message(look.say)
				d.still() // Markdown is rendered anew
				frames = append(frames, d.Frame())
			}
			d.Message(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
			d.Message(looks[0].say)
			return frames
		}
		known := map[string]byte{}
		b.WriteString(legend(t, inLooks(size{80, 24}), known, name == screen.Settings))
		for _, s := range []size{{60, 16}, {120, 40}, {200, 60}} {
			b.WriteString(others(t, inLooks(s), known))
		}
		uitest.Golden(t, "../docs/screens/place-"+string(name), strings.TrimSuffix(b.String(), "\n"))
		d.Resize(200, 60)
		if name == screen.Ask { // where keys are text
			d.Press("esc")
		}
		if d.Press("1"); d.Contains("title:Weekly") {
			d.Press("esc")
		}
	}
}

// letters stand for looks, the plain one for none.
const letters = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// legend writes which cells look how: a letter for each cell, and what each letter is in each of the frames, which show the same
// text but where the
// theme is named.
func legend(t *testing.T, frames []frame, known map[string]byte, named bool) string {
	t.Helper()
	var b, says strings.Builder
	first := frames[0]
	fmt.Fprintf(&b, "== looks at %dx%d\n", first.Width, first.Height)
	for y := range first.Height {
		var row []byte
		for x := range first.Width {
			look := lookAt(t, frames, x, y, named)
			letter, ok := known[look]
			if !ok && strings.Trim(look, "|") == "" {
				letter = letters[0]
			} else if !ok {
				letter = letters[len(known)+1]
				known[look] = letter
				fmt.Fprintf(&says, "%c %s\n", letter, told(look))
			}
			row = append(row, letter)
		}
		b.WriteString(strings.TrimRight(string(row), ".") + "\n")
	}
	return b.String() + says.String()
}

// lookAt is how a cell looks in each of the frames.
func lookAt(t *testing.T, frames []frame, x, y int, named bool) string {
	t.Helper()
	var all []string
	for i, f := range frames {
		if !named && f.Cell(x, y).Content != frames[0].Cell(x, y).Content {
			t.Fatalf("in %s another text is shown than in %s:\n%s", looks[i].name, looks[0].name, f)
		}
		if f.Cell(x, y).Width == 0 {
			f = f.Crop(x-1, y, 1, 1)
			all = append(all, seen(f.Cell(0, 0)))
			continue
		}
		all = append(all, seen(f.Cell(x, y)))
	}
	return strings.Join(all, "|")
}

// told writes a look out.
func told(look string) string {
	var b strings.Builder
	for i, l := range strings.Split(look, "|") {
		if l == "" {
			l = "plain"
		}
		fmt.Fprintf(&b, " %s: %s ", looks[i].name, l)
	}
	return b.String()
}

// others writes the looks that are at another size only, each with what looks so.
func others(t *testing.T, frames []frame, known map[string]byte) string {
	t.Helper()
	var b strings.Builder
	for y := range frames[0].Height {
		for x := range frames[0].Width {
			look := lookAt(t, frames, x, y, true) // Markdown is written otherwise without colours
			if _, ok := known[look]; ok || strings.Trim(look, "|") == "" {
				continue
			}
			known[look] = 0
			what := strings.TrimSpace(frames[0].Crop(x, y, min(24, frames[0].Width-x), 1).String())
			fmt.Fprintf(&b, "at %dx%d “%s” %s\n", frames[0].Width, frames[0].Height, what, told(look))
		}
	}
	return b.String()
}

// seen is the look of a cell as far as it is seen: a blank has no colour of text, whichever the terminal was given last.
func seen(c uitest.Cell) string {
	look := c.Look()
	if strings.TrimSpace(c.Content) != "" || c.Reverse() || c.Underlined() || c.Strike() {
		return look
	}
	_, ground, ok := strings.Cut(" "+look, " on ")
	if !ok {
		return ""
	}
	return "on " + ground
}
