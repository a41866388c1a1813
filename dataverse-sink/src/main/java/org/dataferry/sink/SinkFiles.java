package org.dataferry.sink;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.settings.FileLimits;

/**
 * What a sink needs to send files.
 *
 * @param folder that paths of files begin at; empty where no mapping has paths
 * @param scan the command that each file is given to before it is sent; empty for none
 * @param uploads where uploads are written down that were begun, so that they go on after a kill; what is lost there is begun
 *     anew, and where it is empty all are
 */
public record SinkFiles(Optional<Path> folder, List<String> scan, FileLimits limits, Optional<Path> uploads) {

    public SinkFiles {
        scan = List.copyOf(scan);
    }

    /** Without a folder and without a scan, and nothing is written down. */
    public static SinkFiles none() {
        return new SinkFiles(Optional.empty(), List.of(), FileLimits.defaults(), Optional.empty());
    }
}
