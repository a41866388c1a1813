package org.dataferry.control.steer;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Checks what somebody asks for, and decides it in that person's name. What cannot be is a {@link SettingsException}, which
 * says what would be right.
 */
public final class Steering {

    private final MigrationSettings settings;
    private final Set<String> entities;
    private final ControlDesk desk;
    private final String by;
    private final Clock clock;

    /**
     * @param entities those that mappings make, and the relationships of links
     * @param by who asks
     */
    public Steering(MigrationSettings settings, Set<String> entities, ControlDesk desk, String by, Clock clock) {
        this.settings = settings;
        this.entities = Set.copyOf(entities);
        this.desk = desk;
        this.by = by;
        this.clock = clock;
    }

    /** @param entity empty for all */
    public void pause(Optional<String> entity, String why) {
        requireMapped(entity, entities);
        desk.write(new SinkSteering.Paused(entity, desk.rebuild(), by, why, clock.instant()));
    }

    /**
     * @param entity empty for all pauses
     * @return whether anything was paused
     */
    public boolean resume(Optional<String> entity, String why) {
        entity.ifPresent(this::requirePaused);
        if (!desk.control().hasPauses()) {
            return false;
        }
        desk.write(new SinkSteering.Resumed(entity, desk.rebuild(), by, why, clock.instant()));
        return true;
    }

    public void change(LimitChanges changes, String why) {
        requirePossible(settings, changes);
        LimitSettings.Sink together =
                settings.limits().sink().with(desk.control().limits().then(changes));
        changes.batchSize().filter(size -> size > together.largestBatch()).ifPresent(size -> {
            throw new SettingsException("a batch size of " + size + " is more than the largest batch, which is "
                    + together.largestBatch() + "; change the largest batch as well");
        });
        desk.write(new SinkSteering.LimitsChanged(changes, desk.rebuild(), by, why, clock.instant()));
    }

    /** All limits are as configured again. */
    public void reset(String why) {
        desk.write(new SinkSteering.LimitsReset(desk.rebuild(), by, why, clock.instant()));
    }

    public void note(String text) {
        Instant now = clock.instant();
        desk.write(new ControlEvent.Noted(text, by, now));
    }

    /** @param freeze when the source is to be frozen; empty to set no time any more */
    public void planCutover(Optional<Instant> freeze, String why) {
        Instant now = clock.instant();
        freeze.filter(time -> !time.isAfter(now)).ifPresent(past -> {
            throw new SettingsException("the cutover cannot be at " + past + ", as it is " + now + " already");
        });
        desk.write(new ControlEvent.CutoverPlanned(freeze, by, why, now));
    }

    /** Whether there is such an entity; to be asked before anything is opened. */
    public static void requireMapped(Optional<String> entity, Set<String> entities) {
        entity.filter(name -> !entities.contains(name)).ifPresent(name -> {
            throw new SettingsException("no mapping makes '" + name + "'; there are mappings for "
                    + String.join(", ", entities.stream().sorted().toList()));
        });
    }

    /** Whether no limit is out of its range, or would hold nothing back; to be asked before anything is opened. */
    public static void requirePossible(MigrationSettings settings, LimitChanges changes) {
        settings.protection().with(changes);
        settings.limits().sink().with(changes);
        if (changes.needsPacing() && !settings.protection().enabled()) {
            throw new SettingsException(
                    "a number of requests, an execution time and a reserve hold only where requests are"
                            + " paced, and limits.sink.protection is off; write it to migration.yaml, and restart the sink");
        }
    }

    private void requirePaused(String entity) {
        SinkControl control = desk.control();
        if (!control.entities().containsKey(entity)) {
            throw new SettingsException("'" + entity + "' is not paused by itself"
                    + (control.whole().isPresent() ? "; all entities are, which resuming all ends" : ""));
        }
    }
}
