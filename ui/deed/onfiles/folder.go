package onfiles

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/hex/folder"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// askFolder asks for the folder that holds the project's sources, or is to hold them.
func (on On) askFolder() {
	dir := (&overlay.Entry{Name: "folder", Label: "folder", Note: "A file for each cell, for any editor. What was edited there becomes " +
		"drafts here; what was edited in Hex comes into the files. " + here()}).Preset(screen.FileName(on.Project.Title, "project"))
	title := "Sources of “" + on.Project.Title + "” as files"
	on.Env.Host.Ask(overlay.NewForm(title, "compare", []*overlay.Entry{dir}, func(*overlay.Form) string {
		path := strings.TrimSpace(dir.Value())
		if path == "" {
			return "Name a folder."
		}
		whole, err := screen.Path(path)
		if err != nil {
			return err.Error()
		}
		on.compare(whole, "")
		return ""
	}))
}

// compared is how a folder and the draft stand to each other. Fresh is set for a folder that holds no project yet.
type compared struct {
	fresh bool
	folder.Difference
}

// look compares a folder with the draft, and does something with it while it is open; nothing is written to a fresh one.
func (on On) look(ctx context.Context, dir string, then func(*folder.Folder, folder.Difference) error) (compared, error) {
	cells, err := on.cells(ctx)
	if err != nil {
		return compared{}, err
	}
	f, err := folder.Open(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d := compared{fresh: true}
		for i, c := range cells {
			if _, ok := c.Source(); ok {
				d.Difference = append(d.Difference, folder.State{Kind: folder.Fresh, Cell: c, Place: i + 1})
			}
		}
		if then == nil {
			return d, nil
		}
		if f, err = folder.New(dir, on.Project); err != nil {
			return d, err
		}
	case err != nil:
		return compared{}, err
	case f.ProjectID != on.Project.ID:
		return compared{}, errors.Join(fmt.Errorf("%s holds another project, “%s”: choose another folder", dir, f.Title), f.Close())
	}
	d, err := f.Compare(cells)
	if err == nil && then != nil {
		err = then(f, d)
	}
	return compared{Difference: d}, errors.Join(err, f.Close())
}

// compare shows what bringing the folder and the draft together would do, and does it once it is agreed to. Because is why it is shown
// again.
func (on On) compare(dir, because string) {
	title := "Bring " + dir + " and the draft together?"
	work := func(ctx context.Context) (compared, error) { return on.look(ctx, dir, nil) }
	task.Do(on.Env.Tasks, "folder", work, func(c compared, err error) {
		switch {
		case err != nil:
			on.Env.Host.Interrupt(overlay.NewTold(title, overlay.Plain("Nothing was done. "+paint.Visible(err.Error())), nil))
			return
		case len(c.differs()) == 0:
			on.Env.Host.Notice(screen.OK, "Nothing was edited: "+dir+" and the draft are the same.")
			return
		}
		on.Env.Host.Interrupt(overlay.NewPlan(title, "do it", false, on.lines(c, because), func(yes bool) {
			if yes {
				on.bring(dir, c)
			}
		}))
	})
}

// differs are the states in which something is to be said.
func (c compared) differs() folder.Difference {
	return slices.DeleteFunc(slices.Clone(c.Difference), func(s folder.State) bool { return s.Kind == folder.Same })
}

// does says what is done about a state.
var does = []struct {
	kind folder.Kind
	says string
}{
	{folder.FileEdited, "was edited there: becomes a draft, to be reviewed"},
	{folder.HexEdited, "was edited in Hex: comes into the file"},
	{folder.Fresh, "is new in Hex: gets a file"},
	{folder.Missing, "was deleted there: comes back, no cell is deleted by it"},
	{folder.Gone, "was deleted in Hex: its file goes"},
	{folder.Both, "was edited on both sides: stays, with Hex's text beside it as NAME.theirs; make one of the two and delete that file"},
	{folder.GoneEdited, "was deleted in Hex and edited there: stays"},
	{folder.Unreadable, "stays as it is"},
	{folder.Stranger, "is no cell's file: stays as it is"},
}

// lines say what would be done, file by file.
func (on On) lines(c compared, because string) []overlay.Line {
	var all []overlay.Line
	warn := func(t *theme.Theme) theme.Style { return t.Warn }
	if because != "" {
		all = append(all, overlay.Line{Head: "! ", Text: because, Style: warn}, overlay.Line{})
	}
	if c.fresh {
		return append(all, overlay.Plain("The folder holds no project yet. It gets the sources of "+
			present.Plural(len(c.Difference), "cell")+", a file each, and an index. Nothing is sent to Hex.")...)
	}
	for _, k := range does {
		for _, s := range c.Of(k.kind) {
			line := overlay.Line{Head: paint.Visible(named(s)) + "   ", Text: k.says}
			if s.Why != "" {
				line.Text = paint.Visible(s.Why) + ": it stays as it is"
			}
			if k.kind == folder.Both || k.kind == folder.GoneEdited || k.kind == folder.Unreadable {
				line.Style = warn
			}
			all = append(all, line)
		}
	}
	return append(all, overlay.Line{}, overlay.Line{Text: "Nothing is sent to Hex by it.",
		Style: func(t *theme.Theme) theme.Style { return t.Faint }})
}

// named is a file, or the cell that has none.
func named(s folder.State) string {
	if s.File != "" {
		return s.File
	}
	return present.CellName(s.Cell, s.Place)
}

// errOther is the error of a folder that is not as it was shown.
var errOther = errors.New("the folder or the draft is not as it was")

// bring does what was agreed to, if the folder and the draft are still so.
func (on On) bring(dir string, shown compared) {
	made, kept := 0, []string{}
	work := func(ctx context.Context) (compared, error) {
		return on.look(ctx, dir, func(f *folder.Folder, d folder.Difference) (err error) {
			if !alike(shown, compared{Difference: d}) {
				return errOther
			}
			made, kept, err = on.takeUp(d.Of(folder.FileEdited))
			return errors.Join(err, f.Take(d))
		})
	}
	task.Do(on.Env.Tasks, "", work, func(c compared, err error) {
		switch {
		case errors.Is(err, errOther):
			on.compare(dir, "It was changed meanwhile: nothing was done, and this is how it is now.")
			return
		case err != nil:
			on.Env.Host.Interrupt(overlay.NewTold("Not all was done", overlay.Plain(paint.Visible(err.Error())), nil))
		default:
			on.Env.Host.Notice(screen.OK, said(dir, shown, made, kept))
		}
		if made > 0 {
			on.Drafts(made)
		}
	})
}

// alike tells whether two comparisons found the same. In a folder that held no project nobody looked for files that are no cell's.
func alike(a, b compared) bool {
	if a.fresh {
		b.Difference = slices.DeleteFunc(b.Difference, func(s folder.State) bool { return s.Kind == folder.Stranger })
	}
	return slices.EqualFunc(a.differs(), b.differs(), func(x, y folder.State) bool {
		same := a.fresh || x.File == y.File && x.Mine == y.Mine && x.Theirs == y.Theirs
		return same && x.Kind == y.Kind && x.Cell.StaticID == y.Cell.StaticID
	})
}

// takeUp makes drafts of edited files, each on the source that it was made from. A cell that has a draft here already keeps it: it is
// among those kept.
func (on On) takeUp(edited folder.Difference) (made int, kept []string, err error) {
	for _, s := range edited {
		key := drafts.Key{Workspace: on.Env.Workspace, Project: on.Project.ID, Cell: s.Cell.StaticID}
		have, err := on.Env.Drafts.Find(key)
		if err != nil {
			return made, kept, err
		}
		if len(have) > 0 {
			kept = append(kept, s.File)
			continue
		}
		if err := on.begin(key, s); err != nil {
			return made, kept, fmt.Errorf("%s did not become a draft: %w", s.File, err)
		}
		made++
	}
	return made, kept, nil
}

// begin makes a draft of an edited file. A line end that an editor put at the end is no edit.
func (on On) begin(key drafts.Key, s folder.State) error {
	mine := s.Mine
	if !strings.HasSuffix(s.Theirs, "\n") {
		mine = strings.TrimSuffix(mine, "\n")
	}
	e, err := on.Env.Drafts.Begin(key, drafts.Names{Project: on.Project.Title, Cell: present.CellName(s.Cell, s.Place)},
		drafts.Base{Source: s.Theirs, Hash: hex.SourceHash(s.Theirs), ReadAt: on.Env.Now()})
	if err != nil {
		return err
	}
	return errors.Join(e.Put([]byte(mine), drafts.Place{}), e.Close())
}

// said tells what was done.
func said(dir string, c compared, made int, kept []string) string {
	var parts []string
	if n := len(c.Of(folder.Fresh, folder.HexEdited, folder.Missing)); n > 0 {
		parts = append(parts, present.Plural(n, "file")+" written")
	}
	if made > 0 {
		parts = append(parts, present.Plural(made, "edited file")+" taken as drafts")
	}
	if len(kept) > 0 {
		parts = append(parts, "not taken, since there is a draft of the cell already: "+strings.Join(kept, ", "))
	}
	if n := len(c.Of(folder.Both, folder.GoneEdited, folder.Unreadable)); n > 0 {
		parts = append(parts, present.Plural(n, "file")+" left for you to look at")
	}
	if len(parts) == 0 {
		return dir + " is as the draft is."
	}
	return dir + ": " + strings.Join(parts, "; ") + "."
}
