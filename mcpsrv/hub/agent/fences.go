package agent

import "strings"

// codeIn are what may be the code in a model's answer, the likeliest first: all of it, or what stands in its fence. A fence may
// stand in a string of the code too, so where an answer has more than two of them, which is the last is for the parser to say.
func codeIn(answer string) []string {
	answer = strings.TrimSpace(newlines(answer))
	lines := strings.Split(answer, "\n")
	first, closings := -1, []int(nil)
	for i, line := range lines {
		switch bare := strings.TrimSpace(line); {
		case first < 0 && strings.HasPrefix(bare, "```"):
			first = i
		case first >= 0 && bare == "```":
			closings = append(closings, i)
		}
	}
	between := func(to int) string { return strings.Trim(strings.Join(lines[first+1:to], "\n"), "\n") }
	var out []string
	switch {
	case first < 0:
		return []string{answer}
	case len(closings) == 0:
		out = append(out, between(len(lines))) // cut at its end, or a fence inside a string of bare code
	default:
		out = append(out, between(closings[len(closings)-1]))
		for _, to := range closings[:len(closings)-1] {
			out = append(out, between(to))
		}
	}
	if first > 0 {
		out = append(out, answer)
	}
	return out[:min(len(out), 4)]
}
