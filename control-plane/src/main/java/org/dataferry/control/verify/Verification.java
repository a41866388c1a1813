package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.control.compare.DiskTable;

/**
 * The course of a verification.
 *
 * <ol>
 *   <li>Each entity is read whole at both ends ({@link EntityScan}); all tables of the source as of one moment.
 *   <li>What may differ is looked at by key ({@link Looks}), field by field. With no run going on that is all.
 *   <li>While one goes on, each look waits for a fence first, until of every suspect it is known whether it differs, or it has
 *       moved too often.
 * </ol>
 */
final class Verification {

    private static final byte SUSPECTS = 's';

    private final SourceSide source;
    private final TargetSide target;
    private final Settling settling;
    private final VerifyOptions options;
    private final DiskTable disk;
    private final VerifyProgress progress;

    Verification(
            SourceSide source,
            TargetSide target,
            Settling settling,
            VerifyOptions options,
            DiskTable disk,
            VerifyProgress progress) {
        this.source = source;
        this.target = target;
        this.settling = settling;
        this.options = options;
        this.disk = disk;
        this.progress = progress;
    }

    /** One entity or relationship, from its scan to its last look. */
    private record Part(Suspects suspects, Tally tally, EntityScan.Checksums checksums) {}

    /** @param entities and relationships, in the order of the report */
    VerifyReport run(List<String> entities) throws InterruptedException {
        boolean running = settling.isRunning();
        progress.begins(running);
        DifferenceList differences = new DifferenceList(options.mostDifferences());
        Map<String, Part> parts = scan(entities);
        Map<String, Looks> open = new LinkedHashMap<>();
        parts.forEach((entity, part) -> open.put(
                entity, new Looks(entity, source, target, part.suspects(), part.tally(), differences, running)));
        for (int round = 1; !open.isEmpty(); round++) {
            look(open, running, round);
        }
        List<EntityCount> counts = new ArrayList<>();
        parts.forEach((entity, part) -> counts.add(part.tally().count(part.checksums())));
        return new VerifyReport(running, counts, differences.listed(), differences.unlisted());
    }

    private Map<String, Part> scan(List<String> entities) throws InterruptedException {
        Map<String, Part> parts = new LinkedHashMap<>();
        try (SourceSide.Moment moment = source.now()) {
            for (String entity : entities) {
                byte number = (byte) (parts.size() % Byte.MAX_VALUE);
                byte block = (byte) (parts.size() / Byte.MAX_VALUE);
                Suspects suspects = new Suspects(disk, new byte[] {SUSPECTS, block, number});
                Tally tally = new Tally(entity);
                EntityScan scan =
                        new EntityScan(entity, source.estimate(entity), disk, options.allowOthers(), suspects, tally);
                scan.readSource(moment, rows -> progress.read(entity, "source", rows));
                scan.readTarget(target, rows -> progress.read(entity, "target", rows));
                parts.put(entity, new Part(suspects, tally, scan.compare()));
                progress.scanned(entity);
            }
        }
        return parts;
    }

    /** Takes away the entities of which everything is known. */
    private void look(Map<String, Looks> open, boolean running, int round) throws InterruptedException {
        open.values().removeIf(Looks::isDone);
        if (open.isEmpty()) {
            return;
        }
        if (running) {
            if (open.values().stream().anyMatch(Looks::mayBeOnItsWayOut)) {
                progress.awaitsRemovals();
                settling.awaitRemovals();
            }
            progress.awaitsFence(round);
            settling.await();
        }
        try (SourceSide.Moment moment = source.now()) {
            for (Map.Entry<String, Looks> one : open.entrySet()) {
                progress.looksAgain(one.getKey(), round);
                one.getValue().look(moment);
            }
        }
    }
}
