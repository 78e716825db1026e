package cli

import (
	"slices"
	"strings"
	"testing"

	"hextui/hex/config"
	"hextui/ui/graphics"
	"hextui/ui/theme"
)

// What config.toml may say of the screen is what there is.
func TestConfigurationNamesWhatThereIs(t *testing.T) {
	for _, name := range config.Themes() {
		if _, ok := theme.ByName(name); !ok {
			t.Errorf("there is no theme %s", name)
		}
	}
	var ways []string
	for _, w := range graphics.Ways() {
		ways = append(ways, string(w))
	}
	if !slices.Equal(config.Pictures(), ways) {
		t.Errorf("config.toml may say %v, and there are %v", config.Pictures(), ways)
	}
}

// A token that is entered where the environment has one is kept for a start without that: which is said before and after.
func TestWhatTheEnvironmentGoesBeforeIsSaid(t *testing.T) {
	t.Setenv("HEX_API_KEY", "")
	t.Setenv("HEX_API_TOKEN", "")
	if in := (Connecting{}).Again().KeptIn; strings.Contains(in, "HEX_API") {
		t.Errorf("without a token in the environment it is kept in %s", in)
	}
	t.Setenv("HEX_API_TOKEN", "hxtp_old")
	if in := (Connecting{}).Again().KeptIn; !strings.HasSuffix(in, "; HEX_API_TOKEN goes before it at the next start: unset it then") {
		t.Errorf("with one it is kept in %s", in)
	}
}
