package org.dataferry.capture.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnavailableValueTest {

    private final UnavailableValue unavailable = UnavailableValue.random(new Random(1));
    private final String text = unavailable.text();
    private final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    @Test
    void recognisesEveryFormThatDebeziumGivesIt() {
        List<Integer> ints = new ArrayList<>();
        List<Long> longs = new ArrayList<>();
        for (byte b : bytes) {
            ints.add((int) b);
            longs.add((long) b);
        }

        assertThat(List.of(
                        text,
                        ByteBuffer.wrap(bytes),
                        bytes,
                        List.of(text),
                        Arrays.asList((Object) bytes),
                        List.of(ByteBuffer.wrap(bytes)),
                        ints,
                        longs,
                        List.of(UUID.nameUUIDFromBytes(bytes).toString()),
                        Map.of(text, text),
                        "{\"" + text + "\":\"" + text + "\"}"))
                .allMatch(unavailable::is);
    }

    @Test
    void takesNothingElseForIt() {
        List<Integer> sameLength = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            sameLength.add(null);
        }

        assertThat(unavailable.is(null)).isFalse();
        assertThat(List.of("", text + " ", List.of(), List.of(text, text), Map.of(), List.of(1), 5, sameLength))
                .noneMatch(unavailable::is);
        assertThat(UnavailableValue.random(new Random(2)).is(text)).isFalse();
    }

    @Test
    void leavesTheBufferWhereItWas() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);

        unavailable.is(buffer);

        assertThat(buffer.remaining()).isEqualTo(bytes.length);
    }
}
