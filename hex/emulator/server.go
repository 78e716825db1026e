package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"hextui/hex/emulator/door"
	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/hosted"
	"hextui/hex/emulator/sample"
	"hextui/hex/emulator/store"
)

// Server is a workspace without a network address.
type Server struct {
	o       Options
	org     string
	store   *store.Store
	tokens  tokenList
	limiter *door.Limiter
	faults  *door.Faults
	gates   *door.Gates
	runs    *executor.Executor
	hosted  *hosted.Server

	imported int      // how many projects came from files at the start
	says     []string // what is to be said of the files

	embeddings embeddings
	requests   door.Log
}

// New opens the workspace that o describes. It returns as soon as requests can
// be answered; the warehouse is filled behind it. ctx bounds the opening only.
// The caller must Close the server.
func New(ctx context.Context, o Options) (*Server, error) {
	o = o.withDefaults()
	state, isNew, err := store.Open(ctx, o.Workspace)
	if err != nil {
		return nil, err
	}
	s := &Server{
		o:       o,
		store:   state,
		tokens:  tokenList{tokens: slices.Clone(o.Tokens)},
		limiter: door.NewLimiter(o.Limits),
		gates:   door.NewGates(),

		embeddings: embeddings{open: map[string]embedding{}},
	}
	s.hosted = s.newHosted()
	if err := s.open(ctx, isNew); err != nil {
		return nil, errors.Join(err, state.Close())
	}
	return s, nil
}

func (s *Server) open(ctx context.Context, isNew bool) error {
	if isNew {
		contents, err := sample.Workspace(sample.Options{
			Now: s.o.Now(), Seed: s.o.Seed, Python: s.o.Python, Hostile: s.o.Hostile, Size: s.o.Size,
			Duration: executor.Duration, Empty: s.o.Import != "",
		})
		if err != nil {
			return err
		}
		if err := s.store.Fill(ctx, contents); err != nil {
			return err
		}
	}
	if err := s.store.EndAbandoned(ctx, s.o.Now()); err != nil {
		return fmt.Errorf("cannot end the runs that were left active: %w", err)
	}
	if err := s.importFiles(ctx); err != nil {
		return err
	}
	made, seed, err := s.origin(ctx)
	if err != nil {
		return err
	}
	local, err := s.local(ctx)
	if err != nil {
		return err
	}
	s.runs = executor.New(executor.Options{
		Local: local, Python: s.o.Python, Interpreter: s.o.interpreter,
		Store: s.store, Gates: s.gates, Now: s.o.Now, Pace: s.o.Pace, Log: s.o.Log, Made: made, Seed: seed, Fill: s.o.fill, Cold: s.o.Cold,
	})
	s.faults = door.NewFaults(s.o.Seed, s.runs.Done())
	for _, f := range s.o.Faults {
		if err := s.AddFault(f); err != nil {
			return errors.Join(err, s.runs.Close())
		}
	}
	return nil
}

// local makes the data connection to the files that were given.
func (s *Server) local(ctx context.Context) (*executor.Local, error) {
	if s.o.Data == "" {
		return nil, nil
	}
	found, err := executor.OpenLocal(s.o.Data)
	if err != nil {
		return nil, err
	}
	s.says = append(s.says, found.LeftOut()...)
	return found, s.store.PutConnection(ctx, store.Connection{
		ID: executor.LocalConnection, Name: "Local files", Type: "motherduck", Description: "The files of this computer that were given " +
			"with --data",
		Created: s.o.Now(), RefreshAccess: "ADMINS", Magic: true,
	}, []store.Grant{{Object: executor.LocalConnection, Kind: store.ToWorkspace, Level: "QUERY"}})
}

// origin reads when and from what seed the workspace was made: its warehouse
// must be the same at every start.
func (s *Server) origin(ctx context.Context) (made time.Time, seed int64, err error) {
	var facts [3]string
	for i, name := range []string{sample.FactOrg, sample.FactMade, sample.FactSeed} {
		if facts[i], err = s.store.Fact(ctx, name); err != nil {
			return made, 0, fmt.Errorf("the workspace file lacks the fact %q: %w", name, err)
		}
	}
	s.org = facts[0]
	if made, err = time.Parse(time.RFC3339Nano, facts[1]); err != nil {
		return made, 0, fmt.Errorf("the workspace file is damaged: %w", err)
	}
	if seed, err = strconv.ParseInt(facts[2], 10, 64); err != nil {
		return made, 0, fmt.Errorf("the workspace file is damaged: %w", err)
	}
	return made, seed, nil
}

// Handler answers the API under /api/v1 and the emulator's own routes under
// /_emulator.
func (s *Server) Handler() http.Handler { return s.routes() }

// Ready returns when the warehouse is filled, so that runs need not wait for
// it, or with the reason why it cannot be.
func (s *Server) Ready(ctx context.Context) error {
	_, err := s.runs.Warehouse(ctx)
	return err
}

// Settled returns when nothing is being worked on: every run has reached its
// last status, and no thread is RUNNING.
func (s *Server) Settled(ctx context.Context) error { return s.runs.Settled(ctx) }

// Close cancels what runs, waits for it, and closes the state.
func (s *Server) Close() error { return errors.Join(s.runs.Close(), s.store.Close()) }
