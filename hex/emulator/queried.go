package emulator

import (
	"cmp"
	"slices"
	"strings"

	"hextui/hex/emulator/analyst"
	"hextui/hex/emulator/sqltext"
	"hextui/hex/emulator/store"
)

type queriedTable struct {
	DataConnectionID   string `json:"dataConnectionId"`
	DataConnectionName string `json:"dataConnectionName"`
	TableName          string `json:"tableName"`
}

// getQueriedTables finds the tables that the SQL of the published version reads.
func getQueriedTables(c *call) (any, error) {
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	order := ordering{fixed: true}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	_, version, err := c.published(id, "the queried tables are those of the published version")
	if err != nil {
		return nil, err
	}
	all, err := c.queried(version.Cells)
	if err != nil {
		return nil, err
	}
	found := store.PageOf(all, page, func(t queriedTable) store.Key { return store.Key{Sort: t.TableName, ID: t.DataConnectionID} })
	return struct {
		listed[queriedTable]
		TraceID string `json:"traceId"`
	}{listed[queriedTable]{found.Items, ends(found, order, "")}, c.trace}, nil
}

// queried are the tables that cells read, by name and connection. The dataframes
// of the cells above are none, unless the warehouse has a table of that name,
// which then comes first.
func (c *call) queried(cells []store.Cell) ([]queriedTable, error) {
	var all []queriedTable
	names := map[string]string{}
	frames := map[string]bool{}
	for _, cell := range cells {
		if cell.Type != "SQL" {
			continue
		}
		if cell.Connection != "" && !cell.Dataframe {
			if names[cell.Connection] == "" {
				connection, err := c.store.Connection(c.ctx(), cell.Connection)
				if err != nil {
					return nil, err
				}
				names[cell.Connection] = connection.Name
			}
			for _, table := range sqltext.Tables(cell.Source) {
				name := strings.ToLower(table)
				if frames[name] && !slices.Contains(analyst.Tables(), name) || strings.HasPrefix(name, "dataframes.") {
					continue
				}
				all = append(all, queriedTable{cell.Connection, names[cell.Connection], table})
			}
		}
		frames[strings.ToLower(cell.Output)] = true
	}
	slices.SortFunc(all, func(a, b queriedTable) int {
		return cmp.Or(cmp.Compare(a.TableName, b.TableName), cmp.Compare(a.DataConnectionID, b.DataConnectionID))
	})
	return slices.Compact(all), nil
}
