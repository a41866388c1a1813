package org.dataferry.control.dashboard.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; each may do what those before it may. */
public enum Role {
    /** Sees everything and changes nothing. */
    VIEWER,
    /** Pauses, resumes, replays, changes limits, waives, discards, and writes notes. */
    OPERATOR,
    /** Decides what is of weight: lets large replays of others begin, and waives very many rows. */
    APPROVER;

    /** As it is written in the file of users, and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
