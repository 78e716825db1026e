// Package deed is how a person changes the workspace from any screen: a deed is prepared, shown as what would be different before
// anything is sent, agreed to, carried out once, told of in one sentence, noted in the activity, and can be taken back where Hex
// allows it. It stands on package change, which makes and judges the writes; it knows no screen.
//
// A screen asks for one with [Do], lets somebody or something be picked with [Pick], offers to take the newest back with [Offer],
// and says with [InHex] what can only be done in Hex.
package deed
