package policy

// Class is the risk of a tool. Everything that is said or decided about a tool's danger is derived from it.
type Class string

// The classes, from harmless to dangerous.
const (
	// Read looks and changes nothing.
	Read Class = "read"
	// Execute runs code or SQL, which costs money and may do anything that the code says.
	Execute Class = "execute"
	// Write adds something new.
	Write Class = "write"
	// Overwrite replaces something that was there.
	Overwrite Class = "overwrite"
	// Access changes who may see or do what.
	Access Class = "access"
	// Destroy ends or removes something.
	Destroy Class = "destroy"
	// Secret carries credentials.
	Secret Class = "secret"
)

// Hints are what the protocol tells a client about a tool.
type Hints struct {
	ReadOnly, Destructive bool
}

// Hints of a class; ok is false for a word that is no class.
func (c Class) Hints() (h Hints, ok bool) {
	switch c {
	case Read:
		return Hints{ReadOnly: true}, true
	case Execute, Secret:
		return Hints{Destructive: true}, true
	case Write:
		return Hints{}, true
	case Overwrite, Access, Destroy:
		return Hints{Destructive: true}, true
	}
	return Hints{}, false
}

// NeedsConsent tells whether somebody has to agree to operations of the class.
func (c Class) NeedsConsent() bool { return c == Access || c == Destroy || c == Secret }
