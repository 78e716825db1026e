// Package install puts this program's MCP server into the configuration of the clients that agents run in.
//
// [Prepare] reads the client's file and says what would be written; [Change.Write] writes it. Everything in the file that
// is not this server's own entry stays as it is, byte for byte, comments and order too; the token is never written. A file
// that is not understood is left alone, and [Change.Snippet] shows what a person would put in.
//
// The package knows the clients' files and nothing of the protocol.
package install
