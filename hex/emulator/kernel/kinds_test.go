package kernel_test

import (
	"strings"
	"testing"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/kinds"
)

// What SQLite does not run, it refuses with the form that works and where the statement runs as it stands.
func TestKindsInSQLite(t *testing.T) {
	refused := map[string]string{
		"07": "QUALIFY does not run here: put the query in a CTE", "24": "GROUP BY ALL does not run here: name the columns",
		"25": "DISTINCT ON does not run here: number the rows", "27": "ROLLUP does not run here", "28": "PIVOT does not run here",
		"31":  "unnest does not run here: json_each",
		"56":  "LATERAL does not run here",
		"100": "CUBE does not run here", "101": "UNION BY NAME does not run here",
		"103": "RANGE with an interval does not run here: write order by extract(epoch from x)",
		"133": "DISTINCT ON does not run here", "135": "LATERAL does not run here",
		"58": "GROUPING does not run here", "59": "* EXCLUDE does not run here: name the columns",
	}
	var ran [4]int
	for i, list := range [][]kinds.Kind{kinds.First(), kinds.More(), kinds.Further(), kinds.Latest()} {
		for n, k := range list {
			if testing.Short() && n%4 > 0 {
				continue
			}
			results, err := run(t, nil, sql("a", k.SQL))
			want, isRefused := refused[k.Key()]
			switch {
			case err == nil && isRefused:
				t.Errorf("%s runs: %s", k.Name, show(results["a"].Table))
			case err != nil && !isRefused:
				t.Errorf("%s: %v", k.Name, err)
			case isRefused:
				if f := results["a"].Failure; !strings.HasPrefix(f.Message, want) || !strings.HasSuffix(f.Message, "run it as it stands") {
					t.Errorf("%s is refused with %q", k.Name, f.Message)
				}
			default:
				ran[i]++
				if testing.Verbose() {
					t.Logf("%s\n%s", k.Name, show(results["a"].Table))
				}
			}
		}
	}
	t.Logf("%v run of %d, %d, %d and %d", ran, len(kinds.First()), len(kinds.More()), len(kinds.Further()), len(kinds.Latest()))
}

// What the database refuses, as which SQLite answers, SQLite refuses, too: the answer would be one that nobody else gives.
func TestRefusedInSQLite(t *testing.T) {
	session := newSession(t, kernel.Options{})
	for _, statement := range kinds.Refused("PostgreSQL") {
		results, err := runIn(session, nil, sql("a", statement))
		if err == nil {
			t.Errorf("%s is answered:\n%.200s", statement, show(results["a"].Table))
		} else if results["a"].Failure.Interrupted {
			t.Errorf("%s was stopped: %v", statement, err)
		}
	}
}
