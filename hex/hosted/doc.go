// Package hosted is a client of Hex's hosted MCP server: signing in to it in the browser (OAuth 2.1 as the Model Context
// Protocol has it), and calling its tools.
//
// Where to sign in is found from the server's own answers: the challenge of its 401, its protected-resource document, and
// the document of the authorization server that this names. Which tools there are, and what their arguments are called, is
// read at run time. What is kept of a sign-in is in the keyring, or in a file that only its owner can read, under its
// issuer, resource and client; it never shows in an error or a log.
//
// The package must not know the UI, agents or the embedded workspace. Everything that a server says is hostile text.
package hosted
