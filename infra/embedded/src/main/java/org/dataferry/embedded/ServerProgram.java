package org.dataferry.embedded;

import java.io.IOException;
import java.util.List;

/** How one kind of server is made, started and asked whether it is ready. Holds no state: that is in the {@link ServerDirectory}. */
interface ServerProgram {

    ServerKind kind();

    /** How many ports it listens on. */
    default int portCount() {
        return 1;
    }

    /**
     * Makes what the server needs before it starts; quick if all is there. Killed in between, it begins again at the next start: data
     * appear complete or not at all.
     */
    void prepare(ServerDirectory directory, Progress progress) throws IOException, InterruptedException;

    /** The command, with the directory's marker among its first arguments. */
    ProcessBuilder command(ServerDirectory directory, List<Integer> ports);

    /** Whether clients are served now. */
    boolean answers(ServerDirectory directory, int port);

    /** Told that the server answers, before any client is. */
    default void answered(ServerDirectory directory) throws IOException {}
}
