package lex

// The words of SQL. What is not here is a function where a parenthesis follows, else a name.
var sqlWords = func() map[string]Kind {
	words := make(map[string]Kind, 512)
	for kind, list := range map[Kind][]string{Keyword: sqlKeywords, Type: sqlTypes, Constant: sqlConstants} {
		for _, w := range list {
			words[w] = kind
		}
	}
	return words
}()

// sqlKeywords are keywords, whatever stands around them.
var sqlKeywords = []string{
	"select", "from", "where", "group", "by", "order", "having", "limit", "offset", "fetch", "first", "next", "rows",
	"row", "only", "with", "recursive", "as", "on", "using", "join", "inner", "left", "right", "full", "outer", "cross",
	"natural", "lateral", "union", "all", "except", "intersect", "minus", "distinct", "case", "when", "then", "else",
	"end", "and", "or", "not", "in", "exists", "between", "like", "ilike", "rlike", "regexp", "similar", "to", "is",
	"asc", "desc", "nulls", "last", "insert", "into", "values", "update", "set", "delete", "merge", "matched", "create",
	"replace", "table", "view", "materialized", "temporary", "temp", "index", "schema", "database", "drop", "alter",
	"add", "column", "constraint", "primary", "key", "foreign", "references", "unique", "check", "default", "if",
	"cascade", "restrict", "truncate", "explain", "analyze", "describe", "show", "use", "begin", "commit", "rollback",
	"transaction", "grant", "revoke", "over", "partition", "window", "range", "unbounded", "preceding", "following",
	"current", "qualify", "pivot", "unpivot", "tablesample", "sample", "filter", "within", "grouping", "sets", "cube",
	"rollup", "any", "some", "returning", "conflict", "do", "nothing", "escape", "collate", "at", "zone", "top", "for",
	"each", "function", "returns", "language", "declare", "procedure", "call", "execute", "copy", "vacuum", "pragma",
	"glob", "isnull", "notnull", "semi", "anti", "asof", "positional", "exclude",
}

// sqlTypes are the names of types, unless they are called as functions are.
var sqlTypes = []string{
	"int", "integer", "bigint", "smallint", "tinyint", "hugeint", "serial", "bigserial", "float", "float4", "float8",
	"float64", "double", "real", "decimal", "numeric", "number", "bignumeric", "int2", "int4", "int8", "int64",
	"boolean", "bool", "char", "character", "varchar", "nvarchar", "varying", "text", "string", "clob", "blob", "bytea",
	"bytes", "binary", "varbinary", "date", "time", "timestamp", "timestamptz", "timestamp_ntz", "timestamp_ltz",
	"timestamp_tz", "datetime", "interval", "uuid", "json", "jsonb", "variant", "object", "array", "struct", "map",
	"geography", "geometry", "xml", "precision",
}

// sqlConstants stand for values.
var sqlConstants = []string{
	"true", "false", "null", "unknown", "current_date", "current_time", "current_timestamp", "localtime",
	"localtimestamp", "current_user", "session_user",
}

// sqlSized are the types that take a size or types in parentheses.
var sqlSized = map[string]struct{}{
	"decimal": {}, "numeric": {}, "number": {}, "bignumeric": {}, "float": {}, "char": {}, "character": {}, "varchar": {}, "nvarchar": {},
	"varying": {},
	"binary":  {}, "varbinary": {}, "interval": {}, "string": {}, "bytes": {}, "timestamp_ntz": {}, "timestamp_ltz": {}, "timestamp_tz": {},
	"timestamptz": {}, "int": {}, "integer": {}, "tinyint": {}, "smallint": {}, "bigint": {},
}

// sqlDouble are the keywords that are functions too.
var sqlDouble = map[string]struct{}{
	"left": {}, "right": {}, "replace": {}, "if": {}, "grouping": {}, "glob": {}, "sample": {}, "any": {}, "first": {}, "last": {},
	"row": {}, "range": {}, "insert": {}, "truncate": {},
}
