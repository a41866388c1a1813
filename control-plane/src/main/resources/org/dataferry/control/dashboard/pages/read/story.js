import { plain, sentence } from './words.js';

/** What the ledger's words of a row, and of what happened to it, mean. */

const STANDINGS = {
    success: { tone: 'good', icon: 'check', word: 'Done' },
    error: { tone: 'bad', icon: 'stop', word: 'Refused' },
    unprocessed: { tone: 'busy', icon: 'forward', word: 'In flight' },
    processed: { tone: 'calm', icon: 'idle', word: 'Waits' },
};

const OPS = { I: 'Inserted, or read by the first load', U: 'Changed', D: 'Deleted' };

const PARTS = { LOOKUP: 'lookup', STATE: 'state', FILE: 'file', LINK: 'link' };

const CAUSES = {
    CHANGE: 'for the change at the source',
    REPLAY: 'for a replay',
    REFERENCE: 'as reference data changed',
    MAPPING: 'as the mapping changed',
    LOSS: 'as the target had lost the row',
    RETURN: 'as a row that it names came back',
    MERGE: 'as a row that it names merged into another one',
};

/** How far a row is: tone, icon and word. */
export function standingOf(row) {
    if (row.processing === 'processed' && row.waitsFor.length > 0) {
        return { tone: 'wait', icon: 'pause', word: 'Parked' };
    }
    return STANDINGS[row.processing] ?? STANDINGS.processed;
}

/** What happened, as a heading of a few words. */
export function headOf(event) {
    switch (event.event) {
    case 'CHANGE':
        return `${OPS[event.op] ?? 'Changed'} at the source${event.redelivered ? ', delivered again' : ''}`;
    case 'WRITE':
        return `Written${event.version === null ? '' : ` as version ${event.version}`}${partOf(event)} ${CAUSES[event.cause] ?? ''}`.trim();
    case 'OUTCOME':
        return `${sentence(plain(event.status))}${event.reason ? `: ${plain(event.reason)}` : ''}${partOf(event)}`;
    case 'DECISION':
        return `${event.who}: ${plain(event.what)}${event.entity && event.what !== 'REPLAYED' ? ` ${event.entity}` : ''}`;
    default:
        return 'What the row held before Ferry wrote it';
    }
}

/** The tone of its mark in the timeline. */
export function toneOf(event) {
    if (event.event !== 'OUTCOME') {
        return event.event === 'DECISION' ? 'wait' : 'calm';
    }
    return { APPLIED: 'good', ALREADY_APPLIED: 'good', REJECTED: 'bad', PARKED: 'wait' }[event.status] ?? 'calm';
}

/** The columns that differ from the version before, and the others; of a first version all are the others. */
export function columnsOf(event) {
    const all = event.columns ?? [];
    return { changed: all.filter(one => one.changed), same: all.filter(one => !one.changed) };
}

/** A value as it is read. */
export function valueOf(value) {
    if (value === null || value === undefined) {
        return 'empty';
    }
    return Array.isArray(value) ? value.map(valueOf).join(', ') : String(value);
}

function partOf({ part, column }) {
    return PARTS[part] === undefined ? '' : ` (${PARTS[part]}${column ? ` ${column}` : ''})`;
}
