package org.dataferry.emulator.store;

import java.util.UUID;

/** The value of a lookup: a row of the table with this number. */
public record Reference(int table, UUID id) {}
