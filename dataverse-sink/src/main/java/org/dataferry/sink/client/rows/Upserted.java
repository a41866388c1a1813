package org.dataferry.sink.client.rows;

import java.util.UUID;

/** What an upsert did, and to which row. */
public record Upserted(UUID id, boolean created) {}
