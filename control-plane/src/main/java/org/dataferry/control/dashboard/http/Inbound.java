package org.dataferry.control.dashboard.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as it came, of which nothing is believed yet. */
final class Inbound {

    /** All that paths of ours are made of; nothing is escaped in them. A group would take stack for each of their parts. */
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]*");

    private final Context context;

    Inbound(Context context) {
        this.context = context;
    }

    /** A HEAD is read as the GET that it stands for. */
    String readMethod() {
        String method = context.req().getMethod();
        return method.equals("HEAD") ? "GET" : method;
    }

    /** @throws Problem if it is none of ours, such as one that leads out of a folder */
    String path() {
        String path = context.req().getRequestURI();
        if (!PATH.matcher(path).matches() || path.contains("..") || path.contains("/.")) {
            throw Problem.notFound("there is nothing of that name");
        }
        return path;
    }

    @Nullable String header(String name) {
        return context.header(name);
    }

    /** Of several lines of that name the last one, which is the nearest proxy's. */
    @Nullable String lastHeader(String name) {
        String last = null;
        for (String line : Collections.list(context.req().getHeaders(name))) {
            last = line;
        }
        return last;
    }

    @Nullable String cookie(String name) {
        return context.cookie(name);
    }

    /** @throws Problem if it cannot be read */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        context.queryParamMap().forEach((name, values) -> {
            // Those whose escapes are none are left out.
            if (values.isEmpty()) {
                throw Problem.badRequest("the value of " + name + " has an escape that is none");
            }
            query.put(name, values.getFirst());
        });
        return query;
    }

    String remoteAddress() {
        return context.req().getRemoteAddr();
    }

    /** @throws Problem if it is longer, or breaks off */
    byte[] body(int most) {
        try {
            byte[] body = context.req().getInputStream().readNBytes(most + 1);
            if (body.length > most) {
                throw new Problem(413, "too-large", "a request has at most " + most + " bytes");
            }
            return body;
        } catch (IOException broken) {
            throw Problem.badRequest("the body of the request could not be read");
        }
    }
}
