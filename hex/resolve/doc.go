// Package resolve turns what people say of a workspace into ids: words of a title, a name, an e-mail, an id, a link to a page of
// Hex. It answers candidates, each with why and how well it fits, and never guesses: what is meant is settled only by an id, or by
// a name that exactly one thing has (a [Found] tells, [Found.One] demands it).
//
// Words match in any order, in any case, without accents and in any width ([Fold]); where nothing matches so, with typos (match.go).
// What has a name is read once and kept for a while ([Lists]), in parts where there is more than one call has time for.
//
// It knows the client of the API alone, and nothing of agents or screens, so that both can ask it.
package resolve
