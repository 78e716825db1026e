package sharing

import (
	"strings"
	"testing"

	"hextui/ui/deed/deedtest"
)

// Who has access is read whole on narrow terminals too, and whether it is a group or a collection: a Finance of each is there.
func TestWhoIsReadOnNarrowTerminals(t *testing.T) {
	b := open(t, deedtest.New(t), "Weekly revenue")
	for width := 60; width <= 110; width++ {
		shown := b.draw(width, 16)
		via := strings.Contains(shown, "VIA")
		if via == b.narrow {
			t.Errorf("at %d columns the column VIA is there: %v, and names say it: %v", width, via, b.narrow)
		}
		b.Want(shown, "maya@acme.example", "Anyone with the link", "FULL")
		if via {
			b.Want(shown, "Finance", "Everyone in the workspace")
		} else {
			b.Want(shown, "group Finance", "collection Finance", "The whole workspace")
		}
	}
}

// The column that the rows are sorted by stays on narrow terminals too; the names do not say it a second time then.
func TestWhatIsSortedByIsNotSaidTwice(t *testing.T) {
	b := open(t, deedtest.New(t), "Weekly revenue")
	b.matrix.Grid.SetSort(viaColumn, false)
	shown := b.draw(80, 16)
	b.Want(shown, "VIA", "Finance")
	b.WantNo(shown, "group Finance", "collection Finance", "The whole workspace")
}
