package org.dataferry.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dataferry.emulator.admin.SettingsAccess;
import org.dataferry.emulator.error.EmulatorException;

/** The settings that hold now. Some hold from the start: who listens, stores, signs in, and how fast time runs. Thread-safe. */
final class LiveSettings implements SettingsAccess {
    private static final String STARS = "***";
    private static final List<String> SECRETS = List.of("secret", "password");

    private volatile EmulatorSettings current;
    private final Runnable changed;

    /** @param changed runs after each change */
    LiveSettings(EmulatorSettings start, Runnable changed) {
        current = start;
        this.changed = changed;
    }

    EmulatorSettings current() {
        return current;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = SettingsText.json(current);
        hideSecrets(json);
        return json;
    }

    private static void hideSecrets(JsonNode json) {
        if (json instanceof ObjectNode object) {
            for (String name : SECRETS) {
                if (!object.path(name).asText().isEmpty()) {
                    object.put(name, STARS);
                }
            }
        }
        json.forEach(LiveSettings::hideSecrets);
    }

    @Override
    public synchronized void change(String text) {
        EmulatorSettings wanted = SettingsText.parse(text).over(current);
        fixed("server", wanted.server().equals(current.server()));
        fixed("signIn", wanted.signIn().equals(current.signIn()));
        fixed("definitions", wanted.definitions().equals(current.definitions()));
        fixed("timeScale", wanted.timeScale() == current.timeScale());
        fixed("seed", wanted.seed() == current.seed());
        current = wanted;
        changed.run();
    }

    private static void fixed(String section, boolean same) {
        if (!same) {
            throw new EmulatorException(
                    "settings: " + section + " holds from the start; stop the emulator to change it");
        }
    }
}
