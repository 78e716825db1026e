package change

import (
	"fmt"
	"strings"
)

// Changed is the error of a commit whose target is not as it was when the change was prepared. Nothing was done.
type Changed struct {
	Target Target
	// Differences are what is different: before when it was prepared, after now.
	Differences []Field
	// Gone is set when the target is not there any more.
	Gone bool
	// Cause is how it was noticed, if by another error.
	Cause error
}

// Error names what is different.
func (c *Changed) Error() string {
	text := fmt.Sprintf("The %s was changed meanwhile", c.Target)
	switch what := c.What(); {
	case c.Gone:
		text = fmt.Sprintf("The %s is not there any more", c.Target)
		return text + ". Nothing was done."
	case what != "":
		text += ": " + what
	}
	return text + ". Nothing was done. Look at it again, then decide anew."
}

// What says what is different, without a full stop.
func (c *Changed) What() string {
	if c.Gone {
		return "it is not there any more"
	}
	what := make([]string, len(c.Differences))
	for i, f := range c.Differences {
		what[i] = fmt.Sprintf("%s was %s and is %s", f.Name, quoted(f.Before), quoted(f.After))
	}
	return strings.Join(what, "; ")
}

// Unwrap returns the cause.
func (c *Changed) Unwrap() error { return c.Cause }

func quoted(value string) string {
	if value == "" {
		return "not there"
	}
	return fmt.Sprintf("%.80q", oneLine(value))
}
