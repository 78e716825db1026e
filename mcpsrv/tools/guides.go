package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
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
	out := guidesWritten{Files: each(now.Files, guideRowOf), Warnings: []string{},
		Next: "To have them followed: publish_hex_guides with guide_ids."}
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

// unpublished is said of what is in no document of Hex's.
const unpublished = " Not in Hex's published API: a workspace may not have it."

// suggestionTools show what Hex's analyst proposes to mend in the workspace's context, and note what became of it.
func suggestionTools() []Spec {
	known := answer.Advice{Missing: "List them with list_hex_suggestions. Not every workspace has suggestions in its API.",
		Check: "Look at get_hex_suggestion, before calling again."}
	target := func(_ *Workspace, in suggestionIn) string { return in.SuggestionID }
	return []Spec{
		tool[listSuggestionsIn, suggestionPage]{
			name: "list_hex_suggestions", title: "List suggestions", class: policy.Read, toolset: policy.Guides,
			about:  "Lists what Hex's analyst proposes to mend in guides and in descriptions of data. Needs a Manager." + unpublished,
			advice: known,
			check: func(in listSuggestionsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[suggestionRow](in.View))
			},
			run: (*Workspace).listSuggestions,
		}.spec(),
		tool[suggestionIn, suggestionShown]{
			name: "get_hex_suggestion", title: "Get a suggestion", class: policy.Read, toolset: policy.Guides,
			about: "Shows a suggestion with its evidence and the changes that it proposes, as Hex sends them." + unpublished, advice: known,
			target: target, run: (*Workspace).getSuggestion,
		}.spec(),
		tool[judgeSuggestionIn, suggestionNow]{
			name: "update_hex_suggestion", title: "Complete or dismiss a suggestion", class: policy.Overwrite, toolset: policy.Guides,
			about: "Marks a suggestion, or with change_id one of its changes, as completed or dismissed. It carries nothing out: do that " +
				"first." + unpublished,
			advice: known,
			target: func(_ *Workspace, in judgeSuggestionIn) string { return in.SuggestionID },
			check:  (judgeSuggestionIn).check,
			change: func(_ *Workspace, in judgeSuggestionIn) (change.Change, error) {
				return change.JudgeSuggestion{ID: in.SuggestionID, ChangeID: in.ChangeID, Verdict: hex.SuggestionVerdict{
					Status: in.Status, DismissReason: in.DismissReason, UpdateTarget: in.UpdateTarget,
				}}, nil
			},
			done: func(w *Workspace, ctx context.Context, in judgeSuggestionIn, d deed) (suggestionNow, error) {
				return w.suggestionNow(ctx, in.SuggestionID, d)
			},
		}.spec(),
		tool[suggestionIn, suggestionNow]{
			name: "review_hex_suggestion", title: "Have a suggestion reviewed", class: policy.Execute, toolset: policy.Guides,
			about: "Has Hex's analyst look at a suggestion again and propose its changes anew, for when they have gone stale. May cost " +
				"credits." + unpublished,
			advice: known, target: target,
			change: func(_ *Workspace, in suggestionIn) (change.Change, error) {
				return change.ReviewSuggestion{ID: in.SuggestionID}, nil
			},
			done: func(w *Workspace, ctx context.Context, in suggestionIn, d deed) (suggestionNow, error) {
				return w.suggestionNow(ctx, in.SuggestionID, d)
			},
		}.spec(),
	}
}

type listSuggestionsIn struct {
	Limit         int     `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	Status        string  `json:"status" doc:"open, completed or dismissed; Hex may have others."`
	SortBy        string  `json:"sort_by" arg:"enum=CREATED_DATE|EVIDENCE_COUNT|LAST_SOURCE_ADDED_DATE" doc:"What to sort by."`
	SortDirection string  `json:"sort_direction" arg:"enum=ASC|DESC" doc:"Order."`
	Turning       turning `json:",inline"`
	View          view    `json:",inline"`
}

type suggestionRow struct {
	ID         string     `json:"id,omitempty"`
	Title      string     `json:"title,omitempty"`
	Status     string     `json:"status,omitempty"`
	Summary    string     `json:"summary,omitempty"`
	Created    *time.Time `json:"created,omitempty"`
	LastSource *time.Time `json:"last_source_added,omitempty"`
}

func suggestionRowOf(s hex.Suggestion) suggestionRow {
	return suggestionRow{ID: s.ID, Title: s.Title, Status: s.Status, Summary: s.Summary, Created: words.Moment(s.CreatedAt),
		LastSource: words.Moment(s.LastSource)}
}

func (r suggestionRow) line() string {
	return words.With(r.ID+" "+words.OneLine(r.Title), r, "id", "title")
}

type suggestionPage struct {
	Suggestions []suggestionRow `json:"suggestions"`
	onward
}

func (p suggestionPage) Text() string {
	return words.Lines(words.Count(len(p.Suggestions), "suggestion")+".", p.Suggestions, rowText(p.onward.fields, suggestionRow.line),
		p.onward.end())
}

func (p suggestionPage) Size() int { return len(p.Suggestions) }

func (p suggestionPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Suggestions))
	p.Suggestions = p.Suggestions[:n]
	return p
}

func (w *Workspace) listSuggestions(ctx context.Context, in listSuggestionsIn) (suggestionPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return suggestionPage{}, refused
	}
	page, err := w.hex.ListSuggestions(ctx, hex.SuggestionQuery{Paging: at.paging(in.Limit, 100), Status: in.Status, SortBy: in.SortBy,
		SortDirection: hex.SortDirection(in.SortDirection)})
	if err != nil {
		return suggestionPage{}, err
	}
	items, onward := got(page, at, in.View)
	return suggestionPage{Suggestions: chosen(each(items, suggestionRowOf), in.View.Fields), onward: onward}, nil
}

type suggestionIn struct {
	SuggestionID string `json:"suggestion_id" arg:"required" doc:"Its id."`
}

// suggestionShown is a suggestion. The form of its evidence and of its changes is Hex's.
type suggestionShown struct {
	suggestionRow
	Sources []json.RawMessage `json:"sources"`
	Changes []json.RawMessage `json:"changes"`
	Next    string            `json:"next,omitempty"`
}

func (s suggestionShown) Text() string {
	return strings.TrimSpace(words.With(s.suggestionRow.line(), s, "id", "title", "status", "summary", "created", "last_source_added",
		"next") + "\n" + s.Next)
}

// A long suggestion is cut by its evidence; the changes stay.
func (s suggestionShown) Size() int { return len(s.Sources) }

func (s suggestionShown) First(n int) answer.Result {
	s.Next = fmt.Sprintf("Only %d of %d sources are shown, to keep the answer short.", n, len(s.Sources))
	s.Sources = s.Sources[:n]
	return s
}

func (w *Workspace) getSuggestion(ctx context.Context, in suggestionIn) (suggestionShown, error) {
	s, err := w.hex.GetSuggestion(ctx, in.SuggestionID)
	if err != nil {
		return suggestionShown{}, err
	}
	return suggestionShown{suggestionRow: suggestionRowOf(s), Sources: append([]json.RawMessage{}, s.Sources...),
		Changes: append([]json.RawMessage{}, s.Changes...)}, nil
}

type judgeSuggestionIn struct {
	SuggestionID  string `json:"suggestion_id" arg:"required" doc:"Its id."`
	ChangeID      string `json:"change_id" doc:"One of its changes."`
	Status        string `json:"status" arg:"required,enum=completed|dismissed|open" doc:"What became of it."`
	DismissReason string `json:"dismiss_reason" doc:"Why it is dismissed."`
	UpdateTarget  string `json:"update_target" arg:"enum=file_update|data_warehouse_update" doc:"What the change is of."`
}

func (in judgeSuggestionIn) check() *answer.Failure {
	switch {
	case in.DismissReason != "" && in.Status != "dismissed":
		return answer.Refuse("dismiss_reason goes with the status dismissed.", "Leave it out.")
	case in.UpdateTarget != "" && in.ChangeID == "":
		return answer.Refuse("update_target is of a change, and there is no change_id.", "Give the id of one of the suggestion's changes.")
	}
	return nil
}

// suggestionNow is how a suggestion stands behind a write, as far as it can be read.
type suggestionNow struct {
	Done    string            `json:"done"`
	Status  string            `json:"status,omitempty"`
	Changes []json.RawMessage `json:"changes,omitempty"`
}

func (s suggestionNow) Text() string { return words.With(s.Done, s, "done") }

// suggestionNow reads the suggestion, since nobody has written down what Hex answers to such a write. What was done is done, also
// where it cannot be read.
func (w *Workspace) suggestionNow(ctx context.Context, id string, d deed) (suggestionNow, error) {
	if d.err != nil {
		return suggestionNow{}, d.err
	}
	out := suggestionNow{Done: strings.TrimSuffix(d.result.Done, ".")}
	if s, err := w.hex.GetSuggestion(ctx, id); err == nil {
		out.Status, out.Changes = s.Status, s.Changes
	}
	return out, nil
}
