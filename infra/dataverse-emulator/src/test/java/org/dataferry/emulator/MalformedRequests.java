package org.dataferry.emulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests as no client should send them, each made from a right one by a few changes; the same ones for the same seed. */
final class MalformedRequests {
    private static final String ROW = """
            {"mig_name":"a","mig_text":"b","mig_whole":5,"mig_amount":12.5,"mig_flag":true,"mig_day":"2024-03-01",\
            "mig_moment":"2024-03-01T10:00:00Z","mig_Parent@odata.bind":"/mig_things(mig_key='p')"}""";

    private static final List<String> BODIES = List.of(
            ROW,
            "{\"Targets\":[" + ROW.replaceFirst("\\{", "{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_thing\",") + "]}",
            """
            {"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.mig_thing","@odata.id":"mig_things(mig_key='x')","mig_name":"c"}]}""",
            """
            {"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","SchemaName":"mig_Extra","MaxLength":10}""",
            """
            {"@odata.id":"mig_things(mig_key='p')"}""");

    private static final List<String> TARGETS = List.of(
            "POST mig_things",
            "PATCH mig_things(mig_key='x')",
            "PATCH mig_things(00000000-0000-0000-0000-000000000001)",
            "POST mig_things/Microsoft.Dynamics.CRM.CreateMultiple",
            "POST mig_things/Microsoft.Dynamics.CRM.UpdateMultiple",
            "POST mig_things/Microsoft.Dynamics.CRM.UpsertMultiple",
            "POST EntityDefinitions(LogicalName='mig_thing')/Attributes",
            "PUT mig_things(mig_key='x')/mig_Parent/$ref",
            "PUT mig_things(mig_key='x')/mig_name");

    private static final List<String> READS = List.of(
            "mig_things?$select=mig_name,_mig_parent_value&$filter=mig_whole gt 3 and contains(mig_name,'a')&$orderby=mig_name desc&$top=5",
            "mig_things?$filter=(mig_flag eq true or not(mig_amount le 4.5)) and mig_day ge 2024-01-01&$count=true",
            "mig_things?$expand=mig_Parent($select=mig_name)&$filter=mig_Parent/mig_name ne null",
            "mig_things?$apply=groupby((mig_flag),aggregate($count as n))",
            "mig_things?fetchXml=<fetch count=\"3\"><entity name=\"mig_thing\"><attribute name=\"mig_name\"/><filter>"
                    + "<condition attribute=\"mig_whole\" operator=\"gt\" value=\"1\"/></filter></entity></fetch>",
            "mig_things(mig_key='x')?$select=mig_name",
            "mig_things?$skiptoken=<cookie pagenumber=\"2\" pagingcookie=\"x\" istracking=\"False\" />",
            "EntityDefinitions(LogicalName='mig_thing')/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=MaxLength",
            "RetrieveTotalRecordCount(EntityNames=@p1)?@p1=[\"mig_thing\"]",
            "WhoAmI()");

    private static final List<String> ODD_VALUES = List.of(
            "1e999999999",
            "-1e-999999999",
            "123456789012345678901234567890123456789012345678901234567890",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[[[[[[[[",
            "null",
            "NaN",
            "-",
            "\"9999-99-99\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "{\"mig_name\":{\"mig_name\":{}}}");

    private static final List<String> HEADERS = List.of(
            "If-Match: W/\"",
            "If-Match: nonsense",
            "If-None-Match: W/\"99999999999999999999\"",
            "Prefer: return=",
            "Prefer: odata.maxpagesize=99999999999999,odata.include-annotations=\"",
            "Prefer: ,,,=,;",
            "Content-Type: text/plain",
            "Content-Type: application/json;charset=\"",
            "MSCRMCallerID: x",
            "CallerObjectId: {}",
            "MSCRM.BypassBusinessLogicExecution: All",
            "Cookie: ARRAffinity=",
            "Range: bytes=5-2");

    private final RandomGenerator random;
    private final String authorization;

    /** @param authorization the header's value that the emulator takes */
    MalformedRequests(RandomGenerator random, String authorization) {
        this.random = random;
        this.authorization = authorization;
    }

    /** A request, whole or not, as it goes over the wire. */
    byte[] next() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> write(pick(TARGETS), changed(pick(BODIES)), "application/json");
            case 2 -> read(changedUrl(pick(READS)));
            case 3 -> write("POST $batch", changed(batch()), "multipart/mixed; boundary=\"b\"");
            case 4 -> write(changedUrl(pick(TARGETS)), bytes(pick(BODIES)), "application/json");
            default -> head();
        };
    }

    private byte[] read(byte[] url) {
        return request("GET", url, new byte[0], "Accept: application/json\r\n" + oddHeader());
    }

    private byte[] write(String target, byte[] body, String type) {
        return write(bytes(target), body, type);
    }

    private byte[] write(byte[] target, byte[] body, String type) {
        int blank = 0;
        while (blank < target.length && target[blank] != ' ') {
            blank++;
        }
        String method = new String(target, 0, blank, StandardCharsets.ISO_8859_1);
        byte[] url = new byte[Math.max(0, target.length - blank - 1)];
        System.arraycopy(target, Math.min(blank + 1, target.length), url, 0, url.length);
        return request(
                method.isEmpty() || !method.chars().allMatch(c -> c >= 'A' && c <= 'Z') ? "POST" : method,
                url,
                body,
                "Content-Type: " + type + "\r\n" + oddHeader());
    }

    private String oddHeader() {
        return random.nextInt(3) == 0 ? pick(HEADERS) + "\r\n" : "";
    }

    private byte[] request(String method, byte[] url, byte[] body, String headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(method + " /api/data/v9.2/"));
        out.writeBytes(encoded(url));
        out.writeBytes(bytes(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " + authorization
                + "\r\n" + headers + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n"));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** Blanks and line ends would end the request line; all else goes out as it is, encoded or not. */
    private byte[] encoded(byte[] url) {
        boolean raw = random.nextInt(4) == 0;
        StringBuilder text = new StringBuilder();
        for (byte b : url) {
            int c = b & 0xff;
            boolean safe = c > ' ' && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0;
            if (safe || raw && c > ' ') {
                text.append((char) c);
            } else {
                text.append('%').append("%02x".formatted(c));
            }
        }
        return bytes(text.toString());
    }

    /** Request lines and heads that are broken themselves. */
    private byte[] head() {
        String authorized = "Host: x\r\nConnection: close\r\nAuthorization: " + authorization + "\r\n";
        return bytes(
                switch (random.nextInt(8)) {
                    case 0 -> "GET /api/data/v9.2/accounts HTTP/1.1\r\nConnection: close\r\n\r\n";
                    case 1 -> "GET /api/data/v9.2/accounts HTTP/1.1\r\n" + authorized + "no colon here\r\n\r\n";
                    case 2 ->
                        "GET /api/data/v9.2/" + "a".repeat(random.nextInt(100_000)) + " HTTP/1.1\r\n" + authorized
                                + "\r\n";
                    case 3 ->
                        "POST /api/data/v9.2/mig_things HTTP/1.1\r\n" + authorized + "Content-Length: -5\r\n\r\n{}";
                    case 4 ->
                        "POST /api/data/v9.2/mig_things HTTP/1.1\r\n" + authorized
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
                    case 5 ->
                        "GET /api/data/v9.2/accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                + "x.y".repeat(random.nextInt(200)) + "\r\n\r\n";
                    case 6 ->
                        "GET /api/data/v9.2/accounts HTTP/1.1\r\n" + authorized + "X: "
                                + "y".repeat(random.nextInt(30_000)) + "\r\n\r\n";
                    default -> "FROB /api/data/v9.2/accounts HTTP/9.9\r\n" + authorized + "\r\n";
                });
    }

    private String batch() {
        String part = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "GET /api/data/v9.2/mig_things?$top=1 HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n";
        String set = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n"
                + "Content-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r\nPOST /api/data/v9.2/mig_things HTTP/1.1\r\n"
                + "Content-Type: application/json\r\n\r\n" + ROW + "\r\n--c--\r\n";
        return part.repeat(1 + random.nextInt(3)) + set + "--b--\r\n";
    }

    private byte[] changed(String text) {
        byte[] bytes = bytes(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = changedOnce(bytes);
        }
        return bytes;
    }

    private byte[] changedOnce(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(20));
        return switch (random.nextInt(7)) {
            case 0 -> spliced(bytes, at, bytes.length, new byte[0]);
            case 1 -> spliced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 2 -> spliced(bytes, at, end, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4 ->
                spliced(
                        bytes,
                        at,
                        at,
                        bytes("[{\"("
                                .substring(random.nextInt(4))
                                .substring(0, 1)
                                .repeat(random.nextInt(5_000))));
            case 5 -> oddValue(bytes, at);
            default -> spliced(bytes, at, at, bytes("\r\n"));
        };
    }

    /** An odd value in the place of the next one. */
    private byte[] oddValue(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == ':') {
                int end = i + 1;
                while (end < bytes.length && bytes[end] != ',' && bytes[end] != '}') {
                    end++;
                }
                return spliced(bytes, i + 1, end, bytes(pick(ODD_VALUES)));
            }
        }
        return bytes;
    }

    private byte[] changedUrl(String text) {
        byte[] url = bytes(text);
        return switch (random.nextInt(8)) {
            case 0 -> spliced(url, url.length, url.length, bytes("(".repeat(random.nextInt(6_000))));
            case 1 -> bytes(text.replace("=", "=" + "not(".repeat(random.nextInt(3_000))));
            case 2 -> bytes(text.replace("'", "''"));
            case 3 -> bytes(text + "&$filter=" + "mig_whole eq 1 or ".repeat(random.nextInt(400)) + "mig_whole eq 2");
            default -> changedOnce(changedOnce(url));
        };
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(between);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
