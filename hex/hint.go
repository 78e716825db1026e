package hex

import (
	"cmp"
	"fmt"
	"strings"
)

// subject is the word for what a path names.
func subject(path string) string {
	for _, known := range []struct{ part, word string }{
		{"/runs/{}", "run"}, {"/projects", "project"}, {"/cells", "cell"}, {"/groups", "group"}, {"/collections", "collection"},
		{"/users", "user"}, {"/data-connections", "data connection"}, {"/threads", "thread"}, {"/guides", "guide"},
		{"/semantic-projects", "semantic project"}, {"/embedding", "project"}, {"/suggestions", "suggestion"},
	} {
		if strings.Contains(path, known.part) {
			return known.word
		}
	}
	return "thing"
}

// defaultMessage is the sentence for a failure that Hex gave no good one for.
func defaultMessage(e *Error, subject string) string {
	if len(e.InvalidInputs)+len(e.UnknownInputs) > 0 {
		return inputMessage(e)
	}
	switch e.Kind {
	case Unauthorized:
		return "Hex does not accept the token."
	case Forbidden:
		return "The token may not do this with the " + subject + "."
	case NotFound:
		return "Hex has no such " + subject + ", or the token may not see it."
	case Invalid:
		return "Hex refused the request as wrong."
	case Unprocessable:
		return "Hex cannot do this with the " + subject + " as it is now."
	case RateLimited:
		return "Hex's request limit is reached."
	case Unavailable:
		return fmt.Sprintf("Hex is not available now (%d).", e.Status)
	case Server:
		return fmt.Sprintf("Hex failed with a fault of its own (%d).", e.Status)
	case Timeout:
		return "Hex gave up waiting for the request."
	}
	return fmt.Sprintf("The answer is not what Hex's API promises (%d).", e.Status)
}

func inputMessage(e *Error) string {
	var parts []string
	for _, in := range e.InvalidInputs {
		parts = append(parts, fmt.Sprintf("%s = %s does not fit (%s)", in.Name, in.Value,
			strings.ToLower(cmp.Or(in.DataType, in.InputCell))))
	}
	for _, name := range e.UnknownInputs {
		parts = append(parts, name+" is no input of the published app")
	}
	return "Hex refused the inputs: " + strings.Join(parts, "; ") + "."
}

// hint says what to do now.
func hint(e *Error, host string) string {
	if e.MayHaveHappened {
		return "It may have been done all the same: look before doing it again."
	}
	switch e.Kind {
	case Unauthorized:
		return "Check the token and the host: a token is good on its own host only (this is " + host +
			") and expires. New ones are made in Hex's settings under API keys."
	case Forbidden:
		return forbiddenHint(e.Op)
	case NotFound:
		return notFoundHint(e.Op)
	case Unprocessable:
		return unprocessableHint(e)
	case RateLimited:
		if e.RetryAfter > 0 {
			return "Try again in " + spanOf(e.RetryAfter) + "."
		}
		return "Try again in a minute."
	case Unavailable:
		if e.Op == "RunProject" {
			return "All kernels may be in use: wait for a run to end, or cancel one. No run was started."
		}
		return "Try again in a moment."
	case Server:
		if e.TraceID != "" {
			return "Try again; if it stays, give Hex's support the trace id " + e.TraceID + "."
		}
		return "Try again; if it stays, ask Hex's support."
	case Network:
		return "Check the network and the address."
	case Timeout:
		return "Try again in a moment."
	case Decode:
		return "Check that " + host + " is a Hex workspace and that no proxy or login page stands in between."
	}
	return ""
}

func forbiddenHint(op string) string {
	switch op {
	case "RunDraft", "RunCell":
		return "This workspace may not offer draft runs to API tokens: run it in the browser, or run the published version."
	case "GetCell", "UpdateCell", "DeleteCell":
		return "Check the token's scope and the project's sharing. A static id instead of the cell's current id is refused so as well."
	case "GetQueriedTables":
		return "It needs the Enterprise plan, and a token with the scope for it."
	case "CreateProject":
		return "It needs a person's token of an Editor: a workspace token may not."
	case "ListThreads":
		return "It needs the token of a Manager or Admin."
	}
	return "Check the token's scope, its owner's role and the sharing; some operations need a higher plan."
}

func notFoundHint(op string) string {
	switch op {
	case "GetCell", "UpdateCell", "DeleteCell", "GetChartImageFromLogic":
		return "A cell's id changes with every write: read the cells again and find it by its static id."
	case "GetCellOutput":
		return "If the cell exists, it has no result yet: run the draft first."
	case "RunDraft", "RunCell":
		return "If it exists, this workspace does not offer draft runs to API tokens: run it in the browser, or run the published version."
	}
	return "Check the id, and read the list again."
}

func unprocessableHint(e *Error) string {
	switch e.Op {
	case "RunProject":
		if len(e.InvalidInputs)+len(e.UnknownInputs) > 0 {
			return "Mend the inputs and run again."
		}
		return "If it was never published, publish it in Hex first, or run the draft. Otherwise check the inputs."
	case "GetProjectRuns", "GetRunStatus", "GetQueriedTables":
		return "A project that was never published has none: publish it in Hex first."
	case "CancelRun":
		return "A finished run cannot be cancelled: read its status."
	case "GetCellOutput":
		return "Run the draft first: results are those of its running session."
	case "ContinueThread":
		return "A thread takes a further prompt only when it is idle: wait for its answer."
	}
	return ""
}
