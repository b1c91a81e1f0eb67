package io.releasemedia.api;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.releasemedia.api.RunningEndpoint.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document, and what answers have against it. OpenAPI 3.1 describes bodies and headers by JSON Schema
 * 2020-12, so a validator of that does the work; validators of whole OpenAPI documents either want Java 21 or pass over
 * what is new in 3.1.
 */
final class ContractDocument {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final String text;
    private final Map<String, Object> root;

    ContractDocument(String text) {
        this.text = text;
        this.root = map(new Yaml().load(text));
    }

    /** The paths that it describes. */
    Set<String> paths() {
        return new TreeSet<>(map(root.get("paths")).keySet());
    }

    /** The statuses that it knows for a path. */
    Set<String> statuses(String path) {
        return new TreeSet<>(responses(path).keySet());
    }

    /** What is wrong with an answer to GET of a path; empty if nothing is. */
    List<String> problems(String path, Answer answer) {
        Map<String, Object> responses = responses(path);
        if (!responses.containsKey(Integer.toString(answer.status()))) {
            return List.of("status " + answer.status() + " is not described");
        }
        Map<String, Object> response = resolved(responses.get(Integer.toString(answer.status())));
        List<String> problems = new ArrayList<>();
        map(response.getOrDefault("headers", Map.of())).forEach((name, described) -> {
            Optional<String> value = answer.header(name);
            if (value.isEmpty()) {
                problems.add("header " + name + " is missing");
            } else {
                String json = new JsonMapper().writeValueAsString(value.get());
                problems.addAll(check(resolved(described).get("schema"), json, name));
            }
        });
        problems.addAll(problems(response, answer.header("Content-Type").orElse("none"), answer.body()));
        return problems;
    }

    /** What is wrong with a text in the place of the body of status 200. */
    List<String> problems(String path, String json) {
        return problems(resolved(responses(path).get("200")), "application/json", json);
    }

    private List<String> problems(Map<String, Object> response, String type, String body) {
        Map<String, Object> content = map(response.getOrDefault("content", Map.of()));
        if (content.isEmpty()) {
            return body.isEmpty() ? List.of() : List.of("there is a body");
        }
        return content.containsKey(type)
                ? check(map(content.get(type)).get("schema"), body, "body")
                : List.of("content type " + type + " is not described");
    }

    private List<String> check(Object schema, String json, String what) {
        String inDocument = text + "\nallOf: [" + new JsonMapper().writeValueAsString(schema) + "]\n";
        Schema compiled = SCHEMAS.getSchema(inDocument, InputFormat.YAML);
        return compiled
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(problem -> what + " " + problem)
                .toList();
    }

    private Map<String, Object> responses(String path) {
        return map(map(map(map(root.get("paths")).get(path)).get("get")).get("responses"));
    }

    private Map<String, Object> resolved(Object node) {
        Map<String, Object> map = map(node);
        if (!(map.get("$ref") instanceof String reference)) {
            return map;
        }
        Map<String, Object> at = root;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            at = map(at.get(step));
        }
        return resolved(at);
    }

    @SuppressWarnings("unchecked") // the keys of YAML objects are texts here
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
