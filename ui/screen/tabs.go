package screen

import (
	"slices"

	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/theme"
)

// Tab is the name of one of several views of a list, and how much it shows.
type Tab struct {
	Name    string
	Count   int
	Counted bool // Count is known
	More    bool // there may be more: not everything was looked at
}

// Tabs are the names of views on one line. The zero value is ready.
type Tabs struct {
	at     []tabAt
	widths []int // of the names with their counts
}

// tabAt is where the name of a view stands.
type tabAt struct {
	name string
	at   paint.Surface
}

// longestTab is how much of a name is shown.
const longestTab = 24

// Draw paints the names, as many as there is room for beside so many columns that something else needs, and returns the column behind
// them. The one that is picked is among them always; a sign before the first or behind the last says that there are more.
func (t *Tabs) Draw(s paint.Surface, th *theme.Theme, tabs []Tab, picked string, room int) (x int) {
	t.at, t.widths = t.at[:0], t.widths[:0]
	for _, tab := range tabs {
		t.widths = append(t.widths, paint.Width(paint.Cut(tab.Name, longestTab))+paint.Width(tab.count()))
	}
	at := max(slices.IndexFunc(tabs, func(tab Tab) bool { return tab.Name == picked }), 0)
	first, end := fitting(t.widths, at, s.Width()-room)
	x = 2
	if first > 0 {
		x = s.Text(x, 0, th.Glyphs.Ellipsis, th.Faint) + 1
	}
	for i, tab := range tabs[first:end] {
		st := th.Faint
		if tab.Name == picked {
			st = th.Accent
		}
		t.at = append(t.at, tabAt{tab.Name, s.Sub(x, 0, t.widths[first+i], 1)})
		x = s.Text(x, 0, paint.Cut(tab.Name, longestTab), st)
		x = s.Text(x, 0, tab.count(), th.Faint) + betweenTabs
	}
	if end < len(tabs) {
		x = s.Text(x, 0, th.Glyphs.Ellipsis, th.Faint) + betweenTabs
	}
	return x
}

// betweenTabs is the air between two names.
const betweenTabs = 3

// count says how much a view shows, as far as that is known.
func (tab Tab) count() string {
	switch {
	case tab.More && tab.Count > 0:
		return " " + present.Count(tab.Count) + "+"
	case tab.Counted && !tab.More:
		return " " + present.Count(tab.Count)
	}
	return ""
}

// fitting are the first and the end of the names that fit into a width: from the first one on, or as far back from the picked one as
// there is room where that comes later.
func fitting(names []int, picked, width int) (first, end int) {
	for first = 0; first < picked && widthOf(names, first, picked+1) > width; first++ {
	}
	for end = min(picked+1, len(names)); end < len(names) && widthOf(names, first, end+1) <= width; end++ {
	}
	return first, end
}

// widthOf is how many columns some of the names take, with the signs of those that are left out.
func widthOf(names []int, first, end int) int {
	x := 2
	if first > 0 {
		x += 2
	}
	for _, name := range names[first:end] {
		x += name + betweenTabs
	}
	if end < len(names) {
		x += 1 + betweenTabs
	}
	return x
}

// Hit is the view whose name was pressed.
func (t *Tabs) Hit(m Mouse) (name string, ok bool) {
	for _, tab := range t.at {
		if m.Press && tab.at.Contains(m.X, m.Y) {
			return tab.name, true
		}
	}
	return "", false
}
