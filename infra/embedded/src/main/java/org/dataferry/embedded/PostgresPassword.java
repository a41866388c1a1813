package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of a cluster, made once and kept in a file that only its user can read. */
record PostgresPassword(Path file) {

    private static final int BYTES = 16;

    static PostgresPassword of(ServerDirectory directory) {
        return new PostgresPassword(directory.path().resolve("password"));
    }

    String read() throws IOException {
        return Files.readString(file).strip();
    }

    void makeOnce(SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        Path draft = file.resolveSibling("password.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, HexFormat.of().formatHex(secret) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "PostgresPassword[***]";
    }
}
