import { count, full, number, percent, verb } from './words.js';
import { missing } from './sums.js';

/** From this share on the daily entitlement is worth a word; Ferry's own log warns at the same. */
const ENTITLEMENT_WARNING = 0.8;

const FAULT = 'This is a fault of Ferry. Do not cut over before it is understood: ferry verify DIR compares both ends.';

/**
 * What somebody has to look at, worst first.
 *
 * @return `{id, tone, title, text, items}`; tone `bad` for what must never be, `wait` for what to keep an eye on
 */
export function alarms(status) {
    return [
        ...status.imbalances.map(imbalance),
        ...unannounced(status),
        ...status.entities.filter(entity => missing(entity) !== 0).map(brokenSum),
        ...stalledAlone(status),
        ...status.paused.map(paused),
        ...deadLetters(status),
        ...status.sources.flatMap(source => source.waitingDumps.map(waitingDump)),
        ...status.sources.flatMap(source => source.unreadTables.map(unreadTable)),
        ...entitlement(status),
    ];
}

function imbalance(one) {
    return {
        id: `imbalance-${one.fenceId}-${one.entity}`,
        tone: 'bad',
        title: `${count(one.count, 'write')} of ${one.entity} ${verb(one.count, 'has', 'have')} no outcome`,
        text: `Announced before fence ${one.fenceId}, which every stage has passed. ${FAULT}`,
        items: one.writeIds,
    };
}

function unannounced(status) {
    return status.unannounced === 0 ? [] : [{
        id: 'unannounced',
        tone: 'bad',
        title: `${count(status.unannounced, 'outcome')} of writes that nobody announced`,
        text: FAULT,
        items: [],
    }];
}

function brokenSum(entity) {
    return {
        id: `sum-${entity.entity}`,
        tone: 'bad',
        title: `The sum of ${entity.entity} does not hold`,
        text: `${number(entity.announced)} writes were announced, and the parts make `
            + `${number(entity.announced - missing(entity))}. ${FAULT}`,
        items: [],
    };
}

/** Where the whole is stalled, the state says so already. */
function stalledAlone(status) {
    return status.state === 'STALLED' ? [] : status.entities
        .filter(entity => entity.state === 'STALLED')
        .map(entity => ({
            id: `stalled-${entity.entity}`,
            tone: 'bad',
            title: `${entity.entity} is stalled`,
            text: full(entity.stateReason),
            items: [],
        }));
}

function paused({ entity, by, why }) {
    return {
        id: `paused-${entity ?? ''}`,
        tone: 'wait',
        title: entity === null ? 'Everything is paused' : `${entity} is paused`,
        text: `${full(`by ${by}${why ? `: ${why}` : ''}`)} What comes meanwhile waits.`,
        items: [],
    };
}

function deadLetters(status) {
    return status.deadLetters === 0 ? [] : [{
        id: 'dead-letters',
        tone: 'wait',
        title: `${count(status.deadLetters, 'record')} could not be read at all`,
        text: 'Errors lists them, with the reasons; ferry dead-letters DIR does too.',
        items: [],
    }];
}

function waitingDump({ table, file }) {
    return {
        id: `dump-${table}-${file}`,
        tone: 'wait',
        title: `A dump of ${table} waits`,
        text: 'Nothing of it was published. Source says why, and how it is accepted.',
        items: [],
    };
}

function unreadTable({ table }) {
    return {
        id: `unread-${table}`,
        tone: 'wait',
        title: `${table} cannot be read`,
        text: 'The target stays as its last dump was. Source says why.',
        items: [],
    };
}

function entitlement({ entitlement: { limit, used, spentAt } }) {
    if (limit === null || (used < limit * ENTITLEMENT_WARNING && spentAt === null)) {
        return [];
    }
    return [{
        id: 'entitlement',
        tone: used >= limit ? 'bad' : 'wait',
        title: used >= limit ? 'The daily entitlement is spent' : `${percent(used / limit)} of the daily entitlement is used`,
        text: 'Beyond it Dataverse may throttle. See Limits for when it is spent; agree more with whoever licenses the'
            + ' tenant, or pause what can wait.',
        items: [],
    }];
}
