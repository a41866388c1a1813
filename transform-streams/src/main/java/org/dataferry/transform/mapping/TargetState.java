package org.dataferry.transform.mapping;

/**
 * State and status of a row, by Dataverse's numbers.
 *
 * @param status {@link #DEFAULT_STATUS} for the one that Dataverse gives to rows of that state
 */
public record TargetState(int state, int status) {

    public static final int DEFAULT_STATUS = -1;

    /** What most tables have for their rows at first. */
    public static final TargetState ACTIVE = new TargetState(0, DEFAULT_STATUS);

    public static final TargetState INACTIVE = new TargetState(1, DEFAULT_STATUS);
}
