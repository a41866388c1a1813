package org.dataferry.emulator.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** References such as {@code $1} to rows that earlier parts of the same change set wrote. */
final class ContentIds {
    private static final Pattern IN_PATH = Pattern.compile("^\\$(\\w+)");
    private static final Pattern IN_BODY = Pattern.compile("(@odata\\.(?:bind|id)\"\\s*:\\s*\")/?\\$(\\w+)\"");
    /** A list of addresses, as a collection is bound to. */
    private static final Pattern LIST = Pattern.compile("@odata\\.bind\"\\s*:\\s*\\[[^\\]]*]");

    private static final Pattern IN_LIST = Pattern.compile("\"/?\\$(\\w+)\"");

    private static final Pattern CONTEXT = Pattern.compile("#(\\w+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> urls = new HashMap<>();

    /** @param catalog to find the id of a row in its representation, which comes without its URL */
    void remember(Catalog catalog, ApiRequest request, ApiResponse response) {
        String id = request.header("Content-ID");
        String url = response.headers().get("OData-EntityId");
        if (id != null && url != null) {
            urls.put(id, url.substring(request.rootUrl().length()));
        } else if (id != null && response.body().length > 0) {
            String represented = represented(catalog, response.body());
            if (represented != null) {
                urls.put(id, represented);
            }
        }
    }

    private static @Nullable String represented(Catalog catalog, byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            Matcher context = CONTEXT.matcher(json.path("@odata.context").asText());
            Table table = context.find() ? catalog.bySet(context.group(1)) : null;
            return table == null
                    ? null
                    : table.entitySet() + "(" + json.path(table.primaryId()).asText() + ")";
        } catch (IOException e) {
            return null;
        }
    }

    ApiRequest resolve(ApiRequest request) {
        String path =
                IN_PATH.matcher(request.path()).replaceAll(found -> Matcher.quoteReplacement(url(found.group(1))));
        byte[] body = request.body();
        String text = Multipart.text(body);
        if (text.contains("$")) {
            String lists = LIST.matcher(text)
                    .replaceAll(list -> Matcher.quoteReplacement(IN_LIST.matcher(list.group())
                            .replaceAll(found -> Matcher.quoteReplacement("\"/" + url(found.group(1)) + "\""))));
            body = Multipart.bytes(IN_BODY.matcher(lists)
                    .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + "/" + url(found.group(2)) + "\"")));
        }
        return new ApiRequest(
                request.orgUrl(), request.method(), path, request.query(), request.headers(), body, request.userId());
    }

    private String url(String id) {
        @Nullable String url = urls.get(id);
        if (url == null) {
            throw new Refusal(
                    400, "0x80060888", "Content-ID Reference: '$" + id + "' does not exist in the batch context.");
        }
        return url;
    }
}
