package resolve

import (
	"net/url"
	"strings"
	"unicode"

	"hextui/hex/fold"
)

// Kind is a kind of thing that a workspace has.
type Kind string

// The kinds.
const (
	Project    Kind = "project"
	Run        Kind = "run"
	Cell       Kind = "cell"
	Collection Kind = "collection"
	Connection Kind = "connection"
	Group      Kind = "group"
	User       Kind = "user"
)

// Link is what a link to a page of Hex names.
type Link struct {
	// Host is empty for a path alone.
	Host string
	// Kind and ID are the thing itself. ID is empty where the link has only the short form of a project's id, which the API does not
	// take: then Slug has the words of the title in it.
	Kind Kind
	ID   string
	// ProjectID is the project of a run or a cell, where it is in the link.
	ProjectID string
	Slug      string
}

// IsID tells whether a text is what Hex's ids look like.
func IsID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if s[i] != '-' {
				return false
			}
		case (s[i] < '0' || s[i] > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}

// placeOf is the kind of thing that a segment of a path names by what follows, or empty.
func placeOf(segment string) Kind {
	switch segment {
	case "hex", "app", "projects", "project":
		return Project
	case "runs", "run":
		return Run
	case "cells", "cell":
		return Cell
	case "collections", "collection":
		return Collection
	case "data-connections":
		return Connection
	case "groups":
		return Group
	case "users":
		return User
	}
	return ""
}

// ParseLink reads a link to a page of Hex, or its path: of a project, its app, a run, a cell, a collection, in any region and
// workspace. It tells whether the text is one.
func ParseLink(text string) (Link, bool) {
	u, err := url.Parse(text)
	if err != nil || !strings.Contains(text, "/") {
		return Link{}, false
	}
	link := Link{Host: u.Host}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := 1; i < len(parts); i++ {
		kind, id := placeOf(parts[i-1]), parts[i]
		switch {
		case kind == "" || placeOf(id) != "" && !IsID(id):
		case IsID(id):
			link.name(kind, id)
		case kind == Project && link.Kind == "" && link.Slug == "":
			link.Slug = id
		}
	}
	in := u.Query()
	for _, part := range []struct {
		kind Kind
		id   string
	}{{Run, in.Get("runId")}, {Cell, in.Get("selectedCellId")}, {Cell, in.Get("cellId")}, {Cell, strings.TrimPrefix(u.Fragment, "cell-")}} {
		if IsID(part.id) && link.Kind == Project {
			link.name(part.kind, part.id)
		}
	}
	if link.Slug != "" {
		link.Kind = Project
	}
	return link, link.Kind != ""
}

// name takes what the link names further on for what is meant, and the project before it for where that is.
func (l *Link) name(kind Kind, id string) {
	if l.Kind == Project {
		l.ProjectID = l.ID
	}
	if l.Kind == "" || l.Kind == Project || kind == Cell {
		l.Kind, l.ID = kind, strings.ToLower(id)
	}
}

// minShortID is how many letters and digits a short id has at least.
const minShortID = 15

// Title is what the slug has of the title: its words, without the short id behind them.
func (l Link) Title() string {
	words := strings.Split(l.Slug, "-")
	last := words[len(words)-1]
	if len(last) >= minShortID && !strings.ContainsFunc(last, func(r rune) bool { return r > unicode.MaxASCII || !fold.IsWord(r) }) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}
