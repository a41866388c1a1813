package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.Bypass;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.LaneSettings;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.dataferry.sink.client.transport.RequestListener;
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
            OwnUsers users = users(target, target.lane());
            ChangeRules rules = new ChangeRules(Map.of(), users.ids(), Set.of());
            List<Set<UUID>> atEachBatch = new ArrayList<>();
            RowSender sender = users.introducing("user 1", batch -> {
                atEachBatch.add(Set.copyOf(rules.ownUsers()));
                return List.of();
            });
            target.fault("{\"effect\":\"respond\",\"status\":403,\"code\":\"0x80040225\",\"message\":\"disabled\","
                    + "\"path\":\"WhoAmI\",\"share\":1}");

            users.ask(Instant.now());
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
    void doesWithoutAUserThatIsRefusedAToken() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder);
                Lane wrong = target.lane("not the secret")) {
            OwnUsers users = users(target, wrong, target.lane());
            users.ask(Instant.now().plusSeconds(5));

            assertThat(users.ids()).hasSize(1);
            assertThat(users.first()).isSameAs(target.lane());
            assertThat(users.shutOut()).containsOnlyKeys("user 1");
            users.require(bypass(target));
            assertThatThrownBy(() ->
                            users.introducing("user 1", batch -> List.of()).send(BATCH))
                    .isInstanceOf(TokenRefusedException.class);
        }
    }

    @Test
    void saysWhyNobodyIsLetIn() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder);
                Lane wrong = target.lane("not the secret");
                Lane alsoWrong = target.lane("nor this")) {
            OwnUsers users = users(target, wrong, alsoWrong);
            users.ask(Instant.now().plusSeconds(5));

            assertThatThrownBy(users::first)
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("does not serve us: user 1: ")
                    .hasMessageContaining("; user 2: ");
        }
    }

    @Test
    void doesWithoutAUserThatIsShutOutFromWrites() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder)) {
            BypassCheck check = bypass(target);
            OwnUsers users = users(target, target.lane(), target.laneOfSomebody());
            users.ask(Instant.now().plusSeconds(5));
            target.fault("{\"effect\":\"respond\",\"status\":403,\"code\":\"0x80040225\",\"message\":\"disabled\","
                    + "\"path\":\"accounts\",\"count\":1,\"share\":1}");

            users.require(check);
            assertThat(users.shutOut()).containsOnlyKeys("user 1");
            users.introducing("user 1", batch -> List.of()).send(BATCH);
            assertThat(users.shutOut()).as("it is tried").isEmpty();
        }
    }

    @Test
    void saysThatNobodyAnswersInsteadOfWaitingForEver() throws IOException, InterruptedException {
        URI away = URI.create("http://127.0.0.1:" + closedPort());
        DataverseEndpoint endpoint = new DataverseEndpoint(away, away.resolve("/t/token"), "id", new Secret("s"));
        try (Lane lane =
                Lane.open(endpoint, LaneSettings.STANDARD, Clock.systemUTC(), new Random(), RequestListener.NONE)) {
            OwnUsers users = new OwnUsers(away, Map.of("id", lane));
            users.ask(Instant.now().plusMillis(800));

            assertThatThrownBy(users::first)
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("the target " + away + " does not serve us");
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static BypassCheck bypass(EmulatedTarget target) throws InterruptedException {
        return new BypassCheck(
                target.tables("account"),
                Map.of("account", Set.of(Bypass.SYNC_LOGIC)),
                Clock.systemUTC(),
                Duration.ofSeconds(5));
    }

    private static OwnUsers users(EmulatedTarget target, Lane... lanes) {
        Map<String, Lane> users = new LinkedHashMap<>();
        for (Lane lane : lanes) {
            users.put("user " + (users.size() + 1), lane);
        }
        return new OwnUsers(target.endpoint("ferry").baseUrl(), users);
    }

    private static Batch batch() {
        QueuedWrite write = queued(renamed(row("k"), 1, "n"), 0);
        MergedWrite merged = new MergedWrite(write.write(), write, List.of(), false);
        return new Batch("account", Action.CREATE, List.of(new RowTask(merged, Optional.empty(), 0)));
    }
}
