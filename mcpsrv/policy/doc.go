// Package policy says what agents may do: the classes of risk and the groups of tools, the rules that a [Policy] makes of them,
// and the guard before the Hex client with its table of [Operations]. It is handed what it rules as [Subject]s and asks a [Call]
// what it has to know of one; it knows no tool and no protocol.
package policy
