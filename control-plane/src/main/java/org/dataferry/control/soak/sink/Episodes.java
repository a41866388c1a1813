package org.dataferry.control.soak.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Every effect of the emulator's faults, alone and mixed. */
final class Episodes {

    /** The emulator's clock, which tokens, keys, limits and the spans of faults follow. */
    static final int TIME_SCALE = 10;

    /** In force all the time: a plug-in that refuses a value for good. */
    static final String PLUG_IN = """
            {"name":"plug-in","effect":"pluginFailure","where":{"column":"%s","equals":"%s"},"share":1}""".formatted(SoakTables.NOTE, BadValue.PLUGGED);

    /** Of the requests in an episode of one fault: enough to strike within few requests, and to spare some. */
    private static final double ALONE = 0.15;

    /** Of the requests while all faults are mixed. */
    private static final double MIXED = 0.05;

    private static final int LATE_MILLIS = 500;
    private static final int SLOW_MILLIS = 300;
    private static final int OUTAGE_SECONDS = 2;

    /** Those that can strike one request among others. */
    private static final List<String> SINGLE = List.of(
            "\"effect\":\"deadlock\"",
            "\"effect\":\"sqlTimeout\"",
            "\"effect\":\"badGateway\"",
            "\"effect\":\"serviceUnavailable\"",
            "\"effect\":\"gatewayTimeout\"",
            "\"effect\":\"dropRequest\"",
            "\"effect\":\"dropAnswer\"",
            "\"effect\":\"commitLate\",\"millis\":" + LATE_MILLIS,
            "\"effect\":\"halfAnswer\"",
            "\"effect\":\"delay\",\"millis\":" + SLOW_MILLIS,
            "\"effect\":\"delay\",\"millis\":" + SinkChild.LONGEST_DELAY_MILLIS,
            "\"effect\":\"respond\",\"retryAfter\":1,\"code\":\"0x80072322\"",
            "\"effect\":\"respond\",\"status\":503,\"code\":\"0x8004a001\"");

    /** Those that last for a while and strike whatever they are about. */
    private static final List<String> OUTAGES = List.of(
            "\"effect\":\"tableCustomised\",\"table\":\"" + SoakTables.ORDER + "\"",
            "\"effect\":\"administrationMode\"");

    /** Of the key that a lost create is looked for by. */
    private static final String KEY = "\"effect\":\"keyInactive\",\"table\":\"" + SoakTables.ORDER + "\"";

    private static final String TOKEN = "\"effect\":\"tokenExpired\"";

    private static final double LOST_CREATES = 0.5;

    /** All requests have one token, so that each expiry strikes several of them. */
    private static final double TOKENS = 0.03;

    private Episodes() {}

    static List<Episode> alone() {
        List<Episode> episodes = new ArrayList<>();
        episodes.add(Episode.of("no fault", List.of(), false));
        SINGLE.forEach(fault -> episodes.add(Episode.of(name(fault), List.of(single(fault, ALONE)), false)));
        episodes.add(Episode.of("tokenExpired", List.of(single(TOKEN, TOKENS)), false));
        OUTAGES.forEach(fault -> episodes.add(Episode.of(name(fault), List.of(outage(fault)), false)));
        // Rows are named by key where the answer to a create was lost, and no request of it can commit any more.
        episodes.add(new Episode(
                "keyInactive",
                List.of(single(KEY, 1)),
                List.of(single("\"effect\":\"dropRequest\",\"operation\":\"create\"", LOST_CREATES)),
                "",
                "",
                true,
                false));
        // Sixty requests a second on the wall's clock, four at a time, each of 30 ms.
        episodes.add(new Episode(
                "throttling",
                List.of(),
                List.of(),
                """
                limits: {requests: 60, window: 10s, concurrent: 4, retryAfter: {growth: 1s}}
                latency: {request: 300ms, row: 1ms}""",
                "limits: {enabled: false}\nlatency: {enabled: false}",
                false,
                false));
        return episodes;
    }

    static Episode mixed() {
        double share = MIXED / (SINGLE.size() + 1);
        return Episode.of(
                "mixed",
                Stream.concat(SINGLE.stream(), Stream.of(TOKEN))
                        .map(fault -> single(fault, share))
                        .toList(),
                true);
    }

    /** One of the outages, beside other faults. */
    static String outage(Random random) {
        int picked = random.nextInt(OUTAGES.size() + 1);
        return outage(picked < OUTAGES.size() ? OUTAGES.get(picked) : KEY);
    }

    private static String single(String fault, double share) {
        return String.format(Locale.ROOT, "{\"name\":\"%s\",%s,\"share\":%.5f}", name(fault), fault, share);
    }

    private static String outage(String fault) {
        return "{\"name\":\"%s\",%s,\"lasts\":\"%ds\"}".formatted(name(fault), fault, OUTAGE_SECONDS * TIME_SCALE);
    }

    private static String name(String fault) {
        return fault.replaceAll("\"", "").replace("effect:", "").replace(",", " ");
    }
}
