// Package plural says how many things there are, one of them too: 1 project, 2 projects. It knows nobody here.
package plural

import "strconv"

// Of is a number of things, by the word for one of them, which takes an s for more.
func Of(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}
