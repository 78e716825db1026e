package lint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// framed is a line of a traceback that names a line of a source, and where that is.
	framed = pattern(`(?im)^(.*?)\bline:? (\d+)`)
	// elsewhere is a frame that is not of the cell.
	elsewhere = pattern(`(?i)site-packages|dist-packages|/lib/|\.pyx?\b`)
	// placed are the ways in which databases name a line: Postgres, Snowflake, BigQuery.
	placed = pattern(`(?i)\bline:? (\d+)|at \[(\d+):\d+\]`)
	// blamed are the ways in which a message names what it does not know.
	blamed = pattern("(?i)(?:no such (?:column|table|function): |identifier |name |column |relation |table |function |key " +
		"|near |KeyError: |at or near )" +
		"['\"`]?([A-Za-z_][\\w.]*)")
)

// Line is the line of a cell's source that an error is about, from its message and traceback; 0 where they do not tell.
func Line(source, message, traceback string) int {
	lines := strings.Count(source, "\n") + 1
	within := func(number string) int {
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= lines {
			return n
		}
		return 0
	}
	frames := framed().FindAllStringSubmatch(traceback, -1)
	for _, f := range slices.Backward(frames) { // the innermost that is of the cell
		if n := within(f[2]); n > 0 && !elsewhere().MatchString(f[1]) {
			return n
		}
	}
	if m := placed().FindStringSubmatch(message); m != nil {
		if n := within(m[1] + m[2]); n > 0 {
			return n
		}
	}
	for _, m := range blamed().FindAllStringSubmatch(message, -1) {
		word := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(m[1]) + `\b`)
		if at := word.FindStringIndex(source); at != nil {
			return lineAt(source, at[0])
		}
	}
	return 0
}

// meanings are what messages usually mean, the most telling first. They are of the databases that Hex connects to, and of Python.
var meanings = []struct {
	message func() *regexp.Regexp
	means   string
}{
	{pattern(`(?i)no such column|column .*(does not exist|not found)|invalid identifier|unrecognized name|unknown column|invalid column name|column .*cannot be resolved`),
		"The query names a column that its tables do not have: it was renamed or dropped, is misspelt, or is of a table that is not " +
			"joined here."},
	{pattern(`(?i)ambiguous`), "Several of the joined tables have a column of this name: write the table before it."},
	{pattern(`(?i)does not exist or not authorized`),
		"The database has no such table, or the connection's user may not see it; it does not say which."},
	{pattern(`(?i)no such table|(relation|table|view|schema|object) .*(does not exist|not found)|unknown table|invalid object name|not found: (table|dataset)`),
		"The query reads a table that is not there: it was renamed or dropped, the cell has another data connection than the table, or " +
			"it is the dataframe of a cell that did not run."},
	{pattern(`(?i)permission denied|not authorized|access denied|insufficient privilege|forbidden`),
		"The user of the data connection may not read this: somebody who runs the database has to allow it."},
	{pattern(`(?i)authentication|password|invalid credential|expired.*(token|key)|(token|key).*expired`),
		"The data connection could not log in: its password or key was changed or has expired. It is mended in the connection, not in " +
			"the cell."},
	{pattern(`(?i)could not connect|connection (refused|reset|timed out)|name resolution|could not translate host|network is unreachable`),
		"The database could not be reached: it is down, its address changed, or its firewall does not let Hex in. Nothing in the cell " +
			"is wrong."},
	{pattern(`(?i)time[d ]?-?out|statement.*cancell?ed|exceeded.*time|warehouse .*(suspend|overload)`),
		"The query took longer than it may: let it read less, or ask the warehouse for more."},
	{pattern(`(?i)MemoryError|out of memory|kernel (died|restarted)|OOM`),
		"The kernel had too little memory: read fewer rows or columns, or give the project a larger kernel."},
	{pattern(`(?i)division by zero|divide by zero|ZeroDivisionError`),
		"A divisor is 0 in some row: use nullif(x, 0) in SQL, or test for it."},
	{pattern(`(?i)syntax error|SyntaxError|parse error|unexpected (token|EOF|end)|mismatched input`),
		"The source cannot be read: look for a comma, bracket or keyword too many or missing at or just before the line, and for what a " +
			"{{ }} was filled in with."},
	{pattern(`(?i)undefined variable|UndefinedError|is undefined|NameError|name .* is not defined|undefined:`),
		"A name is used that nothing above gives a value: the cell that does was renamed, deleted, failed, or stands below."},
	{pattern(`(?i)ModuleNotFoundError|ImportError|No module named`),
		"A package is not in the project's environment: install it in the cell, or change the import."},
	{pattern(`(?i)KeyError|key .* not (found|in)`), "A dataframe or dictionary has no column or key of this name: a query " +
		"above does not give it any more."},
	{pattern(`(?i)AttributeError`), "A value is of another kind than the code expects, often None where a result was expected."},
	{pattern(`(?i)invalid input syntax|cannot (be )?cast|conversion failed|type mismatch|TypeError|ValueError|could not convert|bad (int|double|date)`),
		"A value is of another type than is asked for: a column changed its type, or a parameter is empty or a text."},
	{pattern(`(?i)group by`), "A column is neither grouped by nor aggregated."},
}

// Meaning is what a message usually means, in a sentence or two; empty where that is not known.
func Meaning(message string) string {
	for _, m := range meanings {
		if m.message().MatchString(message) {
			return m.means
		}
	}
	return ""
}
