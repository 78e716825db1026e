// Package change has every write of Hex as a value.
//
// A [Change], such as [DeleteGroup], says what is wanted. Its Prepare reads the target once and says what would happen, as a
// [Prepared]: which target, what is different afterwards, who is affected, what to be warned of, which requests would be sent,
// and what undoes it. A person reads that, or a token stands for it. [Prepared.Commit] looks whether the target is still so
// ([*Changed] when not), sends, and returns what Hex has now, with a Change that undoes it where Hex allows one.
//
// All reads and writes are those of the one [hex.Client]. What a token may write but not read is written all the same, and the
// plan says that nothing is known of it.
//
// The package knows nothing of agents, terminals or how somebody is asked. Titles, names and sources are as Hex has them: who
// shows them makes them harmless first.
package change
