// Package access finds out who can see and edit what: the people who reach a project, with groups and collections expanded to their
// members and the ways that each of them has ([Project]), or the projects that a person, a group or the public reaches ([Reach]).
//
// Hex has no operation for either. Both are put together of many answers, so they are read step by step within a budget
// ([Budget]): what was read stays, what is not read yet is named, and the next Read goes on. What the API does not tell, and what a
// token was not let see, an audit says instead of leaving it out.
//
// It knows the client of the API alone: screens, agents and the command line ask it alike.
package access
