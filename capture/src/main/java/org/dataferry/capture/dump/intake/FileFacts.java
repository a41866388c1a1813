package org.dataferry.capture.dump.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.dataferry.capture.source.SourceException;

/**
 * A file as it is found.
 *
 * @param checksum of its bytes, with their count: tells files apart that nobody has forged
 * @param sha256 where it was asked for
 * @param endsWithNewline true of a packed or Parquet file, which say otherwise whether they are whole
 */
record FileFacts(
        Path file, long bytes, Instant modified, String checksum, Optional<String> sha256, boolean endsWithNewline) {

    private static final int BUFFER = 1 << 18;

    static FileFacts read(Path file, boolean withSha256) {
        try (InputStream bytes = Files.newInputStream(file)) {
            long modified = Files.getLastModifiedTime(file).toMillis();
            CRC32C crc = new CRC32C();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            long count = 0;
            byte last = 0;
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                crc.update(buffer, 0, read);
                if (withSha256) {
                    digest.update(buffer, 0, read);
                }
                count += read;
                last = read > 0 ? buffer[read - 1] : last;
            }
            if (Files.getLastModifiedTime(file).toMillis() != modified || Files.size(file) != count) {
                throw new SourceException("the dump " + file + " is still being written; give it once it is whole");
            }
            return new FileFacts(
                    file,
                    count,
                    Instant.ofEpochMilli(modified),
                    "%d-%08x".formatted(count, crc.getValue()),
                    withSha256 ? Optional.of(HexFormat.of().formatHex(digest.digest())) : Optional.empty(),
                    last == '\n' || last == '\r' || !isPlainText(file));
        } catch (IOException unreadable) {
            throw new SourceException("the dump " + file + " cannot be read: " + unreadable, unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static boolean isParquet(Path file) {
        return file.getFileName().toString().endsWith(".parquet");
    }

    static boolean isPacked(Path file) {
        return file.getFileName().toString().endsWith(".gz");
    }

    private static boolean isPlainText(Path file) {
        return !isParquet(file) && !isPacked(file);
    }
}
