package org.dataferry.transform.mapping.type;

/**
 * A column of a Dataverse entity.
 *
 * @param name its logical name
 * @param validForCreate whether a create may set it
 * @param validForUpdate whether an update may set it
 * @param required whether Dataverse refuses a row without it (SystemRequired; what only forms require is not)
 */
public record TargetColumn(
        String name, TargetColumnType type, boolean validForCreate, boolean validForUpdate, boolean required) {

    /** An ordinary column: may be set at any time, and left empty. */
    public static TargetColumn optional(String name, TargetColumnType type) {
        return new TargetColumn(name, type, true, true, false);
    }

    /** The same column of another type. */
    public TargetColumn with(TargetColumnType other) {
        return new TargetColumn(name, other, validForCreate, validForUpdate, required);
    }

    public boolean readOnly() {
        return !validForCreate && !validForUpdate;
    }
}
