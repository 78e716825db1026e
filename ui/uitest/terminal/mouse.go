package terminal

import (
	"errors"
	"fmt"
)

// Button is a mouse button, or a direction of the wheel.
type Button int

// The buttons, as the SGR mouse protocol numbers them.
const (
	Left      Button = 0
	Middle    Button = 1
	Right     Button = 2
	noButton  Button = 3
	WheelUp   Button = 64
	WheelDown Button = 65
)

// motion is added to a button that moves while held, or to noButton.
const motion Button = 32

// ErrNoMouse is the error for a mouse event that the program has not asked for.
var ErrNoMouse = errors.New("the program has not switched the mouse on")

// Click presses and releases a button over the cell at column x of row y.
func (t *Terminal) Click(b Button, x, y int) error {
	return t.mouse(MouseClicks, press(b, x, y), release(b, x, y))
}

// Drag presses the left button over one cell, moves it to another and releases it there.
func (t *Terminal) Drag(fromX, fromY, toX, toY int) error {
	return t.mouse(MouseDrag, press(Left, fromX, fromY), press(Left|motion, toX, toY), release(Left, toX, toY))
}

// Hover moves the mouse over a cell with no button held.
func (t *Terminal) Hover(x, y int) error {
	return t.mouse(MouseAll, press(noButton|motion, x, y))
}

// Wheel turns the wheel over a cell by some notches: down if positive, up if negative.
func (t *Terminal) Wheel(x, y, notches int) error {
	turn := WheelDown
	if notches < 0 {
		turn, notches = WheelUp, -notches
	}
	events := make([]string, notches)
	for i := range events {
		events[i] = press(turn, x, y)
	}
	return t.mouse(MouseClicks, events...)
}

func (t *Terminal) mouse(needs MouseMode, events ...string) error {
	if t.Frame().Modes.Mouse < needs {
		return ErrNoMouse
	}
	for _, e := range events {
		t.Send([]byte(e))
	}
	return nil
}

func press(b Button, x, y int) string   { return fmt.Sprintf("\x1b[<%d;%d;%dM", b, x+1, y+1) }
func release(b Button, x, y int) string { return fmt.Sprintf("\x1b[<%d;%d;%dm", b, x+1, y+1) }
