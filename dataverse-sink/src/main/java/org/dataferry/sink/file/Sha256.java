package org.dataferry.sink.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** By which contents of files are told apart. */
public final class Sha256 {

    private Sha256() {}

    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
