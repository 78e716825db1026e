package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Token is a bearer token that the workspace accepts, or once accepted.
type Token struct {
	// Value is what follows "Bearer ".
	Value string `json:"-"`

	// Email names the user whom a personal token acts for; empty means the
	// sample workspace's first administrator. A workspace token acts for its
	// maker too, but may do only what its scopes say.
	Email string

	// Workspace makes this a workspace token, bound by Scopes.
	Workspace bool

	// Scopes are the permissions of a workspace token.
	Scopes []Scope

	// Expires is when the token stops working; zero means never.
	Expires time.Time
}

// Scope is one permission of a workspace token.
type Scope string

// The scopes a workspace token can be given, as Hex's token form lists them.
const (
	ReadProjects         Scope = "projects:read"
	WriteProjects        Scope = "projects:write"
	RunProjects          Scope = "projects:run"
	ReadQueriedTables    Scope = "projects:read-queried-tables"
	ReadCells            Scope = "cells:read"
	WriteCells           Scope = "cells:write"
	ReadUsers            Scope = "users:read"
	WriteUsers           Scope = "users:write"
	ReadGroups           Scope = "groups:read"
	WriteGroups          Scope = "groups:write"
	ReadCollections      Scope = "collections:read"
	WriteCollections     Scope = "collections:write"
	ReadConnections      Scope = "data-connections:read"
	WriteConnections     Scope = "data-connections:write"
	ReadGuides           Scope = "guides:read"
	WriteGuides          Scope = "guides:write"
	ReadThreads          Scope = "threads:read"
	WriteThreads         Scope = "threads:write"
	SyncSemanticProjects Scope = "semantic-projects:sync"
)

// SampleTokens are the tokens of the sample workspace, in this order: an
// administrator's, an editor's (who sees less), a workspace token that may read
// and run projects, and the administrator's expired one. They are the same at
// every start: they open nothing but sample data.
func SampleTokens(now time.Time) []Token {
	return []Token{
		{Value: sampleToken("hxtp_", "admin"), Email: "maya@acme.example", Expires: now.AddDate(0, 0, 90)},
		{Value: sampleToken("hxtp_", "editor"), Email: "jonas@acme.example", Expires: now.AddDate(0, 0, 30)},
		{Value: sampleToken("hxtw_", "workspace"), Email: "maya@acme.example", Workspace: true, Scopes: []Scope{
			ReadProjects, RunProjects, ReadCells, ReadUsers, ReadGroups, ReadCollections, ReadConnections,
		}},
		{Value: sampleToken("hxtp_", "expired"), Email: "maya@acme.example", Expires: now.AddDate(0, 0, -3)},
	}
}

// sampleToken has the form of Hex's tokens: a prefix and 96 hexadecimal digits.
func sampleToken(prefix, name string) string {
	first := sha256.Sum256([]byte("hextui sample token " + name))
	second := sha256.Sum256(first[:])
	return prefix + hex.EncodeToString(first[:]) + hex.EncodeToString(second[:16])
}
