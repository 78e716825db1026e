package change

import (
	"context"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/hex/plural"
)

// WriteGuides writes drafts of guides, over earlier drafts of the same path. Its entity is a [hex.GuideDrafts].
type WriteGuides struct {
	Files []hex.GuideFile
	// Force writes also where Hex would warn instead.
	Force bool
}

// Prepare lists the drafts: their texts cannot be read.
func (w WriteGuides) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	drafts, err := draftGuides(ctx, c)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(w.Files))
	var over []string
	for i, f := range w.Files {
		paths[i] = f.FilePath
		if slices.ContainsFunc(drafts, func(g hex.Guide) bool { return g.FilePath == f.FilePath }) {
			over = append(over, f.FilePath)
		}
	}
	pick := func(g hex.Guide) bool { return slices.Contains(paths, g.FilePath) }
	before := guideState(drafts, pick)
	after := before
	for _, f := range w.Files {
		after = after.with("draft "+f.FilePath, sourceFact(f.Contents))
	}
	n := plan{
		op: "UpsertGuideDraft", does: "Write drafts of guides", risk: Access, before: before, after: after, look: guideLook(pick),
		target:   Target{Kind: fmt.Sprintf("%s of guides", plural.Of(len(w.Files), "draft")), Title: list(paths, 3)},
		undo:     "The earlier drafts cannot be read, so they cannot be put back.",
		warnings: []string{"Once they are published, Hex's analyst follows them for everybody in the workspace."},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.UpsertGuideDraft(ctx, w.Files, w.Force)
			r := Result{Entity: now, Done: plural.Of(len(now.Files), "draft") + " written; they are followed once they are published."}
			if err == nil && len(over) == 0 && len(now.Files) == 1 {
				r.Undo = DeleteGuideDraft{now.Files[0].ID}
			}
			return r, err
		},
	}
	switch {
	case len(over) > 0:
		n.warnings = append(n.warnings,
			fmt.Sprintf("Earlier drafts would be replaced, whose texts Hex's API cannot show: %s.", list(over, 5)))
	case len(w.Files) == 1:
		n.undoable, n.undo = true, "The draft can be dropped again."
	default:
		n.undo = "The drafts are new: each can be dropped again."
	}
	return n.prepared(ctx, c)
}

// PublishGuides makes drafts the guides that Hex's analyst follows: those of the ids, or all. Its entity is a
// [hex.PublishedGuides].
type PublishGuides struct {
	IDs []string
	All bool
}

// Prepare lists the drafts.
func (w PublishGuides) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	drafts, err := draftGuides(ctx, c)
	if err != nil {
		return nil, err
	}
	pick := func(g hex.Guide) bool { return w.All || slices.Contains(w.IDs, g.ID) }
	before := guideState(drafts, pick)
	for _, id := range w.IDs {
		if !slices.ContainsFunc(drafts, func(g hex.Guide) bool { return g.ID == id }) {
			return nil, noDraft(id)
		}
	}
	after := state{}
	paths := []string{}
	for _, g := range drafts {
		if pick(g) {
			after.add("guide "+g.FilePath, "published")
			paths = append(paths, g.FilePath)
		}
	}
	return plan{
		op: "PublishGuideDrafts", does: "Publish guides", risk: Access, before: before, after: after, look: guideLook(pick),
		target:   Target{Kind: fmt.Sprintf("%s of guides", plural.Of(len(before), "draft")), Title: list(paths, 3)},
		affected: []Affected{{Kind: everybody}},
		warnings: []string{"Hex's analyst would follow them for everybody in the workspace, in place of what is published now."},
		undo:     "The guides that are published now cannot be read, so they cannot be put back.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.PublishGuideDrafts(ctx, w.IDs, w.All)
			return Result{Entity: now, Done: plural.Of(len(now.Guides), "guide") + " published."}, err
		},
	}.prepared(ctx, c)
}

// DeleteGuideDraft drops the draft of a guide; what is published stays. Its entity is the [hex.Guide] whose draft it was.
type DeleteGuideDraft struct{ ID string }

// Prepare lists the drafts.
func (w DeleteGuideDraft) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	drafts, err := draftGuides(ctx, c)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(drafts, func(g hex.Guide) bool { return g.ID == w.ID })
	if at < 0 {
		return nil, noDraft(w.ID)
	}
	guide := drafts[at]
	pick := func(g hex.Guide) bool { return g.ID == w.ID }
	return plan{
		op: "DeleteGuideDraft", does: "Drop a draft of a guide", risk: Destroy,
		target: Target{Kind: "draft of the guide", Title: guide.FilePath, ID: w.ID},
		before: guideState(drafts, pick), after: state{}, look: guideLook(pick),
		undo: "The text of a draft cannot be read, so it cannot be put back.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			err := c.DeleteGuideDraft(ctx, w.ID)
			return Result{Entity: guide, Done: fmt.Sprintf("Dropped the draft of %s.", guide.FilePath)}, err
		},
	}.prepared(ctx, c)
}

func noDraft(id string) *hex.Error {
	return &hex.Error{Kind: hex.NotFound, Message: fmt.Sprintf("There is no draft of a guide with the id %s.", id),
		Hint: "It was dropped or published."}
}

func draftGuides(ctx context.Context, c *hex.Client) ([]hex.Guide, error) {
	return hex.Collect(c.DraftGuidePages(ctx, hex.GuideQuery{Paging: hex.Paging{Limit: 100}}))
}

func guideState(drafts []hex.Guide, pick func(hex.Guide) bool) state {
	s := state{}
	for _, g := range drafts {
		if pick(g) {
			s.add("draft "+g.FilePath, g.ID)
		}
	}
	return s
}

func guideLook(pick func(hex.Guide) bool) func(context.Context, *hex.Client) (state, error) {
	return func(ctx context.Context, c *hex.Client) (state, error) {
		now, err := draftGuides(ctx, c)
		return guideState(now, pick), err
	}
}
