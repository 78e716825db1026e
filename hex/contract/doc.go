// Package contract holds nothing but proofs: that the client of package hex and the workspace of package emulator both
// keep to Hex's published document, that lists can be walked while they change, that a save or a run over a bad line
// is done at most once and reported truthfully, and what all of that costs.
//
// The published document is not part of the source. Where it does not lie at ../shared/hex-openapi.json, seen from the
// module's root, what needs it is skipped, and says so.
package contract

//go:generate go test -run TestOperationsPage -update .
