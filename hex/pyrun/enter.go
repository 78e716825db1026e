package pyrun

// Enter is the first line of a main function (of a TestMain, in tests) of every program that uses this room: the sandbox
// is set up by the program itself, started again with a hidden first argument. Where args are that, Enter does it and
// never returns; else it does nothing.
func Enter(args []string) {}
