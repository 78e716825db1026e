package tools

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// guideTools write and publish the guides that Hex's analyst follows.
func guideTools() []Spec {
	known := answer.Advice{Missing: "List the drafts with list_hex_guide_drafts.", Check: "Look at list_hex_guide_drafts, before calling again."}
	return []Spec{
		tool[listGuidesIn, guidePage]{
			name: "list_hex_guide_drafts", title: "List drafts of guides", class: policy.Read, toolset: policy.Guides,
			about: "Lists the drafts of the guides that Hex's analyst follows. Their texts cannot be read through the API.",
			check: func(in listGuidesIn) *answer.Failure { return in.Turning.check() },
			run:   (*Workspace).listGuides,
		}.spec(),
		tool[writeGuidesIn, guidesWritten]{
			name: "write_hex_guide_drafts", title: "Write drafts of guides", class: policy.Overwrite, toolset: policy.Guides,
			about:  "Writes Markdown guides as drafts, over earlier drafts of the same path. Hex's analyst follows them only when they are published.",
			advice: known,
			check:  (writeGuidesIn).check,
			effect: func(_ *Workspace, _ context.Context, in writeGuidesIn) (effect, error) {
				return effect{target: words.Count(len(in.Files), "draft") + " of guides", note: "Earlier drafts of the same paths would be replaced; the API cannot show them."}, nil
			},
			run: (*Workspace).writeGuides,
		}.spec(),
		tool[publishGuidesIn, guidesPublished]{
			name: "publish_hex_guides", title: "Publish guides", class: policy.Overwrite, toolset: policy.Guides,
			about:  "Makes drafts the guides that Hex's analyst follows for everybody in the workspace: those of guide_ids, or with all true every draft.",
			advice: known,
			check: func(in publishGuidesIn) *answer.Failure {
				if (len(in.GuideIDs) == 0) != in.All {
					return answer.Refuse("Give either guide_ids or all true.", "List the drafts with list_hex_guide_drafts.")
				}
				return nil
			},
			effect: (*Workspace).publishGuidesEffect,
			run:    (*Workspace).publishGuides,
		}.spec(),
		tool[guideIn, guideDeleted]{
			name: "delete_hex_guide_draft", title: "Drop a draft of a guide", class: policy.Destroy, toolset: policy.Guides,
			about:  "Drops the draft of a guide; what is published stays. The API cannot undo it.",
			advice: known,
			target: func(_ *Workspace, in guideIn) string { return in.GuideID },
			effect: (*Workspace).deleteGuideEffect,
			run:    (*Workspace).deleteGuide,
		}.spec(),
	}
}

type listGuidesIn struct {
	Limit   int     `json:"limit" arg:"min=1,max=100,default=100"`
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
	return words.Lines(words.Count(len(p.Drafts), "draft")+".", p.Drafts, guideRow.line, p.onward.Next)
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
		Path     string `json:"file_path" arg:"required"`
		Contents string `json:"contents" arg:"required"`
	} `json:"files" arg:"required,max=100"`
	Force bool `json:"force" doc:"Write also where Hex would warn instead."`
}

func (in writeGuidesIn) check() *answer.Failure {
	if len(in.Files) == 0 {
		return answer.Refuse("files is empty.", "Give at least one {file_path, contents}.")
	}
	for i, f := range in.Files {
		if n := utf8.RuneCountInString(f.Contents); n > maxGuide {
			return answer.Refuse(fmt.Sprintf("files[%d].contents has %d characters, more than Hex's %d.", i, n, maxGuide), "Split the guide.")
		}
		if !strings.HasSuffix(strings.ToLower(f.Path), ".md") {
			return answer.Refuse(fmt.Sprintf("files[%d].file_path %s is no Markdown file.", i, words.Quoted(f.Path)), "Give a path that ends in .md.")
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
	return words.Lines(words.Count(len(w.Files), "draft")+" written.", w.Files, guideRow.line, strings.Join(append(w.Warnings, w.Next), "\n"))
}

func (w *Workspace) writeGuides(ctx context.Context, in writeGuidesIn) (guidesWritten, error) {
	var files []hex.GuideFile
	for _, f := range in.Files {
		files = append(files, hex.GuideFile{FilePath: f.Path, Contents: f.Contents})
	}
	h, err := w.writer().UpsertGuideDraft(ctx, files, in.Force)
	if err != nil {
		return guidesWritten{}, err
	}
	out := guidesWritten{Files: each(h.Files, guideRowOf), Warnings: []string{}, Next: "They are followed only after publish_hex_guides."}
	for _, w := range h.Warnings {
		out.Warnings = append(out.Warnings, w.FilePath+": "+w.Message)
	}
	return out, nil
}

type publishGuidesIn struct {
	GuideIDs []string `json:"guide_ids" arg:"id=guide"`
	All      bool     `json:"all"`
}

type guidesPublished struct {
	Published []guideRow `json:"published"`
	Message   string     `json:"message,omitempty"`
}

func (p guidesPublished) Text() string {
	return words.Lines(words.Count(len(p.Published), "guide")+" published. "+p.Message, p.Published, guideRow.line, "")
}

// drafts are all drafts of guides.
func (w *Workspace) drafts(ctx context.Context) ([]guideRow, error) {
	all, err := walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.Guide], error) {
		return w.hex.ListDraftGuides(ctx, hex.GuideQuery{Paging: p})
	})
	return each(all, guideRowOf), err
}

func (w *Workspace) publishGuidesEffect(ctx context.Context, in publishGuidesIn) (effect, error) {
	all, err := w.drafts(ctx)
	if err != nil {
		return effect{}, err
	}
	chosen := []guideRow{}
	for _, d := range all {
		if in.All || hasName(in.GuideIDs, d.ID) {
			chosen = append(chosen, d)
		}
	}
	if len(chosen) < len(in.GuideIDs) {
		return effect{}, &answer.Failure{Kind: string(hex.NotFound), Message: "Not all guide_ids are drafts.", Hint: "List the drafts with list_hex_guide_drafts."}
	}
	return effect{target: words.Count(len(chosen), "draft") + " of guides, for the whole workspace", before: map[string]any{"drafts": chosen}}, nil
}

func (w *Workspace) publishGuides(ctx context.Context, in publishGuidesIn) (guidesPublished, error) {
	h, err := w.writer().PublishGuideDrafts(ctx, in.GuideIDs, in.All)
	if err != nil {
		return guidesPublished{}, err
	}
	return guidesPublished{Published: each(h.Guides, guideRowOf), Message: h.Message}, nil
}

type guideIn struct {
	GuideID string `json:"guide_id" arg:"required,id=guide"`
}

type guideDeleted struct {
	Deleted bool   `json:"deleted"`
	GuideID string `json:"guide_id"`
}

func (g guideDeleted) Text() string { return "Dropped: the draft " + g.GuideID + "." }

func (w *Workspace) deleteGuideEffect(ctx context.Context, in guideIn) (effect, error) {
	all, err := w.drafts(ctx)
	if err != nil {
		return effect{}, err
	}
	for _, d := range all {
		if d.ID == in.GuideID {
			return effect{target: words.Named("draft of the guide", d.Path, d.ID), before: d}, nil
		}
	}
	return effect{}, &answer.Failure{Kind: string(hex.NotFound), Message: "There is no draft with the id " + in.GuideID + ".", Hint: "List the drafts with list_hex_guide_drafts."}
}

func (w *Workspace) deleteGuide(ctx context.Context, in guideIn) (guideDeleted, error) {
	if err := w.writer().DeleteGuideDraft(ctx, in.GuideID); err != nil {
		return guideDeleted{}, err
	}
	return guideDeleted{Deleted: true, GuideID: in.GuideID}, nil
}
