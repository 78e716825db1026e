// Package mcpsrv is the Model Context Protocol server over a Hex workspace.
//
// A [Server] is made once with [New] and served on standard input and output with [Server.ServeStdio],
// headless or from a goroutine beside the terminal UI. The way of a call: arguments are decoded and checked
// (arguments.go), the stages run (stage.go), the tool makes its Hex calls (tools_*.go), and the answer leaves
// through one point that cleans and redacts every text (answer.go, clean.go).
//
// A tool is one declaration of type tool[In, Out]: its schemas come from the structs, its annotations from its
// [Class], its failures from one form ([Failure]).
//
// mcp-go types stay inside this package. The package knows the Hex client, and neither the UI nor any terminal.
package mcpsrv
