package org.dataferry.control.run;

import java.util.Locale;

/** The three parts of the way from source to target, each of which can be a process of its own. */
public enum Stage {
    CAPTURE,
    TRANSFORM,
    SINK;

    /** The name of its command, its state directory and its lock. */
    public String command() {
        return name().toLowerCase(Locale.ROOT);
    }
}
