// Package mcpsrv is the Model Context Protocol server over a Hex workspace: it joins the rooms below it.
//
// A [Server] is made once with [New] and served on standard input and output with [Server.ServeStdio], headless or from a
// goroutine beside the terminal UI, or over HTTP with [Server.Listen]. The way of a call: wire decodes it, the stages run
// (stage.go), the tool makes its Hex calls (tools) with a client before which the policy's guard stands, and the answer leaves
// through one point that cuts, cleans and redacts every text (answer.go). Calls of some classes wait until somebody agrees
// (confirm.go), and all are put in the audit log (journal.go) and shown to who watches ([Activity]).
//
// Types of mcp-go stay inside wire. The package knows the Hex client, and neither the UI nor any terminal.
package mcpsrv
