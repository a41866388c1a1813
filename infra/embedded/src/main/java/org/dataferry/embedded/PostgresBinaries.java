package org.dataferry.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, which come as an archive in a jar on the class path, for the platform that Ferry was built on. */
record PostgresBinaries(String version, SharedCache cache) {

    /** The unpacked folder with {@code bin} in it; unpacks it where that has not happened yet. */
    Path unpacked(ServerKind server, Progress progress) throws IOException, InterruptedException {
        String platform = platform();
        return cache.folder(folderName(platform), folder -> {
            progress.report(server, "unpacking to " + cache.path() + ", once");
            String resource = "/postgres-" + platform + ".txz";
            try (InputStream archive = getClass().getResourceAsStream(resource)) {
                if (archive == null) {
                    throw new EmbeddedServersException(("%s: the class path has no PostgreSQL for this platform (%s)."
                                    + " There are binaries for Linux and macOS, chosen by the platform of the build; or"
                                    + " configure a PostgreSQL of your own")
                            .formatted(server.title(), resource));
                }
                ServerArchive.unpack(new XZInputStream(archive), folder);
            }
        });
    }

    Path bin() {
        return cache.path().resolve(folderName(platform())).resolve("bin");
    }

    private String folderName(String platform) {
        return "postgresql-" + version + "-" + platform;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return system + "-" + processor;
    }
}
