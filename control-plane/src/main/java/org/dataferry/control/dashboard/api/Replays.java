package org.dataferry.control.dashboard.api;

import java.util.List;
import java.util.Optional;
import org.dataferry.control.NotAsShownException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.segment.Segment;
import org.dataferry.schemas.control.ReplayEvent;

/** Replays as people see and decide them. What takes long goes on while it is asked for again. */
public interface Replays extends AutoCloseable {

    /**
     * What a replay would do.
     *
     * @param needsApproval whether somebody else would have to approve it
     */
    record Preview(ReplayPreview preview, boolean needsApproval) {}

    /** Takes up what was left, and sends what may be sent. To be called once. */
    void start();

    /** The newest first. */
    List<ReplayStanding> newest(int most);

    /** Empty if there is none of that id. */
    Optional<ReplayStanding> of(String replayId);

    /** Empty while its rows are looked for; then ask again. */
    Optional<Preview> preview(Segment segment) throws InterruptedException;

    /**
     * Begins a replay of the rows of the last preview, if that was not long ago, else of those that are meant now.
     *
     * @param shown how many rows somebody was shown and agrees to; empty where nothing was shown
     * @return its id, once it is written down; empty while its rows are looked for, then ask again
     * @throws RefusedException if somebody begins the same, or has just begun it
     * @throws NotAsShownException if the rows that would be sent are not as many
     */
    Optional<String> begin(Segment segment, Optional<Long> shown, String why, String by) throws InterruptedException;

    /** Returns when it is written down. */
    void decide(ReplayEvent event);

    /** Sends nothing more; what is not at its end goes on with the next dashboard. */
    @Override
    void close();
}
