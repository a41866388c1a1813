package org.dataferry.control.soak.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Every effect of the emulator's faults, alone and mixed. */
final class Episodes {

    /** The emulator's clock, which tokens, keys, limits and the spans of faults follow. */
    static final int TIME_SCALE = 10;

    /** In force all the time: a plug-in that refuses a value for good. */
    static final String PLUG_IN = """
            [{"name":"plug-in","effect":"pluginFailure","where":{"column":"%s","equals":"%s"},"share":1}]""".formatted(SoakTables.NOTE, BadValue.PLUGGED);

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
            "\"effect\":\"tokenExpired\"",
            "\"effect\":\"respond\",\"retryAfter\":1,\"code\":\"0x80072322\"",
            "\"effect\":\"respond\",\"status\":503,\"code\":\"0x8004a001\"");

    /** Those that last for a while and strike whatever they are about. */
    private static final List<String> OUTAGES = List.of(
            "\"effect\":\"keyInactive\",\"table\":\"" + SoakTables.PLACE + "\"",
            "\"effect\":\"tableCustomised\",\"table\":\"" + SoakTables.ORDER + "\"",
            "\"effect\":\"administrationMode\"");

    private Episodes() {}

    static List<Episode> alone() {
        List<Episode> episodes = new ArrayList<>();
        episodes.add(new Episode("no fault", "", "", ""));
        SINGLE.forEach(fault -> episodes.add(Episode.of(name(fault), single(fault, ALONE))));
        OUTAGES.forEach(fault -> episodes.add(Episode.of(name(fault), outage(fault))));
        // Twenty requests a second on the wall's clock, two at a time, each of 30 ms.
        episodes.add(new Episode("throttling", "", """
                limits: {requests: 20, window: 10s, concurrent: 2, retryAfter: {growth: 1s}}
                latency: {request: 300ms, row: 1ms}""", "limits: {enabled: false}\nlatency: {enabled: false}"));
        return episodes;
    }

    static Episode mixed() {
        double share = MIXED / SINGLE.size();
        return new Episode(
                "mixed",
                SINGLE.stream().map(fault -> single(fault, share)).toList().toString(),
                "",
                "");
    }

    /** One of the outages, beside other faults. */
    static String outage(Random random) {
        return "[" + outage(OUTAGES.get(random.nextInt(OUTAGES.size()))) + "]";
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
