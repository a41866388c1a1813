/** The parts of what an entity has announced, in the order in which they are shown. Their sum has to be `announced`. */
export const PARTS = [
    { field: 'applied', word: 'applied', family: 'done', says: 'done by the target' },
    { field: 'alreadyApplied', word: 'already applied', family: 'done', says: 'the target had it' },
    { field: 'skipped', word: 'skipped', family: 'done', says: 'nothing had to be sent' },
    { field: 'inFlight', word: 'in flight', family: 'moving', says: 'announced, no outcome yet' },
    { field: 'parked', word: 'parked', family: 'waiting', says: 'waits for a row that it names' },
    { field: 'deferred', word: 'deferred', family: 'waiting', says: 'waits for its phase or a heartbeat' },
    { field: 'bounced', word: 'bounced', family: 'waiting', says: 'the target misses a row that it names' },
    { field: 'rejected', word: 'rejected', family: 'refused', says: 'refused, also where the row was mended since' },
];

export function total(entities, field) {
    return entities.reduce((sum, entity) => sum + (entity[field] ?? 0), 0);
}

/** How many of the announced writes no part accounts for; anything but 0 is an alarm. */
export function missing(entity) {
    return entity.announced - PARTS.reduce((sum, part) => sum + entity[part.field], 0);
}

/** Changes that the target does not have yet: not read, or without an outcome. */
export function lag(entity) {
    return (entity.unread ?? 0) + entity.inFlight;
}

export function waiting(entity) {
    return entity.parked + entity.deferred + entity.bounced;
}

/** Rows that are refused, and that nobody has accepted as not migrated. */
export function refused(entity) {
    return entity.rejectedRows - (entity.waivedRows ?? 0);
}

export function done(entity) {
    return entity.applied + entity.alreadyApplied + entity.skipped;
}
