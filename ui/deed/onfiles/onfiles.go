// Package onfiles is how a project leaves the workspace as files, and how what was edited in them comes back: as Hex's own file, as a
// Jupyter notebook, and as a folder with a file for each cell. What comes back becomes drafts on this computer, to be reviewed and
// saved like any; nothing here writes to Hex, and no file is written over without asking.
package onfiles

import (
	"context"
	"io"
	"os"
	"strconv"
	"strings"

	"hextui/hex"
	"hextui/hex/folder"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// On is the project whose files are written and read.
type On struct {
	Env     *screen.Env
	Project hex.Project
	// Drafts is told that so many edited files became drafts.
	Drafts func(n int)
}

// Offers are the ways to files and back; none is why there is no project, empty where there is one.
func (on On) Offers(none string) []screen.Offer {
	var offers []screen.Offer
	for _, o := range []struct {
		id action.ID
		do func()
	}{{action.ExportFile, on.export}, {action.ExportJupyter, on.jupyter}, {action.SyncFolder, on.askFolder}} {
		offers = append(offers, screen.Offer{Action: o.id, Reason: none, Do: o.do})
	}
	return offers
}

// The versions that can be exported.
const (
	theDraft     = "the draft"
	thePublished = "the published version"
	aVersion     = "a version by its number"
)

// export asks for a version and a file, and writes Hex's own file of the project.
func (on On) export() {
	which := &overlay.Entry{Name: "version", Label: "version", Options: []string{theDraft, thePublished, aVersion}}
	number := (&overlay.Entry{Name: "number", Label: "number", Hint: "12"}).Preset("")
	file := on.file(".hex.yaml")
	title := "Write “" + on.Project.Title + "” to a file"
	f := overlay.NewForm(title, "write", []*overlay.Entry{which, number, file}, func(*overlay.Form) string {
		version := map[string]string{theDraft: "draft", thePublished: "latest"}[which.Value()]
		if version == "" {
			version = strings.TrimSpace(number.Value())
			if n, err := strconv.Atoi(version); err != nil || n < 1 {
				return "Type the number of a version: 1, 2, …"
			}
		}
		if version == "latest" && !on.Project.Published() {
			return "This project was never published: there is only its draft."
		}
		return on.write(file.Value(), func(ctx context.Context) (func(io.Writer) error, error) {
			e, err := on.Env.API.ExportProject(ctx, on.Project.ID, version)
			return func(w io.Writer) error { _, err := io.WriteString(w, e.Content); return err }, err
		})
	})
	f.OnTurn = func(*overlay.Form) {
		number.Disabled = "Only for a version by its number."
		if which.Value() == aVersion {
			number.Disabled = ""
		}
	}
	f.OnTurn(f)
	on.Env.Host.Ask(f)
}

// jupyter asks for a file, and writes the draft as a Jupyter notebook for reading.
func (on On) jupyter() {
	file := on.file(".ipynb")
	on.Env.Host.Ask(overlay.NewForm("Write the draft as a Jupyter notebook", "write", []*overlay.Entry{file}, func(*overlay.Form) string {
		return on.write(file.Value(), func(ctx context.Context) (func(io.Writer) error, error) {
			cells, err := on.cells(ctx)
			return func(w io.Writer) error { return folder.Jupyter(w, on.Project, cells) }, err
		})
	}))
}

// cells reads the draft.
func (on On) cells(ctx context.Context) ([]hex.Cell, error) {
	return hex.Collect(on.Env.API.CellPages(ctx, hex.CellQuery{ProjectID: on.Project.ID, Paging: hex.Paging{Limit: 100}}))
}

// file is the field of a file's name, with a good one in it.
func (on On) file(ending string) *overlay.Entry {
	return (&overlay.Entry{Name: "file", Label: "file", Note: here()}).Preset(screen.FileName(on.Project.Title, "project") + ending)
}

// here says where names begin.
func here() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return "In " + dir + ", or anywhere by a whole path."
}

// write makes a file, and asks before it takes the place of another. It says what is wrong with the name, or nothing.
func (on On) write(path string, read func(context.Context) (func(io.Writer) error, error)) (complaint string) {
	return screen.Keep(on.Env, path, read, func(path string, err error) {
		if err != nil {
			on.Env.Host.Notice(screen.Error, "The file was not written. "+err.Error())
			return
		}
		on.Env.Host.Notice(screen.OK, "Wrote "+path+".")
	})
}
