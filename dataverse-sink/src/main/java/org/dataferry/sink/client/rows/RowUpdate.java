package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** The changed columns of a row that is known by its GUID. */
public record RowUpdate(UUID id, ObjectNode changes) {}
