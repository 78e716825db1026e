// Package chroma stands where Glamour looks for the syntax colours of github.com/alecthomas/chroma: go.mod puts it in
// that module's place. It has the names that Glamour uses and colours with [hextui/ui/lex], so that SQL and Python in a
// Markdown cell are cut into tokens as they are in a cell of their own.
//
// The reason is the start of the program. The original reads some 300 lexers and 80 styles before main begins, for every
// start, of the MCP server too, which never draws: 10 ms of 28, and 5 MB of the binary, for the three languages that a
// Hex project has. It must know nothing of hextui but the lexers.
package chroma

// TokenType says what a token is.
type TokenType int

// The types of tokens to which Glamour's styles give colours.
const (
	Background TokenType = iota
	Text
	Error
	Comment
	CommentPreproc
	Keyword
	KeywordReserved
	KeywordNamespace
	KeywordType
	Operator
	Punctuation
	Name
	NameBuiltin
	NameTag
	NameAttribute
	NameClass
	NameConstant
	NameDecorator
	NameException
	NameFunction
	NameOther
	Literal
	LiteralNumber
	LiteralDate
	LiteralString
	LiteralStringEscape
	GenericDeleted
	GenericEmph
	GenericInserted
	GenericStrong
	GenericSubheading
)

// StyleEntries are the looks of tokens, each as words such as "#00aaff bg:#373737 bold italic underline".
type StyleEntries map[TokenType]string

// Style is a theme: how tokens look.
type Style struct {
	Name    string
	Entries StyleEntries
}

// MustNewStyle makes a style of its entries. A word in them that is not understood has no effect.
func MustNewStyle(name string, entries StyleEntries) *Style {
	return &Style{Name: name, Entries: entries}
}
