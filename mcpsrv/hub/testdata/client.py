"""A client of the hub, written from the contract's examples. Usage: client.py BASE_URL TOKEN"""
import json
import sys
import urllib.error
import urllib.request

base, token = sys.argv[1], sys.argv[2]


def call(name, data, expect=200):
    request = urllib.request.Request(
        f"{base}/api/{name}_service",
        data=json.dumps({"data": data}).encode(),
        headers={"Content-Type": "application/json", "X-API-Key": token},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            status, body = response.status, json.load(response)
    except urllib.error.HTTPError as error:
        status, body = error.code, json.load(error)
    assert status == expect, (name, status, body)
    return body["data"][0]


enhanced = call("agent_question_enhancer", ["How can I implement machine learning for fraud detection?", 3])
assert len(enhanced["sub_questions"]) == 3 and enhanced["original_question"].startswith("How can I"), enhanced

found = call("agent_web_search", ["latest machine learning frameworks 2024"])
assert found["query"] == "latest machine learning frameworks 2024", found
for result in found["results"]:
    assert {"title", "url", "content", "score"} <= result.keys(), result

processed = call("agent_llm_processor", ["Long text about machine learning…", "summarize", "Focus on fraud detection"])
assert processed["task"] == "summarize" and isinstance(processed["result"], str), processed

citation = call("agent_citation_formatter", ["https://arxiv.org/abs/2301.00001"])
assert citation.startswith("Arxiv.org. (") and citation.endswith("Retrieved from https://arxiv.org/abs/2301.00001"), citation

code = call("agent_code_generator", ["Create a function that adds two numbers", "Use plain Python"])
assert {"code", "validation_passed", "imports", "disallowed_functions"} <= code.keys(), code

output = call("agent_code_runner", ["print(1 + 2)"])
assert output == "3\n", output

research = call("agent_research_request", [{"user_request": "Add two numbers in Python", "timeout": 60}])
assert research["status"] == "success", research

health = call("get_health_status", [])
assert health["status"] in ("healthy", "degraded", "unhealthy") and "cpu_percent" in health["system"], health
for name, figures in call("get_performance_metrics", []).items():
    assert {"count", "average", "min", "max", "latest"} <= figures.keys(), (name, figures)
assert call("get_cache_status", [])["backend"] == "file"
assert "pool_size" in call("get_sandbox_pool_status", [])

error = call("agent_question_enhancer", ["why"], expect=400)
assert error["status"] == "error" and error["error"] and error["timestamp"], error

with urllib.request.urlopen(urllib.request.Request(f"{base}/metrics", headers={"Authorization": f"Bearer {token}"})) as response:
    assert b"mcp_hub_requests_total" in response.read()
print("ok")
