package config

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Sample is a config.toml that says nothing, with everything that it may say in its comments.
//
//go:embed sample.toml
var Sample string

// Begin writes the [Sample] where there is no config.toml yet; what is there is left alone.
func (c Config) Begin() error {
	if c.Dir == "" {
		return errors.New("there is no folder for the configuration: set HOME or HEXTUI_CONFIG_DIR")
	}
	if _, err := os.Stat(c.Path()); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already and was left alone", c.Path())
	}
	if err := replace(c.Path(), []byte(Sample), 0o600); err != nil {
		return fmt.Errorf("%s cannot be written: %s", c.Path(), reason(err))
	}
	return nil
}

// LineOf is the line of config.toml on which a key is set, such as keys, run or profiles, work, theme; 0 where none is.
func (c Config) LineOf(key ...string) int {
	text, err := readConfig(c.Path())
	if err != nil {
		return 0
	}
	return lineOf(text, key)
}
