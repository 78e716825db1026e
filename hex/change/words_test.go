package change

import "testing"

// Levels are put into words where a sentence speaks of them, and not in the names of things.
func TestLevelsInWords(t *testing.T) {
	for in, want := range map[string]string{
		"Maya has FULL_ACCESS to it.":             "Maya has “full access” to it.",
		"“Case MANAGER” may be seen by a MEMBER.": "“Case MANAGER” may be seen by a “sees it”.",
		`"A FULL_ACCESS plan" loses NONE instead`: `"A FULL_ACCESS plan" loses nothing instead`,
		"MANAGERS and MEMBERSHIP are no levels":   "MANAGERS and MEMBERSHIP are no levels",
	} {
		if got := LevelsInWords(in); got != want {
			t.Errorf("%q became %q, not %q", in, got, want)
		}
	}
}
