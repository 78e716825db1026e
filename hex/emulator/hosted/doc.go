// Package hosted is a stand-in for Hex's hosted MCP server and for the authorization server that guards it, for the embedded
// workspace: the protected-resource and authorization-server documents, dynamic registration, a consent page, tokens that expire,
// rotate and can be revoked, and the tools of threads, which work by the workspace's own API.
//
// It has moods ([Mood]), in which it is as wrong as servers can be, for tests of clients. It knows no client, and of the workspace
// only a handler of its API.
package hosted
