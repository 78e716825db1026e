package theme

// ColourBlind is for eyes that tell red from green or blue from yellow badly, on a dark or a light ground. Success is blue and failure
// orange, what runs has the strongest contrast there is, and what waits is yellow on dark and purple on light: any two differ in
// lightness or in the one direction of colour that is seen. The values were found by looking for the greatest difference between any
// two of them as protanopes, deuteranopes and tritanopes see them; the test measures it.
func ColourBlind(dark bool) Theme {
	t := build(blindOnDark())
	if !dark {
		t = build(blindOnLight())
	}
	t.Name, t.Dark = "colourblind", dark
	return t
}

func blindOnDark() palette {
	return palette{
		text: hex(0xd6d6dd), title: hex(0xffffff), faint: hex(0x9a9aa8), rule: hex(0x4a4a58), gutter: hex(0x8a8a98), accent: hex(0xd0b8ff),
		green: hex(0x55a3ff), yellow: hex(0xffc60e), red: hex(0xff715c), blue: hex(0xffffff), violet: hex(0xd0b8ff), cyan: hex(0x9fd8ff),
		orange:   hex(0xffb27a),
		selected: hex(0x2e2d3d), blurred: hex(0x27262f), marked: hex(0x3d3a5c), line: hex(0x23232b), overlay: hex(0x1d1d25),
		addedGround: hex(0x12284a), removedGround: hex(0x47200f), addedWord: hex(0x1d4a8a), removedWrd: hex(0x7a3514),
		match: hex(0x5f5200), matchText: hex(0xfff2b0),
	}
}

func blindOnLight() palette {
	return palette{
		text: hex(0x2b2b33), title: hex(0x000000), faint: hex(0x62626e), rule: hex(0xc9c9d3), gutter: hex(0x73737f), accent: hex(0x5b3fd1),
		green: hex(0x0052ff), yellow: hex(0x8f109f), red: hex(0xb02a00), blue: hex(0x000000), violet: hex(0x6a2fb0), cyan: hex(0x00566b),
		orange:   hex(0x8a3c00),
		selected: hex(0xe8e4f8), blurred: hex(0xececf1), marked: hex(0xd6ccff), line: hex(0xf3f3f7), overlay: hex(0xf7f7fb),
		addedGround: hex(0xdce8ff), removedGround: hex(0xffe3d6), addedWord: hex(0xb3ceff), removedWrd: hex(0xffc3a6),
		match: hex(0xffe58a), matchText: hex(0x3d2f00),
	}
}
