package org.dataferry.emulator.batch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.message.ApiResponse;
import org.jspecify.annotations.Nullable;

/** Puts answers together. Some clients recognise the prefixes of the boundaries by their text. */
final class MultipartWriter {
    private static final String CRLF = "\r\n";
    private static final Map<Integer, String> REASONS = Map.of(
            200,
            "OK",
            201,
            "Created",
            204,
            "No Content",
            304,
            "Not Modified",
            400,
            "Bad Request",
            404,
            "Not Found",
            405,
            "Method Not Allowed",
            412,
            "Precondition Failed",
            429,
            "Unknown Status Code",
            501,
            "Not Implemented");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final String boundary;

    /** @param prefix batchresponse or changesetresponse */
    MultipartWriter(String prefix) {
        boundary = prefix + "_" + UUID.randomUUID();
    }

    String contentType() {
        return "multipart/mixed; boundary=" + boundary;
    }

    void response(ApiResponse response, @Nullable String contentId) {
        text("--" + boundary + CRLF + "Content-Type: application/http" + CRLF + "Content-Transfer-Encoding: binary"
                + CRLF);
        if (contentId != null) {
            text("Content-ID: " + contentId + CRLF);
        }
        text(CRLF + "HTTP/1.1 " + response.status() + " " + REASONS.getOrDefault(response.status(), "Error") + CRLF);
        response.headers().forEach((name, value) -> {
            text(name + ": " + value
                    + (name.equals("Content-Type") && value.equals(ApiResponse.JSON) ? "; odata.streaming=true" : "")
                    + CRLF);
            if (name.equals("OData-EntityId")) {
                text("Location: " + value + CRLF);
            }
        });
        text("OData-Version: 4.0" + CRLF + CRLF);
        out.writeBytes(response.body());
        text(CRLF);
    }

    /** A change set's answers as one part. */
    void nested(MultipartWriter inner) {
        text("--" + boundary + CRLF + "Content-Type: " + inner.contentType() + CRLF + CRLF);
        out.writeBytes(inner.end());
        text(CRLF);
    }

    byte[] end() {
        text("--" + boundary + "--" + CRLF);
        return out.toByteArray();
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
