package lint

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first asked for: most starts of the program check no cell.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
