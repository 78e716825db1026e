package wire

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
)

// Skill is a folder of files that tells a model how to do a piece of work with the tools.
type Skill struct {
	// Name is that of the folder: lower case words with hyphens between. It is said in SKILL.md's front matter too.
	Name string
	// FrontMatter is that of SKILL.md, with at least name and description.
	FrontMatter map[string]string
	// Files are all files, by their paths below the folder; one is SKILL.md.
	Files []SkillFile
}

// SkillFile is a file of a [Skill].
type SkillFile struct {
	// Path has slashes and does not begin with one.
	Path, MIMEType, Text string
}

// skillsExtension is declared where there are skills. Clients of either age of the protocol look for it; who does not know it has
// the files as resources.
const skillsExtension = "io.modelcontextprotocol/skills"

// The methods of the extension.
const (
	methodSkillsList    = "skills/list"
	methodSkillsGet     = "skills/get"
	methodDirectoryRead = "resources/directory/read"
)

const (
	skillScheme = "skill://"
	skillFile   = "SKILL.md"
	folderType  = "inode/directory"
)

// skills are the skills as clients see them.
type skills struct {
	entries []skillEntry
	// folders are the members of each folder, by its URI.
	folders map[string][]mcp.Resource
}

// skillEntry is a skill with a complete list of its files.
type skillEntry struct {
	URI         string            `json:"uri"`
	FrontMatter map[string]string `json:"frontmatter"`
	Resources   []skillResource   `json:"resources"`
}

// skillResource is a file as its bytes are to be checked.
type skillResource struct {
	URI    string `json:"uri"`
	Digest string `json:"digest"`
	Size   int    `json:"size"`
}

// newSkills is nil for none.
func newSkills(all []Skill) *skills {
	if len(all) == 0 {
		return nil
	}
	s := &skills{folders: map[string][]mcp.Resource{}}
	for _, k := range all {
		e := skillEntry{URI: k.uri(skillFile), FrontMatter: k.FrontMatter}
		for _, f := range k.Files {
			e.Resources = append(e.Resources, skillResource{URI: k.uri(f.Path), Size: len(f.Text),
				Digest: fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(f.Text)))})
			s.shelve(k, f)
		}
		s.entries = append(s.entries, e)
	}
	return s
}

// shelve puts a file into its folder, and that into the one above it, up to the skill's.
func (s *skills) shelve(k Skill, f SkillFile) {
	child := k.resource(f)
	for at := path.Dir(f.Path); ; at = path.Dir(at) {
		folder := k.uri(at)
		known := slices.ContainsFunc(s.folders[folder], func(r mcp.Resource) bool { return r.URI == child.URI })
		if !known {
			s.folders[folder] = append(s.folders[folder], child)
		}
		if known || at == "." {
			return
		}
		child = mcp.NewResource(folder, path.Base(at), mcp.WithMIMEType(folderType))
	}
}

// uri is that of a file or a folder, by its path.
func (k Skill) uri(at string) string { return skillScheme + path.Join(k.Name, at) }

// resource is a file as it is listed: SKILL.md under the skill's name, which is what tells one from another.
func (k Skill) resource(f SkillFile) mcp.Resource {
	name, about := path.Base(f.Path), ""
	if f.Path == skillFile {
		name, about = k.FrontMatter["name"], k.FrontMatter["description"]
	}
	r := mcp.NewResource(k.uri(f.Path), name, mcp.WithResourceDescription(about), mcp.WithMIMEType(f.MIMEType))
	size := int64(len(f.Text))
	r.Size = &size
	return r
}

// declared adds the extension to those that are declared, where there are skills.
func (s *skills) declared(others map[string]any) map[string]any {
	if s == nil {
		return others
	}
	all := map[string]any{skillsExtension: map[string]any{"directoryRead": true}}
	maps.Copy(all, others)
	return all
}

// addSkills makes the files resources.
func (s *Server) addSkills(all []Skill) {
	for _, k := range all {
		for _, f := range k.Files {
			r := k.resource(f)
			s.mcp.AddResource(r, func(context.Context, mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
				return []mcp.ResourceContents{mcp.TextResourceContents{URI: r.URI, MIMEType: r.MIMEType, Text: f.Text}}, nil
			})
		}
	}
}

// aboutSkills answers the requests of the extension; nil for all others, and for those that mcp-go refuses.
func (d *dispatcher) aboutSkills(m message) any {
	version := m.Params.meta.ProtocolVersion()
	refused := mcp.IsModernProtocol(version) && (!mcp.IsValidProtocolVersion(version) || m.Params.meta.ClientCapabilities() == nil)
	if d.skills == nil || m.ID == nil || refused {
		return nil
	}
	var params struct {
		URI    string `json:"uri"`
		Cursor string `json:"cursor"`
	}
	_ = json.Unmarshal(m.Params.raw, &params) // what does not fit names nothing
	switch m.Method {
	case methodSkillsList:
		return d.onePage(m, params.Cursor, map[string]any{"skills": d.skills.entries, "ttlMs": listsKept.Milliseconds(),
			"cacheScope": mcp.CacheScopePrivate})
	case methodSkillsGet:
		at := slices.IndexFunc(d.skills.entries, func(e skillEntry) bool { return e.URI == params.URI })
		if at < 0 {
			return rpcError(m.ID, mcp.INVALID_PARAMS, d.clean("No skill is served at "+quoted(params.URI)+". "+methodSkillsList+" has "+
				"those that are."))
		}
		return d.result(m, map[string]any{"resultType": "complete", "skill": d.skills.entries[at], "ttlMs": listsKept.Milliseconds(),
			"cacheScope": mcp.CacheScopePrivate})
	case methodDirectoryRead:
		members, ok := d.skills.folders[strings.TrimSuffix(params.URI, "/")]
		if !ok {
			return rpcError(m.ID, mcp.INVALID_PARAMS, d.clean("There is no folder "+quoted(params.URI)+"."))
		}
		return d.onePage(m, params.Cursor, map[string]any{"resources": members})
	}
	return nil
}

// onePage answers a list that has one page, and so no cursor.
func (d *dispatcher) onePage(m message, cursor string, list map[string]any) any {
	if cursor != "" {
		return rpcError(m.ID, mcp.INVALID_PARAMS, "There is no such cursor: the list has one page.")
	}
	list["resultType"] = "complete"
	return d.result(m, list)
}
