package emulator

import (
	"context"
	"log/slog"
	"time"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/warehouse"
)

// Options describes a workspace to serve. The zero value is a sample workspace
// in memory whose runs finish at once, without rate limits or faults.
type Options struct {
	// Workspace is the file that keeps the state between starts. A new file is
	// filled with the sample workspace, an existing one is used as it is. Empty
	// means memory: every start is fresh.
	Workspace string

	// Data is a file or folder of this computer that the workspace has as the data connection "Local files"; empty for none.
	Data string

	// Import is a *.hex.yaml file, or a folder of them, whose projects the workspace has: a new one in the place of the sample
	// projects, an existing one beside what it has. Empty for none. Server.Imported tells what there is to say of them.
	Import string

	// Python runs CODE cells in this computer's python3, in a sandbox or not at all; otherwise they are Starlark. Then the
	// output of CODE cells can be read, too, and their figures are pictures.
	Python bool

	// Now tells the time; nil means time.Now. The sample workspace's dates are
	// relative to the moment of its creation.
	Now func() time.Time

	// Seed makes the sample workspace; equal seeds and equal times give equal
	// workspaces. Zero is a seed like any other.
	Seed int64

	// Cold leaves the warehouse unfilled until something first needs it, for
	// tests of what needs none. Otherwise it is filled from the start, behind the
	// first requests.
	Cold bool

	// Pace stretches the time that runs pretend to take: 1 is like a real
	// workspace (seconds), 0 is as fast as the warehouse answers.
	Pace float64

	// Tokens are the accepted bearer tokens; nil means SampleTokens.
	Tokens []Token

	// Limits are the request limits; nil means none. HexLimits has the numbers
	// of the real service.
	Limits *Limits

	// Faults are in force from the start; see also Server.AddFault.
	Faults []Fault

	// Older answers as the API's earlier document (copy A) described: a numeric
	// projectVersion in run status, and the older error shape on the operations
	// that had not been moved yet.
	Older bool

	// Enterprise says whether the workspace's plan includes the Enterprise-only
	// operations; without it they answer 403. The sample workspace has it unless
	// NotEnterprise is set.
	NotEnterprise bool

	// Hostile adds projects whose titles and descriptions attack terminals:
	// escape sequences, bidirectional overrides, control characters.
	Hostile bool

	// Size adds that many generated projects to the sample workspace.
	Size int

	// SignInLife is how long access tokens of the hosted MCP server work; 0 is an
	// hour.
	SignInLife time.Duration

	// Log receives one line per request and the server's own troubles; nil
	// discards them. Tokens are never logged.
	Log *slog.Logger

	// interpreter is another Python than python3.
	interpreter string

	// Warehouses has the warehouse where other workspaces of the process read it too; nil means one of the workspace's own.
	Warehouses *Warehouses

	// fill makes the warehouse; nil means from Warehouses.
	fill func(context.Context, warehouse.Options) (executor.Warehouse, error)
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case o.fill != nil:
	case o.Warehouses != nil:
		o.fill = o.Warehouses.open
	default:
		o.fill = openOwn
	}
	if o.Tokens == nil {
		o.Tokens = SampleTokens(o.Now())
	}
	return o
}
