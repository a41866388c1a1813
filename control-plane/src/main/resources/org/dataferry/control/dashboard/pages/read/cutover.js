import { full, rough } from './words.js';

/** When the source is to be frozen, in milliseconds; null if no time is set. */
export function planned(status) {
    return status.cutover === null ? null : Date.parse(status.cutover.freeze);
}

/**
 * The entities that may not have caught up by then, the latest first.
 *
 * @return `{entity, text}` each
 */
export function late(at, status, now) {
    const deadline = Math.max(at, now);
    return status.entities
        .filter(entity => entity.eta && (entity.eta.unknown !== null || Date.parse(entity.eta.latest) > deadline))
        .map(({ entity, eta }) => ({ entity, eta, by: eta.unknown === null ? Date.parse(eta.latest) - deadline : Infinity }))
        .sort((one, other) => (other.by > one.by) - (other.by < one.by) || (one.entity < other.entity ? -1 : 1))
        .map(({ entity, eta, by }) => ({
            entity,
            text: eta.unknown === null ? `may be ${rough(by / 1_000, Math.ceil)} late` : `cannot be foretold, as ${eta.unknown}`,
        }));
}

/**
 * Whether the target will have caught up by the time that is set for the cutover.
 *
 * @param at when the source is to be frozen, in milliseconds
 * @param status the last look
 * @param now in milliseconds, by the server's clock
 * @return `{tone, icon, word, text}`
 */
export function verdict(at, status, now) {
    if (status.state === 'UNKNOWN' || status.state === 'STALLED') {
        return told('bad', 'warning', 'At risk', full(`nobody can foretell it: ${status.stateReason}`));
    }
    if (status.eta === null) {
        return told('good', 'check', 'On time', status.lag.changes === 0
            ? 'All that was captured has its outcome.' : 'It is in step: only what has just come is under way.');
    }
    if (status.eta.unknown !== null) {
        return told('wait', 'question', 'Not known', full(`when it will have caught up is not known, as ${status.eta.unknown}`));
    }
    const earliest = Date.parse(status.eta.earliest);
    const latest = Date.parse(status.eta.latest);
    const deadline = Math.max(at, now);
    if (earliest > deadline) {
        const late = `${rough((earliest - deadline) / 1_000, Math.floor)} to ${rough((latest - deadline) / 1_000, Math.ceil)}`;
        return told('bad', 'warning', 'Too late', `At this rate it will have caught up ${late} after it.`);
    }
    if (latest > deadline) {
        return told('wait', 'warning', 'May be late',
            `At worst it will have caught up ${rough((latest - deadline) / 1_000, Math.ceil)} after it.`);
    }
    return told('good', 'check', 'On time', `It will have caught up at least ${rough((deadline - latest) / 1_000, Math.floor)} before it.`);
}

function told(tone, icon, word, text) {
    return { tone, icon, word, text };
}
