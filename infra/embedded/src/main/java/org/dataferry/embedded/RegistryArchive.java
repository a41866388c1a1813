package org.dataferry.embedded;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Where the registry's program is. Its archive is a Maven dependency of this module, so every build that uses the module has it; it is no
 * jar and so not on the class path, but lies in the same local repository, or in the same folder, as the jars that are.
 */
record RegistryArchive(String version, SharedCache cache) {

    private static final int JAR_TO_REPOSITORY = 6;

    String folderName() {
        return "apicurio-registry-" + version;
    }

    /** The unpacked program; unpacks it where that has not happened yet. */
    Path unpacked(Progress progress) throws IOException, InterruptedException {
        return cache.folder(folderName(), folder -> {
            Path archive = find();
            progress.report(ServerKind.REGISTRY, "unpacking to " + cache.path() + ", once");
            try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
                ServerArchive.unpack(new GZIPInputStream(file, 1 << 16), folder);
            }
        });
    }

    private String fileName() {
        return "apicurio-registry-app-" + version + "-all.tar.gz";
    }

    private Path find() {
        List<Path> candidates = candidates();
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new EmbeddedServersException(("registry: its archive is not in %s. Get it by: mvn"
                                + " dependency:get -Dtransitive=false -Dartifact=io.apicurio:apicurio-registry-app:%s:tar.gz:all")
                        .formatted(candidates, version)));
    }

    private List<Path> candidates() {
        Path inRepository = Path.of("io", "apicurio", "apicurio-registry-app", version, fileName());
        List<Path> candidates = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(fileName())) {
                candidates.add(Path.of(entry));
            }
        }
        Path jar = jarOfDependency();
        candidates.add(jar.resolveSibling(fileName()));
        if (jar.getNameCount() > JAR_TO_REPOSITORY) {
            // <repository>/org/apache/kafka/kafka-clients/<version>/<jar>
            candidates.add(jar.getRoot()
                    .resolve(jar.subpath(0, jar.getNameCount() - JAR_TO_REPOSITORY))
                    .resolve(inRepository));
        }
        candidates.add(
                Path.of(System.getProperty("user.home"), ".m2", "repository").resolve(inRepository));
        return candidates.stream().distinct().toList();
    }

    private static Path jarOfDependency() {
        try {
            return Path.of(Admin.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A class's location is a URI", e);
        }
    }
}
