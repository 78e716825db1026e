// Package hex is a client of the Hex API (https://hex.tech), usable on its own.
//
// A [Client] is made once and shared by everything in a program: it holds the token, the one
// limiter that keeps all its users inside Hex's request budget, and one poller per watched run. Methods
// carry the names of Hex's operations; one that mirrors none, or one that is not in Hex's published
// document, says so. Lists come as one [Page] (ListProjects) or as an iterator over pages that is
// delivered page by page (ProjectPages).
//
// Every failure of the API is an [*Error] with a [Kind] to decide on and a sentence to show. A read
// is retried where nothing was done; a write only where the server says that it did nothing. A
// write that got no clear answer says so ([Error.MayHaveHappened]).
//
// [Client.Save] writes a cell without overwriting anybody's work unseen, and [Client.Watch] follows a run.
//
// A [Hook] that a client is given ([Client.With]) is asked about every operation before anything of it is sent, and may look at
// what comes back: for a program that lets others use its client and has rules for them.
//
// Answers are decoded leniently: unknown fields are ignored and unknown enum values kept. What is not
// what the API promises at all, such as a list without items, is an error and never an empty value.
//
// The package knows nothing of terminals, agents or configuration files.
package hex
