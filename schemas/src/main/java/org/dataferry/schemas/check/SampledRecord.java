package org.dataferry.schemas.check;

/** The raw value of one record of a topic, and where it stands. */
public record SampledRecord(String topic, int partition, long offset, byte[] value) {}
