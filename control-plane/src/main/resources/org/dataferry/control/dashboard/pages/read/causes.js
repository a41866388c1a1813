import { count, full, plain, verb } from './words.js';
import { total } from './sums.js';
import { replay, rowOf } from './commands.js';

/** Whom to ask, by the kind of a rejection. */
const WHO = {
    MAPPING_FAULT: 'the migration developer',
    DATA_FAULT: 'whoever owns the data at the source',
    PERMISSION: 'the administrator of the Dataverse environment',
    CONTRACT_DRIFT: 'the migration developer: the target is not what was planned against',
    TARGET_LOGIC: 'whoever owns the rules and plug-ins of the target',
};

const WAITS = {
    PHASE: 'A state that is set once its row is there. If it stays, look whether the row is parked or rejected, or open its'
        + ' phase with ferry phase.',
    HEARTBEAT: 'A delete of a row that others may name. It goes out by itself after some heartbeats; if it stays, a stage'
        + ' does not run.',
    MISSING: 'The target misses a row that the write names. Transform decides anew within moments; if it stays, transform'
        + ' does not run.',
    STILL_NAMED: 'Other rows of the target still name the row to be deleted. It is tried again after each heartbeat.',
};

/**
 * Why rows are not in the target, by root cause, the one that holds most first.
 *
 * @param details the documents of `/api/entities/…` by entity, as far as they are there
 * @return `{id, kind, size, waived, waivable, unit, what, code, remedy, who, rows, entities, commands}`, of missing rows also `missing`
 * with entity and key of each; `size`, `unit` and `what` make the heading. `waivable` has `{entity, rows}` of what is not waived yet,
 * and is null while the details of some entity with refused rows are not there
 */
export function causes(status, details = {}) {
    const isWhole = status.entities.filter(one => one.rejectedRows > 0).every(one => details[one.entity] !== undefined);
    const known = [
        ...status.rejectedBy.map(one => rejected(one, details, isWhole)),
        ...parked(status),
        ...status.deferredBy.map(one => waits('deferred', one)),
        ...status.bouncedBy.map(one => waits('bounced', one)),
    ].sort((one, other) => other.size - other.waived - (one.size - one.waived));
    return [...known, ...others(status)];
}

function rejected(one, details, isWhole) {
    const entities = Object.entries(details)
        .map(([entity, detail]) => {
            const found = detail.rejections.filter(rejection => rejection.reason === one.reason);
            return { entity, rows: total(found, 'rows'), open: total(found, 'rows') - total(found, 'waived') };
        })
        .filter(found => found.rows > 0)
        .sort((first, second) => second.rows - first.rows);
    const named = entities.length > 0 ? entities.map(found => found.entity) : one.plainRow ? [rowOf(one.plainRow).entity] : [];
    return {
        id: `rejected-${one.reason}`,
        kind: 'rejected',
        size: one.rows,
        waived: one.waived ?? 0,
        waivable: isWhole ? entities.filter(found => found.open > 0).map(({ entity, open }) => ({ entity, rows: open })) : null,
        unit: 'row',
        what: `rejected: ${plain(one.reason)}`,
        code: one.reason,
        remedy: full(one.remedy),
        who: WHO[one.kind] ?? null,
        rows: one.plainRow ? [{ row: one.row, plainRow: one.plainRow, detail: one.detail ?? '' }] : [],
        entities,
        commands: named.map(entity => replay({ entity, rejected: true })).filter(command => command !== null),
    };
}

/** The missing rows of one entity have one cause more often than not: it was not mapped, not loaded, or rejected. */
function parked(status) {
    const groups = Map.groupBy(status.parkedFor, one => rowOf(one.plainRow ?? one.row).entity);
    return [...groups].map(([entity, rows]) => parkedGroup(entity, rows));
}

function parkedGroup(entity, rows) {
    const writes = total(rows, 'writes');
    return {
        id: `parked-${entity}`,
        kind: 'parked',
        size: writes,
        waived: 0,
        waivable: [],
        unit: 'write',
        what: `held by ${count(rows.length, `missing ${entity} row`)}`,
        code: null,
        remedy: `See why ${verb(rows.length, 'it is', 'they are')} not in the target: rejected, parked in turn, or not at the`
            + ` source. Mend that and replay; all that ${verb(writes, 'waits follows', 'wait follow')} by ${verb(writes, 'itself', 'themselves')}.`,
        who: null,
        rows: rows.map(row => ({ row: row.row, plainRow: row.plainRow ?? row.row, writes: row.writes, detail: '' })),
        entities: [],
        missing: rows.map(row => rowOf(row.plainRow ?? row.row)).filter(row => row.key !== null),
        commands: rows.slice(0, 1)
            .map(row => rowOf(row.plainRow ?? row.row))
            .filter(row => row.key !== null)
            .map(row => replay(row))
            .filter(command => command !== null),
    };
}

/** The status names some of the missing rows only. What waits for the rest is no one cause, so it comes last. */
function others(status) {
    const writes = total(status.entities, 'parked') - total(status.parkedFor, 'writes');
    return writes <= 0 ? [] : [{
        id: 'parked-others',
        kind: 'parked',
        size: writes,
        waived: 0,
        waivable: [],
        unit: 'write',
        what: 'held by other missing rows',
        code: null,
        remedy: 'The rows that most wait for are listed first; these come into sight as the others are mended.',
        who: null,
        rows: [],
        entities: [],
        commands: [],
    }];
}

function waits(kind, one) {
    return {
        id: `${kind}-${one.reason}`,
        kind,
        size: one.writes,
        waived: 0,
        waivable: [],
        unit: 'write',
        what: `${kind}: ${plain(one.reason)}`,
        code: one.reason,
        remedy: WAITS[one.reason] ?? '',
        who: null,
        rows: one.plainRow ? [{ row: one.row, plainRow: one.plainRow, detail: '' }] : [],
        entities: [],
        commands: [],
    };
}
