// Package mcpsrv is the Model Context Protocol server over a Hex workspace.
//
// A [wire.Server] is made once with [wire.New] and served on standard input and output with [wire.Server.ServeStdio],
// headless or from a goroutine beside the terminal UI. The way of a call: arguments are decoded and checked
// (arguments.go), the stages run (stage.go), the tool makes its Hex calls (tools_*.go), and the answer leaves
// through one point that cleans and redacts every text (answer.go, clean.go).
//
// A tool is one declaration of type tool[In, Out] (tool.go, all of them in toolbox.go): its schemas come from the
// structs (shape.go), its annotations from its [policy.Class], its failures from one form ([answer.Failure]). A tool that does more
// than read says what it would change, and takes dry_run: the call is then carried out against a client that sends
// nothing (rehearsal.go), and answers a [tools.Plan]. An answer is as long as [wire.Options].AnswerBytes and no longer: lists are
// cut at rows (pages.go), texts at lines (passage.go), and both say how to go on. Resources and prompts are in
// resources.go and prompts.go; they go the same way.
//
// Before the Hex client stands one guard (guard.go), a hook that is asked about every operation and knows each by a row of
// its table (guard_table.go).
//
// mcp-go types stay inside this package. The package knows the Hex client, and neither the UI nor any terminal.
package mcpsrv
