// Package styles keeps the style that Glamour made last.
package styles

import (
	"sync/atomic"

	"github.com/alecthomas/chroma/v2"
)

// Registry is where Glamour looks whether it has made its style. It stays empty: Glamour has one name for the styles of
// all its themes, and would keep the colours of the first.
var Registry = map[string]*chroma.Style{}

var last atomic.Pointer[chroma.Style]

// Register keeps a style in place of the one before, and returns it.
func Register(style *chroma.Style) *chroma.Style {
	last.Store(style)
	return style
}

// Get is the style that is kept, nil when it has another name.
func Get(name string) *chroma.Style {
	if style := last.Load(); style != nil && style.Name == name {
		return style
	}
	return nil
}
