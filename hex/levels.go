package hex

import "strings"

// Words are what Hex's screens call a level of access to a project; empty for none. A level that is not known is its own word.
func (a Access) Words() string {
	switch a {
	case "", AccessNone:
		return ""
	case AccessAppOnly:
		return "view the app"
	case AccessView:
		return "explore"
	case AccessEdit:
		return "edit"
	case AccessFull:
		return "full access"
	}
	return spokenLevel(string(a))
}

// Words are what a level of access to a data connection is called; empty for none. A level that is not known is its own word.
func (a ConnectionAccess) Words() string {
	switch a {
	case "", ConnectionAccessNone:
		return ""
	case ConnectionAccessQuery:
		return "queries it"
	case ConnectionAccessViewResults:
		return "sees results"
	}
	return spokenLevel(string(a))
}

// CollectionWords are what a level of access to a collection is called; empty for none. A level that is not known is its own word.
func CollectionWords(access string) string {
	switch access {
	case "", "NONE":
		return ""
	case "MANAGER":
		return "manages it"
	case "MEMBER":
		return "sees it"
	}
	return spokenLevel(access)
}

func spokenLevel(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", " ")) }
