package org.dataferry.control.dashboard;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.dataferry.control.dashboard.api.Decider;
import org.dataferry.control.deadletter.DeadLetterDesk;
import org.dataferry.control.steer.ControlDesk;
import org.dataferry.control.steer.Steering;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.control.waive.WaiverDesk;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.MigrationSettings;

/** Decides as the commands do: reads what holds, checks, and writes the event. */
final class DeskDecider implements Decider {

    private final MigrationSettings settings;
    private final Set<String> entities;
    private final RegistryEndpoint registry;
    private final Properties kafkaClient;
    private final Clock clock;

    DeskDecider(
            MigrationSettings settings,
            Set<String> entities,
            RegistryEndpoint registry,
            Properties kafkaClient,
            Clock clock) {
        this.settings = settings;
        this.entities = Set.copyOf(entities);
        this.registry = registry;
        this.kafkaClient = kafkaClient;
        this.clock = clock;
    }

    @Override
    public void pause(Optional<String> entity, String why, String by) {
        Steering.requireMapped(entity, entities);
        steering(by).pause(entity, why);
    }

    @Override
    public void resume(Optional<String> entity, String why, String by) {
        steering(by).resume(entity, why);
    }

    @Override
    public void change(LimitChanges changes, String why, String by) {
        Steering.requirePossible(settings, changes);
        steering(by).change(changes, why);
    }

    @Override
    public void reset(String why, String by) {
        steering(by).reset(why);
    }

    @Override
    public void note(String text, String by) {
        steering(by).note(text);
    }

    @Override
    public void planCutover(Optional<Instant> freeze, String why, String by) {
        steering(by).planCutover(freeze, why);
    }

    @Override
    public Runnable toWaive(String entity, WaiverChoice choice, Optional<Long> shown, WaiverDesk.Decider decider) {
        Steering.requireMapped(Optional.of(entity), entities);
        return waivers()
                .choose(entity, choice, shown, decider, settings.limits().waive())::write;
    }

    @Override
    public void withdraw(String waiverId, WaiverDesk.Decider decider) {
        waivers().withdraw(waiverId, decider);
    }

    @Override
    public void discard(List<DeadLetterId> letters, String why, String by) {
        DeadLetterDesk.open(settings.topics(), registry, kafkaClient, clock).discard(letters, by, why);
    }

    private WaiverDesk waivers() {
        return WaiverDesk.open(settings.topics(), registry, kafkaClient, clock);
    }

    private Steering steering(String by) {
        return new Steering(settings, entities, ControlDesk.open(settings.topics(), registry, kafkaClient), by, clock);
    }
}
