//go:build !race

package contract

import "time"

// patience is how long a client on a road waits for an answer. On the good line everything comes far sooner.
const patience = time.Second

// walks is how often each list is walked, each time from another seed.
const walks = 6
