package org.dataferry.emulator.security;

/**
 * What a privilege allows on the rows of a table.
 *
 * <p>Source: Microsoft's reference of AccessRights.
 */
public enum Right {
    Read("ReadAccess", 1),
    Write("WriteAccess", 2),
    Append("AppendAccess", 4),
    AppendTo("AppendToAccess", 16),
    Create("CreateAccess", 32),
    Delete("DeleteAccess", 65_536),
    Share("ShareAccess", 262_144),
    Assign("AssignAccess", 524_288);

    private final String accessName;
    private final int accessRight;

    Right(String accessName, int accessRight) {
        this.accessName = accessName;
        this.accessRight = accessRight;
    }

    /** As refusals name it. */
    String accessName() {
        return accessName;
    }

    /** {@code privilege.accessright}. */
    int accessRight() {
        return accessRight;
    }
}
