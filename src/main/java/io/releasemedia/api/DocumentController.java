package io.releasemedia.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint's OpenAPI document, for everybody. */
@RestController
final class DocumentController {

    static final String PATH = "/openapi.yaml";

    private static final String YAML = "application/yaml"; // RFC 9512
    private static final String KEPT = "public, max-age=3600";

    private final Representation document;

    DocumentController() throws IOException {
        try (@Nullable InputStream in = DocumentController.class.getResourceAsStream(PATH)) {
            if (in == null) {
                throw new IOException("the program is not whole: " + PATH + " is missing in it");
            }
            document = Representation.of(in.readAllBytes());
        }
    }

    @GetMapping(PATH)
    void document(HttpServletRequest request, HttpServletResponse response) throws IOException {
        document.write(request, response, YAML, KEPT);
    }
}
