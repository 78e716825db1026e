package warehouse

import "math/rand/v2"

// weighted is one of several possibilities; weights are relative to their sum.
type weighted struct {
	value  string
	weight int
}

// pick draws one by weight.
func pick(r *rand.Rand, from []weighted) string {
	sum := 0
	for _, w := range from {
		sum += w.weight
	}
	n := r.IntN(sum)
	for _, w := range from {
		if n -= w.weight; n < 0 {
			return w.value
		}
	}
	return from[len(from)-1].value
}

// chance is true in permille of a thousand cases.
func chance(r *rand.Rand, permille int) bool { return r.IntN(1000) < permille }

// The shop's world. Weights are rough shares in percent.
var (
	channelShare = []weighted{{"organic", 34}, {"paid", 27}, {"email", 14}, {"direct", 17}, {"referral", 8}}
	countryShare = []weighted{{"US", 36}, {"GB", 14}, {"DE", 13}, {"FR", 9}, {"CA", 8}, {"NL", 6}, {"AU", 5}, {"SE", 4}, {"ES", 3},
		{"BR", 2}}
	deviceShare = []weighted{{"mobile", 58}, {"desktop", 36}, {"tablet", 6}}
	pageShare   = []weighted{{"/", 38}, {"/sale", 14}, {"/new", 12}, {"/products", 20}, {"/blog", 9}, {"/gift-guide", 7}}
	couponShare = []weighted{{"WELCOME10", 50}, {"SUMMER15", 20}, {"FRIENDS20", 15}, {"FREESHIP", 15}}
	reasonShare = []weighted{{"damaged", 22}, {"wrong size", 28}, {"not as described", 17}, {"late delivery", 18}, {"changed mind", 15}}

	// hourShare is how the shop's traffic spreads over a day, UTC.
	hourShare = [24]int{2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 10, 11, 10, 9, 9, 10, 11, 13, 15, 15, 12, 8, 4}

	// weekday and month are traffic against the average, in percent; Sunday and January first.
	weekday = [7]int{118, 104, 96, 93, 94, 97, 98}
	month   = [12]int{86, 88, 94, 96, 99, 98, 92, 93, 100, 104, 128, 132}
)

// country is what a country implies.
var country = map[string]struct {
	shippingCents int
	cities        []string
}{
	"US": {595, []string{"New York", "Chicago", "Austin", "Seattle", "Denver"}},
	"GB": {395, []string{"London", "Manchester", "Bristol", "Leeds"}},
	"DE": {490, []string{"Berlin", "Hamburg", "München", "Köln"}},
	"FR": {490, []string{"Paris", "Lyon", "Marseille"}},
	"CA": {795, []string{"Toronto", "Montréal", "Vancouver"}},
	"NL": {450, []string{"Amsterdam", "Utrecht", "Rotterdam"}},
	"AU": {1195, []string{"Sydney", "Melbourne", "Perth"}},
	"SE": {590, []string{"Stockholm", "Göteborg", "Malmö"}},
	"ES": {490, []string{"Madrid", "Barcelona", "Valencia"}},
	"BR": {1490, []string{"São Paulo", "Rio de Janeiro"}},
}

// productRange is one product range: its category, the nouns its names end in, and the prices between which they lie.
type productRange struct {
	category string
	nouns    []string
	from, to int
}

var (
	adjectives = []string{"Alpine", "Coastal", "Nordic", "Urban", "Classic", "Trail", "Harbour", "Meadow", "Studio", "Summit"}
	ranges     = []productRange{
		{"Outdoor", []string{"Tent", "Backpack", "Lantern", "Bottle"}, 1900, 18900},
		{"Kitchen", []string{"Kettle", "Pan", "Mug", "Knife"}, 1200, 12900},
		{"Home", []string{"Blanket", "Lamp", "Cushion", "Rug"}, 1800, 21900},
		{"Clothing", []string{"Jacket", "Sweater", "Cap", "Socks"}, 900, 15900},
		{"Office", []string{"Notebook", "Desk Mat", "Pen Set", "Organizer"}, 600, 6900},
	}
)
