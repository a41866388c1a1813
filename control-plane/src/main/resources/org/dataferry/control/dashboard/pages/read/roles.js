const ROLES = ['viewer', 'operator', 'approver'];

/** Why somebody may not do what needs a role; null if they may. */
export function hindrance(session, needed) {
    return ROLES.indexOf(session.role) >= ROLES.indexOf(needed)
        ? null
        : `This needs the role ${needed}; you are signed in as ${session.role ?? 'nobody'}.`;
}
