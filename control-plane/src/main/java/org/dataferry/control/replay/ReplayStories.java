package org.dataferry.control.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.ReplayEvent;

/** All replays of a migration, as the topic {@code control} tells of them. For one thread. */
public final class ReplayStories {

    private final Map<String, ReplayStory> stories = new LinkedHashMap<>();

    /** Takes the next event of the topic; others than those of replays change nothing. */
    public void take(ControlEvent event) {
        if (event instanceof ReplayEvent.Requested request) {
            stories.putIfAbsent(request.replayId(), ReplayStory.begin(request));
        } else if (event instanceof ReplayEvent replay) {
            of(replay.replayId())
                    .flatMap(story -> story.after(replay))
                    .ifPresent(story -> stories.put(replay.replayId(), story));
        }
    }

    public Optional<ReplayStory> of(String replayId) {
        return Optional.ofNullable(stories.get(replayId));
    }

    /** The newest first. */
    public List<ReplayStory> all() {
        return new ArrayList<>(stories.values()).reversed();
    }
}
