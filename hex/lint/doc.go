// Package lint says what is wrong with cells before they run, from their sources alone, and what an error means after they ran. It
// knows the cells of the Hex client, asks nothing of Hex, and does not know who asks: an agent's tool or an editor.
//
// Nothing here is certain but what Hex itself says. A finding is [Likely] where the source shows it, and [Possible] where it cannot
// be told from here.
package lint
