package tools

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// guideTools write and publish the guides that Hex's analyst follows.
func guideTools() []Spec {
	known := answer.Advice{Missing: "List the drafts with list_hex_guide_drafts.",
		Check: "Look at list_hex_guide_drafts, before calling again."}
	return []Spec{
		tool[listGuidesIn, guidePage]{
			name: "list_hex_guide_drafts", title: "List drafts of guides", class: policy.Read, toolset: policy.Guides,
			about: "Lists the drafts of the guides that Hex's analyst follows. Their texts cannot be read through the API.",
			check: func(in listGuidesIn) *answer.Failure { return in.Turning.check() },
			run:   (*Workspace).listGuides,
		}.spec(),
		tool[writeGuidesIn, guidesWritten]{
			name: "write_hex_guide_drafts", title: "Write drafts of guides", class: policy.Access, toolset: policy.Guides,
			about: "Writes Markdown guides as drafts, over earlier drafts of the same path. Hex's analyst follows them only when they " +
				"are published.",
			advice: known,
			check:  (writeGuidesIn).check,
			change: func(_ *Workspace, in writeGuidesIn) (change.Change, error) {
				var files []hex.GuideFile
				for _, f := range in.Files {
					files = append(files, hex.GuideFile{FilePath: f.Path, Contents: f.Contents})
				}
				return change.WriteGuides{Files: files, Force: in.Force}, nil
			},
			done: entity((*Workspace).guidesWritten),
		}.spec(),
		tool[publishGuidesIn, guidesPublished]{
			name: "publish_hex_guides", title: "Publish guides", class: policy.Access, toolset: policy.Guides,
			about: "Makes drafts the guides that Hex's analyst follows for everybody in the workspace: those of guide_ids, or with all " +
				"true every draft.",
			advice: known,
			check: func(in publishGuidesIn) *answer.Failure {
				if (len(in.GuideIDs) == 0) != in.All {
					return answer.Refuse("Give either guide_ids or all true.", "List the drafts with list_hex_guide_drafts.")
				}
				return nil
			},
			change: func(_ *Workspace, in publishGuidesIn) (change.Change, error) {
				return change.PublishGuides{IDs: in.GuideIDs, All: in.All}, nil
			},
			done: entity(func(_ *Workspace, _ publishGuidesIn, now hex.PublishedGuides) guidesPublished {
				return guidesPublished{Published: each(now.Guides, guideRowOf), Message: now.Message}
			}),
		}.spec(),
		tool[guideIn, guideDeleted]{
			name: "delete_hex_guide_draft", title: "Drop a draft of a guide", class: policy.Destroy, toolset: policy.Guides,
			about:  "Drops the draft of a guide; what is published stays. The API cannot undo it.",
			advice: known,
			target: func(_ *Workspace, in guideIn) string { return in.GuideID },
			change: func(_ *Workspace, in guideIn) (change.Change, error) {
				return change.DeleteGuideDraft{ID: in.GuideID}, nil
			},
			done: entity(func(_ *Workspace, in guideIn, _ hex.Guide) guideDeleted {
				return guideDeleted{Deleted: true, GuideID: in.GuideID}
			}),
		}.spec(),
	}
}

type listGuidesIn struct {
	Limit   int     `json:"limit" arg:"min=1,max=100,default=100" doc:"At most so many."`
	Turning turning `json:",inline"`
}

type guideRow struct {
	ID   string `json:"id"`
	Path string `json:"file_path"`
}

func guideRowOf(g hex.Guide) guideRow { return guideRow{g.ID, g.FilePath} }

func (r guideRow) line() string { return r.ID + " " + words.OneLine(r.Path) }

type guidePage struct {
	Drafts []guideRow `json:"drafts"`
	onward
}

func (p guidePage) Text() string {
	return words.Lines(words.Count(len(p.Drafts), "draft")+".", p.Drafts, guideRow.line, p.onward.end())
}

func (p guidePage) Size() int { return len(p.Drafts) }

func (p guidePage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Drafts))
	p.Drafts = p.Drafts[:n]
	return p
}

func (w *Workspace) listGuides(ctx context.Context, in listGuidesIn) (guidePage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return guidePage{}, refused
	}
	page, err := w.hex.ListDraftGuides(ctx, hex.GuideQuery{Paging: at.paging(in.Limit, 100)})
	if err != nil {
		return guidePage{}, err
	}
	items, onward := got(page, at, view{})
	return guidePage{Drafts: each(items, guideRowOf), onward: onward}, nil
}

// maxGuide is Hex's limit of the characters of a guide.
const maxGuide = 100_000

type writeGuidesIn struct {
	Files []struct {
		Path     string `json:"file_path" arg:"required" doc:"Path of the guide."`
		Contents string `json:"contents" arg:"required" doc:"Markdown."`
	} `json:"files" arg:"required,max=100" doc:"The guides."`
	Force bool `json:"force" doc:"Write also where Hex would warn instead."`
}

func (in writeGuidesIn) check() *answer.Failure {
	if len(in.Files) == 0 {
		return answer.Refuse("files is empty.", "Give at least one {file_path, contents}.")
	}
	for i, f := range in.Files {
		if n := utf8.RuneCountInString(f.Contents); n > maxGuide {
			return answer.Refuse(fmt.Sprintf("files[%d].contents has %d characters, more than Hex's %d.", i, n, maxGuide),
				"Split the guide.")
		}
		if !strings.HasSuffix(strings.ToLower(f.Path), ".md") {
			return answer.Refuse(fmt.Sprintf("files[%d].file_path %s is no Markdown file.", i, words.Quoted(f.Path)),
				"Give a path that ends in .md.")
		}
	}
	return nil
}

type guidesWritten struct {
	Files    []guideRow `json:"files"`
	Warnings []string   `json:"warnings"`
	Next     string     `json:"next"`
}

func (w guidesWritten) Text() string {
	return words.Lines(words.Count(len(w.Files), "draft")+" written.", w.Files, guideRow.line,
		strings.Join(append(w.Warnings, w.Next), "\n"))
}

func (w *Workspace) guidesWritten(_ writeGuidesIn, now hex.GuideDrafts) guidesWritten {
	out := guidesWritten{Files: each(now.Files, guideRowOf), Warnings: []string{}, Next: "To have them followed: publish_hex_guides with guide_ids."}
	for _, w := range now.Warnings {
		out.Warnings = append(out.Warnings, w.FilePath+": "+w.Message)
	}
	return out
}

type publishGuidesIn struct {
	GuideIDs []string `json:"guide_ids" arg:"id=guide" doc:"Drafts to publish."`
	All      bool     `json:"all" doc:"Every draft."`
}

type guidesPublished struct {
	Published []guideRow `json:"published"`
	Message   string     `json:"message,omitempty"`
}

func (p guidesPublished) Text() string {
	return words.Lines(words.Count(len(p.Published), "guide")+" published. "+p.Message, p.Published, guideRow.line, "")
}

type guideIn struct {
	GuideID string `json:"guide_id" arg:"required,id=guide"`
}

type guideDeleted struct {
	Deleted bool   `json:"deleted"`
	GuideID string `json:"guide_id"`
}

func (g guideDeleted) Text() string { return "Dropped: the draft " + g.GuideID + "." }
