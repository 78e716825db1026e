package sqlite

// dialect is how the database that a connection names answers, where SQLite would answer otherwise.
type dialect struct {
	// plain is SQLite itself: its answers are right as they are.
	plain bool
	// fractions tells that whole numbers divide to fractions.
	fractions bool
	// infinite tells that to divide by zero is no error; SQLite's answer, NULL, is then not the right one either.
	infinite bool
	// concat tells that concat(…) of a NULL is NULL.
	concat bool
	// least tells that greatest(…) and least(…) of a NULL are NULL.
	least bool
	// backslash tells that LIKE takes a backslash for its escape.
	backslash bool
	// clipped tells that substr(…) counts places before the text instead of from its end.
	clipped bool
	// truncates tells that a cast to a whole number cuts its fraction off; otherwise it rounds.
	truncates bool
	// sundays tells that weeks begin on Sunday.
	sundays bool
	// natural tells that log(x) is the natural one.
	natural bool
	// reversed tells that date_diff takes the later moment first.
	reversed bool
	// days tells that dates subtract to days, and that whole numbers are added to dates.
	days bool
	// nulls is where NULLs come in ORDER BY; "" is where SQLite has them, before all others.
	nulls string
	// doubles tells that round, floor and such give numbers with fractions of whole ones.
	doubles bool
	// wholeSeconds tells that the second of a moment has no fraction.
	wholeSeconds bool
	// keepsNames tells that a column that is cast keeps its name.
	keepsNames bool
	// exact tells that a number with a point, and one of a decimal type, has as many places as are written, also where they end in
	// zeros.
	exact bool
	// decimals tells that numbers also have as many places as they were rounded to.
	decimals bool
	// evens tells that a float that is cast to a whole number is rounded, halves to the even one.
	evens bool
	// widens tells that the sum of whole numbers of 64 bits is a decimal, of which a quotient has fractions.
	widens bool
	// wide tells that all types of whole numbers have as many bits as there are here, or more.
	wide bool
	// narrow tells that whole numbers of 32 bits calculated with are whole numbers of 32 bits, or refused.
	narrow bool
	// zoned tells that a timestamp takes notice of the zone that its text has; else it is cut off.
	zoned bool
	// strict tells that a truth is no number, and a moment no text.
	strict bool
	// spans tells that moments subtract to lengths of time.
	spans bool
	// upper is the function that makes capitals: "" is that of PostgreSQL, which knows none for ß.
	upper string
	// duckdb tells that it is DuckDB, where a difference in weeks is one of seven days, and texts have no greatest length.
	duckdb bool
}

// Where NULLs come in ORDER BY.
const (
	nullsLarge = "large" // as if they were the greatest
	nullsLast  = "last"
)

// plainUpper makes capitals of letters of which every database has the same.
const plainUpper = "as_upper_plain"

// dialectOf is the dialect of a type of data connection; "" is SQLite itself, as is a type that is not known.
func dialectOf(kind string) dialect {
	switch kind {
	case "postgres":
		return dialect{backslash: true, clipped: true, days: true, nulls: nullsLarge, doubles: true, keepsNames: true,
			exact: true, decimals: true, evens: true, widens: true, strict: true, spans: true, narrow: true}
	case "redshift":
		return dialect{backslash: true, clipped: true, concat: true, days: true, nulls: nullsLarge, wholeSeconds: true, keepsNames: true,
			exact: true, decimals: true, widens: true, strict: true, spans: true, narrow: true}
	case "snowflake":
		return dialect{fractions: true, concat: true, least: true, days: true, nulls: nullsLarge, wholeSeconds: true,
			exact: true, decimals: true, wide: true, upper: plainUpper}
	case "bigquery":
		return dialect{fractions: true, concat: true, least: true, backslash: true, sundays: true, natural: true, reversed: true,
			wholeSeconds: true, wide: true, zoned: true, upper: plainUpper}
	case "databricks":
		return dialect{fractions: true, concat: true, backslash: true, truncates: true, natural: true, exact: true, zoned: true,
			upper: plainUpper}
	case "trino", "athena":
		return dialect{concat: true, least: true, nulls: nullsLast, wholeSeconds: true, exact: true, zoned: true, narrow: true,
			upper: plainUpper}
	case "clickhouse":
		return dialect{fractions: true, infinite: true, concat: true, backslash: true, truncates: true, natural: true, nulls: nullsLast,
			wholeSeconds: true, zoned: true, upper: plainUpper}
	case Frames, "motherduck":
		return dialect{fractions: true, infinite: true, days: true, nulls: nullsLast, wholeSeconds: true,
			exact: true, evens: true, strict: true, spans: true, narrow: true, upper: "as_upper_sharp", duckdb: true}
	}
	return dialect{plain: true}
}

// Frames is the dialect of SQL over dataframes, which Hex runs in DuckDB.
const Frames = "duckdb"
