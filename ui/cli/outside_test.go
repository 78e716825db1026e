package cli

import (
	"slices"
	"testing"
)

// Editors are told the place in their own way; those that end at once are told to wait.
func TestEditorsAreToldThePlace(t *testing.T) {
	for name, want := range map[string][]string{
		"vi": {"+7"}, "nano": {"+7,3"}, "emacs": {"+7:3"}, "emacsclient": {"+7:3"}, "micro": {"+7:3"}, "helix": {"f.sql:7:3"},
		"vim":  {"+normal! 7G02l"},
		"code": {"--wait", "--goto", "f.sql:7:3"}, "subl": {"--wait", "f.sql:7:3"}, "ed": nil,
	} {
		if got, holds := atPlace(name, "f.sql", 7, 3); !slices.Equal(got, want) || holds != slices.Contains(append(want, ""), "f.sql:7:3") {
			t.Errorf("%s: %q, holds the path: %v; want %q", name, got, holds, want)
		}
	}
}
