package org.dataferry.sink.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * The folder of the source's files. Paths come from the source's rows, where anybody may have written them: none leads out
 * of the folder, neither by its parts nor by a symbolic link.
 */
public final class FileFolder {

    private final Path root;

    public FileFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** What was found under a path. */
    public sealed interface Found {

        record File(FileSource.OnDisk file) implements Found {}

        /** There is no such file, or none that may be read; nothing that passes by itself. */
        record Refused(String why) implements Found {}

        /** The folder or the file cannot be read now. */
        record Unavailable(String why) implements Found {}
    }

    public Found find(String path) {
        try {
            Path file = root.resolve(path).normalize();
            if (path.isBlank() || Path.of(path).isAbsolute() || !file.startsWith(root)) {
                return new Found.Refused("the path '" + path + "' leads out of the folder of files");
            }
            return find(path, file);
        } catch (InvalidPathException unusable) {
            return new Found.Refused("the path '" + path + "' is none: " + unusable.getReason());
        } catch (IOException unreadable) {
            return new Found.Unavailable("'" + path + "' cannot be read: " + unreadable);
        }
    }

    private Found find(String path, Path file) throws IOException {
        if (!Files.isDirectory(root)) {
            return new Found.Unavailable("the folder of files, " + root + ", is not there");
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return new Found.Refused("there is no file '" + path + "' in the folder of files");
        }
        if (!real.startsWith(root.toRealPath())) {
            return new Found.Refused("the path '" + path + "' leads out of the folder of files by a link");
        }
        if (!Files.isRegularFile(real)) {
            return new Found.Refused("'" + path + "' is no file");
        }
        return new Found.File(new FileSource.OnDisk(real, Files.size(real), Files.getLastModifiedTime(real)));
    }
}
