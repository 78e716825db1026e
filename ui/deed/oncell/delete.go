package oncell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/drafts"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// keeping is what it takes beside its source to make a deleted cell anew.
type keeping struct {
	// ID is the one that the cell had when it was deleted.
	ID              string       `json:"id"`
	Type            hex.CellType `json:"type"`
	Label           string       `json:"label,omitempty"`
	Connection      string       `json:"connection,omitempty"`
	OutputDataframe string       `json:"result,omitempty"`
	Place           change.Place `json:"place"`
}

// kept reads what was kept of a deleted cell.
func kept(d drafts.Draft) (k keeping, err error) {
	if err = json.Unmarshal([]byte(d.About), &k); err != nil {
		return k, fmt.Errorf("what was kept of %s cannot be read: %w", d.Names.Cell, err)
	}
	return k, nil
}

func (on On) cannotDelete() string {
	if on.Draft != nil {
		return on.Name + " has text that is not saved: save it or throw it away first."
	}
	return ""
}

// delete takes the cell out of the draft, once its source is on this computer's disk.
func (on On) delete() {
	_, readable := on.Cell.Source()
	place, _ := change.Above(on.cells(), on.Cell.StaticID)
	deed.Do(on.Env, deed.Deed{
		Change: change.DeleteCell{Cell: on.ref()},
		Title:  "Delete " + on.Name + "?", Yes: "delete it", Said: on.Name + " is deleted.",
		Name: func(f change.Field) change.Field {
			if f.Name != "source" { // that it is gone is all there is to say of the rest
				f.Name = ""
			}
			f.Before, _, _ = strings.Cut(f.Before, ",") // its hash
			return f
		},
		Says: func(*change.Prepared) []string {
			if !readable {
				return []string{"Hex's API gives nothing of what is in it, so nothing can be kept: it is gone for good."}
			}
			return []string{"Its source is kept on this computer for 30 days."}
		},
		First: func(_ context.Context, p *change.Prepared) (err error) {
			if readable {
				err = on.keep(p, place)
			}
			return err
		},
		Done: func(change.Result, error) { on.Changed() },
	})
}

// keep writes to disk what is to be deleted: the cell as the plan has it, which is what goes. Where it is not deleted after all it is
// not offered as long as the draft has it.
func (on On) keep(p *change.Prepared, place change.Place) error {
	snap, ok := p.Was.(hex.Snapshot)
	if !ok {
		return errors.New("the plan has no cell: nothing was deleted")
	}
	about, err := json.Marshal(keeping{
		ID: snap.Cell.ID, Type: snap.Cell.Type, Label: snap.Cell.Label, Connection: snap.Cell.DataConnectionID,
		OutputDataframe: snap.Cell.OutputDataframe(), Place: place,
	})
	if err != nil {
		return err
	}
	_, err = on.Env.Drafts.KeepDeleted(drafts.Key{Workspace: on.Env.Workspace, Project: on.ProjectID, Cell: on.Cell.StaticID},
		drafts.Names{Project: on.Title, Cell: on.Name}, snap.Source, string(about))
	if err != nil {
		err = fmt.Errorf("the source could not be kept, so nothing was deleted: %w", err)
	}
	return err
}

// forget drops what is kept of a deleted cell.
func (on On) forget(id string) {
	drop := func(context.Context) (struct{}, error) { return struct{}{}, on.Env.Drafts.DropDeleted(id) }
	task.Do(on.Env.Tasks, "", drop, func(_ struct{}, err error) {
		if err != nil {
			on.Env.Host.Notice(screen.Warn, err.Error())
		}
		on.Changed()
	})
}

func (on On) noneDeleted() string {
	if len(on.Deleted) == 0 {
		return "No cell of this project that was deleted here is kept."
	}
	return ""
}

// Restore lets one of the deleted cells be picked, and makes it anew where it was.
func (on On) Restore() {
	var choices []overlay.Choice
	for _, d := range on.Deleted {
		choices = append(choices, overlay.Choice{
			Title: d.Names.Cell, Name: hex.OneLine(d.Mine, 2000), Detail: "deleted " + present.Ago(d.Discarded, on.Env.Now()),
			About: hex.OneLine(d.Mine, 400), Do: func() { on.remake(d) },
		})
	}
	deed.Pick(on.Env, "Bring a deleted cell back", "its name, or a word of its source", "", choices)
}

// remake makes a deleted cell anew.
func (on On) remake(d drafts.Draft) {
	k, err := kept(d)
	if err != nil {
		on.Env.Host.Notice(screen.Error, err.Error())
		return
	}
	n := hex.NewCell{
		ProjectID: on.ProjectID, Type: k.Type, Label: k.Label, Source: d.Mine, DataConnectionID: k.Connection,
		OutputDataframe: k.OutputDataframe, DataframeSQL: k.Type == hex.CellSQL && k.Connection == "",
	}
	deed.Do(on.Env, deed.Deed{
		Change: change.CreateCell{Cell: n, Place: k.Place}, Title: "Bring " + d.Names.Cell + " back?", Yes: "bring it back",
		Said: d.Names.Cell + " is back.",
		Says: func(*change.Prepared) []string {
			lines := present.Plural(strings.Count(d.Mine, "\n")+1, "line")
			return []string{"Deleted " + present.Ago(d.Discarded, on.Env.Now()) + ", " + lines + ": “" +
				hex.OneLine(d.Mine, 120) + "”.",
				"It becomes a new cell with the same source; what stood on the old one by its id, such as the app, does not find it."}
		},
		Done: func(r change.Result, err error) {
			if c, ok := r.Entity.(hex.Cell); ok && err == nil {
				on.place(c, k.Place, false)
				on.forget(d.ID)
			}
		},
	})
}
