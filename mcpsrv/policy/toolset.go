package policy

// Toolset is a group of tools that are offered or left out together.
type Toolset string

// The toolsets.
const (
	// Projects finds, shows and makes projects, and resolves names and URLs.
	Projects Toolset = "projects"
	// Runs starts, follows, explains and stops runs.
	Runs Toolset = "runs"
	// Cells reads and writes the cells of drafts, and what they gave.
	Cells Toolset = "cells"
	// Threads asks Hex's analyst.
	Threads Toolset = "threads"
	// People are users and groups.
	People Toolset = "people"
	// Collections are sets of projects.
	Collections Toolset = "collections"
	// Connections are the warehouses and databases, and the endorsements of what is in them.
	Connections Toolset = "connections"
	// Sharing says who may see and do what with projects.
	Sharing Toolset = "sharing"
	// Guides are the texts that Hex's analyst follows.
	Guides Toolset = "guides"
	// Hub are the agents that help with code: they ask models, the web and a sandbox, and Hex nothing.
	Hub Toolset = "hub"
)

// The names of sets that are no group of their own.
const (
	// Everything is every tool there is.
	Everything = "all"
	// Usual are the tools that most work needs, few enough to be read before it begins.
	Usual = "default"
)

// Toolsets lists all toolsets in the order in which they are shown to people.
func Toolsets() []Toolset {
	return []Toolset{Projects, Runs, Cells, Threads, People, Collections, Connections, Sharing, Guides, Hub}
}
