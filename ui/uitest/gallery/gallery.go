// Package gallery draws the pictures of the documentation: it plays scenes in the real UI, on the embedded workspace in
// an emulated terminal, and writes what stands on the screen as SVG.
//
// The same program always gives the same bytes: the clock, the sample workspace and the names of runs are fixed, and a
// picture is taken only when nothing moves any more. Times are shown in the local time zone, so a caller that wants the
// same pictures everywhere sets one.
//
// The package knows the UI from outside, as a person does: actions, their keys, and what can be read on the screen.
package gallery

import (
	"context"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"hextui/ui/action"
	"hextui/ui/uitest/picture"
	"hextui/ui/uitest/terminal"
)

// patience bounds one scene. One that can be played at all takes a few seconds.
const patience = time.Minute

// scene is one picture and the way to it.
type scene struct {
	name          string // of the file, without its ending
	theme         string
	width, height int
	steps         []step
}

// paper is the ground of a terminal with a theme for light surroundings, ink the text on it.
var (
	paper = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.RGBA{0x2b, 0x2b, 0x33, 0xff}
)

// atOnce is how many scenes are played at the same time.
const atOnce = 4

// Draw plays every scene and writes its picture into dir, which is made when missing. It returns the paths of the files
// in the order of the scenes. An error names the scene and shows its screen; the pictures drawn until then stay.
func Draw(ctx context.Context, dir string, keys action.KeyMap) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("the folder for the pictures could not be made: %w", err)
	}
	all := scenes()
	paths := make([]string, len(all))
	players, ctx := errgroup.WithContext(ctx)
	players.SetLimit(atOnce)
	for i, sc := range all {
		paths[i] = filepath.Join(dir, sc.name+".svg")
		players.Go(func() error {
			frame, err := play(ctx, sc, keys)
			if err != nil {
				return fmt.Errorf("the scene %q could not be played: %w", sc.name, err)
			}
			if err := os.WriteFile(paths[i], picture.SVG(frame, sc.look()), 0o644); err != nil {
				return fmt.Errorf("the picture could not be written: %w", err)
			}
			return nil
		})
	}
	if err := players.Wait(); err != nil {
		return nil, err
	}
	return paths, nil
}

func (sc scene) look() picture.Options {
	if sc.theme == "light" {
		return picture.Options{Foreground: ink, Background: paper}
	}
	return picture.Options{}
}

// play goes the scene's way and returns the screen at its end.
func play(ctx context.Context, sc scene, keys action.KeyMap) (frame terminal.Frame, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	st, err := open(ctx, sc, keys)
	if err != nil {
		return terminal.Frame{}, err
	}
	defer func() {
		if closeErr := st.close(); err == nil {
			err = closeErr
		}
	}()
	for i, do := range sc.steps {
		if err := do(ctx, st); err != nil {
			return terminal.Frame{}, fmt.Errorf("step %d: %w\n%s", i+1, err, st.program.Frame())
		}
	}
	return st.settled(ctx)
}
