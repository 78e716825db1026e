package emulator

import (
	"context"
	"errors"
	"sync"
	"time"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/warehouse"
)

// Warehouses are the sample warehouses of a process that opens many workspaces, such as a package of tests: each is made
// once, for the first workspace that needs it, and read by all others, since a warehouse never changes. Making one takes
// a hundred times as long as the rest of a workspace. The zero value is ready; its methods may be used by many goroutines.
type Warehouses struct {
	// Near is how far the moments of two workspaces with one seed may lie apart for them to share a warehouse; 0 is not at
	// all. The data of the later one then reach up to the moment of the earlier.
	Near time.Duration

	mu   sync.Mutex
	made []madeWarehouse
}

type madeWarehouse struct {
	warehouse.Options
	*warehouse.Warehouse
}

// lent is a warehouse whose workspaces leave it open.
type lent struct{ *warehouse.Warehouse }

func (lent) Close() error { return nil }

// open gives the warehouse of a seed and a moment. Workspaces that ask at the same time wait for each other; one that
// cannot be made is tried again for the next.
func (w *Warehouses) open(ctx context.Context, o warehouse.Options) (executor.Warehouse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.made {
		if m.Seed == o.Seed && m.Now.Sub(o.Now).Abs() <= w.Near {
			return lent{m.Warehouse}, nil
		}
	}
	made, err := warehouse.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	w.made = append(w.made, madeWarehouse{o, made})
	return lent{made}, nil
}

// Close gives the memory back, once the last workspace that reads it is closed.
func (w *Warehouses) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var errs []error
	for _, m := range w.made {
		errs = append(errs, m.Close())
	}
	w.made = nil
	return errors.Join(errs...)
}

// openOwn makes a warehouse for one workspace, which closes it.
func openOwn(ctx context.Context, o warehouse.Options) (executor.Warehouse, error) {
	made, err := warehouse.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return made, nil
}
