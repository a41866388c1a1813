package org.dataferry.embedded;

/**
 * A server that is ready.
 *
 * @param started whether this call started its process
 * @param owned whether it stops with this process, because this call started it or took it over
 */
record RunningServer(ServerDirectory directory, ProcessHandle process, int port, boolean started, boolean owned) {

    ServerKind kind() {
        return directory.kind();
    }
}
