package sample

import (
	"hextui/hex/emulator/store"
)

// makeThreads makes the subjects that threads are filed under.
func (m *maker) makeThreads() {
	for _, name := range []string{"Customers", "Data problems", "Marketing", "Revenue", "Stock and shipping"} {
		m.out.Topics = append(m.out.Topics, store.Topic{ID: m.id("topic/" + name), Name: name})
	}
}
