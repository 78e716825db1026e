package mcpsrv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hextui/hex"
)

// catalogue keeps every project of the workspace for a short while, so that a second search costs nothing, and an
// interrupted first one goes on where it stopped.
type catalogue struct {
	now func() time.Time
	// age is how long what was read is good for, patience how long one call reads on.
	age, patience time.Duration
	// busy holds one token: who has it may touch what follows.
	busy chan struct{}

	projects []hex.Project
	after    string
	begun    time.Time
	complete bool
}

func newCatalogue(now func() time.Time) *catalogue {
	return &catalogue{now: now, age: time.Minute, patience: 45 * time.Second, busy: make(chan struct{}, 1)} // clients often give up after a minute
}

// listing is what the catalogue holds at one time.
type listing struct {
	projects []hex.Project
	// complete is false when there was no time to read all; another call reads on.
	complete bool
	// asOf is about when the newest of it was read.
	asOf time.Time
}

// all returns every project that a plain list would give, reading what it does not have. Told is told how many there
// are so far. What was returned must not be changed.
func (c *catalogue) all(ctx context.Context, client *hex.Client, told func(count int)) (listing, error) {
	select {
	case c.busy <- struct{}{}:
		defer func() { <-c.busy }()
	case <-ctx.Done():
		return listing{}, ctx.Err()
	}
	if c.now().Sub(c.begun) >= c.age {
		c.projects, c.after, c.complete, c.begun = nil, "", false, c.now()
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.patience, errOutOfTime)
	defer cancel()
	for !c.complete {
		if err := c.page(ctx, client); err != nil {
			if context.Cause(ctx) != errOutOfTime || len(c.projects) == 0 {
				return listing{}, err
			}
			c.begun = c.now() // what was read must last until the next call
			break
		}
		told(len(c.projects))
	}
	return listing{projects: c.projects, complete: c.complete, asOf: c.begun}, nil
}

var errOutOfTime = errors.New("no time to read more")

// page reads one page more.
func (c *catalogue) page(ctx context.Context, client *hex.Client) error {
	page, err := client.ListProjects(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100, After: c.after}})
	if err != nil {
		return fmt.Errorf("list the projects: %w", err)
	}
	if page.After != "" && page.After == c.after {
		return &hex.Error{Kind: hex.Decode, Op: "ListProjects", Message: "The list of projects did not move on: Hex answered the cursor that it was given."}
	}
	c.projects = append(c.projects, page.Items...)
	c.after = page.After
	c.complete = page.After == ""
	return nil
}
