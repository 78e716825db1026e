//go:build linux && !amd64 && !arm64

package pyrun

// processor is none: there is no list of system calls for this one.
const processor = 0

var systemCalls []uint32
