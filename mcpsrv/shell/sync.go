package shell

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"hextui/hex"
	"hextui/hex/exit"
	"hextui/hex/folder"
	"hextui/mcpsrv/schema"
)

// SyncCommand is "sync": a project's sources as files, one a cell, and back. What goes to Hex goes by the tool that changes a cell, with
// its plan, its question and its record.
func SyncCommand(o Options) *cobra.Command {
	l := &line{Options: o.withDefaults()}
	var way syncing
	c := &cobra.Command{
		Use: "sync DIR", GroupID: Group, Short: "Keep a project's sources as files, and bring both sides together",
		Long: `Writes the sources of a project's draft into a folder, a file for each cell, and brings both sides together
each time it is called again: what was edited in Hex comes into the files, what was edited in the files goes to
Hex, after the difference was shown and agreed to. A file that was edited on both sides stays as it is; what Hex
has is put beside it as NAME.theirs: bring the two together, delete that file and call again.

  hextui sync revenue --project "Weekly revenue"    the first time
  hextui sync revenue                               from then on
  hextui sync revenue --dry-run                     show what would be done, and do nothing
  hextui sync revenue --jupyter revenue.ipynb       write the draft as a Jupyter notebook for reading, too

The files hold the exact bytes; a line end that an editor added at the end is no edit. A file that is deleted comes
back, and no cell is ever deleted or made by it. hextui.json in the folder says which file is which cell.

Exit codes as for all commands; 1 where a file needs a person: edited on both sides, or not readable.`,
		Args: cobra.ExactArgs(1), SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			o := &order{line: l, cmd: cmd, term: l.Terminal(), row: row{noun: "sync"}, tool: specsByName()["update_hex_cell"]}
			return exitOf(cmd.Context(), o.sync(cmd.Context(), args[0], way))
		},
	}
	l.add(c)
	fl := c.Flags()
	fl.StringVar(&l.project, "project", "", "title, link or id of the project, the first time")
	fl.StringVar(&way.jupyter, "jupyter", "", "write the draft to this new file as a Jupyter notebook for reading, too")
	fl.BoolVar(&way.take, "take", false, "bring what is in Hex into the files, and send nothing")
	fl.BoolVar(&l.dryRun, "dry-run", false, "show what would be done, and do nothing")
	fl.BoolVarP(&l.yes, "yes", "y", false, "do it without asking")
	return c
}

// syncing is how the two sides are brought together: only what is in Hex is taken, and a notebook is written, too.
type syncing struct {
	take    bool
	jupyter string
}

// sync brings a folder and a project together.
func (o *order) sync(ctx context.Context, dir string, way syncing) error {
	if err := o.check(); err != nil {
		return err
	}
	o.talk = &talk{w: o.cmd.ErrOrStderr(), terminal: o.term.Err, quiet: o.quiet, now: o.Now}
	defer o.talk.end()
	if err := o.open(ctx); err != nil {
		return err
	}
	defer o.work.Close()
	f, err := o.folder(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing is written by it
	var cells []hex.Cell
	for c, err := range hex.Items(o.work.Client.CellPages(ctx, hex.CellQuery{ProjectID: f.ProjectID, Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			return err
		}
		cells = append(cells, c)
	}
	d, err := f.Compare(cells)
	if err != nil {
		return err
	}
	for _, s := range d {
		if s.Kind != folder.Same {
			o.say(s)
		}
	}
	if len(d.Of(folder.Same)) == len(d) {
		o.talk.note("Nothing to do: every file is as its cell is in Hex.")
	}
	if !o.dryRun {
		if err := f.Take(d); err != nil {
			return err
		}
	}
	if way.jupyter != "" && !o.dryRun {
		if err := notebook(way.jupyter, f.Title, cells); err != nil {
			return err
		}
	}
	if !way.take {
		if err := o.send(ctx, f, d.Of(folder.FileEdited)); err != nil {
			return err
		}
	}
	if left := len(d.Of(folder.Both, folder.Unreadable, folder.GoneEdited)); left > 0 {
		return exit.With(exit.Failed, "%d of the files need a person: see above", left)
	}
	return nil
}

// notebook writes a Jupyter file that there is not yet.
func notebook(path, title string, cells []hex.Cell) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage("there is a file %s already, and it was left as it is: give --jupyter another name", path)
	}
	if err != nil {
		return err
	}
	return errors.Join(folder.Jupyter(file, hex.Project{Title: title}, cells), file.Close())
}

// folder opens the folder, or begins it.
func (o *order) folder(ctx context.Context, dir string) (*folder.Folder, error) {
	f, err := folder.Open(dir)
	none := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !none:
		return nil, err
	case none && o.project == "":
		return nil, usage("%s holds no project yet: say which with --project", dir)
	case o.project == "":
		return f, nil
	}
	id, err := o.resolving().one(ctx, schema.Project, "--project", o.project)
	if err == nil && !none && id != f.ProjectID {
		err = usage("%s holds another project, %q: choose another folder", dir, f.Title)
	}
	if err != nil || !none {
		return f, err
	}
	p, err := o.work.Client.GetProject(ctx, id)
	if err != nil {
		return nil, err
	}
	if o.dryRun {
		return nil, usage("%s holds no project yet: there is nothing to compare", dir)
	}
	return folder.New(dir, p)
}

// say prints a line for what is not the same.
func (o *order) say(s folder.State) {
	name := s.File
	if name == "" {
		name = oneLine(s.Cell.Label + " " + s.Cell.StaticID)
	}
	line := string(s.Kind) + "\t" + o.talk.plain(name)
	if s.Kind == folder.Missing {
		s.Why = "its cell stays; the file is written again"
	}
	if s.Why != "" {
		line += "\t" + o.talk.plain(s.Why)
	}
	fmt.Fprintln(o.cmd.OutOrStdout(), line)
}

// send writes the edited files to Hex, each in place of the source that it was made from.
func (o *order) send(ctx context.Context, f *folder.Folder, edited folder.Difference) error {
	for _, s := range edited {
		args := valued{}
		args.put("cell_id", s.Cell.ID)
		args.put("source", s.Mine)
		args.put("expected_hash", hex.SourceHash(s.Theirs))
		if o.dryRun {
			args.put("dry_run", true)
		}
		result, err := o.call(ctx, "update_hex_cell", args)
		switch {
		case err != nil && o.asker.mute:
			return exit.With(exit.Refused, "nobody is here to be asked: look at it with --dry-run, and give --yes")
		case err != nil:
			return fmt.Errorf("%s: %w", s.File, err)
		case o.dryRun:
			o.talk.note(s.File + ": " + result.Text())
			continue
		}
		if err := f.Written(s); err != nil {
			return err
		}
		o.talk.note(s.File + " is in Hex now.")
	}
	return nil
}
