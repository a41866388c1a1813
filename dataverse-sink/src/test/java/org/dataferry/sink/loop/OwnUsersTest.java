package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.ChangeRules;
import org.dataferry.sink.send.RowSender;
import org.dataferry.sink.send.RowTask;
import org.dataferry.sink.send.UserShutOutException;
import org.dataferry.sink.testing.EmulatedTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnUsersTest {

    private static final Batch BATCH = batch();

    @TempDir
    Path folder;

    @Test
    void knowsAUserThatWasShutOutAtFirstBeforeItsFirstBatch() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder)) {
            UUID us = target.lane().whoAmI().orThrow("ask who we are").userId();
            OwnUsers users = new OwnUsers();
            ChangeRules rules = new ChangeRules(Map.of(), users.ids(), Set.of());
            List<Set<UUID>> atEachBatch = new ArrayList<>();
            RowSender sender = users.introducing(target.lane(), batch -> {
                atEachBatch.add(Set.copyOf(rules.ownUsers()));
                return List.of();
            });
            target.fault("{\"effect\":\"respond\",\"status\":403,\"code\":\"0x80040225\",\"message\":\"disabled\","
                    + "\"path\":\"WhoAmI\",\"share\":1}");

            users.ask(target.lane(), Instant.now());
            assertThat(users.ids()).isEmpty();
            assertThatThrownBy(() -> sender.send(BATCH))
                    .isInstanceOf(UserShutOutException.class)
                    .hasMessageContaining("disabled");
            assertThat(atEachBatch).isEmpty();

            target.clearFaults();
            sender.send(BATCH);
            assertThat(atEachBatch).containsExactly(Set.of(us));

            target.fault("{\"effect\":\"respond\",\"status\":403,\"code\":\"0x80040225\",\"message\":\"disabled\","
                    + "\"path\":\"WhoAmI\",\"share\":1}");
            sender.send(BATCH);
            assertThat(atEachBatch).as("asked once").hasSize(2);
        }
    }

    @Test
    void leavesOutAUserThatIsRefusedAToken() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder);
                Lane wrong = target.lane("not the secret")) {
            OwnUsers users = new OwnUsers();
            users.ask(wrong, Instant.now().plusSeconds(5));
            users.ask(target.lane(), Instant.now().plusSeconds(5));

            assertThat(users.ids()).hasSize(1);
            assertThatThrownBy(
                            () -> users.introducing(wrong, batch -> List.of()).send(BATCH))
                    .isInstanceOf(TokenRefusedException.class);
        }
    }

    private static Batch batch() {
        QueuedWrite write = queued(renamed(row("k"), 1, "n"), 0);
        MergedWrite merged = new MergedWrite(write.write(), write, List.of(), false);
        return new Batch("account", Action.CREATE, List.of(new RowTask(merged, Optional.empty(), 0)));
    }
}
