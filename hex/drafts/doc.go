// Package drafts keeps what a person types on disk while they type it, so that a crash, a kill, a closed terminal
// or a conflict loses nothing.
//
// A [Store] is one process's hold on a folder that any number of processes share. Each edit of a cell is an [Edit]:
// [Edit.Put] takes the text after every key and never waits for the disk; the store writes it within half a second.
// What a process left behind is found by [Store.List] and [Store.Find] and taken up again by [Store.Resume].
//
// The folder holds
//
//	<cell>-<session>-<n>.draft   one draft, whole and self-contained, replaced atomically (see format.go)
//	<session>.lock               held locked as long as the process that owns the session runs
//	trash/                       discarded drafts, kept for a while
//	deleted/                     cells that were deleted in Hex from here, kept for a while
//	broken/                      files that could not be read, kept for a while
//
// No file is ever written by two processes: a draft's name carries its session, and taking over the draft of a dead
// session is one rename, which only one process can win.
//
// The package knows nothing of Hex beyond the ids in a [Key], and nothing of terminals.
package drafts
