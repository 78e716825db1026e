//go:build race

package contract

// walks is how often each list is walked, each time from another seed: with the race detector each takes ten times as long.
const walks = 2
