package org.dataferry.sink.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.Writes.row;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.sink.SinkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityStoreTest {

    private static final Identity PRESENT =
            new Identity.Present(Optional.of(UUID.randomUUID()), 3, Identity.Origin.FOUND);

    @TempDir
    Path folder;

    @Test
    void keepsIdentitiesAndTheirPositionOverAReopen() {
        try (IdentityStore store = IdentityStore.open(folder.resolve("a"), "topic-1")) {
            assertThat(store.position()).isZero();
            assertThat(store.get(row("a"))).isEmpty();
            store.putAll(Map.of(row("a").text(), PRESENT, row("b").text(), new Identity.Deleted(9)), 42);
            store.putAll(Map.of(row("c").text(), new Identity.Rejected(0)));
        }
        try (IdentityStore store = IdentityStore.open(folder.resolve("a"), "topic-1")) {
            assertThat(store.position()).isEqualTo(42);
            assertThat(store.get(row("a"))).contains(PRESENT);
            assertThat(store.get(row("b"))).contains(new Identity.Deleted(9));
            assertThat(store.get(row("c"))).contains(new Identity.Rejected(0));
        }
    }

    @Test
    void beginsEmptyForAnotherTopicOfTheSameName() {
        try (IdentityStore store = IdentityStore.open(folder.resolve("a"), "topic-1")) {
            store.putAll(Map.of(row("a").text(), PRESENT), 42);
        }
        try (IdentityStore store = IdentityStore.open(folder.resolve("a"), "topic-2")) {
            assertThat(store.position()).isZero();
            assertThat(store.get(row("a"))).isEmpty();
        }
    }

    @Test
    void saysWhoElseMayHaveItOpen() {
        try (IdentityStore store = IdentityStore.open(folder.resolve("a"), "topic-1")) {
            assertThat(store.position()).isZero();
            assertThatThrownBy(() -> IdentityStore.open(folder.resolve("a"), "topic-1"))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("Does another sink run there?");
        }
    }
}
