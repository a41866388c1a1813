package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that PostgreSQL's programs run under. They refuse to run as root; for root there are two ways round that, and the first
 * that works on this machine is taken.
 */
enum PostgresAccount {
    /** An ordinary user runs them as they are. */
    ORDINARY(List.of()),
    /** In a user namespace without mapping they take themselves for nobody, and their files still belong to root. */
    USER_NAMESPACE(List.of("unshare", "-U")),
    /** Containers often forbid user namespaces. Here they really are nobody, and may pass folders that are root's alone. */
    NOBODY(List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            // access(2), with which they look for each other, would ignore the capability otherwise.
            "--securebits=+no_setuid_fixup",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override"));

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private final List<String> prefix;

    PostgresAccount(List<String> prefix) {
        this.prefix = prefix;
    }

    static PostgresAccount ofThisProcess(ServerKind server) throws InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return ORDINARY;
        }
        if (USER_NAMESPACE.works()) {
            return USER_NAMESPACE;
        }
        if (NOBODY.works()) {
            return NOBODY;
        }
        throw new EmbeddedServersException(server.title()
                + ": PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv` works here. Run ferry as an"
                + " ordinary user, or configure a PostgreSQL of your own");
    }

    /** The command under this account, in the same process: every part of the prefix ends in exec. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Makes this account the owner of a folder that root has made. */
    void own(Path folder) throws IOException {
        if (this != NOBODY) {
            return;
        }
        UserPrincipal nobody =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.setOwner(directory, nobody);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(file, nobody);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private boolean works() throws InterruptedException {
        try {
            return new ShortCommand(command(List.of("true")), Path.of("/"), "")
                            .run(PROBE_TIMEOUT)
                            .exitCode()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
