package org.dataferry.emulator.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.value.Guids;

/** Signed tokens that carry their user and their end, so that they outlive a restart as real ones do. */
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";
    /** The end to the millisecond, since scaled time may be short. */
    private static final String END = "end_ms";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a token says. */
    public sealed interface Check {
        record Valid(UUID clientId) implements Check {}

        record Expired() implements Check {}

        record Invalid() implements Check {}
    }

    private final byte[] key;
    private final Duration lifetime;
    private final Clock clock;

    public Tokens(byte[] key, Duration lifetime, Clock clock) {
        this.key = key.clone();
        this.lifetime = lifetime;
        this.clock = clock;
    }

    long lifetimeSeconds() {
        return lifetime.toSeconds();
    }

    String issue(UUID clientId, String tenant, String audience) {
        String header = encode("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
        Instant now = clock.instant();
        Instant end = now.plus(lifetime);
        String claims = encode(JsonNodeFactory.instance
                .objectNode()
                .put("aud", audience)
                .put("tid", tenant)
                .put("appid", clientId.toString())
                .put("iat", now.getEpochSecond())
                .put("exp", end.getEpochSecond())
                .put(END, end.toEpochMilli())
                .toString());
        String content = header + "." + claims;
        return content + "." + sign(content);
    }

    public Check check(String token) {
        int signature = token.lastIndexOf('.');
        int claims = token.indexOf('.');
        if (claims < 1
                || signature <= claims
                || !MessageDigest.isEqual(
                        token.substring(signature + 1).getBytes(StandardCharsets.UTF_8),
                        sign(token.substring(0, signature)).getBytes(StandardCharsets.UTF_8))) {
            return new Check.Invalid();
        }
        try {
            JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(token.substring(claims + 1, signature)));
            UUID clientId = Guids.parse(json.path("appid").asText());
            if (clientId == null) {
                return new Check.Invalid();
            }
            boolean expired = json.path(END).asLong() <= clock.millis();
            return expired ? new Check.Expired() : new Check.Valid(clientId);
        } catch (IOException | IllegalArgumentException e) {
            return new Check.Invalid();
        }
    }

    private String sign(String content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new EmulatorException("Cannot sign a token: " + e.getMessage(), e);
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
