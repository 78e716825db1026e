// Package words are the words and the forms of sentences that the texts for agents have in common: counts, lists, quoted and
// shortened texts, moments. It knows nobody here.
package words
