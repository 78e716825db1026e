package resolve

import "math/bits"

// maxWord is the length in bytes of a word beyond which typos are not looked for.
const maxWord = 32

// typosIn is how many typos a word of a length is given: one wrong letter in a short word makes another word of it.
func typosIn(length int) int {
	switch {
	case length < 4:
		return 0
	case length < 8:
		return 1
	}
	return 2
}

// letters is the set of the bytes of a word, as bits: two words with more than two bits of difference a typo are not alike.
func letters(word string) uint64 {
	var set uint64
	for i := range len(word) {
		set |= 1 << (word[i] & 63)
	}
	return set
}

// typos is how many letters have to be added, left out, changed or swapped with their neighbour to make one word of the other, or
// most+1 where it is more than most. Letters are bytes: of a script that takes several for one, a typo counts as often.
func typos(a string, inA uint64, b string, most int) int {
	if len(a) < len(b)-most || len(b) < len(a)-most || len(a) > maxWord || len(b) > maxWord ||
		bits.OnesCount64(inA^letters(b)) > 2*most {
		return most + 1
	}
	var rows [3][maxWord + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
