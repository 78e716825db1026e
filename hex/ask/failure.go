package ask

import (
	"strings"

	"hextui/hex"
)

// Failure is why the analyst has no answer, in sentences.
type Failure struct {
	// Type is Hex's word, such as NO_DATA.
	Type string
	// Sentence says what happened, Advice what to do now.
	Sentence, Advice string
	// Passing is set for what may go well when it is asked again.
	Passing bool
}

func (f *Failure) Error() string { return f.Sentence + " " + f.Advice }

// kind is what is known of a type of failure.
type kind struct {
	sentence, advice string
	passing          bool
	// detail tells that Hex's own sentence says more about the question or the data. Those of the model's provider do not,
	// and may hold what is not for everybody.
	detail bool
}

// Explain puts a failure of a thread into sentences. Hex gives none for a thread that is in ERROR without saying why.
func Explain(f *hex.ThreadFailure) *Failure {
	if f == nil {
		f = &hex.ThreadFailure{}
	}
	k, known := explain(f.Type)
	if !known {
		k.sentence = "The analyst failed, and Hex gives a reason that is not known here"
		if f.Type == "" {
			k.sentence = "The analyst failed, and Hex does not say why"
		} else {
			k.sentence += ", " + strings.ToLower(strings.ReplaceAll(f.Type, "_", " "))
		}
		k.sentence += "."
		k.advice = "Look at the thread in Hex, or ask once more in other words."
	}
	out := &Failure{Type: f.Type, Sentence: k.sentence, Advice: k.advice, Passing: k.passing}
	if message := strings.Join(strings.Fields(f.Message), " "); k.detail && message != "" {
		out.Sentence += " Hex says: " + strings.TrimRight(message, ".") + "."
	}
	return out
}

// explain knows the types of failure that Hex documents. It is a switch and no table, which would be made at every start.
func explain(of string) (k kind, known bool) {
	known = true
	switch of {
	case "NO_CONTEXT":
		k = kind{sentence: "The analyst found nothing in the workspace that the question could be about.",
			advice: "Attach a project or a data connection, or name the tables.", detail: true}
	case "BAD_DATA":
		k = kind{sentence: "The data that the analyst read cannot be used as it is.",
			advice: "Name the column that matters and how its values are to be read.", detail: true}
	case "NO_DATA", "EXPLORE_NO_DATA":
		k = kind{sentence: "The query of the analyst gave no rows.",
			advice: "Ask for another period, or with fewer conditions.", detail: true}
	case "AGENT_ERROR", "GENERIC_ERROR":
		k = kind{sentence: "The analyst failed by a fault in Hex.",
			advice: "Ask again; if it fails again, tell Hex's support the id of the thread.", passing: true}
	case "AGENT_OVERLOADED":
		k = kind{sentence: "The analyst is overloaded.", advice: "Ask again in some minutes.", passing: true}
	case "AGENT_AUTH":
		k = kind{sentence: "The analyst was not let in to what it needs.",
			advice: "Sign in to Hex again, or ask an admin whether you may use the analyst. Asking again does not help."}
	case "AGENT_COMPRESSION_ERROR", "TOKEN_COUNTING_FAILURE":
		k = kind{sentence: "The thread has become too long for the analyst.", advice: "Begin a new thread with a shorter question."}
	case "INVALID_MESSAGE_HISTORY":
		k = kind{sentence: "The analyst cannot read what was said in this thread before.", advice: "Begin a new thread."}
	case "INVALID_REQUEST":
		k = kind{sentence: "The model did not take the question.", advice: "Make it shorter, attach less, or begin a new thread."}
	case "INVALID_RESPONSE":
		k = kind{sentence: "The model's answer could not be read.", advice: "Ask again.", passing: true}
	case "PROVIDER_CONNECTION_INTERRUPTED":
		k = kind{sentence: "The connection to the model broke off.", advice: "Ask again.", passing: true}
	case "PROVIDER_QUOTA_EXCEEDED":
		k = kind{sentence: "The workspace's quota with the model's provider is used up.",
			advice: "An admin can raise it with the provider; until then asking again does not help."}
	case "BYOK_AUTHENTICATION":
		k = kind{sentence: "The model's provider refuses the workspace's own key.",
			advice: "An admin must renew the key in Hex's settings."}
	case "BYOK_KEY_MISSING":
		k = kind{sentence: "The workspace is to use a model key of its own, and has none.",
			advice: "An admin must give one in Hex's settings."}
	case "MODEL_NOT_AVAILABLE":
		k = kind{sentence: "The model that the analyst is set to is not available.",
			advice: "An admin can choose another in Hex's settings."}
	case "OVER_LIMIT":
		k = kind{sentence: "The limit of what the analyst may use is reached.",
			advice: "An admin sees the credits that are left in Hex's settings; until there are more, asking again does not help."}
	case "REQUEST_CANCELLED":
		k = kind{sentence: "The question was cancelled.", advice: "Ask again if the answer is still wanted."}
	default:
		return explainData(of)
	}
	return k, known
}

// explainData knows those failures that are about the question and the data.
func explainData(of string) (k kind, known bool) {
	known, k.detail = true, true
	switch of {
	case "POSSIBLE_PROMPT_INJECTION":
		k.sentence = "The question reads like an attempt to change what the analyst may do, so it stopped."
		k.advice = "Ask about the data alone, without orders to the analyst."
	case "HALLUCINATED_SCHEMA_ELEMENT":
		k.sentence = "The question, or the query for it, names a table or column that there is not."
		k.advice = "Name the tables and columns exactly, or attach the data connection that has them."
	case "NON_EXPRESSIBLE":
		k.sentence = "The question cannot be put as a query on this data."
		k.advice = "Ask for something that the columns hold, or for one step of it first."
	case "UNSUPPORTED_QUERY_ELEMENTS":
		k.sentence = "The query needs what the analyst does not support here."
		k.advice = "Ask more simply, or write the query into a SQL cell."
	case "INVALID_JOIN":
		k.sentence = "The tables cannot be joined in the way that the question needs."
		k.advice = "Say which columns belong together."
	case "JOIN_VALIDATION_TIMEOUT":
		k.sentence, k.advice = "Looking whether the tables can be joined took too long.", "Ask again, or say which columns belong together."
		k.passing = true
	case "EXPLORE_TIMED_OUT":
		k.sentence, k.advice = "The query of the analyst took too long.", "Ask again for a shorter period, or for fewer groups."
		k.passing = true
	case "EXPLORE_ERRORED":
		k.sentence, k.advice = "The query of the analyst failed.", "Name the table and the columns, or ask in smaller steps."
	case "EXPLORE_TABLE_SWAPPED":
		k.sentence = "The table was replaced by another while the analyst read it."
		k.advice, k.passing = "Ask again.", true
	case "CHART_ROW_LIMIT_EXCEEDED":
		k.sentence, k.advice = "The chart would have more rows than Hex draws.", "Ask for fewer groups, or for a coarser period."
	case "DATA_CONNECTION_NOT_AUTHORIZED":
		k.sentence = "The analyst may not query that data connection."
		k.advice = "Ask about another one, or ask an admin for the right to query it."
	default:
		return kind{}, false
	}
	return k, known
}
