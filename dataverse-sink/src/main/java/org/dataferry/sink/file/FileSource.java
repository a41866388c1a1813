package org.dataferry.sink.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** The bytes of a file, which can be read several times. */
public sealed interface FileSource {

    /** In bytes. */
    long size();

    InputStream open() throws IOException;

    /** Whether it is still the file that was found. */
    boolean isUnchanged() throws IOException;

    record InMemory(byte[] bytes) implements FileSource {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public boolean isUnchanged() {
            return true;
        }
    }

    /** @param path without links, so that what is opened is what was looked at */
    record OnDisk(Path path, long size, FileTime changed) implements FileSource {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public boolean isUnchanged() throws IOException {
            return Files.size(path) == size && Files.getLastModifiedTime(path).equals(changed);
        }
    }
}
