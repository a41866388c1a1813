package org.dataferry.transform.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.write.FileContent;

/**
 * Tells contents of files apart without holding them: name and SHA-256 of what came with its row; of a file in a folder,
 * name and path. What changes under the same path is not noticed.
 */
public record FilePrint(String text) {

    public static final FilePrint NONE = new FilePrint("");

    public static FilePrint of(FileContent content) {
        return switch (content) {
            case FileContent.None ignored -> NONE;
            case FileContent.InFolder(String name, String path) -> new FilePrint(Fields.join("path", name, path));
            case FileContent.Carried(String name, var bytes) ->
                new FilePrint(Fields.join("sha256", name, HexFormat.of().formatHex(sha256(bytes.value()))));
            case FileContent.Withheld(String name, long bytes) ->
                new FilePrint(Fields.join("withheld", name, Long.toString(bytes)));
        };
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
