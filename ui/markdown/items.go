package markdown

import (
	"regexp"
	"strings"
)

// begins matches lines that begin something of their own, so that they do not go on with the text of an item; item matches those that
// begin an item of a list.
var (
	begins = regexp.MustCompile("^(?:[-*+](?:\\s|$)|\\d{1,9}[.)](?:\\s|$)|#{1,6}(?:\\s|$)|[>|<]|```|~~~|[-=_*\\s]+$)")
	item   = regexp.MustCompile(`^\s*(?:[-*+]|\d{1,9}[.)])\s+\S`)
	fence  = regexp.MustCompile("^\\s*(```|~~~)")
)

// flowing writes each item of a list in one line, where its text goes on in lines below: they read as one text. Glamour does it for
// paragraphs and leaves items as they were typed.
func flowing(source string) string {
	var out []string
	inItem, fenced := false, ""
	for line := range strings.SplitSeq(source, "\n") {
		text := strings.TrimLeft(line, " \t")
		mark := fence.FindStringSubmatch(line)
		switch {
		case fenced != "":
			if mark != nil && mark[1] == fenced {
				fenced = ""
			}
		case mark != nil:
			fenced, inItem = mark[1], false
		case inItem && text != "" && !begins.MatchString(text) && !hardBreak(out[len(out)-1]):
			out[len(out)-1] = strings.TrimRight(out[len(out)-1], " \t\r") + " " + text
			continue
		default:
			inItem = item.MatchString(line) || inItem && text != "" && !begins.MatchString(text)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// hardBreak tells whether the text of a line goes on in a line of its own.
func hardBreak(line string) bool {
	line = strings.TrimSuffix(line, "\r")
	return strings.HasSuffix(line, "  ") || strings.HasSuffix(line, `\`)
}
