package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.files.Thumbnail;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.write.BlockedFiles;
import org.dataferry.emulator.write.FileWrites;
import org.dataferry.emulator.write.RowWrites;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file or image column as a resource: {@code set(key)/column} and {@code set(key)/column/$value}.
 *
 * <p>Source: Microsoft's pages "Use file column data" and "Use image column data".
 */
final class FileResource {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final Pattern WANTED = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int KILO = 1024;

    private final RowStore store;
    private final RowWrites writes;
    private final FileWrites fileWrites;
    private final Assumptions.Files assumptions;

    FileResource(RowStore store, RowWrites writes) {
        this.store = store;
        this.writes = writes;
        fileWrites = new FileWrites(writes);
        assumptions = writes.assumptions().files();
    }

    static boolean owns(@Nullable Column column) {
        return column != null
                && (column.type() instanceof ColumnType.File || column.type() instanceof ColumnType.Image);
    }

    /** @param below the segments behind the row's, the first of which names the column */
    ApiResponse answer(ApiRequest request, UnitOfWork work, RowAddress address, Column column, List<String> below) {
        boolean value = below.size() == 2 && below.get(1).equals("$value");
        if (below.size() > 1 && !value) {
            throw Refusals.unknownSegment(below.get(1));
        }
        return switch (request.method()) {
            case "GET" -> download(request, address, column, value);
            case "DELETE" ->
                work.write(unit -> {
                    fileWrites.set(unit, request, address, column, null);
                    return ApiResponse.noContent();
                });
            case "PATCH" -> upload(request, work, address, column);
            case "PUT" -> upload(request, work, address, column);
            default -> throw Refusals.methodNotAllowed(request.method(), column.logicalName());
        };
    }

    private ApiResponse upload(ApiRequest request, UnitOfWork work, RowAddress address, Column column) {
        String token = UrlText.parameters(request.query()).get("sessiontoken");
        if (token != null) {
            return chunk(request, work, address, column, token);
        }
        String name = name(request);
        BlockedFiles.check(assumptions, name);
        UUID id = writes.newId();
        if ("chunked".equalsIgnoreCase(request.header("x-ms-transfer-mode"))) {
            return work.write(unit -> {
                UUID row = fileWrites.require(unit, request, address);
                Content.empty(id, address.table().logicalName(), row, column.logicalName(), name)
                        .save(unit);
                return session(request, address, column, id, name);
            });
        }
        byte[] body = octets(request);
        if (body.length > assumptions.maxSingleUploadBytes()) {
            throw tooBig(column, body.length, assumptions.maxSingleUploadBytes());
        }
        checkSize(column, body.length);
        return work.write(unit -> {
            UUID row = fileWrites.require(unit, request, address);
            Content content = Content.empty(id, address.table().logicalName(), row, column.logicalName(), name);
            for (int at = 0; at < body.length; at += assumptions.chunkBytes()) {
                int end = Math.min(body.length, at + assumptions.chunkBytes());
                content = content.withBlock(unit, "", Arrays.copyOfRange(body, at, end));
            }
            finish(unit, request, address, column, content);
            return ApiResponse.noContent();
        });
    }

    private ApiResponse session(ApiRequest request, RowAddress address, Column column, UUID id, String name) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Location",
                request.rootUrl() + address.text() + "/" + column.logicalName() + "?sessiontoken=" + id
                        + "&x-ms-file-name=" + UrlText.encode(name));
        headers.put("x-ms-chunk-size", String.valueOf(assumptions.chunkBytes()));
        headers.put("Accept-Ranges", "bytes");
        return new ApiResponse(200, headers, new byte[0]);
    }

    /** Chunks come in order; the one that reaches the total makes the file. */
    private ApiResponse chunk(ApiRequest request, UnitOfWork work, RowAddress address, Column column, String token) {
        byte[] body = octets(request);
        Matcher range = RANGE.matcher(request.headers().getOrDefault("Content-Range", ""));
        if (!range.matches()) {
            throw invalid("A chunk needs the header Content-Range: bytes first-last/total.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long total = Long.parseLong(range.group(3));
        if (last - first + 1 != body.length || last >= total) {
            throw invalid("The header Content-Range: " + range.group() + " does not fit a chunk of " + body.length
                    + " bytes.");
        }
        if (body.length > assumptions.chunkBytes()) {
            throw invalid("A chunk has at most " + assumptions.chunkBytes() + " bytes, not " + body.length + ".");
        }
        checkSize(column, total);
        return work.write(unit -> {
            UUID id = Guids.parse(token);
            Content content = id == null ? null : Content.find(unit, id);
            UUID row = fileWrites.require(unit, request, address);
            if (content == null
                    || !content.row().equals(row)
                    || !content.column().equals(column.logicalName())) {
                throw invalid("The session token is not one of this file.");
            }
            if (first != content.size()) {
                throw invalid(
                        "The chunk begins at " + first + ", and the next one must begin at " + content.size() + ".");
            }
            Content more = content.withBlock(unit, "", body);
            if (last + 1 < total) {
                return new ApiResponse(206, Map.of(), new byte[0]);
            }
            finish(unit, request, address, column, more);
            return ApiResponse.noContent();
        });
    }

    private void finish(WriteUnit unit, ApiRequest request, RowAddress address, Column column, Content content) {
        Content whole = content;
        if (column.type() instanceof ColumnType.Image) {
            byte[] small = Thumbnail.of(content.read(unit, 0, Math.toIntExact(content.size())));
            whole = content.withBlock(unit, "", small);
        }
        whole.save(unit);
        fileWrites.set(unit, request, address, column, whole);
    }

    private ApiResponse download(ApiRequest request, RowAddress address, Column column, boolean value) {
        try (ReadView view = store.read()) {
            Row row = address.find(view);
            if (row == null) {
                throw address.absent();
            }
            Access.of(view, request).require(Right.Read, address.table(), row);
            Content content = row.get(column) instanceof UUID id ? Content.find(view, id) : null;
            if (content == null) {
                return ApiResponse.noContent();
            }
            if (value) {
                return bytes(request, view, column, content);
            }
            return WANTED.matcher(request.headers().getOrDefault("Range", "")).matches()
                    ? encoded(request, address, column, bytes(request, view, column, content))
                    : property(request, view, address, column, content);
        }
    }

    /** As a property: the id of a file, the small square of an image. */
    private static ApiResponse property(
            ApiRequest request, ReadView view, RowAddress address, Column column, Content content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#" + address.text() + "/" + column.logicalName());
        if (column.type() instanceof ColumnType.Image) {
            int small = content.blocks().getLast().size();
            json.put("value", content.read(view, content.size() - small, small));
        } else {
            json.put("value", content.id().toString());
        }
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A range without {@code $value} is base64 in JSON, with the address of the next range. That is what the public client dynamics-web-api
     * 2.5.0 reads (downloadFile, parseFileResponse); the page file-column-data shows {@code $value} only.
     */
    private static ApiResponse encoded(ApiRequest request, RowAddress address, Column column, ApiResponse part) {
        String url = request.rootUrl() + address.text() + "/" + column.logicalName();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("value", part.body());
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        return new ApiResponse(part.status(), part.headers(), body)
                .with("Content-Type", ApiResponse.JSON)
                .with("Location", url + "?size=full");
    }

    private ApiResponse bytes(ApiRequest request, ReadView view, Column column, Content content) {
        long from = 0;
        long size = content.size();
        if (column.type() instanceof ColumnType.Image) {
            // The thumbnail is the last block.
            long small = content.blocks().getLast().size();
            boolean full =
                    "full".equalsIgnoreCase(UrlText.parameters(request.query()).get("size"));
            from = full ? 0 : size - small;
            size = full ? size - small : small;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        headers.put("x-ms-file-name", content.name());
        headers.put("x-ms-file-size", String.valueOf(size));
        headers.put("Content-Disposition", "attachment; filename=\"" + ascii(content.name()) + "\"");
        Matcher wanted = WANTED.matcher(request.headers().getOrDefault("Range", ""));
        if (!wanted.matches()) {
            return new ApiResponse(200, headers, content.read(view, from, Math.toIntExact(size)));
        }
        long first = Long.parseLong(wanted.group(1));
        long last = wanted.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(wanted.group(2)));
        if (first > last) {
            throw new Refusal(416, "0x80040203", "The range is not within the " + size + " bytes of the file.");
        }
        headers.put("Content-Range", "bytes " + first + "-" + last + "/" + size);
        return new ApiResponse(206, headers, content.read(view, from + first, Math.toIntExact(last - first + 1)));
    }

    static void checkSize(Column column, long bytes) {
        int kilobytes = column.type() instanceof ColumnType.File file
                ? file.maxKilobytes()
                : column.type() instanceof ColumnType.Image image ? image.maxKilobytes() : Integer.MAX_VALUE;
        if (bytes > (long) kilobytes * KILO) {
            throw tooBig(column, bytes, (long) kilobytes * KILO);
        }
    }

    private static String name(ApiRequest request) {
        String name = UrlText.parameters(request.query()).get("x-ms-file-name");
        String header = request.header("x-ms-file-name");
        String found = name == null ? header : name;
        if (found == null || found.isBlank()) {
            throw invalid("The name of the file is missing: send it in the header x-ms-file-name.");
        }
        return found;
    }

    private static byte[] octets(ApiRequest request) {
        String type = request.headers().getOrDefault("Content-Type", "");
        if (!type.startsWith("application/octet-stream")) {
            throw invalid("A file needs the header Content-Type: application/octet-stream, not '" + type + "'.");
        }
        return request.body();
    }

    private static String ascii(String name) {
        return new String(name.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII).replace('"', '\'');
    }

    private static Refusal tooBig(Column column, long bytes, long most) {
        return new Refusal(
                400,
                "0x80044a02",
                "The file for '" + column.logicalName() + "' is too big: " + bytes + " bytes; the maximum is " + most
                        + ".");
    }

    private static Refusal invalid(String message) {
        return new Refusal(400, "0x80040203", message);
    }
}
