package warehouse

// schema is every table without its rows.
func schema() []Table {
	return []Table{
		{Name: "customers", About: "Who has an account. One row a customer.", Columns: []Column{
			{Name: "customer_id", Type: "INTEGER"},
			{Name: "email", Type: "TEXT"},
			{Name: "segment", Type: "TEXT"}, // consumer, business
			{Name: "country", Type: "TEXT"}, // ISO 3166 two letters
			{Name: "city", Type: "TEXT", Nullable: true},
			{Name: "channel", Type: "TEXT"}, // by which the customer first came
			{Name: "marketing_opt_in", Type: "INTEGER"},
			{Name: "birth_year", Type: "INTEGER", Nullable: true},
			{Name: "created_at", Type: "TEXT"},
		}},
		{Name: "orders", About: "One row an order. Money is in US cents; total = subtotal - discount + shipping, and cancelled and " +
			"refunded orders keep theirs.", Columns: []Column{
			{Name: "order_id", Type: "INTEGER"},
			{Name: "customer_id", Type: "INTEGER"},
			{Name: "created_at", Type: "TEXT"},
			{Name: "status", Type: "TEXT"}, // pending, paid, shipped, delivered, cancelled, refunded
			{Name: "channel", Type: "TEXT", Nullable: true},
			{Name: "country", Type: "TEXT"},
			{Name: "coupon_code", Type: "TEXT", Nullable: true},
			{Name: "subtotal_cents", Type: "INTEGER"},
			{Name: "discount_cents", Type: "INTEGER"},
			{Name: "shipping_cents", Type: "INTEGER"},
			{Name: "total_cents", Type: "INTEGER"}, // subtotal - discount + shipping
			{Name: "shipped_at", Type: "TEXT", Nullable: true},
			{Name: "delivered_at", Type: "TEXT", Nullable: true},
		}},
		{Name: "order_items", About: "The lines of the orders; their totals add up to the subtotal of the order.", Columns: []Column{
			{Name: "order_item_id", Type: "INTEGER"},
			{Name: "order_id", Type: "INTEGER"},
			{Name: "product_id", Type: "INTEGER"},
			{Name: "quantity", Type: "INTEGER"},
			{Name: "unit_price_cents", Type: "INTEGER"},
			{Name: "total_cents", Type: "INTEGER"},
		}},
		{Name: "products", About: "What is or was sold.", Columns: []Column{
			{Name: "product_id", Type: "INTEGER"},
			{Name: "sku", Type: "TEXT"},
			{Name: "name", Type: "TEXT"},
			{Name: "category", Type: "TEXT"},
			{Name: "price_cents", Type: "INTEGER"},
			{Name: "cost_cents", Type: "INTEGER"},
			{Name: "weight_kg", Type: "REAL", Nullable: true},
			{Name: "stock", Type: "INTEGER"},
			{Name: "launched_on", Type: "TEXT"},
			{Name: "discontinued_on", Type: "TEXT", Nullable: true},
		}},
		{Name: "refunds", About: "Money given back; some refunds are partial.", Columns: []Column{
			{Name: "refund_id", Type: "INTEGER"},
			{Name: "order_id", Type: "INTEGER"},
			{Name: "created_at", Type: "TEXT"},
			{Name: "reason", Type: "TEXT", Nullable: true},
			{Name: "amount_cents", Type: "INTEGER"},
		}},
		{Name: "web_sessions", About: "Visits to the shop, most without a purchase.", Columns: []Column{
			{Name: "session_id", Type: "INTEGER"},
			{Name: "customer_id", Type: "INTEGER", Nullable: true}, // unknown unless signed in
			{Name: "order_id", Type: "INTEGER", Nullable: true},    // the order it ended in
			{Name: "started_at", Type: "TEXT"},
			{Name: "channel", Type: "TEXT"},
			{Name: "device", Type: "TEXT"},
			{Name: "country", Type: "TEXT"},
			{Name: "landing_page", Type: "TEXT"},
			{Name: "page_views", Type: "INTEGER"},
			{Name: "duration_seconds", Type: "INTEGER", Nullable: true}, // unknown after a single page
		}},
		{Name: "channels", About: "The ways in which people come to the shop.", Columns: []Column{
			{Name: "channel", Type: "TEXT"},
			{Name: "description", Type: "TEXT"},
			{Name: "is_paid", Type: "INTEGER"},
		}},
		{Name: "marketing_spend", About: "What was spent, by day and campaign.", Columns: []Column{
			{Name: "spend_date", Type: "TEXT"},
			{Name: "channel", Type: "TEXT"},
			{Name: "campaign", Type: "TEXT"},
			{Name: "spend_cents", Type: "INTEGER"},
			{Name: "impressions", Type: "INTEGER"},
			{Name: "clicks", Type: "INTEGER"},
		}},
	}
}

// indexes are what the sample notebooks join by.
var indexes = [...]string{
	"CREATE INDEX orders_by_customer ON orders (customer_id)",
	"CREATE INDEX orders_by_time ON orders (created_at)",
	"CREATE INDEX order_items_by_order ON order_items (order_id)",
	"CREATE INDEX refunds_by_order ON refunds (order_id)",
}
