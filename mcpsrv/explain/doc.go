// Package explain says why a run failed: what changed since the last run that did not, what cells of the draft say that went wrong, which
// cells may be why, and the call that tells more. It finds out with Hex's client and names the tools that help, and does not know what a
// tool is: the tools show what it found.
package explain
