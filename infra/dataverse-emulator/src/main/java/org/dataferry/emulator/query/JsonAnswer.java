package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;

/** Writes an answer of one JSON object, and says which preferences it honoured. */
final class JsonAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonAnswer() {}

    /** The members of the object. */
    interface Members {
        void writeTo(JsonGenerator out) throws IOException;
    }

    static ApiResponse of(int status, Members members) {
        // It grows by further blocks, where a plain stream of bytes copies all that it holds.
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator out = JSON.createGenerator(bytes)) {
                out.writeStartObject();
                members.writeTo(out);
                out.writeEndObject();
            }
            return ApiResponse.json(status, bytes.toByteArray());
        } catch (IOException e) {
            throw new EmulatorException("Cannot write JSON: " + e.getMessage(), e);
        }
    }

    /** @param more preferences that this kind of read honours */
    static ApiResponse applied(ApiRequest request, ApiResponse response, String... more) {
        List<String> applied = new ArrayList<>();
        String pageSize = request.preference("odata.maxpagesize");
        String annotations = request.preference("odata.include-annotations");
        if (pageSize != null) {
            applied.add("odata.maxpagesize=" + pageSize);
        }
        if (annotations != null) {
            applied.add("odata.include-annotations=\"" + annotations + "\"");
        }
        for (String name : more) {
            if (request.preference(name) != null) {
                applied.add(name);
            }
        }
        return applied.isEmpty() ? response : response.with("Preference-Applied", String.join(",", applied));
    }
}
