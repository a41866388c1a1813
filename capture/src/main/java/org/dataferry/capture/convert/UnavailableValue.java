package org.dataferry.capture.convert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium puts in place of a large value that PostgreSQL did not send because the update left it unchanged (TOAST).
 * Its setting {@code unavailable.value.placeholder} must be {@link #text()}.
 *
 * <p>Debezium 3.6 ({@code UnchangedToastedPlaceholder}) writes it in one of these forms: the text itself; its bytes; a list
 * of one text or one byte string; a list with each byte as a number; a list of one name-based UUID of the bytes; a map, or
 * the JSON of a map, from the text to itself. The text is random for each process, so no row can hold it by accident or
 * by intent; it never leaves, so nobody has to know it later.
 */
public final class UnavailableValue {

    private static final int RANDOM_BYTES = 16;

    private final String text;
    private final ByteBuffer bytes;
    private final String uuid;
    private final String json;

    UnavailableValue(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        this.text = text;
        this.bytes = ByteBuffer.wrap(utf8).asReadOnlyBuffer();
        this.uuid = UUID.nameUUIDFromBytes(utf8).toString();
        this.json = "{\"" + text + "\":\"" + text + "\"}";
    }

    /** A placeholder that nobody else has. */
    public static UnavailableValue random(RandomGenerator random) {
        byte[] noise = new byte[RANDOM_BYTES];
        random.nextBytes(noise);
        return new UnavailableValue("ferry-unavailable-" + HexFormat.of().formatHex(noise));
    }

    /** The value for Debezium's setting {@code unavailable.value.placeholder}. */
    public String text() {
        return text;
    }

    /** Whether a column's value is the placeholder in any of its forms. */
    boolean is(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case String string -> string.equals(text) || string.equals(json);
            case ByteBuffer buffer -> buffer.equals(bytes);
            case byte[] array -> bytes.equals(ByteBuffer.wrap(array));
            case List<?> list -> isIn(list);
            case Map<?, ?> map -> map.size() == 1 && text.equals(map.get(text));
            default -> false;
        };
    }

    private boolean isIn(List<?> list) {
        if (list.size() == 1) {
            Object only = list.getFirst();
            return uuid.equals(only) || (!(only instanceof List<?>) && is(only));
        }
        return list.size() == bytes.remaining() && list.equals(bytesAsNumbers(list.getFirst()));
    }

    private List<? extends Number> bytesAsNumbers(@Nullable Object like) {
        byte[] array = text.getBytes(StandardCharsets.UTF_8);
        IntStream numbers = IntStream.range(0, array.length).map(i -> array[i]);
        if (like instanceof Long) {
            return numbers.asLongStream().boxed().toList();
        }
        return like instanceof Integer ? numbers.boxed().toList() : List.of();
    }

    @Override
    public String toString() {
        return "UnavailableValue[" + text + "]";
    }
}
