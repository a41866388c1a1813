package org.dataferry.emulator.shape;

import java.nio.charset.StandardCharsets;

/**
 * Counts rows and columns of a JSON body in one pass over its bytes, without building anything: a body of {@code {"Targets":[{…},…]}} or
 * {@code {"value":[{…},…]}}, or one row. It judges nothing; of text that is no JSON its counts mean nothing.
 */
public final class BodyScan {
    private static final int ROW_IN_LIST = 3;
    private static final byte[] ID = "\"@odata.id\"".getBytes(StandardCharsets.UTF_8);
    private static final int GUID_LENGTH = 36;
    private static final int FIRST_HYPHEN = 8;

    private final byte[] body;
    private int depth;
    private int listedRows;
    private int listedColumns;
    private int keyedRows;
    private int ownColumns;
    private int stringStart;
    private int stringEnd;
    private boolean idFollows;

    private BodyScan(byte[] body) {
        this.body = body;
    }

    public static BodyScan of(byte[] body) {
        BodyScan scan = new BodyScan(body);
        scan.run();
        return scan;
    }

    /** Objects in a list that is a member of the body. */
    public int listedRows() {
        return listedRows;
    }

    public int listedColumns() {
        return listedColumns;
    }

    /** Listed rows whose {@code @odata.id} holds an alternate key. */
    public int keyedRows() {
        return keyedRows;
    }

    /** Members of the body itself that are columns. */
    public int ownColumns() {
        return ownColumns;
    }

    private void run() {
        for (int at = 0; at < body.length; at++) {
            switch (body[at]) {
                case '"' -> {
                    stringStart = at;
                    at = endOfString(at);
                    stringEnd = at;
                    if (idFollows) {
                        idFollows = false;
                        keyedRows += holdsKey(stringStart + 1, stringEnd) ? 1 : 0;
                    }
                }
                case '{' -> {
                    depth++;
                    listedRows += depth == ROW_IN_LIST ? 1 : 0;
                }
                case '[' -> depth++;
                case '}', ']' -> depth--;
                case ':' -> member();
                default -> {}
            }
        }
    }

    private void member() {
        if (depth != 1 && depth != ROW_IN_LIST) {
            return;
        }
        boolean column = stringStart + 1 < body.length && body[stringStart + 1] != '@';
        if (depth == 1) {
            ownColumns += column ? 1 : 0;
        } else {
            listedColumns += column ? 1 : 0;
            idFollows = !column && isId();
        }
    }

    private boolean isId() {
        if (stringEnd - stringStart + 1 != ID.length) {
            return false;
        }
        for (int i = 0; i < ID.length; i++) {
            if (body[stringStart + i] != ID[i]) {
                return false;
            }
        }
        return true;
    }

    private int endOfString(int start) {
        int at = start + 1;
        while (at < body.length && body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, body.length - 1);
    }

    private boolean holdsKey(int from, int to) {
        // A body that ends with an opening quote has no text behind it.
        return from < to && isKey(new String(body, from, to - from, StandardCharsets.UTF_8));
    }

    /** Whether the parentheses of an address hold an alternate key and not a GUID. */
    static boolean isKey(String address) {
        int open = address.indexOf('(');
        int close = address.lastIndexOf(')');
        if (open < 0 || close < open) {
            return false;
        }
        String inside = address.substring(open + 1, close);
        String value = inside.substring(inside.indexOf('=') + 1);
        return !(value.length() == GUID_LENGTH && value.charAt(FIRST_HYPHEN) == '-' && value.indexOf('\'') < 0);
    }
}
