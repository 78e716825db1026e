package ui

import (
	"hextui/hex"
	"hextui/ui/screen/activity"
)

// Messages that reach the model from outside, by [tea.Program.Send].
type (
	// AgentCall tells of a call of an agent: its start, that it waits, and its end.
	AgentCall activity.Call
	// AgentUndo is what a call's write of a cell replaced.
	AgentUndo = activity.Undo
	// ClientEvent tells of a request of the API client: the budget has changed, or a call waits.
	ClientEvent hex.Event
	// Wrote tells of a write to the workspace that somebody made with the client of this program: the person, or an agent.
	Wrote hex.Event
	// Terminate asks the program to end in good order, whatever is unsaved: drafts are on disk.
	Terminate struct{}
	// AgentClients tells of clients of agents that come, or where it is negative go.
	AgentClients int
	// AgentsAt tells the address at which agents are served over HTTP.
	AgentsAt string
	// AgentsGone tells that the MCP server beside the UI has ended: its input did, or Err says why.
	AgentsGone struct{ Err error }
	// Trouble is a sentence about something that went wrong beside the UI.
	Trouble string
)

// tickMsg moves the spinner and the clocks while something is under way.
type tickMsg struct{}

// draftsChanged tells that what was typed has reached the disk, or could not.
type draftsChanged struct{}

// noticeOver ends the notice with the number.
type noticeOver int
