package org.dataferry.control.waive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.write.WriteId;

/**
 * All waivers of the run or of a rebuild, as the topic {@code control} tells of them. Takes about 400 bytes for each waived write. For
 * one thread.
 */
public final class WaiverStories {

    private final int rebuild;
    private final Map<String, WaiverStory> stories = new LinkedHashMap<>();
    private final Map<WriteId, List<String>> decisionsByWrite = new HashMap<>();

    /** @param rebuild of which they are; 1 is the run */
    public WaiverStories(int rebuild) {
        this.rebuild = rebuild;
    }

    /** Takes the next event of the topic; others than those of waivers change nothing. */
    public void take(ControlEvent event) {
        if (event instanceof WaiverEvent waiver && waiver.rebuild() == rebuild) {
            switch (waiver) {
                case WaiverEvent.Waived waived -> take(waived);
                case WaiverEvent.Withdrawn withdrawn ->
                    stories.computeIfPresent(
                            withdrawn.waiverId(),
                            (id, story) ->
                                    story.holds() ? new WaiverStory(story.decision(), Optional.of(withdrawn)) : story);
            }
        }
    }

    private void take(WaiverEvent.Waived part) {
        part.writes()
                .forEach(write -> decisionsByWrite
                        .computeIfAbsent(write, first -> new ArrayList<>(1))
                        .add(part.waiverId()));
        if (part.isLast()) {
            stories.put(part.waiverId(), new WaiverStory(part.withoutWrites(), Optional.empty()));
        }
    }

    /** The newest first. */
    public List<WaiverStory> all() {
        return new ArrayList<>(stories.values()).reversed();
    }

    /** The decision that holds for a write, the last of several. */
    public Optional<WaiverEvent.Waived> of(WriteId write) {
        return decisionsByWrite.getOrDefault(write, List.of()).reversed().stream()
                .map(stories::get)
                .filter(story -> story != null && story.holds())
                .map(WaiverStory::decision)
                .findFirst();
    }
}
