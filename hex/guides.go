package hex

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"unicode/utf8"
)

// maxGuide is Hex's limit of a guide's length in characters.
const maxGuide = 100_000

// GuideFile is a guide for Hex's analyst: a Markdown file.
type GuideFile struct {
	FilePath string `json:"filePath"`
	// Contents are at most 100,000 characters.
	Contents string `json:"contents"`
	// Source is where the file is kept; nil leaves it out.
	Source *GuideSource `json:"externalSource,omitempty"`
}

// GuideSource says where a guide is kept: Source is "github" with at least owner and repository, or "unknown" with an ID
// of your own. As a filter, Branch, CommitHash and Path stay empty.
type GuideSource struct {
	Source string `json:"source"`
	ID     string `json:"id,omitempty"`
	Owner  string `json:"owner,omitempty"`
	Repo   string `json:"repo,omitempty"`
	// Base is https://github.com when empty.
	Base       string `json:"base,omitempty"`
	Branch     string `json:"branch,omitempty"`
	CommitHash string `json:"commitHash,omitempty"`
	Path       string `json:"path,omitempty"`
}

// Guide names a guide of the workspace.
type Guide struct {
	ID       string `json:"id"`
	FilePath string `json:"filePath"`
}

func (g *Guide) missing() string { return firstMissing("guide id", g.ID) }

// GuideDrafts is what UpsertGuideDraft did.
type GuideDrafts struct {
	Files    []Guide `json:"files"`
	Warnings []struct {
		FilePath string `json:"filePath"`
		Message  string `json:"message"`
	} `json:"warnings"`
	TraceID string `json:"traceId"`
}

// UpsertGuideDraft writes drafts of guides, new ones and over earlier ones of the same path. Hex: UpsertGuideDraft. Look at
// the warnings. force writes also where Hex would warn instead.
func (c *Client) UpsertGuideDraft(ctx context.Context, files []GuideFile, force bool) (GuideDrafts, error) {
	wrong := needSome(len(files), "file")
	for _, f := range files {
		if n := utf8.RuneCountInString(f.Contents); n > maxGuide {
			wrong = fmt.Errorf("the guide %s has %d characters; the most are %d", f.FilePath, n, maxGuide)
		}
	}
	body := map[string]any{"files": files}
	if force {
		body["forceWrite"] = true
	}
	return call[GuideDrafts](ctx, c, route{op: "UpsertGuideDraft", method: "PUT", path: "/guides/draft", body: body, wrong: wrong})
}

// GuideQuery chooses drafts of guides. The server's default page has 100.
type GuideQuery struct {
	Paging
	// Source takes only those kept there.
	Source *GuideSource
}

// ListDraftGuides returns one page of the drafts of guides. Hex: ListDraftGuides. Up to 100 a page.
func (c *Client) ListDraftGuides(ctx context.Context, q GuideQuery) (Page[Guide], error) {
	v := q.Paging.values()
	if q.Source != nil {
		locator, err := json.Marshal(q.Source)
		if err != nil {
			v.refuse("the source: %w", err)
		}
		v.text("externalSource", string(locator))
	}
	return getPage[Guide](ctx, c, route{op: "ListDraftGuides", group: group30, path: "/guides/draft/list", query: v})
}

// DraftGuidePages walks all pages of the drafts of guides, as they come. Hex: ListDraftGuides.
func (c *Client) DraftGuidePages(ctx context.Context, q GuideQuery) iter.Seq2[Page[Guide], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Guide], error) {
		q.Paging = p
		return c.ListDraftGuides(ctx, q)
	})
}

// PublishedGuides is what PublishGuideDrafts did.
type PublishedGuides struct {
	Message string  `json:"message"`
	Guides  []Guide `json:"publishedGuides"`
	TraceID string  `json:"traceId"`
}

// PublishGuideDrafts makes drafts the guides that Hex's analyst follows: those of the ids, or with none and all set, all.
// Hex: PublishGuideDrafts.
func (c *Client) PublishGuideDrafts(ctx context.Context, ids []string, all bool) (PublishedGuides, error) {
	body := map[string]any{}
	var wrong error
	switch {
	case all && len(ids) == 0:
		body["publishAllDraftGuides"] = true
	case len(ids) > 0 && !all:
		body["orgGuideFileIds"] = ids
	default:
		wrong = errors.New("name the guides, or ask for all of them")
	}
	return call[PublishedGuides](ctx, c, route{
		op: "PublishGuideDrafts", method: "POST", path: "/guides/publish", body: body, wrong: wrong, names: refs(RefGuide, ids...),
	})
}

// DeleteGuideDraft drops the draft of a guide. Hex: DeleteGuideDraft.
func (c *Client) DeleteGuideDraft(ctx context.Context, guideID string) error {
	_, err := call[empty](ctx, c, route{op: "DeleteGuideDraft", method: "DELETE", path: "/guides/draft/{}", ids: refs(RefGuide, guideID)})
	return err
}
