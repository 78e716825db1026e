//go:build !race

package contract

// walks is how often each list is walked, each time from another seed.
const walks = 6
