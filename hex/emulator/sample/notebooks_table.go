package sample

import "time"

// smalls are the smaller notebooks: those nobody talks about, which are most.
func smalls() []small {
	return []small{
		{title: "Revenue QA", description: "Does the warehouse say the same as the ledger?", owner: "tomas", status: "In development", category: "Data quality", created: 140, edited: 35, version: 3, views: 16, workspace: "CAN_VIEW", shelf: "Data platform", studies: []string{"orders by day", "refunds"}},
		{title: "Reverse ETL check", description: "Rows that did not arrive in the mailing tool.", owner: "nightly", category: "Data quality", created: 260, edited: 21, version: 5, schedule: daily(4, 0, "+00:00"), views: 44, shelf: "Data platform", studies: []string{"signups"}},
		{title: "Orders at a glance", description: "The first page everybody opens.", owner: "maya", status: "Endorsed", category: "Operations", created: 410, edited: 17, version: 22, schedule: hourly(0), views: 2310, workspace: "APP_ONLY", shelf: "Start here", studies: []string{"orders by day", "orders by status", "countries"}},
		{title: "Marketing spend review", description: "Where the money goes, month by month.", owner: "chloe", status: "Endorsed", category: "Marketing", created: 300, edited: 8, version: 9, schedule: monthly(3, 9, 0, "+01:00"), views: 131, workspace: "CAN_VIEW", shelf: "Growth experiments", studies: []string{"spend", "clicks"}},
		{title: "Campaign click rates", description: "Click rates, campaign by campaign.", owner: "chloe", category: "Marketing", created: 120, edited: 31, version: 2, views: 28, workspace: "CAN_VIEW", studies: []string{"clicks"}},
		{title: "Best sellers of the season", description: "What sold most.", owner: "sofia", status: "Production", category: "Product", created: 180, edited: 10, version: 6, schedule: weekly("MONDAY", 6, 0, "+01:00"), views: 340, workspace: "APP_ONLY", studies: []string{"best sellers", "ranges"}},
		{title: "Range performance", description: "Revenue by product range.", owner: "sofia", status: "Needs review", category: "Product", created: 95, edited: 6, version: 1, views: 61, workspace: "CAN_VIEW", studies: []string{"ranges"}},
		{title: "Warehouse stock value", description: "What lies on the shelves, at cost.", owner: "yusuf", status: "Production", category: "Operations", created: 205, edited: 44, version: 7, schedule: daily(5, 30, "+01:00"), views: 73, workspace: "CAN_VIEW", shelf: "Operations", studies: []string{"stock"}},
		{title: "Shipping speed", description: "Days between order and parcel.", owner: "yusuf", status: "In development", category: "Operations", created: 33, edited: 1, version: 1, views: 19, workspace: "CAN_VIEW", studies: []string{"shipping"}},
		{title: "Parcels by carrier", description: "Which carrier brings what. The column has never existed under this name.", owner: "yusuf", status: "In development", category: "Operations", created: 25, edited: 2, version: 1, schedule: daily(9, 15, "+01:00"), views: 9, workspace: "CAN_VIEW", studies: []string{"typo"}},
		{title: "Old ledger comparison", description: "Reads the mart that was switched off.", owner: "olena", status: "Deprecated", category: "Finance", created: 600, edited: 210, version: 14, schedule: weekly("TUESDAY", 2, 0, "+00:00"), views: 3, workspace: "CAN_VIEW", studies: []string{"legacy"}},
		{title: "Newcomers by week", description: "New customers, consumers and businesses.", owner: "jonas", status: "Production", category: "Customers", created: 170, edited: 13, version: 4, schedule: weekly("MONDAY", 8, 0, "+01:00"), views: 88, workspace: "CAN_VIEW", shelf: "Customer love", studies: []string{"signups"}},
		{title: "Top 100 customers", description: "By what they spent. Handle with care.", owner: "kwame", status: "Endorsed", category: "Customers", created: 270, edited: 26, version: 5, views: 47, shelf: "Board pack", studies: []string{"top customers"}},
		{title: "Customers by age", description: "How old our customers were when they came.", owner: "emma", category: "Customers", created: 77, edited: 40, version: 1, views: 12, workspace: "CAN_VIEW", studies: []string{"ages"}},
		{title: "Sessions by device", description: "Phones against desks.", owner: "jonas", status: "Production", category: "Product", created: 225, edited: 30, version: 8, schedule: hourly(50), views: 150, workspace: "APP_ONLY", studies: []string{"devices"}},
		{title: "Landing page league", description: "Which pages people enter by.", owner: "jonas", category: "Marketing", created: 66, edited: 5, version: 3, views: 55, workspace: "CAN_VIEW", shelf: "Growth experiments", studies: []string{"landing", "devices"}},
		{title: "Refund watch", description: "Refunds by week. Feeds the alarm.", owner: "lena", status: "Production", category: "Operations", created: 290, edited: 27, version: 10, schedule: hourly(10), views: 62, workspace: "CAN_VIEW", shelf: "Operations", studies: []string{"refunds"}},
		{title: "Board pack: revenue", description: "One page for the board.", owner: "kwame", status: "Endorsed", category: "Finance", created: 365, edited: 19, version: 13, schedule: monthly(2, 7, 0, "+00:00"), views: 38, shelf: "Board pack", studies: []string{"ranges", "countries"}},
		{title: "Board pack: customers", description: "One page for the board.", owner: "kwame", status: "Endorsed", category: "Finance", created: 365, edited: 18, version: 12, schedule: monthly(2, 7, 5, "+00:00"), views: 36, shelf: "Board pack", studies: []string{"signups", "top customers"}},
		{title: "Quarterly planning numbers", description: "Inputs of the planning sheet.", owner: "priya", status: "In development", category: "Finance", created: 48, edited: 3, version: 2, views: 22, studies: []string{"orders by day", "ranges"}},
		{title: "Lagerbestand Süd", description: "Bestand und Wert je Warengruppe.", owner: "lena", status: "Production", category: "Operations", created: 155, edited: 52, version: 3, schedule: daily(6, 0, "+01:00"), views: 31, workspace: "CAN_VIEW", shelf: "Übersichten für den Vertrieb", studies: []string{"stock"}},
		{title: "Größte Kunden je Region", description: "Für die Jahresgespräche.", owner: "jonas", status: "Needs review", category: "Customers", created: 41, edited: 11, version: 1, views: 14, shelf: "Übersichten für den Vertrieb", studies: []string{"top customers", "countries"}},
		{title: "Suivi des remboursements — équipe Paris", description: "Remboursements par semaine.", owner: "chloe", category: "Operations", created: 88, edited: 15, version: 2, views: 18, workspace: "CAN_VIEW", studies: []string{"refunds"}},
		{title: "客户分层（草稿）", description: "按消费金额划分客户。", owner: "mei", status: "In development", category: "Customers", created: 29, edited: 4, views: 0, studies: []string{"top customers"}},
		{title: "🎯 North-star metric", description: "Orders per active customer.", owner: "aiko", status: "Endorsed", category: "Product", created: 240, edited: 9, version: 8, schedule: daily(7, 45, "+09:00"), views: 421, workspace: "APP_ONLY", shelf: "Start here", studies: []string{"orders by day", "signups"}},
		{title: "A/B: free shipping over 50 €", description: "Did baskets grow?", owner: "aiko", status: "In development", category: "Experiments", created: 38, edited: 2, version: 2, views: 67, workspace: "CAN_VIEW", shelf: "Growth experiments", studies: []string{"countries", "orders by status"}},
		{title: "A/B: green button", description: "It did not matter.", owner: "hana", status: "Deprecated", category: "Experiments", created: 330, edited: 280, version: 3, views: 2, workspace: "CAN_VIEW", studies: []string{"devices"}},
		{title: "Scratch – Priya", description: "", owner: "priya", created: 12, edited: 0, studies: []string{"orders by status"}},
		{title: "Scratch – Priya", description: "The other one.", owner: "priya", created: 7, edited: 1, studies: []string{"orders by day"}, change: func(n *notebook) { n.title = "Scratch – Priya (2)" }},
		{title: "Untitled", description: "", owner: "ravi", created: 20, edited: 20, studies: nil},
		{title: "How to write a good notebook", description: "A guide with examples.", owner: "maya", status: "Endorsed", created: 390, edited: 75, version: 4, views: 93, workspace: "CAN_VIEW", shelf: "Start here", studies: []string{"orders by status"}},
		{title: "Onboarding: find your way", description: "First day, first query.", owner: "zoe", status: "Endorsed", created: 385, edited: 63, version: 5, views: 58, workspace: "CAN_VIEW", shelf: "Start here", studies: []string{"orders by day"}},
		{title: "Support load", description: "Refunds as a stand-in for tickets.", owner: "noor", category: "Customers", created: 110, edited: 45, version: 2, views: 25, workspace: "CAN_VIEW", shelf: "Customer love", studies: []string{"refunds", "orders by status"}},
		{title: "Price test May", description: "Archived after the decision; kept for its queries.", owner: "sofia", status: "Deprecated", category: "Experiments", created: 220, edited: 190, version: 2, views: 1, workspace: "CAN_VIEW", studies: []string{"best sellers"}, change: archived(170)},
		{title: "Christmas readiness", description: "Stock against last year's orders.", owner: "lena", category: "Operations", created: 400, edited: 330, version: 3, views: 0, workspace: "CAN_VIEW", studies: []string{"stock", "orders by day"}, change: archived(300)},
		{title: "Old KPI wall", description: "Replaced by the digest.", owner: "nightly", status: "Deprecated", created: 700, edited: 420, version: 40, schedule: paused(daily(7, 0, "+00:00")), views: 0, workspace: "APP_ONLY", studies: []string{"orders by day"}, change: archived(390)},
		{title: "Churn model v0", description: "Superseded before it was finished.", owner: "olena", category: "Customers", created: 500, edited: 450, views: 0, studies: []string{"signups"}, change: archived(430)},
		{title: "test test test", description: "", owner: "hana", created: 90, edited: 89, studies: []string{"orders by status"}, change: trashed(20)},
		{title: "Copy of Weekly revenue", description: "Made by mistake.", owner: "ravi", created: 18, edited: 18, studies: []string{"orders by day"}, change: trashed(5)},
		{title: "Date spine", description: "A row for every day. Import it for gaps in series.", owner: "tomas", status: "Endorsed", category: "Data quality", created: 320, edited: 140, version: 3, workspace: "CAN_VIEW", shelf: "Data platform", studies: []string{"orders by day"}, change: component},
		{title: "Currency rates", description: "Euro against the rest, once a day.", owner: "nightly", status: "Production", category: "Finance", created: 280, edited: 100, version: 4, schedule: daily(2, 0, "+00:00"), workspace: "CAN_VIEW", studies: []string{"countries"}, change: component},
		{title: "Customer base", description: "Customers as everybody should count them.", owner: "aiko", status: "Endorsed", category: "Customers", created: 230, edited: 36, version: 5, workspace: "CAN_VIEW", studies: []string{"signups"}, change: component},
		{title: "Chart theme", description: "Colours and fonts.", owner: "sofia", created: 150, edited: 120, version: 1, workspace: "CAN_VIEW", studies: []string{"orders by status"}, change: component},
		{title: "Old customer base", description: "Use “Customer base”.", owner: "olena", status: "Deprecated", category: "Customers", created: 520, edited: 260, version: 9, workspace: "CAN_VIEW", studies: []string{"signups"}, change: component},
		{title: "Salary bands (confidential)", description: "Not listed. Ask Kwame.", owner: "kwame", category: "Finance", created: 60, edited: 14, version: 1, views: 4, studies: []string{"ages"}, change: func(n *notebook) { n.unlisted = true }},
		{title: "Sales by hour", description: "When people buy.", owner: "daniel", category: "Product", created: 52, edited: 24, version: 1, views: 33, workspace: "CAN_VIEW", studies: []string{"orders by day", "devices"}},
		{title: "Newsletter effect", description: "Sessions after each mailing.", owner: "chloe", status: "In development", category: "Marketing", created: 31, edited: 0, version: 1, views: 40, workspace: "CAN_VIEW", shelf: "Growth experiments", studies: []string{"devices", "clicks"}},
		{title: "Returns forecast", description: "Never finished.", owner: "lena", status: "In development", category: "Operations", created: 19, edited: 8, studies: []string{"refunds"}},
		{title: "Supplier scorecard", description: "Margins by supplier, once we know the suppliers.", owner: "yusuf", category: "Operations", created: 23, edited: 17, studies: []string{"stock", "best sellers"}},
		{title: "Public: our year in numbers", description: "The page behind the blog post.", owner: "sofia", status: "Production", category: "Marketing", created: 115, edited: 58, version: 6, views: 5120, workspace: "CAN_VIEW", studies: []string{"countries", "best sellers"}, change: func(n *notebook) { n.public = "APP_ONLY" }},
		{title: "Migration checklist: warehouse 2 → 3", description: "Row counts before and after. A very long title follows in the copy.", owner: "tomas", category: "Data quality", created: 83, edited: 29, version: 2, views: 15, workspace: "CAN_VIEW", shelf: "Data platform", studies: []string{"orders by day", "refunds"}},
		{title: "Migration checklist: warehouse 2 → 3 (copy for the finance team, with the ledger tables added and the old currency conversion kept until the audit is over)", description: "Kept until the audit is over.", owner: "priya", category: "Data quality", created: 61, edited: 34, version: 1, views: 6, studies: []string{"orders by status", "ranges"}},
		{title: "Incident review board", description: "Open follow-ups from the outage.", owner: "zoe", status: "In development", category: "Operations", created: 50, edited: 7, version: 3, views: 27, workspace: "CAN_VIEW", shelf: "Data platform", studies: []string{"orders by status"}},
		{title: "Wochenbericht Vertrieb", description: "Geht montags an alle Gebietsleiter.", owner: "jonas", status: "Production", category: "Finance", created: 195, edited: 22, version: 11, schedule: weekly("MONDAY", 6, 15, "+01:00"), views: 97, workspace: "APP_ONLY", shelf: "Übersichten für den Vertrieb", studies: []string{"countries", "best sellers"}},
		{title: "Fraud signals", description: "Many orders, one address. Rough.", owner: "zoe", status: "Needs review", category: "Operations", created: 72, edited: 12, version: 2, schedule: hourly(25), views: 29, studies: []string{"top customers", "orders by status"}},
		{title: "Gift card balance", description: "What we still owe.", owner: "priya", status: "Endorsed", category: "Finance", created: 147, edited: 37, version: 4, schedule: monthly(28, 23, 30, "+00:00"), views: 20, workspace: "CAN_VIEW", shelf: "Finance", studies: []string{"refunds"}},
	}
}

func archived(days int) func(*notebook) {
	return func(n *notebook) { n.archived = time.Duration(days) * day }
}

func trashed(days int) func(*notebook) {
	return func(n *notebook) { n.trashed = time.Duration(days) * day }
}

func component(n *notebook) { n.component = true }
