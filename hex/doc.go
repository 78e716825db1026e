// Package hex is a client of the Hex API (https://hex.tech), usable on its own.
//
// A [Client] is made once and shared by everything in a program: it holds the token, the one
// limiter that keeps all its users inside Hex's request budget, and one watcher per run. Methods
// carry the names of Hex's operations; a method that mirrors none says so. Lists come as one
// [Page] (ListProjects) or as an iterator over pages that is delivered page by page (ProjectPages).
//
// Every failure of the API is an [*Error] with a [Kind] to decide on and a sentence to show. A read
// is retried where nothing was done; a write only where the server says that it did nothing.
//
// Answers are decoded leniently: unknown fields are ignored and unknown enum values kept.
//
// The package knows nothing of terminals, agents or configuration files.
package hex
