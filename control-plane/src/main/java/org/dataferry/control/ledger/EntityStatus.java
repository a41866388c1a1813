package org.dataferry.control.ledger;

/**
 * The sum of one entity.
 *
 * @param captured changes of the tables that it is made of, each counted once
 * @param redelivered changes that came again
 * @param announced writes; equal to the sum of all that follow up to those in flight, but for {@code kept}
 * @param kept those of the skipped writes that left a row as somebody changed it in the target
 * @param rejected writes, also of rows that were mended since
 * @param inFlight announced, and without any outcome
 * @param rows that the target has, as far as Ferry wrote or found them
 * @param rejectedRows rows of which the last write of some part is rejected
 * @param waivedRows of these, the rows of which all that was refused is waived
 * @param waivedParked of the parked writes, those that are waived
 */
public record EntityStatus(
        String entity,
        long captured,
        long redelivered,
        long announced,
        long applied,
        long alreadyApplied,
        long skipped,
        long kept,
        long parked,
        long deferred,
        long bounced,
        long rejected,
        long inFlight,
        long rows,
        long rejectedRows,
        long waivedRows,
        long waivedParked) {

    /** Of nothing. */
    public static EntityStatus none(String entity) {
        return new EntityStatus(entity, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Rows that are refused, and that nobody has accepted as not migrated. */
    public long openRejectedRows() {
        return rejectedRows - waivedRows;
    }

    /** Writes that are parked, and that nobody has accepted as not migrated. */
    public long openParked() {
        return parked - waivedParked;
    }

    /** Both together, under this one's name. */
    public EntityStatus plus(EntityStatus other) {
        return new EntityStatus(
                entity,
                captured + other.captured,
                redelivered + other.redelivered,
                announced + other.announced,
                applied + other.applied,
                alreadyApplied + other.alreadyApplied,
                skipped + other.skipped,
                kept + other.kept,
                parked + other.parked,
                deferred + other.deferred,
                bounced + other.bounced,
                rejected + other.rejected,
                inFlight + other.inFlight,
                rows + other.rows,
                rejectedRows + other.rejectedRows,
                waivedRows + other.waivedRows,
                waivedParked + other.waivedParked);
    }
}
