package org.dataferry.sink.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.dataferry.emulator.UnservedEmulator;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.AnswerReader;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/**
 * The emulator, asked in the caller's thread, behind a network that loses requests and answers, and does lost requests late,
 * though never later than the hold. It outlives the sinks that send to it.
 */
public final class SimulatedDataverse implements AutoCloseable {

    /** As the sink's client asks it for on every request. */
    private static final Map<String, String> ODATA =
            Map.of("Accept", "application/json", "OData-MaxVersion", "4.0", "OData-Version", "4.0");

    private static final Reply DEADLOCK =
            new Reply(500, Map.of(), "{\"error\":{\"code\":\"0x80044150\",\"message\":\"Generic SQL error.\"}}");

    private final UnservedEmulator emulator;
    private final Clock clock;
    private final Duration hold;
    private final SimulatedChance chance;
    private final List<Late> late = new ArrayList<>();
    private int lostOneIn = 30;
    private OptionalInt requestsLeft = OptionalInt.empty();

    private record Late(DataverseRequest request, Instant due) {}

    public SimulatedDataverse(Path data, Clock clock, Duration hold, SimulatedChance chance) {
        this.emulator = UnservedEmulator.open(data, clock);
        this.clock = clock;
        this.hold = hold;
        this.chance = chance;
    }

    /** From now on the network loses one write in so many. */
    public void loseOneIn(int many) {
        lostOneIn = many;
    }

    /** For whoever looks from outside: nothing is lost on the way. */
    public Lane reliableLane() {
        return Lane.over(
                request -> AnswerReader.read(reply(request), request.reads(), clock.instant()),
                UnservedEmulator.apiRoot(),
                clock,
                1);
    }

    Lane lane(int concurrency) {
        return Lane.over(this::send, UnservedEmulator.apiRoot(), clock, concurrency);
    }

    /** Somebody stops waiting after so many requests from now on. */
    void interruptAfter(int requests) {
        requestsLeft = OptionalInt.of(requests);
    }

    void interruptNever() {
        requestsLeft = OptionalInt.empty();
    }

    /** Time has passed: to be told whenever it has, before anybody does anything else. */
    public void pass() {
        for (Late request : List.copyOf(late)) {
            if (!request.due().isAfter(clock.instant())) {
                late.remove(request);
                reply(request.request());
            }
        }
    }

    /** As it stands, whatever else goes on. */
    public Reply reply(DataverseRequest request) {
        Map<String, String> headers = new HashMap<>(ODATA);
        headers.putAll(request.headers());
        ApiResponse response = emulator.answer(
                request.method().name(),
                request.path(),
                headers,
                request.body().orElse("").getBytes(UTF_8));
        return new Reply(response.status(), response.headers(), new String(response.body(), UTF_8));
    }

    private Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        if (requestsLeft.isPresent()) {
            if (requestsLeft.getAsInt() == 0) {
                lose(request);
                throw new InterruptedException("nobody waits for " + request);
            }
            requestsLeft = OptionalInt.of(requestsLeft.getAsInt() - 1);
        }
        if (chance.oneIn(60)) {
            return new Answer.Failed<>(new Failure.Unavailable("busy"));
        }
        if (!request.reads() && chance.oneIn(lostOneIn)) {
            lose(request);
            return new Answer.Failed<>(new Failure.Lost("no answer"));
        }
        if (!request.reads() && chance.oneIn(40)) {
            return AnswerReader.read(DEADLOCK, false, clock.instant());
        }
        return AnswerReader.read(reply(request), request.reads(), clock.instant());
    }

    private void lose(DataverseRequest request) {
        if (request.reads()) {
            return;
        }
        switch (chance.random().nextInt(3)) {
            case 0 -> reply(request);
            case 1 ->
                late.add(new Late(
                        request, clock.instant().plusMillis(chance.random().nextLong(hold.toMillis()))));
            default -> {}
        }
    }

    @Override
    public void close() {
        emulator.close();
    }
}
