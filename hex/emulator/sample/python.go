package sample

import (
	"regexp"
	"strings"
)

// inPython is the source of a CODE cell for Python, where the dataframes of the cells above are not rows but have them.
func inPython(source string, above []cell) string {
	frames := map[string]bool{}
	for _, c := range above {
		frames[c.output] = true
	}
	words := regexp.MustCompile(`"[^"]*"|[\w.]+`)
	lines := strings.Split(source, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "#") {
			continue
		}
		lines[i] = words.ReplaceAllStringFunc(line, func(word string) string {
			if frames[word] {
				return word + `.to_dict("records")`
			}
			return word
		})
	}
	return strings.Join(lines, "\n")
}
