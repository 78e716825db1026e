package contract

import (
	"errors"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// TestRunStartedOnABadLine: whatever the line does, at most one run is started, and what the client says of it is so.
func TestRunStartedOnABadLine(t *testing.T) {
	t.Parallel()
	workspace := workspaceOf(t, emulator.Options{})
	c := gather(t)
	for _, line := range badLines() {
		c.run(line.name, func(t *testing.T) {
			r := drive(t, workspace, line.toxic, false)
			project := published(t, r.admin)
			r.breaks(once("RunProject"))
			handle, err := r.client.RunProject(t.Context(), project, hex.RunRequest{})
			r.close()
			started := r.desk.carriedOut("POST")
			if want := map[bool]int{true: 1}[line.harm.arrives()]; started != want {
				t.Errorf("%d runs were started, want %d", started, want)
			}
			told(t, line.harm, err)
			if err == nil {
				if run, err := r.admin.GetRunStatus(t.Context(), project, handle.RunID); err != nil || run.ProjectID != project {
					t.Errorf("the run that was started is %+v, %v", run, err)
				}
			}
		})
	}
	c.wait()
}

// told demands that a write's failure says as much as can be known from this end of the line.
func told(t *testing.T, harm harm, err error) {
	t.Helper()
	if harm == harmless {
		if err != nil {
			t.Errorf("nothing was lost, but: %v", err)
		}
		return
	}
	want := hex.Network
	if harm == swallowed || harm == mute {
		want = hex.Timeout
	}
	var failed *hex.Error
	if !errors.As(err, &failed) || failed.Kind != want || !failed.MayHaveHappened || failed.Hint == "" {
		t.Errorf("the outcome is not known, but it is said: %+v", err)
	}
}

// published is a project that can be run.
func published(t *testing.T, admin *hex.Client) string {
	t.Helper()
	return (&scene{t: t, admin: admin}).project()
}

// held is a workspace whose runs go on until they are cancelled.
func held(t *testing.T) *emulator.Server {
	t.Helper()
	workspace := workspaceOf(t, emulator.Options{})
	release, err := workspace.HoldRuns(emulator.HeldRunning)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	return workspace
}

// TestRunCancelledOnABadLine: a run that is said to be cancelled is, and one that is not may be.
func TestRunCancelledOnABadLine(t *testing.T) {
	t.Parallel()
	workspace := held(t)
	c := gather(t)
	for _, line := range badLines() {
		c.run(line.name, func(t *testing.T) {
			r := drive(t, workspace, line.toxic, false)
			project := published(t, r.admin)
			handle, err := r.client.RunProject(t.Context(), project, hex.RunRequest{})
			if err != nil {
				t.Fatal(err)
			}
			r.breaks(once("CancelRun"))
			err = r.client.CancelRun(t.Context(), project, handle.RunID)
			// Who is not sure looks, and a watch on the good line says how it is.
			watch := r.client.Watch(t.Context(), project, handle.RunID)
			seen, open := <-watch.Updates()
			watch.Close()
			r.close()
			cancelled := r.desk.carriedOut("DELETE")
			if want := map[bool]int{true: 1}[line.harm.arrives()]; cancelled != want {
				t.Errorf("it was cancelled %d times, want %d", cancelled, want)
			}
			told(t, line.harm, err)
			if !open || seen.Err != nil || (seen.Run.Status == hex.RunKilled) != (cancelled == 1) || seen.Done != (cancelled == 1) {
				t.Errorf("cancelled %d times, but seen as %+v", cancelled, seen)
			}
			if cancelled == 0 {
				if err := r.admin.CancelRun(t.Context(), project, handle.RunID); err != nil {
					t.Error(err)
				}
			}
		})
	}
	c.wait()
}

// TestRunWatchedOnABadLine: a watch tells of every look that fails, never takes one for the end of the run, and sees the end
// once the line is good again.
func TestRunWatchedOnABadLine(t *testing.T) {
	t.Parallel()
	workspace := held(t)
	c := gather(t)
	for _, line := range badLines() {
		c.run(line.name, func(t *testing.T) {
			r := drive(t, workspace, line.toxic, false)
			project := published(t, r.admin)
			handle, err := r.client.RunProject(t.Context(), project, hex.RunRequest{})
			if err != nil {
				t.Fatal(err)
			}
			watch := r.client.Watch(t.Context(), project, handle.RunID)
			defer watch.Close()
			first := <-watch.Updates()
			if first.Err != nil || first.Done || first.Run.RunID != handle.RunID {
				t.Fatalf("on the good line: %+v", first)
			}
			r.breaks(every("GetRunStatus"))
			for range 2 {
				watch.Nudge()
				u := <-watch.Updates()
				if failed := u.Err != nil; failed != (line.harm != harmless) || u.Done || u.Run.RunID != handle.RunID || u.At.IsZero() {
					t.Errorf("on the bad line: %+v", u)
				}
				if u.Err != nil && !hex.IsKind(u.Err, hex.Network, hex.Timeout) {
					t.Errorf("it fails by %v", u.Err)
				}
			}
			r.breaks(nil)
			if err := r.admin.CancelRun(t.Context(), project, handle.RunID); err != nil {
				t.Fatal(err)
			}
			var last hex.RunUpdate
			for watch.Nudge(); !last.Done; watch.Nudge() {
				u, open := <-watch.Updates()
				if !open {
					break
				}
				last = u
			}
			if !last.Done || last.Err != nil || last.Run.Status != hex.RunKilled {
				t.Errorf("on the good line again: %+v", last)
			}
		})
	}
	c.wait()
}
