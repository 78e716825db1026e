package emulator

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"hextui/hex/emulator/store"
	"hextui/hex/plural"
)

func guideOperations() []operation {
	read, write := []Scope{ReadGuides}, []Scope{WriteGuides}
	return []operation{
		{name: "UpsertGuideDraft", method: "PUT", path: "/v1/guides/draft", shape: older, scopes: write, role: "MANAGER",
			do: upsertGuideDraft},
		{name: "ListDraftGuides", method: "GET", path: "/v1/guides/draft/list", group: group30, scopes: read, role: "MANAGER",
			do: listDraftGuides},
		{name: "PublishGuideDrafts", method: "POST", path: "/v1/guides/publish", shape: older, scopes: write, role: "MANAGER",
			do: publishGuideDrafts},
		{name: "DeleteGuideDraft", method: "DELETE", path: "/v1/guides/draft/{orgGuideFileId}", shape: older, scopes: write,
			role: "MANAGER", success: 204, do: deleteGuideDraft},
	}
}

// maxGuide is how long a guide may be, in characters.
const maxGuide = 100_000

type guideBody struct {
	ID       string `json:"id"`
	FilePath string `json:"filePath"`
}

func showGuide(g store.Guide) guideBody { return guideBody{g.ID, g.Path} }

// externalSource is where a guide is kept. As a locator it has neither branch,
// commit nor path.
type externalSource struct {
	Source     string `json:"source"`
	ID         string `json:"id,omitempty"`
	Owner      string `json:"owner,omitempty"`
	Repo       string `json:"repo,omitempty"`
	Base       string `json:"base,omitempty"`
	Branch     string `json:"branch,omitempty"`
	CommitHash string `json:"commitHash,omitempty"`
	Path       string `json:"path,omitempty"`
}

// locator are the members that tell one place from another.
func (s externalSource) locator() map[string]string {
	all := map[string]string{"source": s.Source, "id": s.ID}
	if s.Source == "github" {
		all = map[string]string{"source": s.Source, "owner": s.Owner, "repo": s.Repo, "base": s.Base}
		if s.Base == "" {
			all["base"] = "https://github.com"
		}
	}
	if all["id"] == "" {
		delete(all, "id")
	}
	return all
}

func (s externalSource) check(whole bool) error {
	switch {
	case s.Source == "unknown":
		return nil
	case s.Source != "github":
		return badRequest("externalSource.source must be github or unknown, not %q", s.Source)
	case s.Owner == "" || s.Repo == "" || whole && (s.Branch == "" || s.CommitHash == "" || s.Path == ""):
		return badRequest("externalSource of github needs owner and repo, and of a file branch, commitHash and path too")
	}
	return nil
}

type guideFile struct {
	FilePath       string          `json:"filePath"`
	Contents       *string         `json:"contents"`
	ExternalSource *externalSource `json:"externalSource"`
}

func (f guideFile) check() error {
	switch {
	case f.FilePath == "" || f.Contents == nil:
		return badRequest("body.files: filePath and contents are required")
	case path.Clean("/"+f.FilePath) != "/"+f.FilePath:
		return badRequest("body.files: %q is no path of a file, such as sales/revenue.md", f.FilePath)
	case utf8.RuneCountInString(*f.Contents) > maxGuide:
		return badRequest("body.files: %s has more than %d characters", f.FilePath, maxGuide)
	case f.ExternalSource != nil:
		return f.ExternalSource.check(true)
	}
	return nil
}

type guideWarning struct {
	FilePath string `json:"filePath"`
	Message  string `json:"message"`
}

// upsertGuideDraft writes drafts. A guide that is kept elsewhere is left alone,
// with a warning, unless forceWrite says otherwise.
func upsertGuideDraft(c *call) (any, error) {
	var body struct {
		Files      []guideFile `json:"files"`
		ForceWrite bool        `json:"forceWrite"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Files == nil {
		return nil, badRequest("body.files is required")
	}
	known, err := c.store.Guides(c.ctx())
	if err != nil {
		return nil, err
	}
	written, warnings := []store.Guide{}, []guideWarning{}
	for _, f := range body.Files {
		if err := f.check(); err != nil {
			return nil, err
		}
		guide, warning, err := f.over(known, body.ForceWrite)
		switch {
		case err != nil:
			return nil, err
		case warning != "":
			warnings = append(warnings, guideWarning{f.FilePath, warning})
		default:
			written = append(written, guide)
		}
	}
	if err := c.store.PutGuides(c.ctx(), written); err != nil {
		return nil, err
	}
	return map[string]any{"files": mapped(written, showGuide), "warnings": warnings, "traceId": c.trace}, nil
}

// over is the guide with the file as its draft, or a warning why it is left alone.
func (f guideFile) over(known []store.Guide, force bool) (guide store.Guide, warning string, err error) {
	guide = store.Guide{ID: newID(), Path: f.FilePath}
	if at := slices.IndexFunc(known, func(g store.Guide) bool { return g.Path == f.FilePath }); at >= 0 {
		guide = known[at]
		elsewhere, err := f.elsewhere(guide)
		if err != nil {
			return guide, "", err
		}
		if elsewhere && !force {
			return guide, fmt.Sprintf("%s is kept somewhere else and was not written; forceWrite writes it", f.FilePath), nil
		}
	}
	guide.Draft, guide.Source = f.Contents, nil
	if f.ExternalSource != nil {
		guide.Source, err = json.Marshal(f.ExternalSource)
	}
	return guide, "", err
}

// elsewhere tells whether the guide is kept in another place than the file.
func (f guideFile) elsewhere(guide store.Guide) (bool, error) {
	var kept externalSource
	if len(guide.Source) > 0 {
		if err := json.Unmarshal(guide.Source, &kept); err != nil {
			return false, err
		}
	}
	given := externalSource{}
	if f.ExternalSource != nil {
		given = *f.ExternalSource
	}
	return fmt.Sprint(kept.locator()) != fmt.Sprint(given.locator()), nil
}

func listDraftGuides(c *call) (any, error) {
	order := ordering{fixed: true}
	page, err := c.pageOf(100, 100, order)
	if err != nil {
		return nil, err
	}
	var source map[string]string
	if text := c.text("externalSource"); text != "" {
		var locator externalSource
		if err := json.Unmarshal([]byte(text), &locator); err != nil {
			return nil, badRequest("externalSource must be a locator as JSON")
		}
		if err := locator.check(false); err != nil {
			return nil, err
		}
		if source = locator.locator(); locator.Base == "" {
			delete(source, "base")
		}
	}
	guides, err := c.store.GuideDrafts(c.ctx(), source, page)
	return listed[guideBody]{mapped(guides.Items, showGuide), ends(guides, order, "")}, err
}

// publishGuideDrafts makes drafts the guides that count.
func publishGuideDrafts(c *call) (any, error) {
	var body struct {
		OrgGuideFileIDs       []string `json:"orgGuideFileIds"`
		PublishAllDraftGuides bool     `json:"publishAllDraftGuides"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if !body.PublishAllDraftGuides && len(body.OrgGuideFileIDs) == 0 {
		return nil, badRequest("Give body.orgGuideFileIds, or body.publishAllDraftGuides")
	}
	wanted := mapped(body.OrgGuideFileIDs, strings.ToLower)
	known, err := c.store.Guides(c.ctx())
	if err != nil {
		return nil, err
	}
	published := []store.Guide{}
	for _, g := range known {
		if g.Draft != nil && (body.PublishAllDraftGuides || slices.Contains(wanted, g.ID)) {
			g.Published, g.Draft = g.Draft, nil
			published = append(published, g)
		}
	}
	for _, id := range wanted {
		if !body.PublishAllDraftGuides && !slices.ContainsFunc(published, func(g store.Guide) bool { return g.ID == id }) {
			return nil, badRequest("There is no draft of a guide %s", id)
		}
	}
	if err := c.store.PutGuides(c.ctx(), published); err != nil {
		return nil, err
	}
	return map[string]any{
		"message": "Published " + plural.Of(len(published), "guide"), "publishedGuides": mapped(published, showGuide), "traceId": c.trace,
	}, nil
}

func deleteGuideDraft(c *call) (any, error) {
	id, err := c.id("orgGuideFileId")
	if err != nil {
		return nil, err
	}
	return nil, missing(c.store.DeleteGuideDraft(c.ctx(), id), "draft of a guide", id)
}
