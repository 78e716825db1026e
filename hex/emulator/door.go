package emulator

import (
	"context"
	"fmt"
	"slices"

	"hextui/hex/emulator/door"
	"hextui/hex/emulator/executor"
)

// What a request meets before its operation; package door says more.
type (
	// Fault spoils the answers to the requests that it matches.
	Fault = door.Fault
	// FaultKind says how an answer is spoiled.
	FaultKind = door.FaultKind
	// Limits are the request limits of a workspace.
	Limits = door.Limits
	// Rate is a number of requests per minute and per hour.
	Rate = door.Rate
	// Request is one request that the workspace answered.
	Request = door.Request
)

// The kinds of fault.
const (
	Delay    = door.Delay
	Status   = door.Status
	HTML     = door.HTML
	Truncate = door.Truncate
	Garbage  = door.Garbage
	Reset    = door.Reset
	Reorder  = door.Reorder
	NoKernel = door.NoKernel
)

// HexLimits are the numbers of the real service. Where it says "may vary", they
// are those of its older documentation.
func HexLimits() *Limits {
	return &Limits{
		PerMinute: 60,
		Groups: map[string]Rate{
			groupAPI:        {PerMinute: 30, PerHour: 1800},
			group30:         {PerMinute: 30},
			groupChartImage: {PerMinute: 20},
			groupRunKernel:  {PerMinute: 20, PerHour: 60},
			groupIngest:     {PerMinute: 3},
		},
	}
}

// RefuseDraftRuns makes the workspace one whose draft-run routes answer with
// status, 404 or 403: they are no published operations.
func RefuseDraftRuns(status int) []Fault {
	return []Fault{{Kind: Status, Operation: "RunDraft", Status: status}, {Kind: Status, Operation: "RunCell", Status: status}}
}

// AddFault puts a fault in force until it has been met Times times, or until
// ClearFaults. It refuses one that makes no sense.
func (s *Server) AddFault(f Fault) error {
	if err := knownOperation(f); err != nil {
		return err
	}
	return s.faults.Add(f)
}

// ParseFault reads a fault as people write it, such as "status,status=503,operation=RunProject,times=2", or as JSON.
func ParseFault(text string) (Fault, error) {
	f, err := door.ParseFault(text)
	if err != nil {
		return f, err
	}
	return f, knownOperation(f)
}

func knownOperation(f Fault) error {
	if f.Operation == "" || slices.ContainsFunc(table(), func(op operation) bool { return op.name == f.Operation }) {
		return nil
	}
	return fmt.Errorf("a fault's operation is one of Hex's, such as RunProject or UpdateCell, not %q", f.Operation)
}

// ClearFaults ends every fault.
func (s *Server) ClearFaults() { s.faults.Clear() }

// LetGo waits until a request is being delayed by a fault, and has the delays of all that are end. The faults stay in force.
func (s *Server) LetGo(ctx context.Context) error { return s.faults.LetGo(ctx) }

// ActiveFaults are the faults in force, with what is left of their Times.
func (s *Server) ActiveFaults() []Fault { return s.faults.Active() }

// Requests are the latest requests, oldest first, some hundreds at most: for a
// test that wants to know what a client really asked.
func (s *Server) Requests() []Request { return s.requests.List() }

// The places where runs can be held.
const (
	// HeldPending holds runs before they start: they stay PENDING.
	HeldPending = executor.HeldPending
	// HeldRunning holds runs before each cell: they stay RUNNING.
	HeldRunning = executor.HeldRunning
)

// HoldRuns keeps every run at HeldPending or HeldRunning until release is
// called. A held run can be cancelled. Threads wait there too, before they read
// the prompt and before they query; they are RUNNING at both.
func (s *Server) HoldRuns(at string) (release func(), err error) {
	if at != HeldPending && at != HeldRunning {
		return nil, fmt.Errorf("runs can be held at %s or %s, not %q", HeldPending, HeldRunning, at)
	}
	s.gates.Close(at)
	return func() { s.gates.Open(at) }, nil
}
