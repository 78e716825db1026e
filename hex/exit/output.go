package exit

import "os"

// Output is standard output, or another file, that remembers whether it could be written: a command whose data went nowhere must not
// say that it is done.
type Output struct {
	file   *os.File
	failed error
}

// NewOutput is an output into a file.
func NewOutput(f *os.File) *Output { return &Output{file: f} }

// Write writes to the file.
func (o *Output) Write(p []byte) (int, error) {
	n, err := o.file.Write(p)
	if err != nil {
		o.failed = err
	}
	return n, err
}

// Fd is the descriptor of the file, by which a terminal is known.
func (o *Output) Fd() uintptr { return o.file.Fd() }

// Failed is the latest error of writing, nil for none.
func (o *Output) Failed() error { return o.failed }
