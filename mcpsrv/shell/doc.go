// Package shell is the commands for people and scripts, made over the table of tools: what an agent can do, a script can.
//
// A row of the table (table.go) gives a tool a noun and a verb, and says which of its arguments stand without a flag; flags, help,
// completion, the pages of documentation and the description for machines follow from the tool's own declaration. A command becomes
// an [mcpsrv.Order], which passes the same policy, guard and audit log as an agent's call; there is no second way to Hex here.
//
// Standard output is data, standard error is talk. The room knows the server, and neither the UI nor how a workspace is found: that
// is handed to it ([Options]).
package shell
