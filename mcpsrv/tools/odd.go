package tools

import (
	"hextui/hex"
	"hextui/mcpsrv/words"
)

// oddRow is an item of one of Hex's lists that cannot be understood: what it calls itself, and why.
type oddRow struct {
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
}

// maxOdd is how many of them an answer has one by one.
const maxOdd = 20

// oddRows are those of a page, nil for none.
func oddRows(all []hex.Odd) []oddRow {
	var rows []oddRow
	for _, o := range all[:min(len(all), maxOdd)] {
		rows = append(rows, oddRow{ID: o.ID, Name: o.Name, Reason: "Cannot be understood: " + o.Why + "."})
	}
	if more := len(all) - maxOdd; more > 0 {
		rows = append(rows, oddRow{Reason: words.Count(more, "item") + " more cannot be understood."})
	}
	return rows
}

// oddText says which there are, empty for none.
func oddText(rows []oddRow) string {
	return words.Record(struct {
		Odd []oddRow `json:"odd,omitempty"`
	}{rows})
}
