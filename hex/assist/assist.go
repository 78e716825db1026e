// Package assist is a question about a cell to a language model, and its answer, in the words that both sides have: the UI that asks,
// and whatever answers. It takes together what a model needs of a project, and knows no model, no network and no screen.
package assist

import (
	"context"
	"iter"
)

// Deed is what is asked for.
type Deed string

// The deeds. What is answered to Write and Fix is the whole new source of the cell; to Explain and Summarise a text.
const (
	Write     Deed = "write"
	Fix       Deed = "fix"
	Explain   Deed = "explain"
	Summarise Deed = "summarise"
)

// Code tells whether the answer is a source.
func (d Deed) Code() bool { return d == Write || d == Fix }

// Question is what a model is asked. All its texts are the workspace's or the person's.
type Question struct {
	Deed Deed
	// Words are the person's; they may be empty for all but Write.
	Words string
	// Project is the title of the project.
	Project string
	// Cell is what is asked about; it is empty for Summarise.
	Cell Cell
	// Above are the cells before it in the notebook, or all for Summarise, as far as they fit, in order.
	Above []Cell
	// Left is how many cells did not fit.
	Left int
	// Tables are those that the project is known to ask for, of the cell's data connection where it has one.
	Tables []string
	// Named is what else of the workspace the words name; see [Naming].
	Named []Named
	// Failure is the message of the cell's last run, and the line of the source that it names, counted from 1, 0 where none.
	Failure string
	Line    int
}

// Cell is a cell as a model is shown it.
type Cell struct {
	// Label may be empty. Language is sql, python or markdown, or the kind of a cell that has no source, in lower case.
	Label, Language string
	// Dialect is what the SQL is: the type of the cell's data connection, or DuckDB for SQL over dataframes; empty where it is not
	// known.
	Dialect string
	Source  string
	// Connection is the id of the data connection of SQL, empty for SQL over dataframes.
	Connection string
	// Makes is the dataframe that later cells know the result as.
	Makes string
	// Cut is set when the source is longer than what is here.
	Cut bool
}

// Source is a page that an answer stands on.
type Source struct{ Title, URL string }

// Part is a part of an answer as it comes.
type Part struct {
	// Text is to be added to what came so far.
	Text string
	// Code is the whole new source of the cell, in the last part of an answer to Write and Fix.
	Code *string
	// Sources are those of the whole answer, in the last part.
	Sources []Source
	// Warning says what is wrong with the code, in the last part; it may be empty.
	Warning string
}

// Assistant asks a model.
type Assistant interface {
	// Provider says who is asked, by name and place, such as "openai, gpt-4.1 at api.openai.com", and whether what is sent stays on
	// this computer. It may look for a model on this computer first. The error says why nobody can be asked and what to do about it.
	Provider(ctx context.Context) (who string, local bool, err error)
	// Ask asks, and yields the answer's parts as they come. An error ends the answer.
	Ask(ctx context.Context, q Question) iter.Seq2[Part, error]
}
