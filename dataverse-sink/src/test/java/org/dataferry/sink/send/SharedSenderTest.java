package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several application users share the batches. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class SharedSenderTest {
    private static final RowResult DONE = new RowResult.Done(Outcome.Effect.CREATED, Optional.empty());
    private static final RowResult NOT_ALLOWED =
            new RowResult.Refused(RejectionReason.PERMISSION_MISSING, "prvCreateaccount is missing");

    private final ManualClock clock = new ManualClock();
    private final List<String> sent = new ArrayList<>();

    private SharedSender.Member member(String user, int concurrency, RowSender sender) {
        return new SharedSender.Member(
                user,
                batch -> {
                    synchronized (sent) {
                        sent.add(user + " " + batch.rows().size());
                    }
                    return sender.send(batch);
                },
                () -> concurrency);
    }

    private SharedSender shared(SharedSender.Member... members) {
        return new SharedSender(List.of(members), clock);
    }

    private static List<RowResult> done(Batch batch) {
        return batch.rows().stream().map(row -> DONE).toList();
    }

    private static Batch batch(String... keys) {
        List<RowTask> rows = new ArrayList<>();
        for (String key : keys) {
            QueuedWrite write = queued(renamed(row(key), 1, "n"), 0);
            MergedWrite merged = new MergedWrite(write.write(), write, List.of(), false);
            rows.add(new RowTask(merged, Optional.empty(), 0));
        }
        return new Batch("account", Action.CREATE, rows);
    }

    @Test
    void sendsOnlyByTheUsersThatBelongToThisProcess() throws Exception {
        SharedSender shared = shared(member("a", 3, SharedSenderTest::done), member("b", 1, SharedSenderTest::done));

        shared.allot(Set.of("b"));
        shared.send(batch("k"));
        assertThat(sent).containsExactly("b 1");
        assertThat(shared.concurrency()).isEqualTo(1);

        shared.allot(Set.of("a", "b"));
        shared.send(batch("k", "l"));
        assertThat(sent).containsExactly("b 1", "a 2");
        assertThat(shared.concurrency()).isEqualTo(4);
    }

    @Test
    void doesNotTurnToAnotherProcesssUserWhenItsOwnIsShutOut() throws Exception {
        SharedSender shared = shared(
                member("a", 1, batch -> {
                    throw new UserShutOutException("disabled");
                }),
                member("b", 1, SharedSenderTest::done));
        shared.allot(Set.of("a"));

        assertThat(shared.send(batch("k"))).hasOnlyElementsOfType(RowResult.Lost.class);
        assertThat(sent).containsExactly("a 1");
        assertThat(shared.shutOut()).hasValue("a: disabled");
    }

    @Test
    void givesABatchToTheOneWithMostRoom() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Semaphore entered = new Semaphore(0);
        RowSender waiting = batch -> {
            entered.release();
            release.await();
            return done(batch);
        };
        SharedSender shared = shared(member("a", 2, waiting), member("b", 1, waiting));
        assertThat(shared.concurrency()).isEqualTo(3);

        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    shared.send(batch("k"));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            assertThat(entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(sent).filteredOn(text -> text.startsWith("a")).hasSize(2);
        assertThat(sent).filteredOn(text -> text.startsWith("b")).hasSize(1);
    }

    @Test
    void movesTheWorkOfOneThatIsShutOutAndTriesItAgainLater() throws Exception {
        boolean[] shutOut = {true};
        SharedSender shared = shared(
                member("a", 9, batch -> {
                    if (shutOut[0]) {
                        throw new UserShutOutException("disabled");
                    }
                    return done(batch);
                }),
                member("b", 1, SharedSenderTest::done));

        assertThat(shared.send(batch("k"))).containsExactly(DONE);
        assertThat(shared.send(batch("k"))).containsExactly(DONE);
        assertThat(sent).containsExactly("a 1", "b 1", "b 1");
        assertThat(shared.concurrency()).isEqualTo(1);

        shutOut[0] = false;
        clock.advance(Duration.ofMinutes(6));
        shared.send(batch("k"));
        assertThat(sent.getLast()).isEqualTo("a 1");
    }

    @Test
    void sendsOnlyTheRowsThatWereNotAllowedByAnother() throws Exception {
        SharedSender shared = shared(
                member("a", 9, batch -> List.of(DONE, NOT_ALLOWED, DONE, NOT_ALLOWED)),
                member("b", 1, SharedSenderTest::done));

        assertThat(shared.send(batch("1", "2", "3", "4"))).containsExactly(DONE, DONE, DONE, DONE);

        assertThat(sent).containsExactly("a 4", "b 2");
    }

    @Test
    void refusesWhatNobodyIsAllowedAndSetsNobodyAside() throws Exception {
        SharedSender shared =
                shared(member("a", 2, batch -> List.of(NOT_ALLOWED)), member("b", 1, batch -> List.of(NOT_ALLOWED)));

        assertThat(shared.send(batch("k"))).containsExactly(NOT_ALLOWED);

        assertThat(shared.concurrency()).isEqualTo(3);
    }

    @Test
    void triesUsersThatAreAllShutOutAgainAtGrowingIntervalsAndGoesOn() throws Exception {
        boolean[] shutOut = {true};
        RowSender sometimes = batch -> {
            if (shutOut[0]) {
                throw new UserShutOutException("disabled");
            }
            return done(batch);
        };
        SharedSender shared = shared(member("a", 9, sometimes), member("b", 5, sometimes));

        assertThat(shared.send(batch("k")))
                .as("a part of it may have been done before")
                .hasOnlyElementsOfType(RowResult.Lost.class);
        assertThat(shared.shutOut()).hasValue("a: disabled; b: disabled");
        assertThat(shared.concurrency()).isEqualTo(1);
        assertThat(shared.send(batch("k"))).as("it was not sent").hasOnlyElementsOfType(RowResult.Later.class);
        assertThat(sent).containsExactly("a 1", "b 1");

        clock.advance(Duration.ofSeconds(6));
        shared.send(batch("k"));
        assertThat(sent).as("each tried again after five seconds").hasSize(4);
        clock.advance(Duration.ofSeconds(6));
        shared.send(batch("k"));
        assertThat(sent).as("and after ten more").hasSize(4);

        shutOut[0] = false;
        clock.advance(Duration.ofSeconds(6));
        assertThat(shared.concurrency()).as("one batch finds it out").isEqualTo(2);
        assertThat(shared.send(batch("k"))).containsExactly(DONE);
        assertThat(shared.shutOut()).isEmpty();
        shared.send(batch("k"));
        assertThat(shared.concurrency()).isGreaterThan(9);
    }

    @Test
    void waitsForAUserThatIsShutOutWhereTheOthersLackThePrivilege() throws Exception {
        boolean[] shutOut = {true};
        SharedSender shared = shared(member("a", 9, batch -> List.of(NOT_ALLOWED)), member("b", 1, batch -> {
            if (shutOut[0]) {
                throw new UserShutOutException("disabled");
            }
            return done(batch);
        }));

        assertThat(shared.send(batch("k")))
                .as("b may be allowed to")
                .noneSatisfy(result -> assertThat(result).isInstanceOf(RowResult.Refused.class));
        assertThat(shared.shutOut()).as("a is let in").isEmpty();

        shutOut[0] = false;
        clock.advance(Duration.ofSeconds(6));
        assertThat(shared.send(batch("k"))).containsExactly(DONE);
    }

    @Test
    void holdsNotInDoubtWhatOneLacksThePrivilegeForAndAnotherWasNotAsked() throws Exception {
        SharedSender shared = shared(member("a", 1, batch -> List.of(NOT_ALLOWED)), member("b", 9, batch -> {
            throw new UserShutOutException("disabled");
        }));
        assertThat(shared.send(batch("k")))
                .as("b may have done it before it was shut out")
                .hasOnlyElementsOfType(RowResult.Lost.class);

        assertThat(shared.send(batch("k")))
                .as("a refused it, b was not asked")
                .hasOnlyElementsOfType(RowResult.Later.class);
        assertThat(sent).containsExactly("b 1", "a 1", "a 1");
    }

    @Test
    void refusesWhatOneLacksThePrivilegeForOnceTheOthersHaveBeenShutOutForLong() throws Exception {
        SharedSender shared = shared(member("a", 1, batch -> List.of(NOT_ALLOWED)), member("b", 9, batch -> {
            throw new UserShutOutException("disabled");
        }));
        for (int pause = 5; pause < 300; pause *= 2) {
            shared.send(batch("k"));
            assertThat(shared.send(batch("k"))).hasOnlyElementsOfType(RowResult.Later.class);
            clock.advance(Duration.ofSeconds(pause));
        }
        shared.send(batch("k"));

        assertThat(shared.send(batch("k"))).containsExactly(NOT_ALLOWED);
        clock.advance(Duration.ofMinutes(5));
        assertThat(shared.send(batch("k"))).as("b is tried again").hasOnlyElementsOfType(RowResult.Lost.class);
        assertThat(shared.send(batch("k"))).containsExactly(NOT_ALLOWED);
    }

    @Test
    void beginsWithoutAUserThatIsKnownToBeShutOut() throws Exception {
        SharedSender shared = shared(member("a", 9, SharedSenderTest::done), member("b", 1, SharedSenderTest::done));
        shared.refused("a", "disabled");

        shared.send(batch("k"));
        assertThat(sent).containsExactly("b 1");

        clock.advance(Duration.ofSeconds(5));
        shared.send(batch("k"));
        shared.send(batch("k"));
        assertThat(sent).as("it is tried").contains("a 1");
    }

    @Test
    void countsOneRefusalForAllBatchesThatWereUnderWay() throws Exception {
        CountDownLatch inside = new CountDownLatch(10);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch releaseLast = new CountDownLatch(1);
        SharedSender shared = shared(member("a", 10, batch -> {
            inside.countDown();
            (batch.rows().size() == 1 ? release : releaseLast).await();
            throw new UserShutOutException("disabled");
        }));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            threads.add(sending(shared, batch("k")));
        }
        Thread last = sending(shared, batch("k", "l"));
        inside.await();
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        clock.advance(Duration.ofSeconds(6));
        releaseLast.countDown();
        last.join();
        shared.send(batch("k"));
        assertThat(sent).as("tried again after five seconds").hasSize(11);

        clock.advance(Duration.ofSeconds(9));
        shared.send(batch("k"));
        assertThat(sent).as("its second pause is ten seconds").hasSize(11);
        clock.advance(Duration.ofSeconds(2));
        shared.send(batch("k"));
        assertThat(sent).hasSize(12);
    }

    private static Thread sending(SharedSender shared, Batch batch) {
        return Thread.startVirtualThread(() -> {
            try {
                shared.send(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
