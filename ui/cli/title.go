package cli

import "io"

// The title of the window before the program is kept in the terminal's own stack of titles. What cannot be written is not read
// either: a terminal that is gone has no title.

// keepTitle has the terminal remember the title that it has.
func keepTitle(out io.Writer) { _, _ = io.WriteString(out, "\x1b[22;2t") }

// giveTitleBack gives the window the title that it had.
func giveTitleBack(out io.Writer) { _, _ = io.WriteString(out, "\x1b[23;2t") }
