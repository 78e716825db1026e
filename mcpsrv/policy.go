package mcpsrv

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Policy narrows what agents may do. The zero value offers every tool on everything that the token may reach.
//
// It is enforced twice: a tool that is left out is not registered, so it is neither listed nor callable, and the guard
// before the API client refuses what the policy forbids, whatever tool asks for it.
type Policy struct {
	// ReadOnly leaves out every tool that is not of class Read, and lets no other request than GET through.
	ReadOnly bool
	// Toolsets are the groups of tools that are offered; "all" is every one. Tools are single tools that are offered
	// besides. With neither, all are; with Tools alone, only those.
	Toolsets, Tools []string
	// ExcludeTools are never offered, whatever else says so.
	ExcludeTools []string
	// AllowProjects, AllowCollections and AllowConnections are the ids, or Hex URLs with them, that may be touched or
	// seen; empty is all. Nothing new of a kind that has a list can be made. With a list of projects or connections, threads
	// are not offered, because Hex's analyst looks at the whole workspace.
	AllowProjects, AllowCollections, AllowConnections []string
}

// Check says what is wrong with the policy: the names and ids that are none.
func (p Policy) Check() error {
	_, err := p.rules(tools())
	return err
}

// rules are a policy made ready to be asked.
type rules struct {
	readOnly bool
	// offered are the names of the tools that are; nil is all.
	offered map[string]bool
	// allowed are the ids of each kind that has a list.
	allowed map[noun]map[string]bool
}

func (p Policy) rules(all []spec) (*rules, error) {
	r := &rules{readOnly: p.ReadOnly, allowed: map[noun]map[string]bool{}}
	if err := r.offer(p, all); err != nil {
		return nil, err
	}
	for _, list := range []struct {
		flag string
		noun noun
		ids  []string
	}{
		{"allow-project", aProject, p.AllowProjects}, {"allow-collection", aCollection, p.AllowCollections}, {"allow-connection", aConnection, p.AllowConnections},
	} {
		for _, given := range list.ids {
			id, complaint := list.noun.id(list.flag, given)
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
		if t.toolset == Threads && r.wideDenied() {
			delete(r.offered, t.name)
		}
	}
	return r, nil
}

// wideDenied tells whether what looks at the whole workspace is refused.
func (r *rules) wideDenied() bool { return r.limits(aProject) || r.limits(aConnection) }

// offer fills r.offered.
func (r *rules) offer(p Policy, all []spec) error {
	byName, bySet := map[string]spec{}, map[string][]spec{"all": all}
	for _, set := range Toolsets() {
		bySet[string(set)] = nil
	}
	for _, t := range all {
		byName[t.name] = t
		bySet[string(t.toolset)] = append(bySet[string(t.toolset)], t)
	}
	chosen := map[string]bool{}
	sets := p.Toolsets
	if len(sets)+len(p.Tools) == 0 {
		sets = []string{"all"}
	}
	for _, set := range sets {
		members, known := bySet[set]
		if !known {
			return fmt.Errorf("there is no toolset %q; there are %s", set, strings.Join(slices.Sorted(maps.Keys(bySet)), ", "))
		}
		for _, t := range members {
			chosen[t.name] = true
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
		if in && (!p.ReadOnly || byName[name].class == Read) {
			r.offered[name] = true
		}
	}
	return nil
}

// likeOne is a hint at the names that a wrong one may have meant.
func likeOne(name string, known map[string]spec) string {
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

func (r *rules) offers(tool string) bool { return r.offered == nil || r.offered[tool] }

// allows tells whether the list of a kind of thing, if there is one, has an id.
func (r *rules) allows(n noun, id string) bool {
	list, limited := r.allowed[n]
	return !limited || list[strings.ToLower(id)]
}

func (r *rules) limits(n noun) bool { return r.allowed[n] != nil }

// narrowed are the rules that hold where both r and more do. The lists of ids are r's: what was read is shared between
// calls, so they are the same for all.
func (r *rules) narrowed(more *rules) *rules {
	both := &rules{readOnly: r.readOnly || more.readOnly, offered: map[string]bool{}, allowed: r.allowed}
	for name := range more.offered {
		if r.offers(name) {
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

// narrowedBy are the rules that hold for a request with these headers. A header can take away and never give.
func (r *rules) narrowedBy(h http.Header, all []spec) (*rules, error) {
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
		return nil, fmt.Errorf("%s must be true or false, not %s", headerReadOnly, quoted(word))
	}
	if !p.ReadOnly && len(p.Toolsets)+len(p.Tools)+len(p.ExcludeTools) == 0 {
		return r, nil
	}
	more, err := p.rules(all)
	if err != nil {
		return nil, err
	}
	return r.narrowed(more), nil
}

type rulesKey struct{}

// withRules puts the rules of one request into its context.
func withRules(ctx context.Context, r *rules) context.Context {
	return context.WithValue(ctx, rulesKey{}, r)
}

// rulesOf are the rules of a request, or else those of the server.
func rulesOf(ctx context.Context, server *rules) *rules {
	if r, ok := ctx.Value(rulesKey{}).(*rules); ok {
		return r
	}
	return server
}

// The kinds of failure that come from the policy and from confirmation.
const (
	// KindDenied: the server was started so that this is not done.
	KindDenied = "denied_by_policy"
	// KindDeclined: a person, or nobody within the time, agreed. Nothing was done.
	KindDeclined = "declined"
	// KindUnconfirmed: the call waits to be repeated with the confirm_token that came with the failure. Nothing was done.
	KindUnconfirmed = "confirmation_required"
)

func denied(message string) *Failure {
	return &Failure{Kind: KindDenied, Message: message + " Nothing was done.",
		Hint: "Do not try another way. Tell the person who started the server what you wanted to do."}
}
