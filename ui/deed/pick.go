package deed

import (
	"slices"

	"hextui/hex/resolve"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// Pick asks which of several, found by words as people type them: without accents, in any order, and but for a letter. A choice's
// Title and Name are what it is found by, then its Detail. Waiting says that more is being read, empty where all is there.
func Pick(env *screen.Env, title, hint, waiting string, choices []overlay.Choice) {
	if waiting != "" {
		hint += " (" + waiting + ")"
	}
	p := overlay.NewPicker(title, hint, choices)
	p.Match = func(query string) []int { return rank(query, choices) }
	p.OnReason = func(reason string) { env.Host.Notice(screen.Warn, reason) }
	env.Host.Ask(p)
}

// Level is the choice of what somebody is to be allowed, by its word, which is no choice where they may that now.
func Level(word, now string, give func()) overlay.Choice {
	c := overlay.Choice{Title: word, Do: give}
	if word == now {
		c.Reason = "This is so now."
	}
	return c
}

// rank are the choices that may be meant, the best first: those that are called so, then those of which it is said beside them.
func rank(query string, choices []overlay.Choice) []int {
	numbers := make([]int, len(choices))
	for i := range numbers {
		numbers[i] = i
	}
	called := func(i int) []string { return []string{choices[i].Title, choices[i].Name} }
	said := func(i int) []string { return []string{choices[i].Title + " " + choices[i].Detail} }
	var found []int
	for _, words := range []func(int) []string{called, said} {
		for _, r := range resolve.Rank(query, numbers, words) {
			if !slices.Contains(found, r.Item) {
				found = append(found, r.Item)
			}
		}
	}
	return found
}

// Mark asks which of many, found by words without their accents.
func Mark(env *screen.Env, s *overlay.Several) {
	s.Fold = resolve.Fold
	env.Host.Ask(s)
}
