// Package emulator is a Hex-compatible workspace in one process: an HTTP server
// with the public API's paths, shapes, status codes, cursors and limits, a
// sample company to look around in, and a warehouse on which its cells really run.
//
// It stands where a Hex account would stand: a client is given its URL and a
// token and cannot tell the difference. It therefore knows nothing about any
// client, not even the one in this module; it is an independent reading of the
// API's contract.
//
// Everything under /api/v1 is Hex's. What belongs to the emulator alone (faults,
// holding runs) lives under /_emulator and needs an administrator's token.
package emulator
