package org.dataferry.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The settings while the emulator runs. */
public interface SettingsAccess {
    /** All of them, secrets as stars. */
    ObjectNode json();

    /**
     * Changes some, until the emulator stops.
     *
     * @param text as a settings file
     * @throws org.dataferry.emulator.error.EmulatorException if one is wrong or is one of those that hold from the start; then none is changed
     */
    void change(String text);
}
