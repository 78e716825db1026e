package cli

import (
	"slices"
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
