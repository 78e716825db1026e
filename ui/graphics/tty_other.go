//go:build !unix

package graphics

import (
	"context"

	"golang.org/x/term"
)

// sizeOf is the size of a terminal.
func sizeOf(fd uintptr) space {
	s := usual
	if columns, rows, err := term.GetSize(int(fd)); err == nil && columns > 0 && rows > 0 {
		s.columns, s.rows = columns, rows
	}
	return s
}

// keyCame is true: the key is waited for by reading it.
func keyCame(context.Context, uintptr) bool { return true }
