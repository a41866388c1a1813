import { PARTS } from './sums.js';
import { count, number, span, verb } from './words.js';

/** How a replay stands: each stage with a word, what its last decision was, a tone and an icon. */
const STAGES = {
    AWAITS_APPROVAL: { word: 'Awaits approval', last: 'Asked for', tone: 'wait', icon: 'question' },
    GOES_ON: { word: 'Goes on', last: 'Let go on', tone: 'busy', icon: 'forward' },
    PAUSED: { word: 'Paused', last: 'Paused', tone: 'wait', icon: 'pause' },
    CANCELLED: { word: 'Cancelled', last: 'Cancelled', tone: 'calm', icon: 'stop' },
    ENDED: { word: 'Ended', last: 'Ended', tone: 'good', icon: 'check' },
};

/** One that should go on, and does not. */
const LEFT = { word: 'Nobody sends it', last: 'Let go on', tone: 'bad', icon: 'warning' };

/** What the sender of one that goes on means; nothing where it is sent here. */
const SENDERS = {
    WAITS_FOR_PLACE: 'Waits until another replay has come to its end, or stands: limits.replay.atOnce.',
    ANOTHER_PROCESS: 'Its rows are sent by another process: another dashboard, or the command that it was asked for with.',
    NOBODY: 'Nobody on the dashboard’s machine sends its rows. Where it was asked for, this command goes on with it.',
};

/** The fields of an entity's sum whose change is told. */
const CHANGED = [['rejectedRows', 'rows refused'], ['parked', 'writes parked'], ['rows', 'rows in the target']];

export function stageOf(replay) {
    return replay.sender === 'NOBODY' ? LEFT : STAGES[replay.stage] ?? { word: replay.stage, last: replay.stage, tone: 'calm', icon: 'question' };
}

export function isOver(replay) {
    return replay.stage === 'CANCELLED' || replay.stage === 'ENDED';
}

/** `412 rows of account` */
export function nameOf(replay) {
    return `${count(replay.rows, 'row')} of ${replay.entity}`;
}

/** What stands in its way, or who has to do something; null if nothing does. */
export function hintOf(replay) {
    if (replay.stage === 'AWAITS_APPROVAL') {
        return 'Nothing is sent before somebody else has approved it.';
    }
    return replay.trouble !== null ? `It does not come on: ${replay.trouble}` : SENDERS[replay.sender] ?? null;
}

/** What goes on with it where nobody sends it; null elsewhere. */
export function resumption(replay) {
    return replay.sender === 'NOBODY' ? `ferry replay DIR --resume ${replay.replayId}` : null;
}

/** What became of its writes, as a sum with all parts; null where nothing is known. */
export function sumOf(replay) {
    if (replay.writes === null) {
        return null;
    }
    const parts = Object.fromEntries(PARTS.map(part => [part.field, replay.writes[part.field] ?? 0]));
    return { ...parts, announced: Object.values(parts).reduce((sum, value) => sum + value, 0) };
}

/** `410 applied, 2 rejected`; the rows that are not sent yet are none of it. */
export function outcomesOf(replay) {
    const sum = sumOf(replay);
    const words = sum === null ? [] : PARTS.filter(part => sum[part.field] > 0).map(part => `${number(sum[part.field])} ${part.word}`);
    return words.length === 0 ? 'No write yet.' : `${words.join(', ')}.`;
}

/** What the entity's sum was before and is after, where it differs: `rows refused: 412 before, 2 after`. */
export function changesOf(replay) {
    if (replay.before === null || replay.after === null) {
        return [];
    }
    return CHANGED.filter(([field]) => replay.before[field] !== replay.after[field])
        .map(([field, word]) => `${word}: ${number(replay.before[field])} before, ${number(replay.after[field])} after`);
}

/** The rows of one cause on the page of errors; null where sending again mends nothing. */
export function segmentOf(cause) {
    if (cause.kind === 'rejected') {
        return { errorReasons: [cause.code] };
    }
    return cause.missing?.length > 0 ? { entities: [cause.missing[0].entity], keys: cause.missing.map(row => row.key) } : null;
}

/** The same rows with more of them, or without. @param which `dependants`, who wait for them, or `waived` */
export function withMore(segment, which, isWanted) {
    const { [which]: asBefore, ...alone } = segment;
    return isWanted ? { ...alone, [which]: true } : alone;
}

/** What a preview says, line by line. */
export function previewWords(preview) {
    const waiting = Object.entries(preview.dependants);
    const { leastRequests, mostRequests, leastSeconds, mostSeconds } = preview.effort;
    return [
        ...Object.entries(preview.reasons).map(([reason, rows]) => `${count(rows, 'row')} rejected: ${reason}`),
        preview.renewed > 0 && `${count(preview.renewed, 'row')} changed at the source since: the newest values are sent`,
        preview.overtaken > 0 && `${count(preview.overtaken, 'row')} left out: a newer write of ${verb(preview.overtaken, 'it', 'each')} has taken its place`,
        preview.waived > 0 && `${count(preview.waived, 'row')} left out: waived`,
        ...Object.entries(preview.refusedOtherwise).map(([reason, rows]) => `${count(rows, 'row')} left out: refused for ${reason} since`),
        ...waiting.map(([entity, rows]) => `${count(rows, `${entity} row`)} ${verb(rows, 'waits', 'wait')} for these${preview.segment.dependants ? ', and go too' : ''}`),
        preview.selected > 0 && `${leastRequests === mostRequests ? count(mostRequests, 'request') : `${number(leastRequests)} to ${count(mostRequests, 'request')}`}${
            mostSeconds === null ? '' : `, ${span(leastSeconds)} to ${span(mostSeconds)} at the pace of the last day`}`,
        preview.needsApproval && 'Somebody else has to approve it before anything is sent.',
    ].filter(line => line !== false);
}

const RESULTS = {
    LINKED: 'is linked', LEFT_OUT: 'is left out by its mapping', GONE: 'is gone at the source: its delete is sent',
    UNREADABLE: 'cannot be read any more',
};

/** What the mappings make of one row of the sample. */
export function sampleWords(row) {
    if (row.result === 'REFUSED') {
        return `is refused again: ${row.reason}${row.detail ? `, ${row.detail}` : ''}`;
    }
    if (row.result !== 'WRITTEN') {
        return RESULTS[row.result] ?? row.result;
    }
    return row.columns.length === 0 ? 'is as the target has it' : `changes ${row.columns.join(', ')}`;
}
