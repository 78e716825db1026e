// Package styles keeps the styles that Glamour makes, by name.
package styles

import "github.com/alecthomas/chroma/v2"

// Registry is every style by its name. Glamour reads and writes it under a lock of its own.
var Registry = map[string]*chroma.Style{}

// Register keeps a style and returns it.
func Register(style *chroma.Style) *chroma.Style {
	Registry[style.Name] = style
	return style
}
