package mcpsrv

import (
	"slices"
	"strings"

	"hextui/mcpsrv/skills"
	"hextui/mcpsrv/wire"
)

// skills are the skills that can be followed with the tools that the policy offers.
func (s *Server) skills() []wire.Skill {
	var all []wire.Skill
	for _, k := range skills.All() {
		if slices.ContainsFunc(k.Needs, func(tool string) bool { return !s.rules.Offers(tool) }) {
			continue
		}
		offered := wire.Skill{Name: k.Name, FrontMatter: k.FrontMatter}
		for _, f := range k.Files {
			offered.Files = append(offered.Files, wire.SkillFile{Path: f.Path, MIMEType: "text/markdown", Text: f.Text})
		}
		all = append(all, offered)
	}
	return all
}

// pointer tells a model of the skills, which not every client does.
func pointer(all []wire.Skill) string {
	if len(all) == 0 {
		return ""
	}
	var names []string
	for _, k := range all {
		names = append(names, k.Name)
	}
	return "\n- Some work is written down step by step in the resources skill://NAME/SKILL.md: " + strings.Join(names, ", ") +
		". Read the one that fits before you begin."
}
