package org.dataferry.control.soak.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EpisodesTest {

    private static final Path PAGE = Path.of("..", "docs", "emulator-limits.md");
    private static final Pattern EFFECT = Pattern.compile("`(\\w+)`");

    /** A new effect of the emulator is one that the sink has to live through. */
    @Test
    void haveEveryEffectThatTheEmulatorsPageLists() throws IOException {
        String rules = Stream.concat(
                        Stream.of(Episodes.PLUG_IN),
                        Episodes.alone().stream().flatMap(episode -> episode.rules().stream()))
                .collect(Collectors.joining());

        List<String> effects = listed();
        assertThat(effects).hasSizeGreaterThan(14).contains("deadlock", "administrationMode", "respond");
        assertThat(effects).allSatisfy(effect -> assertThat(rules).contains("\"effect\":\"" + effect + "\""));
    }

    private static List<String> listed() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| Effect | Does |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(names -> EFFECT.matcher(names).results().map(found -> found.group(1)))
                .toList();
    }
}
