// A client of the hub, written from the contract's examples. Usage: node client.mjs BASE_URL TOKEN
import assert from "node:assert/strict";

const [base, token] = process.argv.slice(2);

async function call(name, data, expect = 200) {
  const response = await fetch(`${base}/api/${name}_service`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ data }),
  });
  const body = await response.json();
  assert.equal(response.status, expect, `${name}: ${JSON.stringify(body)}`);
  return body.data[0];
}

const enhanced = await call("agent_question_enhancer", ["How can I implement machine learning for fraud detection?"]);
assert.equal(enhanced.sub_questions.length, 3);

const found = await call("agent_web_search", ["latest machine learning frameworks 2024"]);
assert.ok(Array.isArray(found.results) && "answer" in found);

const processed = await call("agent_llm_processor", ["Long text about machine learning…", "extract_keywords"]);
assert.equal(processed.task, "extract_keywords");

assert.match(await call("agent_citation_formatter", ["https://www.nature.com/articles/x"]), /^Nature\.com\. \(\d{4}\)\. Retrieved from /);

const code = await call("agent_code_generator", ["Create a function that adds two numbers", "Use plain Python"]);
assert.equal(typeof code.validation_passed, "boolean");

assert.equal(await call("agent_code_runner", ["print(1 + 2)"]), "3\n");

const research = await call("agent_research_request", ["Add two numbers in Python", 60]);
assert.equal(research.status, "success");
assert.ok(research.execution_log.every((step) => step.step && step.status));

assert.ok("api_connectivity" in (await call("get_health_status", [])));
assert.equal((await call("agent_code_runner", ["\nopen('x')"], 400)).status, "error");
console.log("ok");
