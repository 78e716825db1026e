package vim

import "strings"

// command is a whole command: "a3d2w is register a, the operator d, the motion w, six times.
type command struct {
	reg   string // the register, empty for the unnamed one
	op    string // the operator, if any
	key   string // the motion, object or action; the operator again where it takes whole lines, as in dd
	arg   string // the letter that f, t and r are given, or the text of / and ?
	count int    // 0 where none was typed
}

// times is the count, 1 where none was typed.
func (c command) times() int { return max(c.count, 1) }

// lines tells whether an operator was typed twice, which takes whole lines.
func (c command) lines() bool { return c.op != "" && c.key == c.op }

type parsing uint8

const (
	partial parsing = iota
	whole
	unknown
)

// short are the operator and the motion that a command stands for.
func short(key string) (op, motion string) {
	switch key {
	case "x":
		return "d", "l"
	case "X":
		return "d", "h"
	case "s":
		return "c", "l"
	case "S":
		return "c", "c"
	case "D":
		return "d", "$"
	case "C":
		return "c", "$"
	case "Y":
		return "y", "y"
	}
	return "", ""
}

// parse reads the keys of a command.
func parse(keys []string, visual bool) (c command, state parsing) {
	r := reader{keys: keys}
	c.count = r.prefix(&c)
	key, ok := r.next()
	if !ok {
		return c, partial
	}
	if key == "g" || key == "z" || key == "Z" {
		more, ok := r.next()
		if !ok {
			return c, partial
		}
		key += more
	}
	if visual {
		return r.visual(c, key)
	}
	if isOperator(key) {
		c.op = key
		if n := r.prefix(&c); n > 0 {
			c.count = max(c.count, 1) * n
		}
		if key, ok = r.next(); !ok {
			return c, partial
		}
		if key == "g" {
			more, ok := r.next()
			if !ok {
				return c, partial
			}
			if key += more; key != c.op && isOperator(key) {
				return c, unknown
			}
		}
		if key == c.op || len(c.op) == 2 && key == c.op[1:] {
			c.key = c.op
			return c, whole
		}
		return r.object(c, key)
	}
	if op, motion := short(key); op != "" {
		c.op, c.key = op, motion
		return c, whole
	}
	return r.rest(c, key)
}

func isOperator(key string) bool {
	switch key {
	case "d", "c", "y", ">", "<", "gu", "gU", "g~":
		return true
	}
	return false
}

// reader goes over keys.
type reader struct {
	keys []string
	at   int
}

func (r *reader) next() (string, bool) {
	if r.at == len(r.keys) {
		return "", false
	}
	r.at++
	return r.keys[r.at-1], true
}

// prefix reads registers and a count, in any order.
func (r *reader) prefix(c *command) (n int) {
	for r.at < len(r.keys) {
		switch k := r.keys[r.at]; {
		case k == `"`:
			if r.at+1 == len(r.keys) {
				return n
			}
			c.reg = r.keys[r.at+1]
			r.at++
		case len(k) == 1 && k[0] >= '0' && k[0] <= '9' && (k != "0" || n > 0):
			n = min(n*10+int(k[0]-'0'), 1_000_000)
		default:
			return n
		}
		r.at++
	}
	return n
}

// object reads the text object or the motion of an operator.
func (r *reader) object(c command, key string) (command, parsing) {
	if key == "i" || key == "a" {
		of, ok := r.next()
		switch {
		case !ok:
			return c, partial
		case !strings.Contains("wW\"'`()b[]{}B<>p", of):
			return c, unknown
		}
		c.key = key + of
		return c, whole
	}
	if actionOf(key) != nil {
		return c, unknown // no motion
	}
	return r.rest(c, key)
}

// rest reads the letter that a command is given, if it is.
func (r *reader) rest(c command, key string) (command, parsing) {
	c.key = key
	switch key {
	case `"`:
		return c, partial
	case "f", "F", "t", "T", "r":
		arg, ok := r.next()
		if !ok {
			return c, partial
		}
		c.arg = arg
		return c, whole
	}
	if _, moves := motionOf(key); moves || actionOf(key) != nil || key == "/" || key == "?" {
		return c, whole
	}
	return c, unknown
}

// visual reads a command of the visual modes.
func (r *reader) visual(c command, key string) (command, parsing) {
	if key == "i" || key == "a" {
		return r.object(c, key)
	}
	if visualOf(key) != nil && key != "r" {
		c.key = key
		return c, whole
	}
	if actionOf(key) != nil && key != "r" {
		return c, unknown
	}
	return r.rest(c, key)
}
