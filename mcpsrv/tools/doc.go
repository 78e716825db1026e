// Package tools are the tools over a Hex workspace, one file a resource, and the kinds of resources that are read like them.
//
// A tool is one declaration of type tool[In, Out]: its schemas come from the structs, its failures from one form. A tool that does
// more than read says what it would change, and takes dry_run: the call is then carried out with a client that sends nothing
// (dryrun.go), and answers a [Plan]. Lists are cut at rows and texts at lines (pages.go), and both say how to go on.
//
// What a tool does, it does with the client that the [Workspace] of its call has; whether it may, and who agreed, is not known here.
package tools
