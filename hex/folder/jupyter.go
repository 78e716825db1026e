package folder

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"hextui/hex"
)

// Jupyter writes a project as a Jupyter notebook (nbformat 4.5) for reading: sources without results. Jupyter knows one language a
// notebook: an SQL cell is a code cell that says so in its metadata, as Visual Studio Code and others read it. A cell whose source
// the API does not give is a line of text with its kind.
func Jupyter(w io.Writer, p hex.Project, cells []hex.Cell) error {
	all := make([]map[string]any, 0, len(cells)+1)
	title := "# " + hex.OneLine(p.Title, 200)
	if p.Description != "" {
		title += "\n\n" + p.Description
	}
	all = append(all, cellOf("title", "markdown", title, map[string]any{}))
	for i, c := range cells {
		id := fmt.Sprintf("cell-%d", i+1)
		about := map[string]any{"hex": map[string]any{"static_id": c.StaticID, "type": c.Type, "label": c.Label}}
		source, ok := c.Source()
		switch {
		case !ok:
			text := fmt.Sprintf("*%d. %s %s: Hex's API does not give what is in it.*", i+1, strings.ToLower(string(c.Type)),
				hex.OneLine(c.Label, 200))
			all = append(all, cellOf(id, "markdown", text, about))
		case c.Type == hex.CellMarkdown:
			all = append(all, cellOf(id, "markdown", source, about))
		case c.Type == hex.CellSQL:
			about["vscode"] = map[string]any{"languageId": "sql"}
			all = append(all, code(cellOf(id, "code", source, about)))
		default:
			all = append(all, code(cellOf(id, "code", source, about)))
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(map[string]any{
		"cells": all, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{
			"kernelspec":    map[string]any{"name": "python3", "display_name": "Python 3", "language": "python"},
			"language_info": map[string]any{"name": "python"},
		},
	})
}

func cellOf(id, kind, source string, about map[string]any) map[string]any {
	return map[string]any{"id": id, "cell_type": kind, "metadata": about, "source": strings.SplitAfter(source, "\n")}
}

func code(c map[string]any) map[string]any {
	c["execution_count"], c["outputs"] = nil, []any{}
	return c
}
