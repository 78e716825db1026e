package store

import (
	"context"
	"database/sql"
)

// ComputeProfile is what a project's kernels run on.
type ComputeProfile struct{ Project, Image, Size string }

// SetComputeProfiles gives each of the projects the profile: all or none.
func (s *Store) SetComputeProfiles(ctx context.Context, all []ComputeProfile) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, p := range all {
			if err := exec(ctx, tx, "INSERT OR REPLACE INTO compute_profiles (project, image, size) VALUES (?, ?, ?)", p.Project, p.Image,
				p.Size); err != nil {
				return err
			}
		}
		return nil
	})
}

// ComputeProfiles are those that somebody has chosen.
func (s *Store) ComputeProfiles(ctx context.Context) ([]ComputeProfile, error) {
	return all(ctx, s.db, func(r rowScanner) (p ComputeProfile, err error) {
		return p, r.Scan(&p.Project, &p.Image, &p.Size)
	}, "SELECT project, image, size FROM compute_profiles ORDER BY project")
}
