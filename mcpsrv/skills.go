package mcpsrv

import (
	"slices"

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
