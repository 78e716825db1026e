//go:build duckdb

package duckdb

import (
	"strconv"
	"strings"

	"hextui/hex/emulator/sqltext"
)

// macros are functions that analysts know from elsewhere, made of DuckDB's own. The last of them are SQLite's, which the
// sample's notebooks use.
func macros() []string {
	const step = "CASE lower(unit) WHEN 'year' THEN to_years(n::INTEGER) WHEN 'quarter' THEN to_months(3 * n::INTEGER) " +
		"WHEN 'month' THEN to_months(n::INTEGER) WHEN 'week' THEN to_days(7 * n::INTEGER) WHEN 'day' THEN to_days(n::INTEGER) " +
		"WHEN 'hour' THEN to_hours(n::BIGINT) WHEN 'minute' THEN to_minutes(n::BIGINT) WHEN 'second' THEN to_seconds(n::DOUBLE) " +
		"ELSE error('there is no unit of time ' || unit) END"
	return append(bounds(),
		"CREATE MACRO iff(a, b, c) AS CASE WHEN a THEN b ELSE c END",
		"CREATE MACRO nvl(a, b) AS coalesce(a, b)",
		"CREATE MACRO nvl2(a, b, c) AS CASE WHEN a IS NULL THEN c ELSE b END",
		"CREATE MACRO zeroifnull(a) AS coalesce(a, 0)",
		"CREATE MACRO safe_divide(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a::DOUBLE / b END",
		"CREATE MACRO div0(a, b) AS CASE WHEN b = 0 THEN 0 ELSE a::DOUBLE / b END",
		"CREATE MACRO div(a, b) AS trunc(a::DOUBLE / b)::BIGINT",
		toChar(), toDate(),
		"CREATE MACRO dateadd(unit, n, x) AS x + "+step,
		"CREATE MACRO initcap(s) AS array_to_string(list_transform(regexp_extract_all(lower(s), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+'), "+
			"lambda w: upper(w[1]) || w[2:]), '')",
		"CREATE MACRO width_bucket(x, low, high, n) AS CASE WHEN low >= high THEN error('width_bucket needs bounds that rise here') "+
			"WHEN x < low THEN 0 WHEN x >= high THEN n + 1 ELSE floor((x - low) * n / (high - low))::INTEGER + 1 END",
		"CREATE MACRO date_bin(width, x, origin) AS time_bucket(width::INTERVAL, x::TIMESTAMP, origin::TIMESTAMP)",
		"CREATE MACRO charindex(part, s) AS strpos(s, part)",
		"CREATE MACRO getdate() AS now()::TIMESTAMP",
		"CREATE MACRO sysdate() AS now()::TIMESTAMP",
		"CREATE MACRO date(x) AS CAST(x AS DATE), (x, a) AS CAST(x AS DATE) + CAST(replace(a, ' days', ' day') AS INTERVAL), "+
			"(x, a, b) AS CASE WHEN a = 'weekday 0' AND b = '-6 days' THEN date_trunc('week', x::TIMESTAMP)::DATE "+
			"ELSE error('date takes one modifier here') END",
		"CREATE MACRO julianday(x) AS julian(x::TIMESTAMP)",
		"CREATE MACRO strftime(f, x) AS system.main.strftime(f, x), (f, x, a) AS system.main.strftime(x::TIMESTAMP + CAST(a AS "+
			"INTERVAL), f)",
	)
}

// patterns are the operators of regular expressions as PostgreSQL has them, for its tables: DuckDB has the pattern match the whole text,
// and no operators that leave the case out.
func patterns() []string {
	return []string{
		`CREATE MACRO ` + schema + `.regexp_full_match(s, p) AS regexp_matches(s, p)`, // which is what it makes of ~
		`CREATE MACRO ` + schema + `."~*"(s, p) AS regexp_matches(s, p, 'i')`,
		`CREATE MACRO ` + schema + `."!~*"(s, p) AS NOT regexp_matches(s, p, 'i')`,
		"CREATE MACRO " + schema + ".btrim(s) AS trim(s), (s, c) AS trim(s, c)",
	}
}

// similar is where SIMILAR TO stands, or -1: DuckDB makes the same of it as of ~, and knows no % there.
func similar(sql string) int {
	at, before := -1, -1
	sqltext.Rules{Dollar: true, Arrays: true, Casts: true}.Scan(sql, func(kind sqltext.Kind, start, end int) {
		switch word := sql[start:end]; {
		case kind == sqltext.Space || kind == sqltext.Comment:
		case kind == sqltext.Word && strings.EqualFold(word, "similar"):
			before = start
		case kind == sqltext.Word && strings.EqualFold(word, "to") && before >= 0 && at < 0:
			at = before
		default:
			before = -1
		}
	})
	return at
}

// bounds are the functions that make a large value of a small statement, with a bound: DuckDB does not count such a value as memory of
// the session, and does not stop before it is made.
func bounds() []string {
	const most = "1048576"
	const wrong = "error('a value may have " + most + " bytes, a list that is written as one call as many members: make it of rows')"
	within := func(size, n string) string {
		return "CASE WHEN " + size + " > " + most + " THEN " + wrong + " ELSE " + n + " END"
	}
	all := []string{
		"CREATE MACRO repeat(s, n) AS system.main.repeat(s, " + within("n::HUGEINT * greatest(length(s::VARCHAR), 1)", "n") + ")",
		"CREATE MACRO list_resize(l, n) AS system.main.list_resize(l, " + within("n", "n") + "), (l, n, v) AS system.main.list_resize(l, " +
			within("n", "n") + ", v)",
	}
	for _, pad := range []string{"lpad", "rpad"} {
		all = append(all, "CREATE MACRO "+pad+"(s, n, c) AS system.main."+pad+"(s, "+within("n", "n")+", c)")
	}
	as := func(name, kind string) string { return "TRY_CAST(" + name + "::VARCHAR AS " + kind + ")" }
	members := "coalesce((" + as("b", "HUGEINT") + " - " + as("a", "HUGEINT") + ") / nullif(" + as("step", "HUGEINT") + ", 0), " +
		"(epoch(" + as("b", "TIMESTAMP") + ") - epoch(" + as("a", "TIMESTAMP") + ")) / nullif(epoch(" + as("step", "INTERVAL") + "), 0))"
	for _, series := range []string{"range", "generate_series"} {
		all = append(all, "CREATE MACRO "+series+"(b) AS system.main."+series+"("+within("b", "b")+"), "+
			"(a, b) AS system.main."+series+"(a, "+within("b::HUGEINT - a::HUGEINT", "b")+"), "+
			"(a, b, step) AS system.main."+series+"(a, "+within(members, "b")+", step)")
	}
	return all
}

// toChar makes DuckDB's formats of PostgreSQL's, and puts in what DuckDB's have not. What is left of letters is a pattern that is
// not known.
func toChar() string {
	const month, day, at = "monthname(x::TIMESTAMP)", "dayname(x::TIMESTAMP)", "system.main.strftime(x::TIMESTAMP, "
	format, own := "f", "$"
	for _, p := range [][2]string{
		{"IYYY", "%G"}, {"YYYY", "%Y"}, {"YY", "%y"}, {"FMMM", "%-m"}, {"FMDD", "%-d"},
		{"FMHH24", "%-H"}, {"HH24", "%H"}, {"HH12", "%I"}, {"HH", "%I"}, {"MI", "%M"}, {"SS", "%S"}, {"IW", "%V"}, {"ID", "%u"},
		{"AM", "%p"}, {"PM", "%p"}, {"DDD", "%j"}, {"DD", "%d"}, {"MM", "%m"}, {"Dy", "%a"},
		{"yyyy", "%Y"}, {"mm", "%m"}, {"dd", "%d"}, {"hh24", "%H"}, {"mi", "%M"}, {"ss", "%S"},
	} {
		format = "replace(" + format + ", '" + p[0] + "', '" + p[1] + "')"
	}
	for i, p := range [][2]string{
		{"Q", "quarter(x::TIMESTAMP)::VARCHAR"}, {"DY", "upper(" + at + "'%a'))"}, {"mon", "lower(" + at + "'%b'))"},
		{"MON", "upper(" + at + "'%b'))"}, {"Mon", at + "'%b')"}, {"day", "lower(rpad(" + day + ", 9, ' '))"},
		{"DAY", "upper(rpad(" + day + ", 9, ' '))"}, {"Day", "rpad(" + day + ", 9, ' ')"},
		{"month", "lower(rpad(" + month + ", 9, ' '))"}, {"MONTH", "upper(rpad(" + month + ", 9, ' '))"},
		{"Month", "rpad(" + month + ", 9, ' ')"}, {"FMDay", day}, {"FMMonth", month},
	} {
		mark := "chr(" + strconv.Itoa(0xE000+i) + ")" // no format has it; the last of them is put first
		format = strings.Replace(format, "(f,", "(replace(f, '"+p[0]+"', "+mark+"),", 1)
		own = "replace(" + own + ", " + mark + ", " + p[1] + ")"
	}
	return "CREATE MACRO to_char(x, f) AS CASE WHEN regexp_matches(replace(" + format + ", '%-', '%'), '(^|[^%])[A-SU-Za-z]|\"') " +
		"THEN error('to_char does not know the format ' || f || ' here: strftime(x, ''%Y-%m'') knows more') ELSE " +
		strings.Replace(own, "$", at+format+")", 1) + " END"
}

// toDate knows the formats that are common: DuckDB wants those of its own as constants.
func toDate() string {
	text := ""
	for _, p := range [][2]string{
		{"YYYY-MM-DD", "%Y-%m-%d"}, {"DD.MM.YYYY", "%d.%m.%Y"}, {"DD/MM/YYYY", "%d/%m/%Y"}, {"MM/DD/YYYY", "%m/%d/%Y"}, {"DD-MM-YYYY",
			"%d-%m-%Y"},
		{"YYYYMMDD", "%Y%m%d"}, {"YYYY/MM/DD", "%Y/%m/%d"}, {"YYYY-MM", "%Y-%m"}, {"DD Mon YYYY", "%d %b %Y"}, {"Mon DD, YYYY",
			"%b %d, %Y"},
	} {
		text += " WHEN '" + p[0] + "' THEN strptime(x, '" + p[1] + "')::DATE"
	}
	return "CREATE MACRO to_date(x, f) AS CASE f" + text +
		" ELSE error('to_date does not know the format ' || f || ' here: strptime(x, ''%d.%m.%Y'') reads any') END"
}
