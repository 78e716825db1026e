// Package share is what several servers over one workspace have in common ([Common]), in the memory of one process or in Redis:
// what was used up, counted and confirmed, and a transport that keeps all of them inside one request budget. It knows the Hex
// client, and nothing of tools and calls.
package share
