// Package wire speaks the Model Context Protocol: on a pair of streams and over HTTP, in both eras of the protocol, with
// sessions, progress and questions to the person behind a client.
//
// It is handed what it offers as plain values of its own types ([Tool], [Resource], [Prompt]) and calls back with a
// [Call]; what a tool does, and whether it may, it does not know. Types of mcp-go do not leave this room.
package wire
