// Package answer is what a call of a tool gives: a [Result], or a [Failure] of the one form, and the [Cleaner] that every text
// passes on its way out. It knows the errors of the Hex client, and no tool and no protocol.
package answer
