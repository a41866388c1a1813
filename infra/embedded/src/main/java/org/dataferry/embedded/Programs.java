package org.dataferry.embedded;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Composes the programs of the servers that are wanted. */
final class Programs {

    private Programs() {}

    static List<ServerProgram> of(EmbeddedSettings settings, SecureRandom random) throws InterruptedException {
        SharedCache cache = SharedCache.ofThisUser();
        Versions versions = Versions.ofBuild();
        List<ServerProgram> programs = new ArrayList<>();
        for (ServerKind kind : Arrays.stream(ServerKind.values())
                .filter(settings.servers()::contains)
                .toList()) {
            programs.add(
                    switch (kind) {
                        case KAFKA -> new KafkaProgram();
                        case REGISTRY -> new RegistryProgram(new RegistryArchive(versions.registry(), cache));
                        case SOURCE_POSTGRES, LEDGER_POSTGRES ->
                            new PostgresProgram(
                                    kind,
                                    new PostgresBinaries(versions.postgresql(), cache),
                                    PostgresAccount.ofThisProcess(kind),
                                    random);
                        case EMULATOR -> new EmulatorProgram(settings.emulatorArguments());
                    });
        }
        return programs;
    }
}
