package markdown

import (
	"regexp"
	"strings"
	"sync"

	"hextui/ui/paint"
)

// part is a piece of a source that is rendered by itself, at most so wide; 0 is as wide as there is room.
type part struct {
	source string
	wide   int
}

// parts takes the tables out of a source that stand by themselves: Glamour draws each as wide as it is let, and one of two short
// columns across the whole screen is hard to read along.
func parts(source string) (all []part) {
	lines := strings.Split(source, "\n")
	from, fence := 0, ""
	for at := 0; at < len(lines); at++ {
		switch mark := fences().FindStringSubmatch(lines[at]); {
		case fence != "":
			if mark != nil && strings.HasPrefix(mark[1], fence) {
				fence = ""
			}
			continue
		case mark != nil:
			fence = mark[1]
			continue
		}
		if !tableBegins(lines, at) {
			continue
		}
		end := at
		for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
			end++
		}
		if from < at {
			all = append(all, part{source: strings.Join(lines[from:at], "\n")})
		}
		all = append(all, part{strings.Join(lines[at:end], "\n"), natural(lines[at:end])})
		from, at = end, end
	}
	if from < len(lines) || all == nil {
		all = append(all, part{source: strings.Join(lines[min(from, len(lines)):], "\n")})
	}
	return all
}

var (
	fences    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("^ {0,3}(`{3,}|~{3,})") })
	delimiter = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$`) })
)

// tableBegins tells whether a table of its own begins at a line: one in a list or a quotation is part of that.
func tableBegins(lines []string, at int) bool {
	return at+1 < len(lines) && strings.Contains(lines[at], "|") && lines[at][0] != ' ' && lines[at][0] != '>' &&
		(at == 0 || strings.TrimSpace(lines[at-1]) == "") && delimiter().MatchString(lines[at+1])
}

// natural is how wide a table is that has what its widest cells need.
func natural(rows []string) int {
	const margins, padding = 8, 3 // of the whole; of a column, with the line beside it
	var wide []int
	for i, row := range rows {
		if i == 1 {
			continue // the line below the head
		}
		for c, cell := range strings.Split(strings.Trim(strings.ReplaceAll(row, `\|`, "/"), "| "), "|") {
			if c == len(wide) {
				wide = append(wide, 0)
			}
			wide[c] = max(wide[c], paint.Width(strings.TrimSpace(cell)))
		}
	}
	all := margins
	for _, w := range wide {
		all += w + padding
	}
	return all
}
