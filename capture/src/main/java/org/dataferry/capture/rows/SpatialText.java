package org.dataferry.capture.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dataferry.schemas.value.Value;

/**
 * Points: a mapping is given the text of a record with the coordinates and their well-known binary form (OGC, "Simple Feature
 * Access"). What PostGIS adds stays as PostgreSQL writes it.
 */
final class SpatialText {

    private static final int WKB_BYTES = 1 + Integer.BYTES + 2 * Double.BYTES;
    private static final byte LITTLE_ENDIAN = 1;
    private static final int POINT = 1;

    private SpatialText() {}

    static Value read(String text) {
        if (!text.startsWith("(")) {
            return Value.text(text);
        }
        int comma = text.indexOf(',');
        double x = Double.parseDouble(text.substring(1, comma));
        double y = Double.parseDouble(text.substring(comma + 1, text.length() - 1));
        byte[] wkb = ByteBuffer.allocate(WKB_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(LITTLE_ENDIAN)
                .putInt(POINT)
                .putDouble(x)
                .putDouble(y)
                .array();
        return Value.text("{\"x\": " + x + ", \"y\": " + y + ", \"wkb\": \"" + escaped(wkb) + "\", \"srid\": null}");
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(bytes, ISO_8859_1).toCharArray()) {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c <= 0x1f || c >= 0x7f && c <= 0x9f) {
                        text.append("\\u%04X".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.toString();
    }
}
