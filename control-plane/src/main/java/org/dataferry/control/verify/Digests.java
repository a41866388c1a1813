package org.dataferry.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Makes digests: the first 128 bits of SHA-256. For one thread. */
final class Digests {

    private static final int NULL = -1;

    private final MessageDigest sha;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    Digests() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Of one text, such as a row id's. */
    Digest of(String text) {
        add(text);
        return done();
    }

    /** Of texts in their order; where one ends and the next begins is part of it. */
    Digest of(Collection<String> texts) {
        texts.forEach(this::add);
        return done();
    }

    /**
     * Of a row, its id included, so that two rows which have each other's values do not add up to the same.
     *
     * @param names of the fields that count, in their order
     */
    Digest of(String row, Collection<String> names, Map<String, Optional<String>> fields) {
        add(row);
        for (String name : names) {
            add(name);
            fields.getOrDefault(name, Optional.empty()).ifPresentOrElse(this::add, () -> addLength(NULL));
        }
        return done();
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        addLength(bytes.length);
        sha.update(bytes);
    }

    private void addLength(int bytes) {
        sha.update(length.clear().putInt(bytes).flip());
    }

    private Digest done() {
        return Digest.read(ByteBuffer.wrap(sha.digest()));
    }
}
