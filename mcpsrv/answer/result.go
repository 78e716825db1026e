package answer

// Result is what a tool returns: a struct for its JSON, and the same as a short text for a reader without structure.
// Its lists are never nil.
type Result interface {
	Text() string
}

// Cuttable is a result of rows, or of a long text, of which an answer may hold less than all.
type Cuttable interface {
	// Size is how much there is: rows, or bytes of text.
	Size() int
	// First is the result with no more than n of it, and with what is to be done to get the rest.
	First(n int) Result
}

// Pictured is a result with a picture, which goes beside the text.
type Pictured interface {
	Picture() (mimeType string, content []byte)
}
