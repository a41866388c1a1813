package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A row to be created or updated under its address. Key columns in the body are left out when it is sent. */
public record RowUpsert(RowAddress row, ObjectNode body) {}
