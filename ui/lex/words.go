package lex

import (
	"slices"
	"strings"
)

// Words are the words of a language that a person may want completed, usual ones first: its keywords and constants, and SQL's usual
// functions.
func Words(language string) []string {
	var words []string
	switch strings.ToLower(language) {
	case "sql":
		words = slices.Concat(sqlKeywords, strings.Fields(sqlFunctions), sqlConstants)
	case "python":
		for w, k := range pyWords {
			if k == Keyword {
				words = append(words, w)
			}
		}
		words = append(words, "True", "False", "None")
		slices.Sort(words)
	}
	return words
}

// sqlFunctions are those that most warehouses know.
const sqlFunctions = `abs avg cast ceil coalesce concat count date_diff date_part date_trunc dense_rank extract first_value floor greatest
	lag last_value lead least length lower ltrim max median min nullif percent_rank position power rank regexp_replace round row_number
	rtrim split_part sqrt stddev string_agg substring sum to_char to_date trim upper`
