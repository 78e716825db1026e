package policy

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// Policy narrows what agents may do. The zero value offers every tool on everything that the token may reach.
//
// It is enforced twice: a tool that is left out is not registered, so it is neither listed nor callable, and the guard
// before the API client refuses what the policy forbids, whatever tool asks for it.
type Policy struct {
	// ReadOnly leaves out every tool that is not of class Read, and lets no other request than GET through.
	ReadOnly bool
	// Toolsets are the groups of tools that are offered; [Everything] is every one, [Usual] what most work needs. Tools are single tools
	// that are offered
	// besides. With neither, all are; with Tools alone, only those.
	Toolsets, Tools []string
	// ExcludeTools are never offered, whatever else says so.
	ExcludeTools []string
	// AllowProjects, AllowCollections and AllowConnections are the ids, or Hex URLs with them, that may be touched or
	// seen; empty is all. Nothing new of a kind that has a list can be made. With a list of projects or connections, threads and
	// guides are not offered: Hex's analyst looks at the whole workspace, and follows guides for everybody in it.
	AllowProjects, AllowCollections, AllowConnections []string
}

// Subject is a tool, as far as a policy rules it.
type Subject struct {
	Name    string
	Toolset Toolset
	Class   Class
	// Usual tells whether most work needs it.
	Usual bool
}

// Check says what is wrong with the policy over all tools there are: the names and ids that are none.
func (p Policy) Check(all []Subject) error {
	_, err := p.Rules(all)
	return err
}

// Rules are a policy made ready to be asked.
type Rules struct {
	// ReadOnly lets nothing through that writes.
	ReadOnly bool
	// offered are the names of the tools that are; nil is all.
	offered map[string]bool
	// allowed are the ids of each kind that has a list.
	allowed map[schema.Noun]map[string]bool
}

// Rules makes the policy ready to be asked, over all tools there are.
func (p Policy) Rules(all []Subject) (*Rules, error) {
	r := &Rules{ReadOnly: p.ReadOnly, allowed: map[schema.Noun]map[string]bool{}}
	if err := r.offer(p, all); err != nil {
		return nil, err
	}
	for _, list := range []struct {
		flag string
		noun schema.Noun
		ids  []string
	}{
		{"allow-project", schema.Project, p.AllowProjects}, {"allow-collection", schema.Collection, p.AllowCollections},
		{"allow-connection", schema.Connection, p.AllowConnections},
	} {
		for _, given := range list.ids {
			id, complaint := list.noun.ID(list.flag, given)
			if complaint != "" {
				return nil, fmt.Errorf("%s", complaint)
			}
			if r.allowed[list.noun] == nil {
				r.allowed[list.noun] = map[string]bool{}
			}
			r.allowed[list.noun][id] = true
		}
	}
	for _, t := range all {
		if (t.Toolset == Threads || t.Toolset == Guides) && r.wideDenied() {
			delete(r.offered, t.Name)
		}
	}
	return r, nil
}

// wideDenied tells whether what looks at the whole workspace is refused.
func (r *Rules) wideDenied() bool { return r.limits(schema.Project) || r.limits(schema.Connection) }

// offer fills r.offered.
func (r *Rules) offer(p Policy, all []Subject) error {
	byName, bySet := map[string]Subject{}, map[string][]Subject{Everything: all}
	for _, set := range Toolsets() {
		bySet[string(set)] = nil
	}
	for _, t := range all {
		byName[t.Name] = t
		bySet[string(t.Toolset)] = append(bySet[string(t.Toolset)], t)
		if t.Usual {
			bySet[Usual] = append(bySet[Usual], t)
		}
	}
	chosen := map[string]bool{}
	sets := p.Toolsets
	if len(sets)+len(p.Tools) == 0 {
		sets = []string{Everything}
	}
	for _, set := range sets {
		members, known := bySet[set]
		if !known {
			return fmt.Errorf("there is no toolset %q; there are %s", set, strings.Join(slices.Sorted(maps.Keys(bySet)), ", "))
		}
		for _, t := range members {
			chosen[t.Name] = true
		}
	}
	for _, list := range []struct {
		names []string
		in    bool
	}{{p.Tools, true}, {p.ExcludeTools, false}} {
		for _, name := range list.names {
			if _, known := byName[name]; !known {
				return fmt.Errorf("there is no tool %q%s", name, likeOne(name, byName))
			}
			chosen[name] = list.in
		}
	}
	r.offered = map[string]bool{}
	for name, in := range chosen {
		if in && (!p.ReadOnly || byName[name].Class == Read) {
			r.offered[name] = true
		}
	}
	return nil
}

// likeOne is a hint at the names that a wrong one may have meant.
func likeOne(name string, known map[string]Subject) string {
	var like []string
	for _, candidate := range slices.Sorted(maps.Keys(known)) {
		if strings.Contains(candidate, name) || strings.Contains(name, strings.TrimSuffix(candidate, "s")) {
			like = append(like, candidate)
		}
	}
	if len(like) == 0 {
		return "; tools/list, and docs/tools.md, show their names"
	}
	return "; did you mean " + strings.Join(like[:min(len(like), 5)], ", ") + "?"
}

// Offers tells whether a tool is one that clients see.
func (r *Rules) Offers(tool string) bool { return r.offered == nil || r.offered[tool] }

// allows tells whether the list of a kind of thing, if there is one, has an id.
func (r *Rules) allows(n schema.Noun, id string) bool {
	list, limited := r.allowed[n]
	return !limited || list[strings.ToLower(id)]
}

// Only are the ids that may be touched, in order, of each kind of thing that has a list.
func (r *Rules) Only() map[schema.Noun][]string {
	only := map[schema.Noun][]string{}
	for n, list := range r.allowed {
		only[n] = slices.Sorted(maps.Keys(list))
	}
	return only
}

func (r *Rules) limits(n schema.Noun) bool { return r.allowed[n] != nil }

// narrowed are the rules that hold where both r and more do. The lists of ids are r's: what was read is shared between
// calls, so they are the same for all.
func (r *Rules) narrowed(more *Rules) *Rules {
	both := &Rules{ReadOnly: r.ReadOnly || more.ReadOnly, offered: map[string]bool{}, allowed: r.allowed}
	for name := range more.offered {
		if r.Offers(name) {
			both.offered[name] = true
		}
	}
	return both
}

// The headers with which an HTTP client narrows its own requests; the lists are separated by commas.
const (
	headerReadOnly = "X-MCP-Readonly"
	headerToolsets = "X-MCP-Toolsets"
	headerTools    = "X-MCP-Tools"
	headerExclude  = "X-MCP-Exclude-Tools"
)

// Headers are the names of the headers with which a request narrows what it may do.
func Headers() []string { return []string{headerReadOnly, headerToolsets, headerTools, headerExclude} }

// NarrowedBy are the rules that hold for a request with these headers. A header can take away and never give.
func (r *Rules) NarrowedBy(h http.Header, all []Subject) (*Rules, error) {
	list := func(name string) (items []string) {
		for item := range strings.SplitSeq(strings.Join(h.Values(name), ","), ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		return items
	}
	p := Policy{Toolsets: list(headerToolsets), Tools: list(headerTools), ExcludeTools: list(headerExclude)}
	switch word := strings.ToLower(strings.TrimSpace(h.Get(headerReadOnly))); word {
	case "", "false", "0":
	case "true", "1":
		p.ReadOnly = true
	default:
		return nil, fmt.Errorf("%s must be true or false, not %s", headerReadOnly, words.Quoted(word))
	}
	if !p.ReadOnly && len(p.Toolsets)+len(p.Tools)+len(p.ExcludeTools) == 0 {
		return r, nil
	}
	more, err := p.Rules(all)
	if err != nil {
		return nil, err
	}
	return r.narrowed(more), nil
}
